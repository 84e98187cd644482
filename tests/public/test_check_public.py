"""``advocacy_check_public`` sees what is right, and each thing that is not."""

import io
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, override_settings

from tests.factories import offer_of, open_share, published_page_shareable
from wagtail_advocacy.public import probe
from wagtail_advocacy.shareables.models import OfferImage
from wagtail_advocacy.sharing.models import Visit


pytestmark = pytest.mark.django_db


class PublicHost:
    """Answers ``https://go.example.com`` from a process that has public_urls only."""

    def __init__(self):
        self.urlconf = "wagtail_advocacy.public_urls"
        self.changed = {}
        self.asked = []

    def fetch(self, address, method="GET"):
        parts = urlsplit(address)
        assert (parts.scheme, parts.netloc) == ("https", "go.example.com")
        self.asked.append((method, parts.path))
        with override_settings(ROOT_URLCONF=self.urlconf):
            response = Client().generic(
                method,
                parts.path,
                QUERY_STRING=parts.query,
                headers={"user-agent": probe.AGENT},
            )
        content = response.getvalue()
        for old, new in self.changed.items():
            content = content.replace(old, new)
        return probe.Answer(response.status_code, content)


@pytest.fixture
def host(monkeypatch):
    host = PublicHost()
    monkeypatch.setattr(probe, "fetch", host.fetch)
    return host


@pytest.fixture
def offer(article):
    return offer_of(published_page_shareable(article()))


def check():
    """Run the command; return what it printed, and whether it was content."""
    output = io.StringIO()
    try:
        call_command("advocacy_check_public", stdout=output, no_color=True)
    except CommandError:
        return output.getvalue(), False
    return output.getvalue(), True


def test_all_is_well(host, offer, make_user):
    open_share(make_user("ada@example.com"), offer)
    printed, content = check()
    assert content, printed
    assert "NO " not in printed
    assert "?  " not in printed
    for sentence in (
        "answers with our pages",
        "LinkedIn finds everything",
        "Facebook finds everything",
        "X finds everything",
        "Bluesky finds everything",
        "A tracked link leads on",
        "Nothing of the intranet answers",
    ):
        assert sentence in printed
    assert not Visit.objects.exists()


def test_without_an_offer_the_rest_is_looked_at(host, db):
    printed, content = check()
    assert content
    assert "Nothing is offered yet" in printed


def test_intranet_that_answers_through_the_public_address_is_told(host, offer):
    host.urlconf = "tests.urls"
    with override_settings(
        WAGTAIL_ADVOCACY={
            "PUBLIC_URL": "https://go.example.com/go",
            "JOBS": "immediate",
        }
    ):
        printed, content = check()
    assert not content
    assert "The intranet answers through the public address: /admin/" in printed


def test_missing_tag_is_told_by_the_network_that_wants_it(host, offer):
    host.changed = {b'property="og:description"': b'property="nothing"'}
    printed, content = check()
    assert not content
    assert "NO  LinkedIn: og:description is missing." in printed
    assert "X finds everything" in printed


def test_picture_that_is_too_small_is_told(host, offer):
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (400, 200)).save(buffer, "JPEG")
    OfferImage.objects.update(content=buffer.getvalue(), digest="d" * 64)
    printed, content = check()
    assert not content
    assert "LinkedIn: the picture has 400×200 pixels" in printed


def test_picture_that_is_none_is_told(host, offer):
    OfferImage.objects.update(content=b"no picture", digest="d" * 64)
    printed, _content = check()
    assert "the picture is none" in printed


def test_somebody_elses_pages_are_told(host, offer):
    host.changed = {b"{": b"}"}
    printed, content = check()
    assert not content
    assert "or not ours" in printed


def test_plain_http_is_told(monkeypatch, settings):
    settings.WAGTAIL_ADVOCACY = {"PUBLIC_URL": "http://go.example.com"}

    def fetch(address, method="GET"):
        raise probe.NoAnswer("refused")

    monkeypatch.setattr(probe, "fetch", fetch)
    printed, content = check()
    assert not content
    assert "not HTTPS" in printed
    assert "does not answer from here: refused" in printed


def test_missing_public_address_is_told(settings):
    settings.WAGTAIL_ADVOCACY = {}
    printed, content = check()
    assert not content
    assert "PUBLIC_URL is not set" in printed


def test_real_host_that_is_not_there_raises_no_answer():
    with pytest.raises(probe.NoAnswer):
        probe.fetch("http://127.0.0.1:1/")

"""A text on its way to its author's phone: no login, one hour, one text."""

import datetime
import re
from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import offer_of, open_share, published_link_shareable
from wagtail_advocacy import networks
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.shareables import actions as shareables
from wagtail_advocacy.sharing import actions, handoffs, tasks
from wagtail_advocacy.sharing.models import Handoff, Visit


pytestmark = pytest.mark.django_db

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def user(make_user):
    return make_user("ada@example.com")


@pytest.fixture
def offer(db):
    return offer_of(published_link_shareable())


@pytest.fixture
def hand_off(user, offer):
    """Hand a text over and return the path of its address."""

    def hand_off(network="linkedin", text="Hay & <heat>."):
        share = open_share(user, offer, network, text=text, hashtags=["#hay"])
        return path_of(actions.hand_off(user, share.pk))

    return hand_off


def path_of(handoff):
    address = handoffs.handoff_address(handoff)
    assert address.startswith("https://go.example.com/p/")
    return address.replace("https://go.example.com", "/go")


def later(monkeypatch, **delta):
    """Move the clocks that signatures and rows are held against."""
    delta = datetime.timedelta(**delta)
    now = handoffs.timezone.now() + delta
    stamp = handoffs.signing.time.time() + delta.total_seconds()
    monkeypatch.setattr(handoffs.timezone, "now", lambda: now)
    monkeypatch.setattr(handoffs.signing.time, "time", lambda: stamp)


def test_page_shows_the_text_with_its_link_to_whoever_has_the_address(client, hand_off):
    path = hand_off()
    link = Handoff.objects.get().link_address
    response = client.get(path, headers={"user-agent": PHONE})
    page = response.content.decode()
    field = re.search(r"<textarea[^>]*\breadonly\b[^>]*>(.*?)</textarea>", page, re.S)
    assert unescape(field[1]) == f"Hay & <heat>.\n\n#hay\n{link}"


@pytest.mark.parametrize("network", ["linkedin", "x", "bluesky"])
def test_page_opens_the_network_without_telling_it_where_from(
    client, hand_off, network
):
    page = client.get(hand_off(network)).content.decode()
    handoff = Handoff.objects.get()
    (link,) = re.findall(r"<a class=[^>]*button[^>]*>", page)
    assert 'rel="noopener noreferrer"' in link
    assert 'target="_blank"' in link
    expected = networks.get(network).intent_url(
        handoff.text, handoff.link_address, handoff.title
    )
    assert unescape(re.search(r'href="([^"]*)"', link)[1]) == expected


def test_mail_opens_without_leaving_an_empty_tab(client, hand_off):
    page = client.get(hand_off("email")).content.decode()
    (link,) = re.findall(r"<a class=[^>]*button[^>]*>", page)
    assert 'href="mailto:?subject=' in link
    assert "_blank" not in link


def test_copying_needs_nothing_to_open(client, hand_off):
    page = client.get(hand_off("copy")).content.decode()
    assert re.findall(r"<a class=[^>]*button[^>]*>", page) == []
    assert "#hay" in page


def test_text_survives_a_network_the_site_took_away(client, hand_off, monkeypatch):
    path = hand_off("bluesky")
    # A copy, because an entry that is put back would come last.
    others = {one.key: one for one in networks.all() if one.key != "bluesky"}
    monkeypatch.setattr(networks._registry, "_items", others)
    response = client.get(path)
    assert response.status_code == 200
    assert Handoff.objects.get().link_address in response.content.decode()


def test_looking_changes_nothing_and_is_no_visit(client, hand_off):
    path = hand_off()
    before = Handoff.objects.values().get()
    with CaptureQueriesContext(connection) as queries:
        for _ in range(3):
            assert client.get(path, headers={"user-agent": PHONE}).status_code == 200
        client.head(path)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    assert Handoff.objects.values().get() == before
    assert not Visit.objects.exists()


def test_page_is_kept_and_found_nowhere(client, hand_off):
    response = client.get(hand_off())
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies


def test_address_works_for_an_hour(client, hand_off, monkeypatch):
    path = hand_off()
    later(monkeypatch, minutes=59)
    assert client.get(path).status_code == 200


def test_address_is_over_after_an_hour_and_says_what_to_do(
    client, hand_off, monkeypatch
):
    path = hand_off()
    later(monkeypatch, minutes=61)
    response = client.get(path)
    page = response.content.decode()
    assert response.status_code == 410
    assert "one text for one hour" in page
    assert "Continue on my phone" in page
    assert "Hay" not in page
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_text_is_destroyed_after_the_hour(hand_off, monkeypatch):
    hand_off()
    tasks.destroy_what_is_over()
    assert Handoff.objects.exists()
    later(monkeypatch, minutes=61)
    tasks.destroy_what_is_over()
    assert not Handoff.objects.exists()


def test_row_that_is_over_opens_nothing_even_with_a_fresh_signature(client, hand_off):
    path = hand_off()
    Handoff.objects.update(expires_at=handoffs.timezone.now())
    assert client.get(path).status_code == 410


def test_signature_that_is_over_opens_nothing_even_if_the_row_stays(
    client, hand_off, monkeypatch
):
    path = hand_off()
    Handoff.objects.update(
        expires_at=handoffs.timezone.now() + datetime.timedelta(days=1)
    )
    later(monkeypatch, minutes=61)
    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    "forge",
    [
        lambda token, key: key,
        lambda token, key: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token, key: token.replace(key, "A" * 22),
        lambda token, key: f"{key}::",
        lambda token, key: f"{key}:1wXyZa:{'A' * 43}",
        lambda token, key: handoffs.signing.TimestampSigner(salt="other").sign(key),
        lambda token, key: handoffs.signing.TimestampSigner(
            key="guessed", salt="wagtail_advocacy.sharing.handoff"
        ).sign(key),
        lambda token, key: "%00",
        lambda token, key: quote("🙂:x:y"),
        lambda token, key: "x" * 5000,
    ],
)
def test_forged_address_opens_nothing(client, hand_off, forge):
    token = hand_off().removeprefix("/go/p/")
    key = Handoff.objects.get().key
    response = client.get(f"/go/p/{forge(token, key)}")
    assert response.status_code == 410
    assert "Hay" not in response.content.decode()


def test_address_outlives_a_change_of_the_sites_key(client, hand_off, settings):
    path = hand_off()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    assert client.get(path).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(path).status_code == 410


def test_leaving_closes_it_at_once(client, hand_off, user):
    path = hand_off()
    ambassadors.leave(user, source="test")
    assert client.get(path).status_code == 410
    assert not Handoff.objects.exists()


def test_giving_the_share_up_closes_it_at_once(client, hand_off, user):
    path = hand_off()
    actions.drop_share(user, Handoff.objects.get().share_id)
    assert client.get(path).status_code == 410


def test_taking_the_post_down_closes_it_at_once(client, hand_off, user):
    path = hand_off()
    share_pk = Handoff.objects.get().share_id
    actions.confirm_share(user, share_pk)
    # What is out may still be finished on the phone.
    assert client.get(path).status_code == 200
    actions.withdraw_share(user, share_pk)
    assert client.get(path).status_code == 410
    assert not Handoff.objects.exists()


def test_withdrawing_the_offer_closes_it_at_once(client, hand_off, offer, make_user):
    path = hand_off()
    editor = make_user("editor@example.com", is_superuser=True)
    shareables.withdraw(offer.shareable, editor, reason="Wrong figures.")
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_page_is_only_read(client, hand_off, method):
    assert getattr(client, method)(hand_off()).status_code == 405


def test_page_works_in_a_process_of_its_own(client, hand_off, settings):
    path = hand_off().removeprefix("/go")
    settings.ROOT_URLCONF = "wagtail_advocacy.public_urls"
    page = client.get(path).content.decode()
    (script,) = re.findall(r'<script type="module" src="([^"]+)"', page)
    assert script.startswith("../assets/handoff.js?v=")
    response = client.get(script.removeprefix(".."))
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "max-age=31536000" in response.headers["Cache-Control"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_page_speaks_the_language_of_the_phone(client, hand_off, language):
    response = client.get(hand_off(), headers={"accept-language": language})
    assert f'<html lang="{language}"' in response.content.decode()

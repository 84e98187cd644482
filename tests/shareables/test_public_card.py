"""The public card, through the address outsiders open."""

import datetime
import re
from html.parser import HTMLParser
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from tests.factories import published_link_shareable, published_page_shareable
from wagtail_advocacy.shareables import actions, projection
from wagtail_advocacy.shareables.models import Offer, OfferImage, ShareablesSettings


pytestmark = pytest.mark.django_db


class Head(HTMLParser):
    """The tags a crawler reads, and the attributes of ``html``."""

    def __init__(self, markup):
        super().__init__()
        self.tags = {}
        self.html = {}
        self.links = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "html":
            self.html = attrs
        if tag == "meta" and (name := attrs.get("property") or attrs.get("name")):
            assert name not in self.tags, f"{name} is there twice"
            self.tags[name] = attrs["content"]
        if tag == "a":
            self.links.append(attrs["href"])


@pytest.fixture
def about(db):
    return ShareablesSettings.objects.create(
        organisation="Alderbrook",
        public_site="https://www.alderbrook.example/",
        legal_notice="https://www.alderbrook.example/legal",
        privacy_notice="https://www.alderbrook.example/privacy",
    )


@pytest.fixture
def offer(article):
    shareable = published_page_shareable(
        article(body="<p>Salary bands are secret.</p>"),
        title="Hay dried with heat pumps",
        summary="Three farms dried a summer's hay without burning oil.",
        may_say="Anything about hay",
        may_not_say="Anything about salaries",
        call_to_action="See our farms",
    )
    return projection.offer_of(shareable)


def card(offer):
    return f"/go/c/{offer.public_id}/"


def picture(offer):
    return f"/go/c/{offer.public_id}/image.jpg"


def test_card_shows_the_approved_fields_and_nothing_else(client, offer, about):
    page = client.get(card(offer)).content.decode()
    assert "Hay dried with heat pumps" in page
    assert "Three farms dried a summer&#x27;s hay" in page
    assert "See our farms" in page
    for inside in ("Salary", "salaries", "Anything", "surprised", "linkedin"):
        assert inside not in page
    assert offer.page.title not in page


def test_crawlers_find_complete_tags(client, offer, about):
    head = Head(client.get(card(offer)).content.decode())
    address = f"https://go.example.com/c/{offer.public_id}/"
    image = f"{address}image.jpg?v={offer.image.digest[:16]}"
    assert head.tags == {
        "viewport": "width=device-width, initial-scale=1",
        "robots": "noindex",
        "color-scheme": "light dark",
        "description": offer.summary,
        "og:type": "article",
        "og:url": address,
        "og:title": offer.title,
        "og:description": offer.summary,
        "og:site_name": "Alderbrook",
        "og:locale": "en_US",
        "og:image": image,
        "og:image:type": "image/jpeg",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": offer.title,
        "twitter:card": "summary_large_image",
        "twitter:title": offer.title,
        "twitter:description": offer.summary,
        "twitter:image": image,
        "twitter:image:alt": offer.title,
    }


def test_the_picture_a_crawler_is_sent_to_is_one(client, offer):
    head = Head(client.get(card(offer)).content.decode())
    address = head.tags["og:image"].replace("https://go.example.com", "/go")
    response = client.get(address)
    assert response.headers["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(response.content)).size == (1200, 630)


def test_markup_in_approved_fields_stays_text(client, article):
    shareable = published_page_shareable(
        article(),
        title='"><script>alert(1)</script>',
        summary="<img src=x onerror=alert(1)>",
    )
    page = client.get(card(projection.offer_of(shareable))).content.decode()
    assert "<script" not in page
    assert "<img src=x" not in page


def test_button_leads_to_the_public_site_where_there_is_nothing_else(
    client, offer, about
):
    head = Head(client.get(card(offer)).content.decode())
    assert head.links.count("https://www.alderbrook.example/") == 2  # and the footer


def test_button_of_a_link_leads_where_the_link_leads(client, about):
    offer = projection.offer_of(published_link_shareable())
    assert (
        "https://news.example.org/grid"
        in Head(client.get(card(offer)).content.decode()).links
    )


def test_no_button_where_there_is_nothing_to_lead_to(client, offer):
    page = client.get(card(offer)).content.decode()
    assert Head(page).links == []
    assert "See our farms" not in page


def test_legal_and_privacy_notices_are_linked(client, offer, about):
    links = Head(client.get(card(offer)).content.decode()).links
    assert {about.legal_notice, about.privacy_notice} <= set(links)


def test_card_speaks_the_language_of_its_offer_to_everybody(client, article, about):
    shareable = published_page_shareable(article(), language="fr", call_to_action="")
    response = client.get(
        card(projection.offer_of(shareable)), headers={"accept-language": "en"}
    )
    head = Head(response.content.decode())
    assert (head.html["lang"], head.html["dir"]) == ("fr", "ltr")
    assert head.tags["og:locale"] == "fr_FR"
    assert response.headers["Content-Language"] == "fr"


def test_card_in_a_right_to_left_language_runs_that_way(client, offer):
    Offer.objects.filter(pk=offer.pk).update(language="ar")
    head = Head(client.get(card(offer)).content.decode())
    assert (head.html["lang"], head.html["dir"]) == ("ar", "rtl")


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("pt-br", "pt_BR"),
        ("fr", "fr_FR"),
        ("zh-hans", "zh_CN"),
        ("eo", None),
    ],
)
def test_open_graph_gets_a_locale_it_knows_or_none(client, offer, language, locale):
    Offer.objects.filter(pk=offer.pk).update(language=language)
    tags = Head(client.get(card(offer)).content.decode()).tags
    assert tags.get("og:locale") == locale


def test_opening_a_card_never_reads_the_page_or_writes(client, offer, about):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(card(offer)).status_code == 200
        assert client.get(picture(offer)).status_code == 200
    statements = [query["sql"] for query in queries]
    # Offer and settings for the card, the offer once more for its picture.
    assert len(statements) == 3
    for statement in statements:
        assert statement.startswith("SELECT")
        tables = set(re.findall(r'(?:FROM|JOIN) ["`](\w+)["`]', statement))
        assert tables <= {
            "wagtail_advocacy_shareables_offer",
            "wagtail_advocacy_shareables_offerimage",
            "wagtail_advocacy_shareables_shareablessettings",
        }


def test_card_does_not_load_the_bytes_of_its_picture(client, offer):
    with CaptureQueriesContext(connection) as queries:
        client.get(card(offer))
    assert not any("content" in re.findall(r'"(\w+)"', q["sql"]) for q in queries)


def test_card_without_settings_writes_none(client, offer):
    client.get(card(offer))
    assert not ShareablesSettings.objects.exists()


def test_unknown_card_is_not_found_on_a_page_of_ours(client, db):
    response = client.get("/go/c/AAAAAAAAAAAAAAAA/")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


@pytest.mark.parametrize("public_id", ["%00", "x" * 5000, "%F0%9F%92%A9", "..", "%20"])
def test_nonsense_for_a_card_is_not_found(client, db, public_id):
    assert client.get(f"/go/c/{public_id}/").status_code == 404


def test_card_is_found_under_its_exact_name_only(client, offer):
    swapped = offer.public_id.swapcase()
    assert client.get(f"/go/c/{swapped}/").status_code == 404


@pytest.mark.parametrize("address", [card, picture])
def test_embargoed_offer_gives_no_hint(client, offer, address):
    unknown = client.get("/go/c/AAAAAAAAAAAAAAAA/")
    Offer.objects.filter(pk=offer.pk).update(
        opens_at=timezone.now() + datetime.timedelta(hours=1)
    )
    response = client.get(address(offer))
    assert response.status_code == 404
    assert response.content == unknown.content
    assert offer.title not in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [card, picture])
def test_withdrawn_offer_is_gone_without_a_hint(
    client, offer, about, make_user, address
):
    editor = make_user("editor@example.com", is_superuser=True)
    actions.withdraw(offer.shareable, editor, reason="It was wrong about the oil.")
    response = client.get(address(offer))
    page = response.content.decode()
    assert response.status_code == 410
    assert "Alderbrook" in page
    assert "https://www.alderbrook.example/" in page
    for hint in (offer.title, offer.summary, "oil", "image.jpg"):
        assert hint not in page


def test_ended_offer_keeps_its_card(client, offer):
    offer.shareable.unpublish()
    offer.refresh_from_db()
    assert offer.ended
    assert client.get(card(offer)).status_code == 200
    assert client.get(picture(offer)).status_code == 200


def test_card_is_kept_for_a_minute_at_most(client, offer):
    headers = client.get(card(offer)).headers
    assert sorted(headers["Cache-Control"].split(", ")) == ["max-age=60", "public"]
    assert "Cookie" not in headers.get("Vary", "")
    assert not client.get(card(offer)).cookies


def test_picture_is_kept_long_under_the_address_of_its_version(client, offer):
    digest = OfferImage.objects.get(offer=offer).digest
    versioned = client.get(f"{picture(offer)}?v={digest[:16]}")
    assert "max-age=86400" in versioned.headers["Cache-Control"]
    assert "max-age=60" in client.get(picture(offer)).headers["Cache-Control"]
    assert (
        "max-age=60" in client.get(f"{picture(offer)}?v=old").headers["Cache-Control"]
    )
    assert versioned.headers["X-Content-Type-Options"] == "nosniff"
    assert versioned.headers["ETag"] == f'"{digest}"'


def test_picture_that_did_not_change_is_not_sent_again(client, offer):
    etag = client.get(picture(offer)).headers["ETag"]
    again = client.get(picture(offer), headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(picture(offer), headers={"if-none-match": '"other"'})
    assert other.status_code == 200


def test_card_without_a_picture_says_so_to_crawlers(client, offer):
    OfferImage.objects.all().delete()
    page = client.get(card(offer)).content.decode()
    assert "<img" not in page
    assert "og:image" not in page
    assert Head(page).tags["twitter:card"] == "summary"
    assert client.get(picture(offer)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_cards_are_only_read(client, offer, method):
    client.handler.enforce_csrf_checks = True
    assert getattr(client, method)(card(offer)).status_code == 405
    assert getattr(client, method)(picture(offer)).status_code == 405


def test_style_sheet_is_served_where_only_public_addresses_are(client, offer, settings):
    settings.ROOT_URLCONF = "wagtail_advocacy.public_urls"
    page = client.get(f"/c/{offer.public_id}/")
    assert page.status_code == 200
    (address,) = re.findall(r'rel="stylesheet" href="([^"]+)"', page.content.decode())
    assert address.startswith("../../assets/public.css?v=")
    styles = client.get(address.removeprefix("../.."))
    assert styles.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "max-age=31536000" in styles.headers["Cache-Control"]
    assert b".advocacy-public" in styles.content


def test_public_process_answers_unknown_addresses_with_a_page_of_ours(
    client, db, settings
):
    settings.ROOT_URLCONF = "wagtail_advocacy.public_urls"
    response = client.get("/some/where/else", headers={"accept-language": "fr"})
    page = response.content.decode()
    assert response.status_code == 404
    assert '<html lang="fr"' in page
    assert 'href="../../assets/public.css' in page
    assert response.headers["Referrer-Policy"] == "strict-origin"


def test_card_can_be_looked_at_before_there_is_a_public_address(
    client, offer, settings
):
    settings.WAGTAIL_ADVOCACY = {"JOBS": "immediate"}
    tags = Head(client.get(card(offer)).content.decode()).tags
    assert tags["og:url"] == f"http://testserver{card(offer)}"
    assert tags["og:image"].startswith(f"http://testserver{picture(offer)}?v=")


@pytest.mark.parametrize(("accepted", "language"), [("fr", "fr"), ("de, en", "en")])
def test_not_found_speaks_the_language_of_the_reader(client, db, accepted, language):
    response = client.get(
        "/go/c/AAAAAAAAAAAAAAAA/", headers={"accept-language": accepted}
    )
    assert Head(response.content.decode()).html["lang"] == language
    assert "Accept-Language" in response.headers["Vary"]

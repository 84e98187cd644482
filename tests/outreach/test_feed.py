"""A feed for a newsletter tool that cannot log in: its address is its key."""

import datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from wagtail_advocacy.outreach.models import OutreachSettings
from wagtail_advocacy.shareables.models import Offer, Topic

from .conftest import PARIS


pytestmark = pytest.mark.django_db

TOKEN = "a-token_that-nobody-guesses-0123"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def feed(client):
    """Ask for the feed: ``feed("atom", language="fr")``."""
    OutreachSettings.objects.create(feed_token=TOKEN)

    def ask(kind="rss", token=TOKEN, headers=None, **query):
        address = reverse("wagtail_advocacy:outreach:feed", args=[token, kind])
        return client.get(address, query, headers=headers or {})

    return ask


def items(response):
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)  # noqa: S314 - it is ours
    return [
        {part.tag: part.text for part in item} for item in root.findall("channel/item")
    ]


class TestItsKey:
    def test_whoever_has_it_needs_no_login(self, feed, offer, settings):
        settings.MIDDLEWARE = [
            *settings.MIDDLEWARE,
            "django.contrib.auth.middleware.LoginRequiredMiddleware",
        ]
        offer()
        assert len(items(feed())) == 1

    @pytest.mark.parametrize("token", ["x", TOKEN[:-1], TOKEN + "x", "é", "%00", " "])
    def test_nobody_else_finds_anything(self, feed, offer, token):
        offer()
        assert feed(token=token).status_code == 404

    def test_without_one_there_is_no_feed(self, client, offer):
        for token in (TOKEN, "None", "-"):
            address = reverse("wagtail_advocacy:outreach:feed", args=[token, "rss"])
            assert client.get(address).status_code == 404
        OutreachSettings.objects.create()
        assert client.get(address).status_code == 404

    def test_neither_another_kind_nor_another_method(self, feed, client):
        assert feed("json").status_code == 404
        assert client.post(f"/advocacy/feed/{TOKEN}/rss/").status_code == 405

    def test_a_lead_makes_renews_and_closes_it(self, client, make_user):
        client.force_login(make_user("root@example.com", is_superuser=True))
        setting = OutreachSettings.load()
        address = reverse(
            "wagtailsettings:edit",
            args=["wagtail_advocacy_outreach", "outreachsettings", setting.pk],
        )
        assert "There is no feed" in client.get(address).text
        sent = {"digest_weekday": 0, "digest_hour": 9, "digest_size": 5}
        tokens = []
        for change in ("renew", "", "renew"):
            client.post(address, {**sent, "feed_change": change})
            setting.refresh_from_db()
            tokens.append(setting.feed_token)
        first, same, other = tokens
        assert first == same != other
        assert len(other) == 32
        feed = f"https://intranet.example.com/advocacy/feed/{other}/"
        html = client.get(address).text
        assert f"{feed}rss/" in html
        assert f"{feed}atom/" in html
        assert client.get(f"{feed}rss/").status_code == 200
        assert client.get(f"/advocacy/feed/{first}/rss/").status_code == 404
        client.post(address, {**sent, "feed_change": "close"})
        assert client.get(f"{feed}rss/").status_code == 404


class TestWhatIsInIt:
    def test_what_people_outside_may_see_and_the_way_to_the_composer(
        self, feed, offer, root_page
    ):
        made = offer(
            "Hay & <straw>",
            topics=[Topic.objects.create(name="Hay")],
            may_say="Only for those who share.",
            prompts=factories.prompts("What surprised you?"),
            opens_at=datetime.datetime(2026, 10, 1, 12, tzinfo=PARIS),
        )
        answer = feed()
        assert answer.headers["Content-Type"].startswith("application/rss+xml")
        [item] = items(answer)
        compose = f"https://intranet.example.com/advocacy/share/{made.public_id}/"
        assert item == {
            "title": "Hay & <straw>",
            "link": compose,
            "description": "What a newspaper writes about the grid.",
            "pubDate": "Thu, 01 Oct 2026 10:00:00 +0000",
            "category": "Hay",
            "guid": f"urn:wagtail-advocacy:offer:{made.public_id}",
        }
        for secret in ("Only for those", "What surprised", "news.example.org"):
            assert secret not in answer.text

    def test_nothing_meant_for_some_nothing_ended_nothing_to_come(self, feed, offer):
        offer("For some", audience=factories.audience(languages=["en"]))
        offer("Later", opens_at=datetime.datetime(2999, 1, 1, tzinfo=PARIS))
        Offer.objects.filter(pk=offer("Ended").pk).update(ended=True)
        assert items(feed()) == []

    def test_nothing_while_sharing_is_closed(self, feed, offer):
        offer()
        factories.sharing_state(is_open=False)
        assert items(feed()) == []

    def test_one_language_where_it_is_asked_for(self, feed, offer):
        offer("English")
        offer("Français", language="fr")
        assert {one["title"] for one in items(feed())} == {"English", "Français"}
        french = feed(language="fr")
        assert [one["title"] for one in items(french)] == ["Français"]
        assert "<language>fr</language>" in french.text
        assert feed(language="xx").status_code == 404

    def test_atom_says_the_same(self, feed, offer):
        offer("Hay")
        answer = feed("atom")
        assert answer.headers["Content-Type"].startswith("application/atom+xml")
        root = ElementTree.fromstring(answer.content)  # noqa: S314 - it is ours
        assert [one.text for one in root.findall(f"{ATOM}entry/{ATOM}title")] == ["Hay"]

    def test_signs_that_xml_does_not_know_break_nothing(self, feed, offer):
        made = offer()
        Offer.objects.filter(pk=made.pk).update(title="Hay\x0b and\x01 straw")
        assert items(feed())[0]["title"] == "Hay and straw"

    def test_however_much_there_is_it_costs_the_same(self, feed, offer, root_page):
        topic = Topic.objects.create(name="Hay")

        def queries():
            with CaptureQueriesContext(connection) as captured:
                items(feed())
            return len(captured)

        offer(topics=[topic])
        one = queries()
        for number in range(5):
            offer(f"Number {number}", topics=[topic])
        assert queries() == one == 5


class TestAskingAgain:
    def test_unchanged_it_is_not_sent_again(self, feed, offer):
        offer()
        answer = feed()
        assert "Last-Modified" not in answer.headers
        again = feed(headers={"if-none-match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_what_ended_is_gone_at_once(self, feed, offer):
        made = offer()
        offer("Another")
        etag = feed().headers["ETag"]
        Offer.objects.filter(pk=made.pk).update(ended=True)
        answer = feed(headers={"if-none-match": etag})
        assert [one["title"] for one in items(answer)] == ["Another"]

    def test_an_empty_one_stays_the_same_too(self, feed):
        etag = feed().headers["ETag"]
        assert feed(headers={"if-none-match": etag}).status_code == 304

    def test_it_is_kept_by_nobody_else_and_found_by_no_search(self, feed):
        headers = feed().headers
        assert headers["Cache-Control"] == "private, no-cache"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "no-referrer"

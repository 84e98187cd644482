import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from tests import factories
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.shareables import actions as shareables
from wagtail_advocacy.shareables.models import Offer, Topic
from wagtail_advocacy.sharing import actions
from wagtail_advocacy.sharing.models import Share, VisitCount


pytestmark = pytest.mark.django_db

HUB = "/advocacy/"


def titles(response):
    return [offer.title for offer in response.context["offers"]]


def bring_readers(share, readers):
    VisitCount.objects.create(link=share.link, day=timezone.localdate(), visits=readers)


def topic(name, language="en", of=None):
    locale = Locale.objects.get_or_create(language_code=language)[0]
    key = {"translation_key": of.translation_key} if of else {}
    return Topic.objects.create(name=name, locale=locale, **key)


class TestWhatIMayShare:
    def test_newest_comes_first(self, client, employee, article):
        for title in ("First", "Second"):
            factories.published_page_shareable(article(title))
        assert titles(client.get(HUB)) == ["Second", "First"]

    def test_own_language_comes_first(self, client, employee, article):
        factories.published_page_shareable(article("Older"))
        factories.published_page_shareable(article("Plus récent"), language="fr")
        assert titles(client.get(HUB)) == ["Older", "Plus récent"]

    def test_only_what_is_offered_now(self, client, employee, article):
        factories.draft_page_shareable(article("Draft"))
        factories.published_page_shareable(article("Embargo"), staff_first_hours=3)
        ended = factories.published_page_shareable(article("Ended"))
        ended.unpublish()
        over = factories.published_page_shareable(article("Over"))
        Offer.objects.filter(title="Over").update(
            expires_at=timezone.now() - datetime.timedelta(seconds=1)
        )
        withdrawn = factories.published_page_shareable(article("Withdrawn"))
        shareables.withdraw(withdrawn, factories.superuser(), reason="A mistake.")
        response = client.get(HUB)
        assert titles(response) == []
        for shareable in (ended, over, withdrawn):
            assert shareable.title not in response.text
        assert "nothing to share yet" in response.text

    def test_topic_is_found_in_every_language(self, client, employee, article):
        heat = topic("Heat pumps")
        chaleur = topic("Pompes à chaleur", "fr", of=heat)
        other = topic("Apprentices")
        factories.published_page_shareable(article("English"), topics=[heat])
        factories.published_page_shareable(
            article("Français"), topics=[chaleur], language="fr"
        )
        factories.published_page_shareable(article("Other"), topics=[other])
        response = client.get(HUB, {"topic": str(heat.translation_key)})
        assert titles(response) == ["English", "Français"]
        assert list(response.context["topics"].values()) == [
            "Apprentices",
            "Heat pumps",
        ]

    def test_topic_of_nothing_on_offer_is_not_proposed(self, client, employee, article):
        unused = topic("Unused")
        factories.draft_page_shareable(article("Draft")).topics.add(unused)
        assert "Unused" not in client.get(HUB).text

    def test_topic_without_translation_keeps_its_name(self, client, employee, article):
        factories.published_page_shareable(
            article(), topics=[topic("Chaleur", "fr")], language="fr"
        )
        assert "Chaleur" in client.get(HUB).text

    def test_language_filter(self, client, employee, article):
        factories.published_page_shareable(article("English"))
        factories.published_page_shareable(article("Français"), language="fr")
        assert titles(client.get(HUB, {"language": "fr"})) == ["Français"]

    @pytest.mark.parametrize(
        "query",
        [
            {"topic": "nonsense"},
            {"topic": "00000000-0000-0000-0000-000000000000"},
            {"language": "xx"},
            {"page": "x"},
            {"page": "99"},
            {"notice": "nonsense"},
        ],
    )
    def test_what_the_address_may_not_say_is_ignored(
        self, client, employee, offer, query
    ):
        assert titles(client.get(HUB, query)) == [offer.title]

    def test_filters_that_find_nothing_lead_back(self, client, employee, article):
        heat = topic("Heat pumps")
        factories.published_page_shareable(article("English"), topics=[heat])
        factories.published_page_shareable(article("Français"), language="fr")
        response = client.get(
            HUB, {"topic": str(heat.translation_key), "language": "fr"}
        )
        assert titles(response) == []
        assert "Show everything" in response.text

    def test_pages_keep_the_filter(self, client, employee, article):
        for number in range(14):
            factories.published_page_shareable(article(f"Article {number}"))
        response = client.get(HUB, {"language": "en"})
        assert len(titles(response)) == 12
        assert "?topic=&amp;language=en&amp;page=2" in response.text
        assert len(titles(client.get(HUB, {"language": "en", "page": 2}))) == 2

    def test_what_i_shared_already_is_marked(self, client, employee, offer):
        assert "You shared it" not in client.get(HUB).text
        factories.open_share(employee, offer)
        assert "You shared it" not in client.get(HUB).text
        factories.confirmed_share(employee, offer)
        assert "You shared it" in client.get(HUB).text

    def test_an_offer_without_a_page_is_there_as_well(self, client, employee):
        factories.published_link_shareable(title="Out there")
        response = client.get(HUB)
        assert titles(response) == ["Out there"]
        assert "Read it first" not in response.text


class TestNotJoined:
    def test_colleagues_may_look_before_they_join(self, client, make_user, offer):
        client.force_login(make_user("grace@example.com"))
        response = client.get(HUB)
        assert titles(response) == [offer.title]
        assert "neither yes nor no" in response.text
        assert "What I shared" not in response.text

    def test_whoever_left_keeps_sight_of_their_posts_and_is_asked_nothing(
        self, client, employee, offer
    ):
        factories.confirmed_share(employee, offer)
        factories.open_share(employee, offer, "x")
        ambassadors.leave(employee, source="test")
        response = client.get(HUB)
        assert "What I shared" in response.text
        assert response.context["to_ask"] == []
        assert "Did you publish it?" not in response.text


class TestWhatIShared:
    def test_first_reader(self, client, employee, offer):
        share = factories.confirmed_share(employee, offer)
        assert "No reader so far." in client.get(HUB).text
        bring_readers(share, 1)
        assert "Somebody read it thanks to you." in client.get(HUB).text

    def test_readers(self, client, employee, offer):
        bring_readers(factories.confirmed_share(employee, offer), 17)
        assert "17 readers came thanks to you." in client.get(HUB).text

    def test_readers_are_unknown_and_not_nought_before_the_yes(
        self, client, employee, offer
    ):
        share = factories.open_share(employee, offer)
        bring_readers(share, 3)
        html = client.get(HUB).text
        assert "–" in html
        assert "No reader so far" not in html
        assert "3 readers" not in html
        actions.confirm_share(employee, share.pk)
        assert "3 readers came thanks to you." in client.get(HUB).text

    def test_withdrawn_says_why_and_that_the_link_is_gone(
        self, client, employee, article
    ):
        shareable = factories.published_page_shareable(article())
        factories.confirmed_share(employee, factories.offer_of(shareable))
        shareables.withdraw(
            shareable, factories.superuser(), reason="The figures were wrong."
        )
        html = client.get(HUB).text
        assert "The figures were wrong." in html
        assert "the page is gone" in html

    def test_address_of_the_post_is_a_link(self, client, employee, offer):
        share = factories.open_share(employee, offer)
        address = "https://www.linkedin.com/posts/ada-1"
        actions.confirm_share(employee, share.pk, post_address=address)
        assert f'href="{address}" target="_blank"' in client.get(HUB).text

    def test_what_i_gave_up_is_not_there(self, client, employee, offer):
        share = factories.open_share(employee, offer)
        actions.drop_share(employee, share.pk)
        assert client.get(HUB).context["shares"] == []

    def test_nobody_elses_posts(self, client, employee, make_user, offer):
        factories.confirmed_share(make_user("grace@example.com"), offer)
        assert client.get(HUB).context["shares"] == []
        assert list(client.get("/advocacy/shares/").context["shares"]) == []

    def test_everything_i_shared_has_pages_of_its_own(self, client, employee, offer):
        factories.caps()
        for _number in range(14):
            factories.confirmed_share(employee, offer)
        assert 'href="/advocacy/shares/"' in client.get(HUB).text
        response = client.get("/advocacy/shares/")
        assert len(response.context["shares"].object_list) == 12
        assert "page=2" in response.text

    def test_a_network_the_site_has_given_up_since(self, client, employee, offer):
        share = factories.confirmed_share(employee, offer)
        Share.objects.filter(pk=share.pk).update(network="gone")
        for address in (HUB, "/advocacy/shares/", f"/advocacy/shares/{share.pk}/"):
            assert client.get(address).status_code == 200


def count_queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", [HUB, "/advocacy/shares/"])
def test_queries_do_not_grow_with_the_rows(client, employee, article, address):
    heat = topic("Heat pumps")
    factories.caps()

    def share(number):
        page = article(f"Article {number}")
        shareable = factories.published_page_shareable(page, topics=[heat])
        offer = factories.offer_of(shareable)
        factories.confirmed_share(employee, offer)
        factories.open_share(employee, offer, "x")

    for number in range(3):
        share(number)
    client.get(address)
    few = count_queries(client, address)
    for number in range(3, 30):
        share(number)
    assert count_queries(client, address) == few

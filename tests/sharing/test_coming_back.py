import pytest

from tests import factories
from wagtail_advocacy.shareables import actions as shareables
from wagtail_advocacy.sharing import actions
from wagtail_advocacy.sharing.models import Share, Visit
from wagtail_advocacy.sharing.queries import shares_to_ask_about
from wagtail_advocacy.sharing.signals import share_confirmed


pytestmark = pytest.mark.django_db

HUB = "/advocacy/"


@pytest.fixture
def share(employee, offer):
    return factories.open_share(employee, offer)


@pytest.fixture
def confirmed():
    """The shares that other rooms were told of."""
    heard = []

    def listen(sender, share, **kwargs):
        heard.append(share.pk)

    share_confirmed.connect(listen)
    yield heard
    share_confirmed.disconnect(listen)


@pytest.fixture
def answer(client, share):
    def post(word, **fields):
        return client.post(
            f"/advocacy/shares/{share.pk}/answer/", {"answer": word, **fields}
        )

    return post


class TestYes:
    def test_only_yes_confirms(self, answer, share, confirmed):
        answer("not_yet")
        share.refresh_from_db()
        assert (share.state, confirmed) == (Share.State.OPEN, [])
        response = answer("yes")
        assert response["Location"] == f"/advocacy/shares/{share.pk}/"
        share.refresh_from_db()
        assert share.state == Share.State.CONFIRMED
        assert share.confirmed_at is not None
        assert confirmed == [share.pk]

    def test_thanks(self, answer, client, share):
        page = client.get(answer("yes")["Location"]).text
        assert "Thank you, it is out" in page
        assert 'href="/advocacy/"' in page

    def test_saying_it_twice_is_saying_it_once(self, answer, share, confirmed):
        answer("yes")
        first = Share.objects.get().confirmed_at
        answer("yes")
        assert Share.objects.get().confirmed_at == first
        assert confirmed == [share.pk]

    def test_with_the_address_of_the_post(self, answer, client, share):
        address = "https://www.linkedin.com/posts/ada_hay-activity-1"
        answer("yes", post_address=f" {address} ")
        share.refresh_from_db()
        assert share.post_address == address
        assert f'href="{address}"' in client.get(f"/advocacy/shares/{share.pk}/").text

    def test_the_address_can_follow_later(self, answer, share, confirmed):
        answer("yes")
        answer("yes", post_address="https://www.linkedin.com/posts/1")
        share.refresh_from_db()
        assert share.post_address == "https://www.linkedin.com/posts/1"
        assert confirmed == [share.pk]

    @pytest.mark.parametrize(
        "address",
        [
            "https://evil.example/posts/1",
            "https://linkedin.com.evil.example/posts/1",
            "javascript:alert(1)//linkedin.com/posts",
            "//linkedin.com/posts/1",
            "https://ada:secret@linkedin.com/posts/1",
            "not an address",
        ],
    )
    def test_an_address_elsewhere_is_refused_and_kept_in_the_field(
        self, answer, share, address
    ):
        response = answer("yes", post_address=address)
        assert response.status_code == 422
        assert "This is not the address of a post on LinkedIn." in response.text
        assert f'value="{address}"' in response.text
        share.refresh_from_db()
        assert (share.state, share.post_address) == (Share.State.OPEN, "")

    def test_a_far_too_long_address_is_refused(self, answer, share):
        response = answer("yes", post_address=f"https://linkedin.com/{'a' * 600}")
        assert response.status_code == 422
        share.refresh_from_db()
        assert share.post_address == ""

    def test_what_is_out_is_out_though_its_offer_has_ended(
        self, client, employee, article
    ):
        shareable = factories.published_page_shareable(article())
        share = factories.open_share(employee, factories.offer_of(shareable))
        shareable.unpublish()
        client.post(f"/advocacy/shares/{share.pk}/answer/", {"answer": "yes"})
        share.refresh_from_db()
        assert share.state == Share.State.CONFIRMED

    def test_whoever_confirms_something_withdrawn_is_told_so(
        self, client, employee, article
    ):
        shareable = factories.published_page_shareable(article())
        share = factories.open_share(employee, factories.offer_of(shareable))
        shareables.withdraw(shareable, factories.superuser(), reason="Wrong figures.")
        response = client.post(
            f"/advocacy/shares/{share.pk}/answer/", {"answer": "yes"}, follow=True
        )
        assert "Wrong figures." in response.text

    def test_the_same_article_can_be_shared_again(self, answer, employee, share):
        answer("yes")
        again = factories.open_share(employee, share.offer, text="Something new.")
        assert again.pk != share.pk
        assert again.link_id != share.link_id


class TestNotYet:
    def test_it_waits_in_the_hub(self, answer, client, share):
        response = client.get(answer("not_yet")["Location"])
        assert "No hurry." in response.text
        assert share in response.context["to_ask"]

    def test_after_a_yes_it_changes_nothing(self, answer, share):
        answer("yes")
        answer("not_yet")
        share.refresh_from_db()
        assert (share.state, share.postponed) == (Share.State.CONFIRMED, 0)


class TestChangedMyMind:
    def test_nothing_is_kept(self, answer, client, employee, share):
        actions.hand_off(employee, share.pk)
        response = client.get(answer("drop")["Location"])
        assert "Nothing of it was kept." in response.text
        share.refresh_from_db()
        assert (share.state, share.text, share.hashtags) == (
            Share.State.DROPPED,
            "",
            [],
        )
        assert (
            "You changed your mind" in client.get(f"/advocacy/shares/{share.pk}/").text
        )

    def test_what_is_published_cannot_be_unsaid(self, answer, share):
        answer("yes")
        response = answer("drop")
        assert response.status_code == 409
        assert "closed already" in response.text
        share.refresh_from_db()
        assert share.text == "My own words."

    def test_what_was_given_up_cannot_be_confirmed(self, answer, share, confirmed):
        answer("drop")
        assert answer("yes").status_code == 409
        assert confirmed == []

    def test_one_may_begin_again(self, answer, employee, share):
        answer("drop")
        assert factories.open_share(employee, share.offer).pk != share.pk


class TestWhenItIsAsked:
    def test_on_coming_back_and_at_the_next_visit_only(self, answer, employee, share):
        assert shares_to_ask_about(employee) == [share]
        answer("not_yet")
        assert shares_to_ask_about(employee) == [share]
        answer("not_yet")
        assert shares_to_ask_about(employee) == []

    def test_once_more_after_the_first_reader(self, answer, client, employee, share):
        for _time in range(2):
            answer("not_yet")
        Visit.objects.create(link=share.link, visitor="v", half_hour=1)
        assert shares_to_ask_about(employee) == [share]
        assert "looks as if it is out" in client.get(HUB).text
        answer("not_yet")
        assert shares_to_ask_about(employee) == []

    def test_it_is_the_first_thing_in_the_hub(self, client, share):
        page = client.get(HUB).text
        assert page.index("Did you publish it?") < page.index("What I may share")

    def test_never_more_than_three_at_once(self, client, employee, article):
        factories.caps()
        for number in range(4):
            offer = factories.offer_of(
                factories.published_page_shareable(article(f"Article {number}"))
            )
            factories.open_share(employee, offer)
        assert len(client.get(HUB).context["to_ask"]) == 3

    def test_readers_before_the_yes_count_once_it_is_said(self, answer, client, share):
        Visit.objects.create(link=share.link, visitor="v", half_hour=1)
        answer("yes")
        assert "Somebody read it thanks to you." in client.get(HUB).text


def test_an_answer_that_is_none_is_asked_again(answer, share):
    response = answer("perhaps")
    assert response.status_code == 422
    assert "Did you publish it?" in response.text

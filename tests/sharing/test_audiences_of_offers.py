"""What is for an audience is found and shared by nobody else."""

import pytest

from tests import factories
from wagtail_advocacy.shareables.models import Offer
from wagtail_advocacy.sharing import actions


pytestmark = pytest.mark.django_db


@pytest.fixture
def audience():
    return factories.audience("Sales", departments=[factories.unit("Sales")])


@pytest.fixture
def page(article):
    return article()


@pytest.fixture
def offer(page, audience):
    return factories.offer_of(
        factories.published_page_shareable(page, audience=audience)
    )


@pytest.fixture
def inside(make_user, audience):
    user = make_user("ada@example.com")
    factories.directory_person(user, audience.departments.all())
    factories.ambassador(user)
    return user


@pytest.fixture
def outside(make_user):
    user = make_user("grace@example.com")
    factories.ambassador(user)
    return user


def test_its_people_find_and_share_it(client, page, offer, inside):
    client.force_login(inside)
    assert offer.title in client.get("/advocacy/").text
    assert "advocacy-share" in client.get(page.url).text
    address = f"/advocacy/share/{offer.public_id}/"
    assert client.get(address).status_code == 200
    sent = client.post(address, {"network": "linkedin", "text": "My own words."})
    assert sent.status_code == 302


def test_others_neither_find_nor_share_it(client, page, offer, outside):
    client.force_login(outside)
    assert offer.title not in client.get("/advocacy/").text
    assert "advocacy-share" not in client.get(page.url).text
    address = f"/advocacy/share/{offer.public_id}/"
    assert client.get(address).status_code == 404
    sent = client.post(address, {"network": "linkedin", "text": "My own words."})
    assert sent.status_code == 409
    assert "My own words." in sent.text
    with pytest.raises(actions.Refused, match="not_offered"):
        actions.open_share(outside, offer, "linkedin", text="Mine.", hashtags=())


def test_its_topics_and_languages_are_no_choice_for_others(
    client, offer, inside, outside, django_assert_num_queries
):
    mine = Offer.objects.current().meant_for(outside)
    assert not mine.exists()
    assert Offer.objects.current().meant_for(inside).get() == offer


def test_published_links_go_on_working_when_somebody_changes_department(
    client, offer, inside
):
    share = factories.confirmed_share(inside, offer)

    factories.Membership.objects.filter(user=inside).delete()
    client.force_login(inside)
    assert client.get(f"/advocacy/shares/{share.pk}/").status_code == 200
    assert client.get(f"/go/s/{share.link.code}/").status_code in (302, 404)


def test_the_number_of_queries_does_not_grow_with_offers(
    client, offer, inside, audience, django_assert_max_num_queries
):
    def ask():
        with django_assert_max_num_queries(60) as asked:
            client.get("/advocacy/")
        return len(asked)

    client.force_login(inside)
    client.get("/advocacy/")
    before = ask()
    for number in range(5):
        factories.published_link_shareable(
            url=f"https://news.example.org/{number}", audience=audience
        )
    assert ask() == before

"""A site that asks everybody to log in, by Django's own middleware."""

import pytest

from tests import factories


pytestmark = pytest.mark.django_db


@pytest.fixture
def walled(settings):
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        "django.contrib.auth.middleware.LoginRequiredMiddleware",
    ]


def test_outsiders_reach_the_card_and_its_picture(walled, client, article):
    offer = factories.offer_of(factories.published_page_shareable(article()))
    assert client.get(f"/go/c/{offer.public_id}/").status_code == 200
    assert client.get(f"/go/c/{offer.public_id}/image.jpg").status_code == 200


def test_outsiders_follow_a_link(walled, client, article, make_user):
    offer = factories.offer_of(factories.published_page_shareable(article()))
    share = factories.confirmed_share(make_user("ada@example.com"), offer)
    answer = client.get(f"/go/s/{share.link.code}")
    assert answer.status_code == 302
    assert offer.public_id in answer.headers["Location"]


def test_employees_log_in(walled, client):
    answer = client.get("/advocacy/")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?next=/advocacy/")

"""Eight workers are told of one post again and again, and it counts once."""

import pytest
from django.db import connection, transaction

from tests import factories
from tests.badges import factories as make
from tests.faults.racing import at_once
from wagtail_advocacy.badges import points
from wagtail_advocacy.badges.models import Award, PointEntry
from wagtail_advocacy.badges.tasks import settle_person
from wagtail_advocacy.sharing import actions as sharing


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="for PostgreSQL"),
]

WORKERS = 8
EVENTS = 1000


def repeat(function, *args, times=EVENTS):
    def run():
        for _time in range(times):
            function(*args)

    return run


@pytest.fixture
def ada(make_user):
    return factories.ambassador(make_user("ada@example.com"))


@pytest.fixture
def share(ada, article, monkeypatch):
    # What the events are about is there before any of them has come in.
    monkeypatch.setattr("wagtail_advocacy.jobs.enqueue", lambda *args: None)
    factories.caps()
    offer = factories.offer_of(factories.published_page_shareable(article()))
    (share,) = make.confirmed_shares(ada.user, offer)
    assert not PointEntry.objects.exists()
    return share


@pytest.fixture
def sharer():
    return make.badge("Sharer", asks={"points": 1, "shares": 1})


def test_one_entry_whatever_is_told_again(ada, share):
    at_once(*[repeat(points.settle, ada.pk, ["share"])] * WORKERS)
    assert make.entries(ada) == [(str(share.pk), "entry", 2, "earned")]
    assert points.total_of(ada).earned == 2


def test_one_award_whatever_is_told_again(ada, share, sharer):
    at_once(*[repeat(settle_person, ada.pk, "share")] * WORKERS)
    assert len(make.entries(ada)) == 1
    assert Award.objects.get().badge == sharer


@pytest.mark.parametrize("turn", range(5))
def test_all_at_the_same_moment(ada, share, sharer, turn):
    at_once(*[repeat(settle_person, ada.pk, times=1)] * WORKERS)
    assert len(make.entries(ada)) == Award.objects.count() == 1
    assert points.total_of(ada).earned == 2


def test_settling_spending_and_taking_down_at_once(ada, share, article):
    make.worth("share", amount=100)
    points.settle(ada.pk)
    offer = factories.offer_of(factories.published_page_shareable(article("Hay")))
    others = make.confirmed_shares(ada.user, offer, 8)

    def spend(number):
        source = f"redemption:{number}"
        for _time in range(20):
            with transaction.atomic():
                try:
                    points.spend(ada, source, 90)
                except points.NotEnough:
                    continue
                points.give_back(ada, source)

    def take_down(share):
        sharing.withdraw_share(ada.user, share.pk)
        settle_person(ada.pk)

    at_once(
        *[lambda number=number: spend(number) for number in range(4)],
        *[lambda one=one: take_down(one) for one in others],
        *[repeat(settle_person, ada.pk, times=20)] * 2,
        *[repeat(points.settle_all, times=5)] * 2,
    )
    assert list(points.rebuild()) == []
    total = points.total_of(ada)
    assert (total.earned, total.spent) == (100, 0)

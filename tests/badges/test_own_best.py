"""Somebody's quarter beside their own best, for them alone."""

import datetime

import pytest
from django.urls import reverse

from tests import factories
from tests.badges import factories as make
from wagtail_advocacy.badges.teams import own_best
from wagtail_advocacy.quarters import Quarter


pytestmark = pytest.mark.django_db

SPRING = datetime.date(2026, 5, 4)
SUMMER = datetime.date(2026, 8, 12)


@pytest.fixture(autouse=True)
def _today(clock):
    clock(make.TODAY)


@pytest.fixture
def offer():
    return factories.offer_of(factories.published_link_shareable())


@pytest.fixture
def ada(make_user):
    return make.members([make_user("ada@example.com")])[0]


def profile(client, user):
    client.force_login(user)
    response = client.get(reverse("wagtail_advocacy:ambassadors:me"))
    return " ".join(response.content.decode().split())


def lines(ambassador):
    return [
        (
            line.now if line.now is None else str(line.now),
            line.best if line.best is None else str(line.best),
            str(line.best_quarter or ""),
            line.is_best,
        )
        for line in own_best.of(ambassador).lines
    ]


def test_this_quarter_stands_beside_the_best_before(ada, offer):
    for on, originality in ((SPRING, 90), (SUMMER, 60), (SUMMER, 60), (make.TODAY, 70)):
        make.share(ada, offer, at=on, replied=True, originality=originality)
    make.share(ada, offer, at=SPRING, replied=False, originality=80)
    make.completion(ada, at=SPRING)
    assert lines(ada) == [
        ("1", "2", "2026-Q3", False),
        ("partly my own", "my own", "2026-Q2", False),
        (None, "1", "2026-Q2", False),
    ]


def test_how_often_somebody_posts_is_compared_with_nothing(ada, offer):
    for _number in range(20):
        make.share(ada, offer, originality=None)
    assert lines(ada) == [(None, None, "", False)] * 3


def test_what_is_as_good_as_before_is_ones_best(ada, offer, client):
    make.share(ada, offer, at=SPRING, replied=True)
    make.share(ada, offer, replied=True)
    assert lines(ada)[0] == ("1", "1", "2026-Q2", True)
    assert "This quarter: 1. Your best so far." in profile(client, ada.user)


def test_nothing_is_no_failure(ada, offer, client):
    text = profile(client, ada.user)
    assert "Nothing yet this quarter, and nothing has to be." in text
    assert "Your best so far" not in text
    make.share(ada, offer, at=SPRING, replied=True)
    text = profile(client, ada.user)
    assert "nothing has to be" in text
    assert "Your best so far: 1, in quarter 2 of 2026." in text


def test_it_is_of_nobody_else(ada, offer, client, make_user):
    for _number in range(4):
        make.share(ada, offer, replied=True)
    [grace] = make.members([make_user("grace@example.com")])
    assert lines(grace) == [(None, None, "", False)] * 3
    assert "This quarter: 4" not in profile(client, grace.user)
    assert "My own best" not in profile(client, make_user("eve@example.com"))


def test_queries_do_not_grow_with_posts(ada, offer, django_assert_num_queries):
    for on in (SPRING, SUMMER, make.TODAY):
        make.share(ada, offer, at=on, replied=True)
        make.completion(ada, at=on)
    with django_assert_num_queries(3):
        own_best.of(ada)


def test_a_quarter_knows_where_it_begins_and_ends():
    assert [
        Quarter.of(datetime.date(2026, month, 1)).number for month in (1, 3, 4)
    ] == [
        1,
        1,
        2,
    ]
    last = Quarter(2026, 4)
    assert (last.start, last.end) == (
        datetime.date(2026, 10, 1),
        datetime.date(2027, 1, 1),
    )
    assert Quarter(2027, 1).previous == last == Quarter.parse("2026-Q4")

"""Awards of a badge that is earned anew, of many days: each by days of its own."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories as people
from tests.badges.factories import PARIS, badge, completion, reads, share, take_down
from wagtail_advocacy.badges.awarding import (
    Outcome,
    evaluate_all,
    evaluate_badge,
    evaluate_person,
)
from wagtail_advocacy.badges.conditions import conditions
from wagtail_advocacy.badges.models import Award, Badge, PointEntry
from wagtail_advocacy.badges.queries import current


pytestmark = pytest.mark.django_db

FIRST = datetime.datetime(2026, 1, 10, 12, tzinfo=PARIS)


@pytest.fixture
def on_days(make_user, clock):
    """Let somebody else earn a badge on each of some days; the last is today."""

    def earn(*days, at_first=share):
        found = []
        for day in days:
            moment = FIRST + datetime.timedelta(days=day)
            # By the clocks of Paris, of which one hour is there twice.
            clock(*moment.timetuple()[:5])
            ambassador = people.ambassador(make_user(f"day{day}@example.com"))
            found.append((ambassador, at_first(ambassador)))
            evaluate_person(ambassador.pk)
        return found

    return earn


def holders(of):
    rows = current(Award.objects.filter(badge=of)).order_by("pk")
    return list(rows.values_list("ambassador", flat=True))


def queries():
    with CaptureQueriesContext(connection) as captured:
        assert evaluate_all() == Outcome()
    return len(captured)


def test_a_night_takes_as_many_queries_whatever_the_days(on_days):
    made = badge(asks={"shares": 1}, valid_months=12)
    on_days(0, 1, 2)
    few = queries()
    on_days(*range(20, 150, 3))
    assert len(holders(made)) == 47
    assert queries() == few


# On the night of March 29th Paris begins summer.
@pytest.mark.parametrize("days", [(0, 1, 2, 3), range(60, 100, 2), (0, 80, 240, 300)])
def test_whoever_took_it_down_loses_it_and_nobody_else(on_days, days):
    made = badge(asks={"shares": 1}, valid_months=12)
    found = on_days(*days)
    gone = [found[0], found[2]]
    for _person, post in gone:
        take_down(post)
    assert evaluate_badge(made.pk, dry_run=True) == Outcome(revoked=2)
    assert evaluate_badge(made.pk) == Outcome(revoked=2)
    assert holders(made) == [one.pk for one, _post in found if one not in dict(gone)]


def test_what_lies_before_the_days_of_an_award_does_not_keep_it(on_days):
    made = badge(asks={"shares": 1}, valid_months=1)

    def twice(ambassador, gap):
        at = timezone.now() - gap
        share(ambassador, at=at)
        return share(ambassador)

    day = datetime.timedelta(days=1)
    # The window of a month begins 30 days before: at midnight.
    late = on_days(60, at_first=lambda one: twice(one, 31 * day))
    early = on_days(61, at_first=lambda one: twice(one, 27 * day))
    on_days(62, 63)
    for _person, post in (*late, *early):
        take_down(post)
    assert evaluate_badge(made.pk) == Outcome(revoked=1)
    assert late[0][0].pk not in holders(made)
    assert early[0][0].pk in holders(made)


@pytest.mark.parametrize("second", [-1, 0])
def test_days_begin_by_the_clocks_of_the_site(on_days, second):
    made = badge(asks={"shares": 1}, valid_months=1)
    found = on_days(*range(76, 90, 2))
    award = Award.objects.get(ambassador=found[-1][0])
    begins = datetime.datetime.combine(award.counts_from, datetime.time(), PARIS)
    person, post = found[-1]
    share(person, at=begins + datetime.timedelta(seconds=second))
    take_down(post)
    assert evaluate_badge(made.pk).revoked == (1 if second else 0)


def everything(ambassador):
    post = share(ambassador, originality=90)
    reads(post, replied=1)
    reads(post, reactions=10, source="self-reported")
    completion(ambassador)
    PointEntry.objects.create(
        ambassador=ambassador,
        rule="training",
        source="1",
        amount=20,
        day=post.confirmed_at.astimezone(PARIS).date(),
    )
    return post


@pytest.mark.parametrize("key", [one.key for one in conditions])
def test_every_condition_counts_by_the_days_of_each(on_days, key):
    made = badge(asks={key: 1, "shares": 1}, match=Badge.Match.ANY, valid_months=6)
    found = on_days(0, 5, 10, at_first=everything)
    # Of those who have it for something else, nobody loses it.
    assert evaluate_badge(made.pk) == Outcome()
    both = badge("Both", asks={key: 1, "trainings": 1}, valid_months=6)
    evaluate_badge(both.pk)
    held = holders(both)
    assert bool(held) == (key not in ("charters", "topics", "thanks"))
    take_down(found[0][1])
    for ambassador, _post in found:
        before = [one for one in holders(both) if one != ambassador.pk]
        evaluate_person(ambassador.pk)
        assert [one for one in holders(both) if one != ambassador.pk] == before
    # One by one and all in a night come to the same.
    assert evaluate_badge(both.pk) == Outcome()

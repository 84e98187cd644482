import datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.badges import factories as make
from tests.badges.factories import PARIS
from wagtail_advocacy.badges import periods, queries
from wagtail_advocacy.badges.conditions import Window
from wagtail_advocacy.badges.models import Badge
from wagtail_advocacy.badges.teams.goals import goals_for
from wagtail_advocacy.badges.thanks.actions import pair_key
from wagtail_advocacy.quarters import Quarter


DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2060, 12, 31))


@given(day=DAYS, hour=st.integers(0, 23), months=st.integers(1, 120))
def test_what_earned_an_award_never_counts_for_the_next(day, hour, months):
    badge = Badge(valid_months=months)
    awarded = datetime.datetime(day.year, day.month, day.day, hour, 59, tzinfo=PARIS)
    ends = periods.expiry(badge, awarded)
    assert ends > awarded
    begins = periods.window_of(badge, ends.astimezone(PARIS).date()).start
    assert begins > day
    # And no day in between is lost, but where a month is too short.
    assert (begins - day).days <= 4


@given(day=DAYS, period=st.sampled_from(["month", "quarter"]))
def test_each_day_lies_in_one_period(day, period):
    badge = Badge(period=period)
    window = periods.window_of(badge, day)
    assert window.start <= day < window.end
    first, last = window.start, window.end - periods.DAY
    assert periods.period_of(badge, first) == periods.period_of(badge, last)
    assert periods.period_of(badge, window.end) != periods.period_of(badge, day)
    assert periods.window_of(badge, window.end).start == window.end


@given(day=DAYS, starts=DAYS, ends=DAYS, period=st.sampled_from(Badge.Period.values))
def test_nothing_counts_outside_a_badges_own_time(day, starts, ends, period):
    badge = Badge(period=period, starts_on=starts, ends_on=ends)
    for term in periods.terms(badge, day):
        assert starts <= term.window.start < term.window.end <= ends + periods.DAY


def test_periods_have_names_that_people_can_read():
    day = datetime.date(2026, 11, 5)
    assert periods.period_of(Badge(period="month"), day) == "2026-11"
    assert periods.period_of(Badge(period="quarter"), day) == "2026-Q4"
    assert periods.period_of(Badge(), day) == ""
    assert periods.window_of(Badge(), day) == Window()


@pytest.mark.django_db
def test_a_day_is_the_sites_wherever_somebody_looks_from(clock, make_user):
    now = clock(2026, 10, 1, 0, 30)
    first = now.date()
    make.badge(starts_on=first)
    make.goal(starts_on=first)
    ada = make_user("ada@example.com")
    with timezone.override("America/New_York"):
        assert timezone.localdate() < first
        quarter = Quarter.current()
        assert str(quarter) == "2026-Q4"
        assert quarter.moments[0] == now - datetime.timedelta(minutes=30)
        assert periods.period_of(Badge(period="quarter"), first) == str(quarter)
        key = pair_key(1, 2, now)
        assert key == pair_key(2, 1, now + datetime.timedelta(days=60))
        assert key != pair_key(1, 2, now - datetime.timedelta(hours=1))
        assert queries.offered().exists()
        assert len(goals_for(ada)) == 1

"""When a digest is due: pure dates, and the days on which the clock goes back."""

import datetime
import zoneinfo

import pytest

from wagtail_advocacy.outreach.periods import begins_at, is_daytime, latest


PARIS = zoneinfo.ZoneInfo("Europe/Paris")
NINE = datetime.time(9)


def due(frequency, *moment, zone=PARIS, weekday=0, clock=NINE):
    now = datetime.datetime(*moment, tzinfo=zone)
    found = latest(frequency, now, zone, weekday=weekday, clock=clock)
    assert found.at <= now
    return found.period, found.at.astimezone(zone).isoformat()[:16]


@pytest.mark.parametrize(
    ("frequency", "moment", "period", "at"),
    [
        # A Wednesday, a Monday before and after nine, and a weekend.
        ("daily", (2026, 11, 18, 12), "2026-11-18", "2026-11-18T09:00"),
        ("daily", (2026, 11, 18, 8), "2026-11-17", "2026-11-17T09:00"),
        ("daily", (2026, 11, 22, 12), "2026-11-20", "2026-11-20T09:00"),
        ("weekly", (2026, 11, 16, 9), "2026-W47", "2026-11-16T09:00"),
        ("weekly", (2026, 11, 16, 8, 59), "2026-W46", "2026-11-09T09:00"),
        ("weekly", (2026, 11, 22, 12), "2026-W47", "2026-11-16T09:00"),
        ("fortnightly", (2026, 11, 18, 12), "2026-W46", "2026-11-09T09:00"),
        ("fortnightly", (2026, 11, 25, 12), "2026-W48", "2026-11-23T09:00"),
        ("monthly", (2026, 11, 30, 12), "2026-11", "2026-11-02T09:00"),
        ("monthly", (2026, 11, 2, 8), "2026-10", "2026-10-05T09:00"),
        # A year of 53 weeks, and the week that belongs to another year.
        ("weekly", (2027, 1, 2, 12), "2026-W53", "2026-12-28T09:00"),
        ("fortnightly", (2027, 1, 5, 12), "2027-W01", "2027-01-04T09:00"),
    ],
)
def test_the_one_that_was_due_last(frequency, moment, period, at):
    assert due(frequency, *moment) == (period, at)


def test_every_two_weeks_holds_over_a_year_of_53_weeks():
    day = datetime.datetime(2026, 11, 1, 12, tzinfo=PARIS)
    found = set()
    for offset in range(140):
        now = day + datetime.timedelta(days=offset)
        found.add(latest("fortnightly", now, PARIS, weekday=3, clock=NINE).at.date())
    ordered = sorted(found)
    gaps = {
        (later - earlier).days
        for earlier, later in zip(ordered, ordered[1:], strict=False)
    }
    assert gaps == {14}


def test_nine_stays_nine_when_the_clock_goes_back():
    # From Sunday, October 25th on it is winter time.
    before = latest(
        "weekly",
        datetime.datetime(2026, 10, 24, 12, tzinfo=PARIS),
        PARIS,
        weekday=0,
        clock=NINE,
    )
    after = latest(
        "weekly",
        datetime.datetime(2026, 10, 26, 12, tzinfo=PARIS),
        PARIS,
        weekday=0,
        clock=NINE,
    )
    assert before.at.isoformat() == "2026-10-19T07:00:00+00:00"
    assert after.at.isoformat() == "2026-10-26T08:00:00+00:00"


def test_the_lead_may_choose_the_day():
    assert due("weekly", 2026, 11, 18, 12, weekday=2) == (
        "2026-W47",
        "2026-11-18T09:00",
    )


def test_it_is_the_morning_where_the_person_is():
    tokyo = zoneinfo.ZoneInfo("Asia/Tokyo")
    assert due("weekly", 2026, 11, 16, 9, zone=tokyo)[0] == "2026-W47"
    assert due("weekly", 2026, 11, 16, 8, zone=tokyo)[0] == "2026-W46"


def test_people_are_spread_over_two_hours():
    clocks = {begins_at(9, pk) for pk in range(5000)}
    assert min(clocks) == datetime.time(9)
    assert max(clocks) == datetime.time(10, 59)
    assert len(clocks) == 120


@pytest.mark.parametrize(
    ("hour", "expected"), [(3, False), (8, False), (9, True), (19, True), (20, False)]
)
def test_none_begins_at_night(hour, expected):
    now = datetime.datetime(2026, 11, 18, hour, tzinfo=PARIS)
    assert is_daytime(now, PARIS, NINE) is expected

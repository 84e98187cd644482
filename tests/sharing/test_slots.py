"""Fifty or five thousand colleagues who like one article are no crowd."""

import datetime
import zoneinfo
from collections import Counter
from itertools import pairwise

import pytest

from wagtail_advocacy.sharing.slots import (
    GAPS,
    Clock,
    Limits,
    Timetable,
    find_slot,
)


PARIS = zoneinfo.ZoneInfo("Europe/Paris")
TOKYO = zoneinfo.ZoneInfo("Asia/Tokyo")
KOLKATA = zoneinfo.ZoneInfo("Asia/Kolkata")
NIGHT = (datetime.time(20), datetime.time(8))
BY_DAY = Clock(PARIS, *NIGHT)
# A Monday.
NOW = datetime.datetime(2026, 11, 23, 8, 30, tzinfo=PARIS)
NETWORKS = ("linkedin", "x", "bluesky", "mastodon", "facebook")


def days(number):
    return datetime.timedelta(days=number)


def slot(
    *taken, clock=BY_DAY, now=NOW, until=None, own=(), network="linkedin", **options
):
    found = find_slot(
        Timetable(PARIS, taken),
        Timetable(clock.zone, own),
        clock,
        network=network,
        now=now,
        until=until or now + days(14),
        **options,
    )
    return found and found.astimezone(clock.zone)


def at(day, hour, minute=0, zone=PARIS):
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=zone)


def simulate(people, clocks, limits=None, until=None, offset=20):
    """Let one after the other be proposed a slot and take it; return all of them."""
    offers, taken = Timetable(PARIS), []
    for number in range(people):
        clock = clocks[number % len(clocks)]
        network = NETWORKS[number % len(NETWORKS)]
        found = find_slot(
            offers,
            Timetable(clock.zone),
            clock,
            network=network,
            now=NOW,
            until=until or NOW + days(30),
            limits=limits or Limits(),
            offset=offset,
        )
        if found is not None:
            offers.add(network, found)
            taken.append((network, found, clock))
    return taken


def smallest_gap(taken):
    """The minutes between the two nearest posts on the same network."""
    moments = {}
    for network, moment, _clock in taken:
        moments.setdefault(network, []).append(moment)
    return min(
        (later - sooner).total_seconds() / 60
        for on_network in moments.values()
        for sooner, later in pairwise(sorted(on_network))
    )


class TestSimulation:
    def test_fifty_stand_an_hour_apart_over_days(self):
        limits = Limits(offer_hour=5, offer_day=20)
        taken = simulate(50, [BY_DAY], limits)
        assert len(taken) == 50
        assert smallest_gap(taken) >= 60
        per_day = Counter(moment.astimezone(PARIS).date() for _n, moment, _c in taken)
        assert list(per_day.values()) == [20, 20, 10]
        per_hour = Counter(int(moment.timestamp()) // 3600 for _n, moment, _c in taken)
        assert max(per_hour.values()) <= 5
        assert all(moment > NOW for _network, moment, _clock in taken)

    def test_five_thousand_use_all_of_the_time_before_it_becomes_denser(self):
        clocks = [
            BY_DAY,
            Clock(TOKYO, *NIGHT),
            Clock(KOLKATA, datetime.time(21, 30), datetime.time(7, 45)),
            Clock(PARIS, datetime.time(12), datetime.time(14)),
        ]
        taken = simulate(5_000, clocks, Limits(offer_hour=60, offer_day=400))
        assert len(taken) == 5_000
        # Two hundred hours of work, a thousand posts on each network.
        assert smallest_gap(taken) >= 5
        per_day = Counter(moment.astimezone(PARIS).date() for _n, moment, _c in taken)
        assert max(per_day.values()) <= 400
        assert len(per_day) >= 20
        per_hour = Counter(int(moment.timestamp()) // 3600 for _n, moment, _c in taken)
        assert max(per_hour.values()) <= 60
        for _network, moment, clock in taken:
            local = moment.astimezone(clock.zone)
            assert clock.is_at_work(local), local

    def test_without_any_cap_they_are_spread_all_the_same(self):
        taken = simulate(50, [BY_DAY])
        assert smallest_gap(taken) >= 60

    def test_whoever_comes_when_all_is_full_gets_no_slot(self):
        limits = Limits(offer_hour=1, offer_day=3)
        taken = simulate(20, [BY_DAY], limits, until=at(25, 7))
        # Two days; the offer ends on the third before people are at work.
        assert len(taken) == 6

    def test_the_same_people_get_the_same_slots(self):
        assert simulate(30, [BY_DAY]) == simulate(30, [BY_DAY])


class TestOneSlot:
    def test_tomorrow_at_twenty_past_nine(self):
        late = at(23, 19)
        assert slot(now=late, offset=20) == at(24, 9, 20)

    def test_never_in_the_past_nor_at_once(self):
        for minute in range(0, 60, 7):
            now = at(23, 11, minute)
            assert slot(now=now, offset=20) > now + datetime.timedelta(minutes=10)

    def test_whoever_set_no_quiet_hours_is_asked_at_work(self):
        assert slot(now=at(23, 3), offset=40) == at(23, 9, 40)
        # A Friday evening: on Monday.
        assert slot(now=at(27, 20)) == at(30, 9)

    def test_quiet_hours_are_those_of_their_own_clock(self):
        clock = Clock(TOKYO, datetime.time(16), datetime.time(10, 30))
        found = slot(clock=clock)
        assert found.tzinfo is TOKYO
        assert (found.day, found.hour, found.minute) == (24, 11, 0)

    def test_whoever_sleeps_by_day_is_asked_when_they_are_awake(self):
        clock = Clock(PARIS, datetime.time(8), datetime.time(19))
        assert slot(clock=clock) == at(23, 19)

    def test_an_offer_that_ends_on_sunday_is_proposed_for_the_weekend(self):
        friday = at(27, 18, 30)
        assert slot(now=friday, until=at(29, 23)) == at(27, 19)

    def test_a_pause_is_kept(self):
        clock = Clock(PARIS, *NIGHT, paused_until=datetime.date(2026, 11, 26))
        assert slot(clock=clock) == at(26, 9)

    def test_nothing_after_the_offer(self):
        assert slot(until=at(23, 8, 40)) is None
        assert slot(until=at(23, 9, 30), offset=20) == at(23, 9, 20)

    def test_a_post_out_of_turn_is_kept_away_from(self):
        assert slot(("linkedin", at(23, 9, 25)), offset=20) == at(23, 11, 20)

    def test_other_networks_are_no_neighbours(self):
        assert slot(("x", at(23, 9, 25)), offset=20) == at(23, 9, 20)

    def test_ones_own_posts_are_two_hours_apart(self):
        own = [("linkedin", at(23, 10))]
        assert slot(own=own) == at(23, 12)

    @pytest.mark.parametrize(
        ("limits", "taken", "own", "expected"),
        [
            (Limits(offer_hour=1), [("x", at(23, 9, 1))], [], at(23, 10)),
            (Limits(offer_day=1), [("x", at(23, 7))], [], at(24, 9)),
            (Limits(person_day=1), [], [("x", at(23, 7))], at(24, 9)),
            (Limits(person_week=1), [], [("x", at(23, 7))], at(30, 9)),
        ],
    )
    def test_every_cap_is_kept(self, limits, taken, own, expected):
        assert slot(*taken, own=own, limits=limits) == expected


class TestDaylightSaving:
    @pytest.mark.parametrize("month", [3, 10])
    def test_nine_is_nine_on_both_sides(self, month):
        # On the last Sunday of the month.
        sunday = max(
            datetime.date(2026, month, day)
            for day in range(25, 32)
            if datetime.date(2026, month, day).weekday() == 6
        )
        friday = datetime.datetime.combine(
            sunday - days(2), datetime.time(17, 55), tzinfo=PARIS
        )
        found = slot(now=friday)
        assert found.date() == sunday + days(1)
        assert (found.hour, found.minute) == (9, 0)

    def test_the_day_of_25_hours_is_one_day(self):
        sunday = datetime.datetime(2026, 10, 25, 0, 5, tzinfo=PARIS)
        taken = [("x", sunday + datetime.timedelta(hours=23))]
        clock = Clock(PARIS, datetime.time(0), datetime.time(0))
        found = slot(
            *taken,
            clock=clock,
            now=sunday,
            until=sunday + days(1) + datetime.timedelta(hours=12),
            limits=Limits(offer_day=1),
        )
        assert found == datetime.datetime(2026, 10, 26, 9, tzinfo=PARIS)


def test_gaps_divide_one_another():
    assert all(wider % narrower == 0 for wider, narrower in pairwise(GAPS))

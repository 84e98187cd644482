"""When to post next, so that fifty colleagues who like one article are not one crowd.

Plain values in, a moment out: nothing here asks a database or the clock.
"""

import datetime
from bisect import insort
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from wagtail_advocacy.ambassadors.models.profile import is_between


# Nobody plans further ahead than an article is news.
HORIZON = datetime.timedelta(days=30)
# A reminder for the moment that is now would be none.
NOTICE = datetime.timedelta(minutes=10)
# When people who work by day like to be asked, in their own time.
WORKING_HOURS = (datetime.time(9), datetime.time(18))
SATURDAY = 5
# Minutes between two posts of an article on the same network: as far apart as there is
# room. Each divides the one before, so that later posts fall between earlier ones.
GAPS = (60, 30, 15, 5, 1)
# Between two posts of one person on the same network, in minutes.
OWN_GAP = 120

HOUR = 60


@dataclass(frozen=True)
class Clock:
    """When somebody may be asked.

    :param quiet_from: beginning of their quiet hours, by their own clock.
    :param quiet_until: end of them; the same as the beginning: there are none.
    :param paused_until: first day after their pause; ``None``: they have none.
    """

    zone: datetime.tzinfo
    quiet_from: datetime.time
    quiet_until: datetime.time
    paused_until: datetime.date | None = None

    def is_awake(self, local: datetime.datetime) -> bool:
        is_paused = self.paused_until is not None and local.date() < self.paused_until
        quiet = is_between(local.time(), self.quiet_from, self.quiet_until)
        return not is_paused and not quiet

    def is_at_work(self, local: datetime.datetime) -> bool:
        return (
            local.weekday() < SATURDAY
            and is_between(local.time(), *WORKING_HOURS)
            and self.is_awake(local)
        )


@dataclass(frozen=True)
class Limits:
    """The lead's caps, in posts; ``None``: no limit."""

    person_day: int | None = None
    person_week: int | None = None
    offer_hour: int | None = None
    offer_day: int | None = None


class Timetable:
    """The moments of one offer, or of one person, that are taken or planned.

    :param zone: whose days are counted.
    :param taken: network and moment of each.
    """

    def __init__(
        self,
        zone: datetime.tzinfo,
        taken: Iterable[tuple[str, datetime.datetime]] = (),
    ) -> None:
        self.zone = zone
        self.hours: Counter[int] = Counter()
        self.days: Counter[datetime.date] = Counter()
        self.weeks: Counter[datetime.date] = Counter()
        # Minutes since 1970, in order, by network and hour.
        self._minutes: dict[tuple[str, int], list[int]] = {}
        for network, moment in taken:
            self.add(network, moment)

    def add(self, network: str, moment: datetime.datetime) -> None:
        minute = minutes_of(moment)
        day = moment.astimezone(self.zone).date()
        self.hours[minute // HOUR] += 1
        self.days[day] += 1
        self.weeks[monday_of(day)] += 1
        insort(self._minutes.setdefault((network, minute // HOUR), []), minute)

    def in_hour(self, network: str, hour: int) -> int:
        """How many on a network in one hour; hours since 1970."""
        return len(self._minutes.get((network, hour), ()))

    def is_clear(self, network: str, minute: int, gap: int) -> bool:
        """Whether nothing on a network is nearer than ``gap`` minutes."""
        reach = range((minute - gap) // HOUR, (minute + gap) // HOUR + 1)
        return not any(
            abs(minute - other) < gap
            for hour in reach
            for other in self._minutes.get((network, hour), ())
        )


def find_slot(
    offers: Timetable,
    own: Timetable,
    clock: Clock,
    *,
    network: str,
    now: datetime.datetime,
    until: datetime.datetime,
    limits: Limits = Limits(),
    offset: int = 0,
) -> datetime.datetime | None:
    """Return a good moment to post, or ``None``: there is none.

    The same arguments always give the same moment. Every hour between ``now`` and
    ``until`` in which the person may be asked, the offer has room by the hour and by
    the day, and the person by the day and the week, is looked at in order of time: the
    first in which the post stands an hour from every other one of the offer on that
    network; if there is none, the first with half an hour to each; and so on, down to
    a minute. So the first people get the next hours, one after the other, later ones
    the next days, and it becomes denser only once all of the time is used. Working
    hours on working days come first; other hours outside the person's quiet hours
    only where those are full, or the offer ends before.

    :param offers: what is taken and planned of the offer, its days in the site's zone.
    :param own: the same of the person, whatever the offer, its days in their own zone.
        Two posts of one person on a network are two hours apart.
    :param now: aware; the slot is ten minutes later at least.
    :param until: aware; the slot is before it. ``HORIZON`` cuts it off.
    :param offset: minutes past the hour at which the first posts of an hour stand, so
        that not everything in the world happens on the hour.
    """
    start = minutes_of(now + NOTICE) + 1
    end = minutes_of(min(until, now + HORIZON))
    for only_at_work in (True, False):
        hours = _with_room(offers, own, clock, only_at_work, start, end, limits)
        taken = [(hour, offers.in_hour(network, hour)) for hour in hours]
        for gap in GAPS:
            fitting = [hour for hour, count in taken if count < HOUR // gap]
            for hour in fitting:
                for minute in range(hour * HOUR + offset % gap, (hour + 1) * HOUR, gap):
                    if (
                        start <= minute < end
                        and offers.is_clear(network, minute, gap)
                        and own.is_clear(network, minute, OWN_GAP)
                        and _suits(clock, minute, only_at_work)
                    ):
                        return moment_of(minute)
    return None


def _with_room(
    offers: Timetable,
    own: Timetable,
    clock: Clock,
    only_at_work: bool,
    start: int,
    end: int,
    limits: Limits,
) -> list[int]:
    first, last = start // HOUR, end // HOUR + 1
    days = _open_days(clock, only_at_work, first, last, offers.zone, own.zone)
    return [
        hour
        for day, own_day, monday, hours in days
        if _has_room(offers.days.get(day, 0), limits.offer_day)
        and _has_room(own.days.get(own_day, 0), limits.person_day)
        and _has_room(own.weeks.get(monday, 0), limits.person_week)
        for hour in hours
        if _has_room(offers.hours.get(hour, 0), limits.offer_hour)
    ]


def _has_room(taken: int, limit: int | None) -> bool:
    return limit is None or taken < limit


@lru_cache(maxsize=256)
def _open_days(
    clock: Clock,
    only_at_work: bool,
    first: int,
    last: int,
    zone: datetime.tzinfo,
    own_zone: datetime.tzinfo,
) -> tuple[tuple[datetime.date, datetime.date, datetime.date, tuple[int, ...]], ...]:
    """Return the hours in which somebody may be asked, by the days they count in: the
    offer's, the person's own, and its Monday."""
    found: dict[tuple[datetime.date, datetime.date], list[int]] = {}
    for hour in range(first, last):
        # There are zones at quarters of an hour, and quiet hours that end at half past.
        parts = [hour * HOUR + part for part in (0, 15, 30, 45)]
        if any(_suits(clock, minute, only_at_work) for minute in parts):
            days = (_day_of(hour, zone), _day_of(hour, own_zone))
            found.setdefault(days, []).append(hour)
    return tuple(
        (day, own_day, monday_of(own_day), tuple(hours))
        for (day, own_day), hours in found.items()
    )


def _suits(clock: Clock, minute: int, only_at_work: bool) -> bool:
    local = moment_of(minute).astimezone(clock.zone)
    return clock.is_at_work(local) if only_at_work else clock.is_awake(local)


def _day_of(hour: int, zone: datetime.tzinfo) -> datetime.date:
    # Its middle, where a zone's midnight is not on the hour.
    return moment_of(hour * HOUR + HOUR // 2).astimezone(zone).date()


def monday_of(day: datetime.date) -> datetime.date:
    """Return the day on which the week of ``day`` begins."""
    return day - datetime.timedelta(days=day.weekday())


def minutes_of(moment: datetime.datetime) -> int:
    """Return the whole minutes from 1970 to an aware moment."""
    return int(moment.timestamp()) // 60


def moment_of(minute: int) -> datetime.datetime:
    """Return a number of minutes since 1970 as a moment, in UTC."""
    return datetime.datetime.fromtimestamp(minute * 60, datetime.UTC)

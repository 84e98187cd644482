"""When a digest is due. Knows no person and no database."""

import datetime
import zlib
from dataclasses import dataclass

from .models import DigestChoice


Frequency = DigestChoice.Frequency

# Not all mails at once, and each person's at the same time each week.
SPREAD_MINUTES = 120
# From then on until the next morning none is begun, whatever was missed.
EVENING = datetime.time(20)
# A month has the same weekday once within so many days.
FIRST_OF_MONTH = 7


@dataclass(frozen=True)
class Due:
    """A digest that is due.

    :param period: what it is for, such as "2026-W47"; one digest for each.
    :param at: since when, in UTC.
    """

    period: str
    at: datetime.datetime


def begins_at(hour: int, pk: int) -> datetime.time:
    """Return from when on somebody's digests are sent on a day, on their clock.

    :param hour: of the lead's choice.
    :param pk: of the person; their place in the two hours of spreading.
    """
    minutes = hour * 60 + zlib.crc32(str(pk).encode()) % SPREAD_MINUTES
    return datetime.time(*divmod(minutes, 60))


def latest(
    frequency: str,
    now: datetime.datetime,
    zone: datetime.tzinfo,
    *,
    weekday: int,
    clock: datetime.time,
) -> Due:
    """Return the digest that was due last at ``now``.

    :param weekday: as ``datetime.date.weekday`` counts; daily ones do not ask.
    :param clock: from when on, where the person is.
    """
    day = now.astimezone(zone).date()
    # A month is the longest, and its first such day may be a week before it.
    while True:
        at = datetime.datetime.combine(day, clock, tzinfo=zone)
        # In UTC: two moments of one zone are compared by their clocks, which go back.
        at = at.astimezone(datetime.UTC)
        if at <= now and _is_day(frequency, day, weekday):
            return Due(_period(frequency, day), at)
        day -= datetime.timedelta(days=1)


def is_daytime(
    now: datetime.datetime, zone: datetime.tzinfo, clock: datetime.time
) -> bool:
    """Whether a digest may begin now: what was missed does not come at night."""
    return clock <= now.astimezone(zone).time() < EVENING


def _is_day(frequency: str, day: datetime.date, weekday: int) -> bool:
    if frequency == Frequency.DAILY:
        return day.weekday() < 5
    if day.weekday() != weekday:
        return False
    if frequency == Frequency.FORTNIGHTLY:
        # Weeks counted from the year 1 on: a year may have 53.
        return (day.toordinal() - 1) // 7 % 2 == 0
    return frequency != Frequency.MONTHLY or day.day <= FIRST_OF_MONTH


def _period(frequency: str, day: datetime.date) -> str:
    if frequency == Frequency.DAILY:
        return day.isoformat()
    if frequency == Frequency.MONTHLY:
        return f"{day:%Y-%m}"
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"

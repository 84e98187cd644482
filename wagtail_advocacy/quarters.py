"""Quarters of a year, by the site's own clocks, whatever a person's are."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months, by the calendar.

    :param number: 1 to 4.
    """

    year: int
    number: int

    @classmethod
    def of(cls, day: datetime.date) -> "Quarter":
        """Return the quarter that a day is in."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def at(cls, moment: datetime.datetime) -> "Quarter":
        """Return the quarter that a moment is in."""
        return cls.of(timezone.localdate(moment, timezone.get_default_timezone()))

    @classmethod
    def current(cls) -> "Quarter":
        return cls.at(timezone.now())

    @classmethod
    def parse(cls, written: str) -> "Quarter":
        """Return the quarter that ``str`` wrote, such as "2026-Q4"."""
        year, _dash, number = written.partition("-Q")
        return cls(int(year), int(number))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def label(self) -> str:
        """What people call it, in the active language."""
        return gettext("quarter %(number)s of %(year)s") % {
            "number": self.number,
            "year": self.year,
        }

    @property
    def previous(self) -> "Quarter":
        return Quarter.of(self.start - datetime.timedelta(days=1))

    @property
    def start(self) -> datetime.date:
        """Its first day."""
        return datetime.date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> datetime.date:
        """The day after its last."""
        year, months = divmod(self.year * 12 + 3 * self.number, 12)
        return datetime.date(year, months + 1, 1)

    @property
    def moments(self) -> tuple[datetime.datetime, datetime.datetime]:
        """When it begins, and when it is over."""
        return _midnight(self.start), _midnight(self.end)


def _midnight(day: datetime.date) -> datetime.datetime:
    midnight = datetime.datetime.combine(day, datetime.time())
    return timezone.make_aware(midnight, timezone.get_default_timezone())

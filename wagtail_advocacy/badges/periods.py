"""When a badge can be earned, and which days count."""

import datetime
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from django.utils import timezone

from wagtail_advocacy.learning.training_queries import add_months
from wagtail_advocacy.quarters import Quarter

from .conditions import Window
from .models import Badge


# Days after the end of a period, or of a badge's own time, in which somebody still gets
# it: what happened on the last day is often told some days later, and a worker that
# was down over a long weekend takes nothing from anybody.
GRACE_DAYS = 7
DAY = datetime.timedelta(days=1)


class Timed(Protocol):
    """A badge, as far as time asks."""

    @property
    def period(self) -> str: ...
    @property
    def valid_months(self) -> int | None: ...
    @property
    def starts_on(self) -> datetime.date | None: ...
    @property
    def ends_on(self) -> datetime.date | None: ...


T = TypeVar("T", bound=Timed)


@dataclass(frozen=True)
class Term(Generic[T]):
    """A badge in one of its periods.

    :param period: as ``Award.period`` names it.
    :param window: the days that count.
    """

    badge: T
    period: str
    window: Window


def today() -> datetime.date:
    """Return the day by the site's own clocks, whatever a person's are."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def is_offered(badge: Timed, day: datetime.date) -> bool:
    """Whether a live badge can be earned by what is done on ``day``."""
    return (badge.starts_on is None or badge.starts_on <= day) and (
        badge.ends_on is None or day <= badge.ends_on
    )


def terms(badge: T, day: datetime.date | None = None) -> list[Term[T]]:
    """Return the periods of a live badge in which somebody may get it on a day; today.

    One, or none; two while the grace of the last one lasts.
    """
    day = day or today()
    found: dict[str, Term[T]] = {}
    for one in (day, day - GRACE_DAYS * DAY):
        if is_offered(badge, one):
            found.setdefault(period_of(badge, one), term_of(badge, one))
    return list(found.values())


def term_of(badge: T, day: datetime.date) -> Term[T]:
    """Return the period of a badge that a day lies in."""
    return Term(badge, period_of(badge, day), window_of(badge, day))


def period_of(badge: Timed, day: datetime.date) -> str:
    """Return how ``Award.period`` names the period that a day lies in."""
    if badge.period == Badge.Period.MONTH:
        return f"{day:%Y-%m}"
    if badge.period == Badge.Period.QUARTER:
        return str(Quarter.of(day))
    return ""


def window_of(badge: Timed, day: datetime.date) -> Window:
    """Return the days that count on a day: of the period, and of the badge's own time.

    Where a badge is earned anew after some months, those are the months that count:
    what earned it lies before the award and never counts for the next one, or it would
    renew itself for ever.
    """
    start: datetime.date | None = None
    end: datetime.date | None = None
    if badge.period == Badge.Period.MONTH:
        start = day.replace(day=1)
        end = _months_later(start, 1)
    elif badge.period == Badge.Period.QUARTER:
        quarter = Quarter.of(day)
        start, end = quarter.start, quarter.end
    elif badge.valid_months:
        start = _months_later(day, -badge.valid_months) + DAY
    if badge.starts_on is not None:
        start = max(start or badge.starts_on, badge.starts_on)
    if badge.ends_on is not None:
        end = min(end or badge.ends_on + DAY, badge.ends_on + DAY)
    return Window(start, end)


def _months_later(day: datetime.date, months: int) -> datetime.date:
    midnight = datetime.datetime.combine(day, datetime.time())
    return add_months(midnight, months).date()


def expiry(badge: Timed, awarded_at: datetime.datetime) -> datetime.datetime | None:
    """Return until when an award holds; ``None``: for good.

    Where a month is too short to have the day, on the first of the next: on that day
    ``window_of`` begins after the day of the award, as on every other.
    """
    if not badge.valid_months:
        return None
    begins = timezone.localtime(awarded_at, timezone.get_default_timezone())
    ends = add_months(begins, badge.valid_months)
    return ends if ends.day == begins.day else ends + DAY

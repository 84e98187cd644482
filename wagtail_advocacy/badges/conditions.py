"""What badges can ask for. A site adds conditions with ``conditions.register``."""

import abc
import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone

from wagtail_advocacy.registry import Registry


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Window:
    """The days a badge looks at.

    :param start: the first of them; ``None``: since ever.
    :param end: the day after the last; ``None``: until now.
    """

    start: datetime.date | None = None
    end: datetime.date | None = None

    def days(self, field: str) -> models.Q:
        """Return the condition that a date lies in it.

        :param field: name of a date, or lookup to one.
        """
        return _between(field, self.start, self.end)

    def moments(self, field: str) -> models.Q:
        """Return the condition that a moment lies in it, by the site's own clocks.

        :param field: name of a date with a time, or lookup to one.
        """
        return _between(
            field,
            None if self.start is None else first_moment(self.start),
            None if self.end is None else first_moment(self.end),
        )


@dataclass(frozen=True)
class OwnWindow(Window):
    """The days of each row of a larger query, of which this is a part.

    Conditions that ask ``days`` and ``moments`` need not know of it.

    :param start: the earliest there is.
    :param day: where that query has the first day of a row.
    :param moment: where it has the moment with which that day begins.
    """

    day: str = ""
    moment: str = ""

    def days(self, field):
        return _between(field, models.OuterRef(self.day), self.end)

    def moments(self, field):
        end = None if self.end is None else first_moment(self.end)
        return _between(field, models.OuterRef(self.moment), end)


def _between(field: str, start: Any, end: Any) -> models.Q:
    found = models.Q()
    if start is not None:
        found &= models.Q(**{f"{field}__gte": start})
    if end is not None:
        found &= models.Q(**{f"{field}__lt": end})
    return found


def first_moment(day: datetime.date) -> datetime.datetime:
    """Return the moment with which a day begins by the site's clocks."""
    # Not whatever zone a person who happens to ask has chosen: a day is the same one
    # for everybody.
    midnight = datetime.datetime.combine(day, datetime.time())
    return midnight.replace(tzinfo=timezone.get_default_timezone())


class Condition(abc.ABC):
    """Something about an ambassador that can be counted.

    :cvar key: stable name, at most 64 characters; it is stored.
    :cvar label: what is counted, such as "Posts whose comments you answered".
    :cvar most: the highest number a badge may ask for; ``None``: any.
    """

    key: ClassVar[str]
    label: "ClassVar[StrOrPromise]"
    most: ClassVar[int | None] = None

    @abc.abstractmethod
    def counts(self, window: Window) -> "models.QuerySet[Any]":
        """Return how many there are of each ambassador who has any.

        Rows are ``values("ambassador").annotate(number=…)``, ordered by nothing, one an
        ambassador. Nothing is evaluated here: it becomes a part of one query, for
        everybody or for one person. Its SQL may be kept for a day: what it says
        depends on the window and the day alone, the rest is for the database to ask.
        The window is asked by ``days`` and ``moments``, for the query itself and not
        for one inside it: it may be another one for each person.
        """

    def still(self, window: Window) -> "models.QuerySet[Any]":
        """Return how many count for somebody who has the badge already.

        The same, unless something is forgotten by itself after a time (``RETENTION``):
        nobody loses a badge to that.
        """
        return self.counts(window)


conditions: Registry[Condition] = Registry("condition of badges")

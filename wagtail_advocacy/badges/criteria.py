"""What badges ask for, as queries."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from .conditions import OwnWindow, Window, conditions
from .models import Badge, Criteria


@dataclass(frozen=True)
class Asked:
    """What somebody has to have done.

    :param match: one of ``Badge.Match``.
    :param conditions: keys of conditions, each with how many at least; sorted.
    """

    match: str
    conditions: tuple[tuple[str, int], ...]

    @classmethod
    def by(cls, badge: Badge) -> "Asked":
        """Return what a badge asks for today; what is prefetched costs no query."""
        return cls(
            badge.match,
            tuple(
                sorted((one.condition, one.at_least) for one in badge.conditions.all())
            ),
        )

    @classmethod
    def of(cls, criteria: Criteria) -> "Asked":
        """Return what was asked for when something was awarded."""
        return cls(
            criteria.match, tuple((key, number) for key, number in criteria.conditions)
        )

    @property
    def keys(self) -> list[str]:
        """Keys of the conditions in their order; none where it cannot be told."""
        return [key for key, _number in self.conditions] if self.can_be_told else []

    @property
    def digest(self) -> str:
        asked = json.dumps([str(self.match), self.conditions])
        return hashlib.sha256(asked.encode()).hexdigest()

    @property
    def can_be_told(self) -> bool:
        """Whether there is anything to ask for, and all of it is still registered.

        Otherwise nobody gets the badge, and nobody loses it.
        """
        return bool(self.conditions) and all(
            key in conditions for key, _number in self.conditions
        )

    def who(
        self,
        window: Window,
        person: str,
        *,
        among: Sequence[int] | None = None,
        still: bool = False,
    ) -> Q:
        """Return the condition that somebody has done it, for a larger query.

        :param person: name of the field with the primary key of an ambassador.
        :param among: of which ambassadors alone, where that is known; it is faster.
        :param still: whether they have the badge already.
        """
        return self._met(
            Q(**{f"{person}__in": _reaching(key, window, number, among, still)})
            for key, number in self.conditions
        )

    def who_each(self, window: OwnWindow, person: str, *, still: bool = False) -> Q:
        """Return the same where the days that count are others for each.

        :param person: as for ``who``; of the query that has the days, too.
        """
        own = Q(ambassador=OuterRef(person))
        return self._met(
            Q(Exists(_reaching(key, window, number, None, still).filter(own)))
            for key, number in self.conditions
        )

    def _met(self, conditions: Iterable[Q]) -> Q:
        return reduce(and_ if self.match == Badge.Match.ALL else or_, conditions)

    def is_met(self, numbers: Iterable[int]) -> bool:
        """Whether these numbers are enough; they are in the order of the conditions."""
        met = [
            number >= at_least
            for number, (_key, at_least) in zip(numbers, self.conditions, strict=True)
        ]
        return all(met) if self.match == Badge.Match.ALL else any(met)


def counted(key: str, window: Window, *, still: bool = False) -> "models.QuerySet[Any]":
    """Return how many there are of each ambassador, as ``Condition.counts`` does."""
    condition = conditions.get(key)
    return condition.still(window) if still else condition.counts(window)


def _reaching(
    key: str,
    window: Window,
    at_least: int,
    among: Sequence[int] | None,
    still: bool,
) -> "models.QuerySet[Any]":
    rows = counted(key, window, still=still)
    # One that belonged to nobody would make "not among them" unknown for everybody.
    rows = rows.filter(ambassador__isnull=False, number__gte=at_least)
    if among is not None:
        rows = rows.filter(ambassador__in=among)
    return rows.values("ambassador")

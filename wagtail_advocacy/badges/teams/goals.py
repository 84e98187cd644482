"""What departments want to reach together, and how far they are.

All of it is read from the stored figures of a day, which obey the group rule; nothing
is counted while somebody looks.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from wagtail_advocacy.ambassadors import disclosure, group_figures
from wagtail_advocacy.ambassadors.disclosure import Cell, State
from wagtail_advocacy.ambassadors.group_figures import (
    Figures,
    FiguresGroup,
    GroupMetric,
    Joined,
)
from wagtail_advocacy.ambassadors.models import (
    DirectoryPerson,
    FigureSnapshot,
    Unit,
)

from .. import periods
from ..models import Goal
from ..points import monday_of


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


# So long everybody sees what became of a goal that is over.
RESULTS_FOR = datetime.timedelta(days=30)


def goal_metrics() -> list[GroupMetric]:
    """Return what can be a goal.

    Taking part cannot: it is free, and a goal would let colleagues press each other.
    """
    return [metric for metric in group_figures.metrics if metric.key != Joined.key]


def label_of(metric_key: str) -> "StrOrPromise":
    """Return what a metric counts; its key, where no room counts it any more."""
    if metric_key not in group_figures.metrics:
        return metric_key
    return group_figures.metrics.get(metric_key).label


def rate_among_members(line: FiguresGroup, metric: str) -> Cell:
    """Return how many did something, with the rate of those who take part.

    A figure is shown only where those around it are, so both numbers are among the
    figures of the day: this tells nothing that they do not tell.
    """
    cell, joined = line.cell(metric), line.cell(Joined.key)
    if cell.is_shown and joined.is_shown and cell.people is not None:
        return Cell(
            State.SHOWN, cell.people, disclosure.rate(cell.people, joined.people)
        )
    return Cell(State.PROTECTED if cell.is_shown else cell.state)


@dataclass(frozen=True)
class Progress:
    """How far one department is, or everybody together.

    :param rate: in whole per cent; ``None``: it is protected, or unavailable.
    """

    name: str
    state: State
    rate: int | None
    target: int
    is_own: bool

    @property
    def is_reached(self) -> bool:
        return self.rate is not None and self.rate >= self.target


@dataclass(frozen=True)
class GoalProgress:
    """A goal as employees see it.

    :param day: of the figures; ``None``: there are none yet.
    :param own: the reader's own department, or everybody together.
    :param others: by name, never by how far they are.
    """

    goal: Goal
    what: "StrOrPromise"
    is_over: bool
    day: datetime.date | None
    minimum: int | None
    own: Progress | None
    others: list[Progress]


def goals_for(user) -> list[GoalProgress]:
    """Return the goals that run and those that ended lately. Seven queries at most."""
    today = periods.today()
    goals = list(shown_goals(today))
    if not goals:
        return []
    days = _days_of(goals, today)
    figures = group_figures.of_days(set(filter(None, days)))
    own = units_of(user)
    return [
        _progress(goal, None if day is None else figures.get(day), own, today)
        for goal, day in zip(goals, days, strict=True)
    ]


def units_of(user) -> set[int]:
    """Return the primary keys of the units somebody counts in. One query."""
    rows = DirectoryPerson.objects.filter(user=user).values_list(
        "department", "location", "entity"
    )
    return {pk for row in rows for pk in row if pk is not None}


def shown_goals(today: datetime.date) -> "QuerySet[Goal]":
    units: Prefetch[str] = Prefetch("units", Unit.objects.order_by("name"))
    return (
        Goal.objects.filter(starts_on__lte=today, ends_on__gt=today - RESULTS_FOR)
        .prefetch_related(units)
        .order_by("ends_on", "name", "pk")
    )


def _days_of(goals: Sequence[Goal], today: datetime.date) -> list[datetime.date | None]:
    """Return of which day's figures each goal is shown. One query.

    Of the first that were taken in a week, on whatever days goals begin and end:
    between two days of a week one could see who did something in between.
    """
    earliest = min(goal.starts_on for goal in goals)
    taken = (
        FigureSnapshot.objects.filter(day__gte=monday_of(earliest), day__lte=today)
        .order_by("day")
        .values_list("day", flat=True)
    )
    first_of_weeks: dict[datetime.date, datetime.date] = {}
    for day in taken:
        first_of_weeks.setdefault(monday_of(day), day)
    return [_day_of(goal, first_of_weeks.values()) for goal in goals]


def _day_of(
    goal: Goal, first_of_weeks: Iterable[datetime.date]
) -> datetime.date | None:
    days = [day for day in first_of_weeks if goal.starts_on <= day <= goal.ends_on]
    return days[-1] if days else None


def _progress(
    goal: Goal, figures: Figures | None, own: set[int], today: datetime.date
) -> GoalProgress:
    units = list(goal.units.all())
    lines = _lines(goal, units, figures, own)
    mine = next((line for line in lines if line.is_own), None)
    return GoalProgress(
        goal=goal,
        what=label_of(goal.metric),
        is_over=goal.ends_on < today,
        day=figures.day if figures else None,
        minimum=figures.minimum if figures else None,
        own=mine,
        others=[line for line in lines if line is not mine],
    )


def _lines(
    goal: Goal, units: Sequence[Unit], figures: Figures | None, own: set[int]
) -> list[Progress]:
    if figures is None:
        return []
    if not units:
        return [_line(goal, figures.everybody, figures.everybody.name, is_own=True)]
    by_unit = {line.unit: line for line in figures.groups if line.unit is not None}
    return [
        _line(goal, by_unit.get(unit.pk), unit.name, is_own=unit.pk in own)
        for unit in units
    ]


def _line(
    goal: Goal, line: FiguresGroup | None, name: str, *, is_own: bool
) -> Progress:
    # Figures are by departments now, and were by locations when the goal was set.
    cell = (
        Cell(State.UNAVAILABLE)
        if line is None
        else rate_among_members(line, goal.metric)
    )
    return Progress(name, cell.state, cell.rate, goal.target, is_own)

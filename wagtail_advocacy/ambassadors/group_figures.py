"""Figures about groups: taken once a day, and read only from what was taken then."""

import abc
import datetime
from collections.abc import (
    Collection,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from django.db import IntegrityError, models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_advocacy.registry import Registry

from . import disclosure
from .disclosure import Cell, State
from .models import (
    Ambassador,
    AmbassadorsSettings,
    DirectoryPerson,
    DirectorySync,
    FigureCell,
    FigureGroup,
    FigureSnapshot,
    Headcount,
    Unit,
)
from .models.settings import LOWEST_MINIMUM


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class GroupMetric(abc.ABC):
    """Something people did, to be counted by department."""

    key: ClassVar[str]
    # What the count says, such as "Signed the charter".
    label: "ClassVar[StrOrPromise]"
    # Keys of the metrics whose people contain these.
    # Whoever signed has joined: then how many joined and did not sign is looked after.
    within: ClassVar[tuple[str, ...]] = ()
    # Whether leads read it beside how many take part; other screens name theirs.
    is_of_participation: ClassVar[bool] = False
    # Whether it counts what was done in the quarter, and begins anew with the next.
    is_of_quarter: ClassVar[bool] = False

    @abc.abstractmethod
    def people(self) -> "models.QuerySet":
        """Return the primary keys of the accounts of those who did it, once each.

        Nothing is evaluated here: it becomes a part of one query.
        """

    def is_counted(self) -> bool:
        """Whether there is anything to count today, such as a charter to sign.

        What this depends on is known to everybody.
        """
        return True


class Joined(GroupMetric):
    key = "joined"
    label = gettext_lazy("Take part")

    def people(self):
        return Ambassador.objects.active().values_list("user")


metrics: Registry[GroupMetric] = Registry("metric of groups")
metrics.register(Joined())


@dataclass(frozen=True)
class Parts:
    """A whole and parts of it that have nobody in common, all departments together.

    :param people: how many there are in each part; the rest of the whole is none.
    :param of: how many people there are in the whole.
    :param is_rate_only: whether numbers are kept back even where a rate is shown.
    """

    people: Mapping[str, int]
    of: int
    is_rate_only: bool = False


class Breakdown(abc.ABC):
    """What people are divided into otherwise than by department.

    It is counted for everybody together only. A part is either never about people whom
    a metric already tells apart, or lies within the people of one; see
    ``disclosure.publish_parts``.
    """

    key: ClassVar[str]

    @abc.abstractmethod
    def count(self) -> Iterable[Parts]:
        """Return what is counted; not for any screen."""


breakdowns: Registry[Breakdown] = Registry("breakdown of figures")


def part_key(breakdown: str, part: str) -> str:
    """Return under which key the figures of a day have a part; 128 characters hold."""
    return f"{breakdown}:{part}"


WORDS = {
    State.PROTECTED: gettext_lazy("protected"),
    State.UNAVAILABLE: gettext_lazy("unavailable"),
}


@dataclass(frozen=True)
class FiguresGroup:
    """One line of the figures: a unit, those without one, or everybody.

    :param headcount: how many people there are; ``None``: unknown.
    :param unit: primary key of the unit; ``None`` for the other lines.
    """

    name: str
    headcount: int | None
    cells: dict[str, Cell]
    unit: int | None = None

    def cell(self, metric: str) -> Cell:
        """Return the figure of ``metric``; one that was not counted is unavailable."""
        return self.cells.get(metric, Cell(State.UNAVAILABLE))


@dataclass(frozen=True)
class Figures:
    """The figures of one day, as everybody sees them.

    :param kind: which kind of unit they are broken down by.
    :param minimum: the smallest group of that day.
    """

    day: datetime.date
    kind: str
    minimum: int
    groups: list[FiguresGroup]
    everybody: FiguresGroup

    @property
    def kind_label(self) -> str:
        return str(Unit.Kind(self.kind).label)


def take_snapshot() -> bool:
    """Count the figures of today and keep those that may be known.

    There is one set of figures a day: between two, even an hour apart, one could see
    who joined in between.

    :returns: whether it was done now; ``False``: today's are there already, or the
        directory was never read.
    """
    today = timezone.localdate()
    if FigureSnapshot.objects.filter(day=today).exists():
        return False
    if not DirectorySync.objects.exclude(read_at=None).exists():
        return False
    try:
        with transaction.atomic():
            _take(today)
    except IntegrityError:
        # Another worker was faster, or else it is a fault.
        if FigureSnapshot.objects.filter(day=today).exists():
            return False
        raise
    return True


def latest() -> Figures | None:
    """Return the newest figures; ``None``: none were taken yet. Three queries."""
    snapshot = FigureSnapshot.objects.first()
    return None if snapshot is None else _read([snapshot])[snapshot.day]


def of_days(days: Collection[datetime.date]) -> dict[datetime.date, Figures]:
    """Return the figures of some days; those of which there are none are missing.

    Three queries, however many days.
    """
    return _read(FigureSnapshot.objects.filter(day__in=days))


def _read(snapshots: Iterable[FigureSnapshot]) -> dict[datetime.date, Figures]:
    found = {snapshot.pk: snapshot for snapshot in snapshots}
    # A thousand rows of plain values, where as many objects would be most of the work.
    cells: dict[int, dict[str, Cell]] = {}
    stored = FigureCell.objects.filter(group__snapshot__in=list(found))
    for group, metric, state, people, rate in stored.values_list(
        "group", "metric", "state", "people", "rate"
    ):
        cells.setdefault(group, {})[metric] = Cell(State(state), people, rate)
    lines: dict[int, list[FigureGroup]] = {pk: [] for pk in found}
    for line in FigureGroup.objects.filter(snapshot__in=list(found)):
        lines[line.snapshot_id].append(line)
    return {
        snapshot.day: _figures(snapshot, lines[pk], cells)
        for pk, snapshot in found.items()
    }


def _figures(
    snapshot: FigureSnapshot,
    lines: Iterable[FigureGroup],
    cells: Mapping[int, dict[str, Cell]],
) -> Figures:
    groups: dict[str, list[FiguresGroup]] = {}
    for line in lines:
        groups.setdefault(line.scope, []).append(
            FiguresGroup(
                _name(line), line.headcount, cells.get(line.pk, {}), line.unit_id
            )
        )
    scope = FigureGroup.Scope
    return Figures(
        day=snapshot.day,
        kind=snapshot.kind,
        minimum=snapshot.minimum,
        groups=groups.get(scope.UNIT, []) + groups.get(scope.NO_UNIT, []),
        everybody=groups[scope.EVERYBODY][0],
    )


def rows(figures: Figures, counted: Sequence[GroupMetric]) -> Iterator[list[str]]:
    """Yield the figures as a table in words, the headings first; for files.

    :param counted: the metrics to show.
    """
    headings = [figures.kind_label, _("People")]
    for metric in counted:
        headings += [
            str(metric.label),
            _("%(metric)s, per cent") % {"metric": metric.label},
        ]
    yield headings
    for line in (*figures.groups, figures.everybody):
        row = [line.name, _in_words(line.headcount)]
        for metric in counted:
            row += cell_in_words(line.cell(metric.key))
        yield row


def cell_in_words(cell: Cell) -> list[str]:
    """Return how many people and which rate, or why there is neither; for files."""
    if cell.is_shown:
        return [_in_words(cell.people), _in_words(cell.rate)]
    return [str(WORDS[cell.state])] * 2


def _in_words(number: int | None) -> str:
    return str(WORDS[State.UNAVAILABLE]) if number is None else str(number)


def _name(line: FigureGroup) -> str:
    if line.scope == FigureGroup.Scope.EVERYBODY:
        return _("Everybody")
    if line.scope == FigureGroup.Scope.NO_UNIT:
        return _("None or unknown")
    return line.name


def _take(today: datetime.date) -> None:
    settings = AmbassadorsSettings.read()
    kind = settings.figures_by
    # First, so that a second worker waits here and finds it done.
    snapshot = FigureSnapshot.objects.create(
        day=today, kind=kind, minimum=smallest_group(settings)
    )
    units: dict[Hashable, Unit] = {
        unit.pk: unit for unit in Unit.objects.filter(kind=kind, is_active=True)
    }
    counted = [metric for metric in _outer_first() if metric.is_counted()]
    published = publish(kind, units, counted, snapshot.minimum)
    everybody = published.everybody
    scope = FigureGroup.Scope
    cells: dict[tuple[str, int | None], Mapping[str, Cell]] = {
        (scope.EVERYBODY, None): {**everybody.cells, **_parts(snapshot.minimum)}
    }
    lines = [
        FigureGroup(
            snapshot=snapshot, scope=scope.EVERYBODY, headcount=everybody.headcount
        )
    ]
    for group in published.groups:
        unit = units.get(group.key)
        line = FigureGroup(
            snapshot=snapshot,
            scope=scope.UNIT if unit else scope.NO_UNIT,
            unit=unit,
            name=unit.name if unit else "",
            headcount=group.headcount,
        )
        lines.append(line)
        cells[line.scope, line.unit_id] = group.cells
    FigureGroup.objects.bulk_create(lines)
    # Read again: not every database tells the keys of rows made in bulk.
    FigureCell.objects.bulk_create(
        FigureCell(
            group=line,
            metric=metric,
            state=cell.state.value,
            people=cell.people,
            rate=cell.rate,
        )
        for line in snapshot.groups.all()
        for metric, cell in cells[line.scope, line.unit_id].items()
    )


def _outer_first() -> list[GroupMetric]:
    """Return all metrics, each after those it lies within, in whatever order the site
    lists our rooms."""

    def depth(metric: GroupMetric) -> int:
        outer = [metrics.get(key) for key in metric.within if key in metrics]
        return 1 + max(map(depth, outer), default=0)

    return sorted(metrics, key=depth)


def _parts(minimum: int) -> dict[str, Cell]:
    return {
        part_key(breakdown.key, part): replace(
            cell, people=None if parts.is_rate_only else cell.people
        )
        for breakdown in breakdowns
        for parts in breakdown.count()
        for part, cell in disclosure.publish_parts(
            parts.people, parts.of, minimum
        ).items()
    }


def smallest_group(settings: AmbassadorsSettings) -> int:
    """Return the smallest group that a figure may be about."""
    return max(settings.minimum_group, LOWEST_MINIMUM)


def publish(
    kind: str,
    units: Mapping[Hashable, Unit],
    counted: Sequence[GroupMetric],
    minimum: int,
) -> disclosure.Publication:
    """Count now, and return what may be known; to be stored, and not for any screen.

    :param units: those of ``kind`` that are lines, by primary key.
    :param counted: outer metrics first.
    """
    keys = {metric.key for metric in counted}
    within = {
        metric.key: tuple(outer for outer in metric.within if outer in keys)
        for metric in counted
    }
    return disclosure.publish(_counted(kind, units, counted), within, minimum)


def _counted(
    kind: str, units: Mapping[Hashable, Unit], metrics: Sequence[GroupMetric]
) -> Iterator[disclosure.Group]:
    """Yield each unit of a kind and those without one, with all that was counted."""
    sync = DirectorySync.objects.get()
    headcounts: dict[Hashable, int | None] = dict(
        Headcount.objects.filter(
            unit__kind=kind, day__in=DirectorySync.objects.values("day")
        ).values_list("unit", "people")
    )
    counted = {row[kind]: row for row in counts(kind, metrics)}
    for pk in [*units, None]:
        row = counted.get(pk, {})
        known = row.get("known", 0)
        if pk is None:
            # Where not everybody is listed, nobody knows how many have no unit.
            is_known = sync.lists_everybody or not known
            headcount = known if is_known else None
        else:
            headcount = headcounts.get(pk)
        if pk is None and not known:
            continue
        yield disclosure.Group(
            key=pk,
            known=known,
            headcount=headcount,
            counts={
                metric.key: row.get(f"metric_{number}", 0)
                for number, metric in enumerate(metrics)
            },
        )


def counts(kind: str, metrics: Sequence[GroupMetric]):
    """Return what is counted, for each unit of ``kind``; not for any screen.

    One query, so that all figures are of the same moment.
    """
    return (
        DirectoryPerson.objects.filter(user__is_active=True)
        .order_by()
        .values(kind)
        .annotate(
            known=Count("pk"),
            **{
                f"metric_{number}": Count("pk", filter=Q(user__in=metric.people()))
                for number, metric in enumerate(metrics)
            },
        )
    )

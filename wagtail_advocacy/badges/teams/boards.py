"""Boards, where a lead switched them on: departments, and people who said yes to it.

A board is of a quarter that is over. It is taken once and stays as it is, so nobody has
a place to defend, and there are no two of them to subtract. Of a department it says how
many of ten who take part did something: an average per active member, in which each
person counts once, so that neither a flood of posts nor one person alone moves it. It
obeys the group rule, and of what the rule hides nothing is kept.
"""

import datetime
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from django.db import IntegrityError, router, transaction
from django.db.models import Avg, Count
from django.utils import timezone

from wagtail_advocacy.ambassadors import consents, group_figures
from wagtail_advocacy.ambassadors.disclosure import Cell, PublishedGroup
from wagtail_advocacy.ambassadors.group_figures import GroupMetric, Joined
from wagtail_advocacy.ambassadors.models import (
    Ambassador,
    AmbassadorsSettings,
    DirectorySync,
    Unit,
)
from wagtail_advocacy.ambassadors.signals import left
from wagtail_advocacy.jobs import Schedule, schedules
from wagtail_advocacy.quarters import Quarter
from wagtail_advocacy.sharing.models import SharingSettings
from wagtail_advocacy.sharing.models.help import name_of
from wagtail_advocacy.sharing.readings import Replied, published_in, replied

from .. import periods
from ..models import BadgesSettings, Board, BoardLine, BoardPlace
from .metrics import OwnWords


# Readers comment for days, and authors answer later still.
GRACE = datetime.timedelta(days=7)
# About one a week: what somebody says beyond it moves their name no further.
MOST_CONVERSATIONS = 12
# More names are no board.
MOST_NAMES = 30


def take_due() -> None:
    """Take the board of the quarter that is over, once; forget names that must go.

    It runs daily; twice is once.
    """
    agreed = consents.who_granted(Ambassador.objects.active(), consents.BY_NAME.key)
    BoardPlace.objects.exclude(ambassador__in=agreed).delete()
    quarter = Quarter.current().previous
    if (
        not BadgesSettings.read().boards
        or periods.today() < quarter.end + GRACE
        or not DirectorySync.objects.exclude(read_at=None).exists()
        or _is_taken(quarter)
    ):
        return
    try:
        with transaction.atomic():
            _take(quarter)
    except IntegrityError:
        # Another worker was faster, or else it is a fault.
        if not _is_taken(quarter):
            raise


def _is_taken(quarter: Quarter) -> bool:
    return Board.objects.filter(quarter=str(quarter)).exists()


def _take(quarter: Quarter) -> None:
    settings = AmbassadorsSettings.read()
    # First, so that a second worker waits here and finds it done.
    board = Board.objects.create(
        quarter=str(quarter),
        kind=settings.figures_by,
        minimum=group_figures.smallest_group(settings),
        taken_at=timezone.now(),
    )
    BoardLine.objects.bulk_create(_lines(board, quarter))
    BoardPlace.objects.bulk_create(_places(board, quarter))


def _lines(board: Board, quarter: Quarter) -> Iterator[BoardLine]:
    metrics: list[GroupMetric] = [Joined(), Replied(quarter), OwnWords(quarter)]
    units: dict[Hashable, Unit] = {
        unit.pk: unit for unit in Unit.objects.filter(kind=board.kind, is_active=True)
    }
    published = group_figures.publish(
        board.kind,
        units,
        [metric for metric in metrics if metric.is_counted()],
        board.minimum,
    )
    for group in published.groups:
        unit = units.get(group.key)
        figures = [_of_ten(group, key) for key in (Replied.key, OwnWords.key)]
        if unit is not None and any(figures):
            conversed, own_words = figures
            yield BoardLine(
                board=board,
                unit=unit,
                name=unit.name,
                conversed=conversed,
                own_words=own_words,
            )


def _of_ten(group: PublishedGroup, metric: str) -> int | None:
    """Return how many of ten did something; ``None``: it may not be known.

    Never none and never all of them, as it is with those who are counted.
    """
    cell: Cell | None = group.cells.get(metric)
    if cell is None or cell.people is None:
        return None
    # Whatever lies within it is shown only where this is.
    joined = group.cells[Joined.key].people or 0
    return min(max(round(10 * cell.people / joined), 1), 9)


def _places(board: Board, quarter: Quarter) -> Iterator[BoardPlace]:
    agreed = consents.who_granted(Ambassador.objects.active(), consents.BY_NAME.key)
    shares = published_in(quarter).filter(ambassador__in=agreed).order_by()
    conversations = dict(
        replied(shares)
        .values("ambassador")
        .annotate(posts=Count("pk"))
        .values_list("ambassador", "posts")
    )
    least = SharingSettings.read().originality_minimum
    own_words = set(
        shares.values("ambassador")
        .annotate(average=Avg("originality"))
        .filter(average__gte=least)
        .values_list("ambassador", flat=True)
    )
    for pk in {*conversations, *own_words}:
        yield BoardPlace(
            board=board,
            ambassador_id=pk,
            conversations=min(conversations.get(pk, 0), MOST_CONVERSATIONS),
            own_words=pk in own_words,
        )


@dataclass(frozen=True)
class Place:
    """A name on a board.

    :param conversations: posts on which the person answered readers.
    :param is_most: whether there were that many, or more.
    """

    name: str
    conversations: int
    own_words: bool

    @property
    def is_most(self) -> bool:
        return self.conversations == MOST_CONVERSATIONS


@dataclass(frozen=True)
class ShownBoard:
    """A board as colleagues see it: conversations come first, then own words."""

    board: Board
    quarter: Quarter
    lines: list[BoardLine]
    places: list[Place]


def newest() -> ShownBoard | None:
    """Return the board of the last quarter; ``None``: none was taken yet.

    Three queries. Who may be named is asked now, so a no acts at once.
    """
    board = Board.objects.first()
    if board is None:
        return None
    lines = sorted(
        board.lines.all(),
        key=lambda line: (-(line.conversed or 0), -(line.own_words or 0), line.name),
    )
    # Not from a replica, which may lack somebody's last no.
    using = router.db_for_write(BoardPlace)
    agreed = consents.who_granted(
        Ambassador.objects.using(using).active(), consents.BY_NAME.key
    )
    rows = (
        BoardPlace.objects.using(using)
        .filter(board=board, ambassador__in=agreed)
        .select_related("ambassador__user")
        .order_by("-conversations", "-own_words", "pk")[:MOST_NAMES]
    )
    places = [
        Place(name_of(row.ambassador.user), row.conversations, row.own_words)
        for row in rows
    ]
    places.sort(
        key=lambda one: (-one.conversations, not one.own_words, one.name.casefold())
    )
    return ShownBoard(board, Quarter.parse(board.quarter), lines, places)


def forget_name(sender, ambassador, **kwargs) -> None:
    BoardPlace.objects.filter(ambassador=ambassador).delete()


def register() -> None:
    left.connect(forget_name, dispatch_uid="wagtail_advocacy.badges.forget_name")
    schedules.register(
        Schedule(
            "badges-boards",
            "wagtail_advocacy.badges.teams.boards.take_due",
            minutes=24 * 60,
        )
    )

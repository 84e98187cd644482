"""How many would earn a badge, asked before it is published."""

import time
from dataclasses import dataclass

from django.db import router
from django.db.models import Count, Q

from wagtail_advocacy.ambassadors import disclosure, group_figures
from wagtail_advocacy.ambassadors.models import Ambassador, AmbassadorsSettings

from . import periods
from .criteria import Asked
from .models import Badge


@dataclass(frozen=True)
class Foresight:
    """How many people have done today what a badge asks for.

    :param at_least: rounded down to a multiple of the smallest group; ``None``: it is
        protected, since fewer would, or nearly everybody.
    :param minimum: the smallest group there may be figures about.
    :param milliseconds: how long the database took.
    """

    at_least: int | None
    minimum: int
    milliseconds: int


def foresee(badge: Badge) -> Foresight | None:
    """Count who has done today what a badge asks for. Two queries.

    Everybody who takes part is counted, whatever the badge's audience: who chooses an
    audience of ten and changes one of them would learn what that one did. And it is
    rounded, or whoever looks twice would see who did something in between.

    :param badge: an original, as it is in a draft.
    :returns: ``None`` where it asks for nothing that can be counted.
    """
    asked = Asked.by(badge)
    if not asked.can_be_told:
        return None
    minimum = group_figures.smallest_group(AmbassadorsSettings.read())
    window = periods.window_of(badge, periods.today())
    people = Ambassador.objects.using(router.db_for_read(Ambassador)).active()
    began = time.perf_counter()
    counts = people.aggregate(
        earn=Count("pk", filter=Q(pk__in=people.filter(asked.who(window, "pk")))),
        all=Count("pk"),
    )
    milliseconds = round(1000 * (time.perf_counter() - began))
    cells = disclosure.publish_parts({"earn": counts["earn"]}, counts["all"], minimum)
    shown = cells["earn"].people
    return Foresight(
        at_least=None if shown is None else shown - shown % minimum,
        minimum=minimum,
        milliseconds=milliseconds,
    )

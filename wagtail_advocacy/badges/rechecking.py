"""Who has lost what an award was for."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import Case, DateTimeField, Value, When

from wagtail_advocacy.contention import tried_again

from . import award_ledger
from .conditions import OwnWindow, Window, first_moment
from .criteria import Asked
from .models import Award, Criteria, Revocation
from .queries import current


@dataclass(frozen=True)
class Held:
    """Awards that were given for the same.

    :param starts: the days from which on what somebody did counts, in their order: one
        for all of them; ``None``: since ever. Or several, each for some of them, as
        where a badge is earned anew after some months.
    :param until: the day on which it counts no more; ``None``: until now.
    """

    asked: Asked
    criteria_pk: int
    starts: tuple[datetime.date | None, ...]
    until: datetime.date | None


def held_of(badge_pk: int) -> list[Held]:
    """Return what the awards of a badge that count were given for. Two queries.

    Those that only began on different days are one: there would be one for each day.
    """
    awards = current(Award.objects.using(award_ledger.alias()).filter(badge=badge_pk))
    rows = awards.order_by("criteria", "counts_until", "counts_from").distinct()
    since_ever: list[tuple[int, datetime.date | None]] = []
    starts: defaultdict[tuple[int, datetime.date | None], list] = defaultdict(list)
    for criteria_pk, start, until in rows.values_list(
        "criteria", "counts_from", "counts_until"
    ):
        if start is None:
            since_ever.append((criteria_pk, until))
        else:
            starts[criteria_pk, until].append(start)
    criteria = Criteria.objects.using(award_ledger.alias()).in_bulk(
        {criteria_pk for criteria_pk, _until in [*since_ever, *starts]}
    )
    return [
        Held(Asked.of(criteria[pk]), pk, tuple(days), until)
        for (pk, until), days in [
            *[(one, [None]) for one in since_ever],
            *starts.items(),
        ]
    ]


def take(held: Held, dry_run: bool) -> int:
    """Revoke awards whose evidence is gone, and return how many that are.

    :param dry_run: only say how many.
    """
    if not held.asked.can_be_told:
        return 0
    lost = _lost(held)
    if dry_run:
        return lost.count()
    people = sorted(set(lost.values_list("ambassador", flat=True)))
    return sum(_take_some(held, some) for some in award_ledger.batches(people))


@tried_again(Award)
def _take_some(held: Held, ambassador_pks: Sequence[int]) -> int:
    with transaction.atomic(using=award_ledger.alias()):
        lost = _lost(held, among=award_ledger.lock(ambassador_pks))
        return len(
            award_ledger.write_revocations(
                list(lost.values_list("pk", flat=True)),
                Revocation.Reason.EVIDENCE_GONE,
            )
        )


def _lost(
    held: Held, *, among: Sequence[int] | None = None
) -> "models.QuerySet[Award]":
    """Return the awards whose owners have no more what they were given for."""
    awards = current(
        Award.objects.using(award_ledger.alias()).filter(
            criteria=held.criteria_pk, counts_until=held.until
        )
    ).order_by()
    if among is not None:
        awards = awards.filter(ambassador__in=among)
    first, *further = held.starts
    if not further:
        still = held.asked.who(
            Window(first, held.until), "ambassador", among=among, still=True
        )
        return awards.filter(counts_from=first).exclude(still)
    window = OwnWindow(first, held.until, day="counts_from", moment="counts_since")
    return (
        # What was awarded meanwhile, for days before all of these, is not looked at.
        awards.filter(counts_from__gte=first)
        .alias(counts_since=_moment_of(held.starts))
        .exclude(held.asked.who_each(window, "ambassador", still=True))
    )


def _moment_of(days: Sequence) -> Case | Value:
    """Return the moment at which ``counts_from`` begins by the site's clocks.

    Not every database knows time zones, so all of them are told. They find it by
    halves: of a few years, in a dozen steps.

    :param days: all there are, in their order.
    """
    if len(days) == 1:
        return Value(first_moment(days[0]), output_field=DateTimeField())
    middle = len(days) // 2
    return Case(
        When(counts_from__lt=days[middle], then=_moment_of(days[:middle])),
        default=_moment_of(days[middle:]),
    )

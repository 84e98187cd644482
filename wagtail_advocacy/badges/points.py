"""The ledger of points: what was earned, lost again, spent and returned.

Whoever writes into the ledger of somebody has locked their ambassador's row first, and
nobody writes without: so a total is what the ledger adds up to, at every moment.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connections, models, router, transaction
from django.db.models import Case, F, Sum, When
from django.utils import timezone

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.contention import tried_again
from wagtail_advocacy.rows import in_batches

from .models import BadgesSettings, PointEntry, PointTotal
from .rules import PointRule, Worth, most_told, point_rules


Kind = PointEntry.Kind
Reason = PointEntry.Reason

# People whose rows are held at once.
BATCH = 200
# Entries in one statement.
INSERTED_AT_ONCE = 2000

# Who, under which rule, or TOLD, and the Monday of the week.
Purse = tuple[int, str, datetime.date]
# Stands for all rules that believe what people tell: no rule has this key.
TOLD = ""


class NotEnough(Exception):
    """Somebody has fewer points left than something costs."""


class Thing(NamedTuple):
    """One thing under one rule, of one person: what there is one entry for."""

    ambassador: int
    rule: str
    source: str


@dataclass(frozen=True)
class Settled:
    """What settling wrote, or would write.

    :param people: how many people's ledgers.
    :param entries: things that earned, those that the week's most left nothing for
        included.
    :param reversals: things that were there no more.
    :param points: what all of it adds up to; below 0 where more was lost than earned.
    """

    people: int = 0
    entries: int = 0
    reversals: int = 0
    points: int = 0

    def __add__(self, other: "Settled") -> "Settled":
        return Settled(
            self.people + other.people,
            self.entries + other.entries,
            self.reversals + other.reversals,
            self.points + other.points,
        )


@dataclass(frozen=True)
class Difference:
    """A total that was not what its ledger adds up to.

    :param kept: earned and spent, as they were kept.
    :param counted: earned and spent, by the ledger.
    """

    ambassador: int
    kept: tuple[int, int]
    counted: tuple[int, int]


def settle(ambassador_pk: int, rule_keys: Sequence[str] | None = None) -> bool:
    """Bring one person's ledger in line with what is there today. Twice is once.

    What earns points and has no entry gets one; what had earned points and is gone is
    reversed. Once it was reversed a thing earns nothing any more. Nothing is done about
    somebody who has left: their ledger is as it was when they come back, and settled
    then. Where there is nothing to do, nothing is locked.

    :param rule_keys: the rules that are looked at; ``None``: all. Those that have one
        most a week together are looked at together. Keys of rules that are not
        registered are passed over, and what they once gave stays.
    :returns: whether anything was written.
    """
    rules = _rules(rule_keys)
    if not _plan([ambassador_pk], rules):
        return False
    return _settle_locked([ambassador_pk], rules).people > 0


def settle_all(*, dry_run: bool = False) -> Settled:
    """Settle everybody who takes part, in batches with transactions of their own.

    So is a programme that is older than this room: what people did before counts, each
    in the week of its own day. Whoever breaks it off runs it again.

    :param dry_run: only say what would be written.
    """
    rules = _rules(None)
    people = Ambassador.objects.using(_database()).active().only("pk")
    settled = Settled()
    for batch in in_batches(people, BATCH):
        planned = _plan([ambassador.pk for ambassador in batch], rules)
        if dry_run:
            settled += _summary(planned)
        elif planned:
            concerned = {entry.ambassador_id for entry in planned}
            settled += _settle_locked(sorted(concerned), rules)
    return settled


def total_of(ambassador: Ambassador) -> PointTotal:
    """Return somebody's total; an empty one, not saved, where they have none.

    One query.
    """
    totals = PointTotal.objects.using(_database())
    found = totals.filter(ambassador=ambassador).first()
    return found or PointTotal(ambassador=ambassador)


def spend(ambassador: Ambassador, source: str, amount: int) -> None:
    """Take points from somebody for a reward. Twice for one source is once.

    Call it inside a transaction; it locks the person's row, then their total.

    :param source: names what they are spent for, such as the redemption, for good.
    :param amount: how many, above 0.
    :raises NotEnough: they have fewer left.
    """
    _lock([ambassador.pk])
    spent = _rewards(ambassador).filter(source=source, kind=Kind.ENTRY)
    if spent.exists():
        return
    earned, already = _counted([ambassador.pk])[ambassador.pk]
    if earned - already < amount:
        raise NotEnough
    PointEntry.objects.create(
        ambassador=ambassador,
        rule=PointEntry.REWARD,
        source=source,
        amount=-amount,
        day=site_day(timezone.now()),
        reason=Reason.SPENT,
    )
    _write_totals([ambassador.pk])


def give_back(ambassador: Ambassador, source: str) -> None:
    """Return what was spent for ``source``, also to somebody who has left meanwhile.

    Twice is once. Call it inside a transaction; it locks as ``spend`` does.

    :raises PointEntry.DoesNotExist: nothing was spent for it.
    """
    _lock([ambassador.pk])
    spent = _rewards(ambassador).get(source=source, kind=Kind.ENTRY)
    if _rewards(ambassador).filter(source=source, kind=Kind.REVERSAL).exists():
        return
    PointEntry.objects.create(
        ambassador=ambassador,
        rule=PointEntry.REWARD,
        source=source,
        kind=Kind.REVERSAL,
        amount=-spent.amount,
        day=site_day(timezone.now()),
        reason=Reason.RETURNED,
    )
    _write_totals([ambassador.pk])


def rebuild(*, dry_run: bool = False) -> Iterator[Difference]:
    """Make all totals again from the ledger, and yield those that were not right.

    In batches with transactions of their own; those who have left are looked at, too.

    :param dry_run: only yield them.
    """
    people = Ambassador.objects.using(_database()).only("pk")
    for batch in in_batches(people, BATCH):
        yield from _rebuild_locked([one.pk for one in batch], dry_run=dry_run)


def site_day(moment: datetime.datetime) -> datetime.date:
    """Return the day of a moment by the site's clocks, whoever happens to ask."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def monday_of(day: datetime.date) -> datetime.date:
    """Return the first day of the week that a day is in (ISO 8601)."""
    return day - datetime.timedelta(days=day.weekday())


def _rules(keys: Collection[str] | None) -> list[PointRule]:
    asked = [rule for rule in point_rules if keys is None or rule.key in keys]
    is_told = any(rule.is_told for rule in asked)
    return [rule for rule in point_rules if rule in asked or (is_told and rule.is_told)]


def _database() -> str:
    # A replica may not have the last entry yet, and it would be written again.
    return router.db_for_write(PointEntry)


def _lock(pks: Sequence[int]) -> list[int]:
    """Lock those of these people's rows that there are, and return their keys."""
    rows = Ambassador.objects.using(_database()).filter(pk__in=pks)
    return list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))


@tried_again(PointEntry)
def _settle_locked(pks: Sequence[int], rules: Sequence[PointRule]) -> Settled:
    with transaction.atomic():
        _lock(pks)
        # Whoever left while this waited for their lock.
        active = Ambassador.objects.using(_database()).active().filter(pk__in=pks)
        planned = _plan(list(active.values_list("pk", flat=True)), rules)
        if planned:
            PointEntry.objects.bulk_create(planned, batch_size=INSERTED_AT_ONCE)
            _write_totals(sorted({entry.ambassador_id for entry in planned}))
    return _summary(planned)


@tried_again(PointTotal)
def _rebuild_locked(pks: Sequence[int], *, dry_run: bool) -> list[Difference]:
    with transaction.atomic():
        counted = _counted(_lock(pks))
        totals = PointTotal.objects.using(_database()).filter(ambassador__in=pks)
        kept = {total.ambassador_id: (total.earned, total.spent) for total in totals}
        found = [
            Difference(pk, kept.get(pk, (0, 0)), sums)
            for pk, sums in counted.items()
            if kept.get(pk, (0, 0)) != sums
        ]
        if found and not dry_run:
            _write_totals([difference.ambassador for difference in found])
    return found


def _counted(pks: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return what the ledgers of these people add up to: earned, spent. One query."""
    is_reward = When(rule=PointEntry.REWARD, then=F("amount"))
    not_reward = Case(
        When(rule=PointEntry.REWARD, then=0),
        default=F("amount"),
        output_field=models.IntegerField(),
    )
    rows = (
        PointEntry.objects.using(_database())
        .filter(ambassador__in=pks)
        .order_by()
        .values("ambassador")
        .annotate(
            earned=Sum(not_reward),
            spent=-Sum(Case(is_reward, default=0, output_field=models.IntegerField())),
        )
        .values_list("ambassador", "earned", "spent")
    )
    found = {pk: (int(earned), int(spent)) for pk, earned, spent in rows}
    return {pk: found.get(pk, (0, 0)) for pk in pks}


def _write_totals(pks: Sequence[int]) -> None:
    """Keep what the ledgers of these people add up to. Two queries."""
    alias = _database()
    # MySQL looks at every unique index and cannot be told at which.
    can_name = connections[alias].features.supports_update_conflicts_with_target
    PointTotal.objects.using(alias).bulk_create(
        [
            PointTotal(ambassador_id=pk, earned=earned, spent=spent)
            for pk, (earned, spent) in _counted(pks).items()
        ],
        update_conflicts=True,
        update_fields=["earned", "spent"],
        unique_fields=["ambassador"] if can_name else None,
    )


def _rewards(ambassador: Ambassador) -> "models.QuerySet[PointEntry]":
    return PointEntry.objects.using(_database()).filter(
        ambassador=ambassador, rule=PointEntry.REWARD
    )


def _summary(planned: Sequence[PointEntry]) -> Settled:
    return Settled(
        people=len({entry.ambassador_id for entry in planned}),
        entries=sum(entry.kind == Kind.ENTRY for entry in planned),
        reversals=sum(entry.kind == Kind.REVERSAL for entry in planned),
        points=sum(entry.amount for entry in planned),
    )


@dataclass(frozen=True)
class _Evidence:
    """Something that earns points today.

    :param is_told: there is the person's word alone for it.
    """

    at: datetime.datetime
    units: int
    is_told: bool


def _plan(pks: Sequence[int], rules: Sequence[PointRule]) -> list[PointEntry]:
    """Return the entries that the ledgers of these people lack.

    One query for each rule and one for the ledger; one more where there are any.
    """
    held, is_reversed, earned = _ledger(pks, rules)
    there = _evidence(pks, rules)
    reversals = [
        PointEntry(
            **_columns(thing),
            kind=Kind.REVERSAL,
            amount=-amount,
            day=day,
            reason=Reason.GONE,
        )
        for thing, (amount, day) in held.items()
        # There is nothing to take back of what earned nothing.
        if amount and thing not in there and thing not in is_reversed
    ]
    for reversal in reversals:
        earned[_purse(reversal)] += reversal.amount
    missing = [thing for thing in there if thing not in held]
    if not missing:
        return reversals
    worths = _worths(rules)
    for thing in there.keys() & held.keys() - is_reversed:
        amount, day = held[thing]
        # It is looked at by what is known of it today: what a network has confirmed
        # since leaves room for what is told.
        if there[thing].is_told and worths[thing.rule].cap is not None:
            earned[thing.ambassador, TOLD, monday_of(day)] += amount
    missing.sort(key=lambda thing: (there[thing].at, len(thing.source), thing.source))
    most = most_told((rule, worths[rule.key]) for rule in rules)
    entries = [_entry(thing, there[thing], worths, most, earned) for thing in missing]
    return reversals + entries


def _ledger(
    pks: Sequence[int], rules: Sequence[PointRule]
) -> tuple[
    dict[Thing, tuple[int, datetime.date]],
    set[Thing],
    defaultdict[Purse, int],
]:
    """Return what has an entry, what was reversed, and what each week's rule gave."""
    held: dict[Thing, tuple[int, datetime.date]] = {}
    is_reversed: set[Thing] = set()
    earned: defaultdict[Purse, int] = defaultdict(int)
    rows = (
        PointEntry.objects.using(_database())
        .filter(ambassador__in=pks, rule__in=[rule.key for rule in rules])
        .order_by()
    )
    for ambassador, rule, source, kind, amount, day in rows.values_list(
        "ambassador", "rule", "source", "kind", "amount", "day"
    ):
        thing = Thing(ambassador, rule, source)
        if kind == Kind.ENTRY:
            held[thing] = amount, day
        else:
            is_reversed.add(thing)
        earned[ambassador, rule, monday_of(day)] += amount
    return held, is_reversed, earned


def _evidence(pks: Sequence[int], rules: Sequence[PointRule]) -> dict[Thing, _Evidence]:
    found: dict[Thing, _Evidence] = {}
    for rule in rules:
        rows = rule.evidence().using(_database()).filter(ambassador__in=pks)
        for row in rows:
            for source, evidence in _things(rule, row):
                found[Thing(row["ambassador"], rule.key, source)] = evidence
    return found


def _things(rule: PointRule, row: dict[str, Any]) -> Iterator[tuple[str, _Evidence]]:
    source, at, units = str(row["source"]), row["at"], row["units"]
    told = row["told"] if rule.is_told else 0
    if not rule.is_stepwise:
        yield source, _Evidence(at, units, told > 0)
        return
    for step in range(1, units + 1):
        yield f"{source}:{step}", _Evidence(at, 1, step > units - told)


def _worths(rules: Sequence[PointRule]) -> dict[str, Worth]:
    chosen = BadgesSettings.read().rules
    return {rule.key: rule.worth(chosen) for rule in rules}


def _entry(
    thing: Thing,
    evidence: _Evidence,
    worths: dict[str, Worth],
    most: int | None,
    earned: defaultdict[Purse, int],
) -> PointEntry:
    """Return what a thing earns, and put it into the purses it is of.

    :param most: of what people only tell, in a week.
    """
    worth = worths[thing.rule]
    entry = PointEntry(
        **_columns(thing),
        kind=Kind.ENTRY,
        amount=worth.amount * evidence.units,
        day=site_day(evidence.at),
        reason=Reason.EARNED,
    )
    if worth.cap is None:
        return entry
    limits = {_purse(entry): worth.cap}
    if evidence.is_told and most is not None:
        limits[thing.ambassador, TOLD, monday_of(entry.day)] = most
    room = max(min(limit - earned[purse] for purse, limit in limits.items()), 0)
    if entry.amount > room:
        entry.amount = room
        entry.reason = Reason.CAPPED
    for purse in limits:
        earned[purse] += entry.amount
    return entry


def _purse(entry: PointEntry) -> Purse:
    return entry.ambassador_id, entry.rule, monday_of(entry.day)


def _columns(thing: Thing) -> dict[str, Any]:
    return {
        "ambassador_id": thing.ambassador,
        "rule": thing.rule,
        "source": thing.source,
    }

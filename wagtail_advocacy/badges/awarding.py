"""Who gets a badge, and who has it no more.

What somebody has follows from what they did: whenever it is looked at, whoever fulfils
what a badge asks for has it, and nobody else. So it may be looked at twice, by two at
once, or be broken off anywhere.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from django.db import models, transaction
from django.db.models import OuterRef, Q
from django.utils import timezone

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.contention import tried_again

from . import award_ledger, one_person, periods, rechecking
from .conditions import Window
from .criteria import Asked
from .models import Award, Badge, Criteria, Revocation
from .one_person import Given, Group, Kept, Number
from .periods import Term
from .queries import originals


Reason = Revocation.Reason


@dataclass(frozen=True)
class Outcome:
    """What was done, or would be.

    :param awarded: how many people get the badge.
    :param revoked: how many have it no more.
    """

    awarded: int = 0
    revoked: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.awarded + other.awarded, self.revoked + other.revoked)


class Earnable(NamedTuple):
    """A badge as far as awarding asks; reading one whole takes ten times as long.

    :param group: for whom it is; ``None``: for everybody who takes part.
    """

    pk: int
    period: str
    valid_months: int | None
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    group: Group | None
    asked: Asked


@dataclass(frozen=True)
class _Past:
    """An award of somebody, of the same badge and period.

    :param reason: why it was revoked, or "".
    """

    reason: str
    expires_at: datetime.datetime | None


def evaluate_all() -> Outcome:
    """Bring everybody's awards in line with what they did. Twice is once.

    For each badge and period one query says who gets it, and for all awards that were
    given for the same over the same days, or over days of their own, one says who lost
    what they were for.
    """
    pks = (
        originals()
        .using(award_ledger.alias())
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return sum((evaluate_badge(pk) for pk in list(pks)), Outcome())


def evaluate_badge(badge_pk: int, dry_run: bool = False) -> Outcome:
    """Bring the awards of one badge in line with what people did. Twice is once.

    :param badge_pk: of an original: translations are not earned.
    :param dry_run: only say what would be done.
    """
    outcome = Outcome()
    for held in rechecking.held_of(badge_pk):
        outcome += Outcome(revoked=rechecking.take(held, dry_run))
    for term in _terms(one for one in _earned() if one.pk == badge_pk):
        outcome += Outcome(awarded=_give(term, dry_run))
    return outcome


def evaluate_person(ambassador_pk: int) -> None:
    """Bring one person's awards in line with what they did. Twice is once.

    As many queries whatever the number of badges, and no lock where nothing changes:
    three. Nothing happens to somebody who is not there any more.
    """
    # Whatever people do themselves locks their row. So it was told after whoever else
    # is awarding them was through, or will see it.
    if _Person(ambassador_pk).is_in_line:
        return
    _bring_in_line(ambassador_pk)


@tried_again(Award)
def _bring_in_line(ambassador_pk: int) -> None:
    with transaction.atomic(using=award_ledger.alias()):
        if not award_ledger.lock([ambassador_pk]):
            return
        person = _Person(ambassador_pk)
        award_ledger.write_revocations(
            [award.pk for award in person.lost], Reason.EVIDENCE_GONE
        )
        award_ledger.write_awards(
            [
                _new(term, _frozen(term.badge), ambassador_pk, turn, person.now)
                for term, turn in person.earned
            ],
            for_all=False,
        )


@tried_again(Award)
def revoke(award: Award, reason: str, note: str = "") -> Revocation | None:
    """Take an award back; nothing happens where it was taken back before.

    What somebody took back by hand is not given again for the same period.

    :param reason: one of ``Revocation.Reason``.
    :param note: a sentence for whoever had it.
    """
    with transaction.atomic(using=award_ledger.alias()):
        if not award_ledger.lock([award.ambassador_id]):
            return None
        if Revocation.objects.using(award_ledger.alias()).filter(award=award).exists():
            return None
        return award_ledger.write_revocations([award.pk], reason, note)[0]


def numbers_of(
    ambassador_pk: int, wanted: Iterable[tuple[str, Window]]
) -> dict[tuple[str, Window], int]:
    """Return how many one person has of what is counted. One query.

    :param wanted: keys of registered conditions, each with the days that count.
    """
    numbers = [Number(*one) for one in dict.fromkeys(wanted)]
    if not numbers:
        return {}
    _takes_part, _groups, found = one_person.read(
        ambassador_pk, numbers, [], award_ledger.alias()
    )
    return {(one.key, one.window): number for one, number in found.items()}


class _Theirs(NamedTuple):
    """An award of the one person who is looked at.

    :param reason: why it was revoked, or "".
    """

    pk: int
    badge_pk: int
    period: str
    window: Window
    expires_at: datetime.datetime | None
    asked: Asked
    reason: str

    def is_current(self, now: datetime.datetime) -> bool:
        is_over = self.expires_at is not None and self.expires_at <= now
        return not self.reason and not is_over


class _Person:
    """What one person did and has, as far as badges ask. Three queries.

    :ivar now: when it was looked at.
    :ivar lost: awards whose evidence is gone.
    :ivar earned: what they get: the period of a badge, and how often they had it then.
    """

    def __init__(self, pk: int) -> None:
        self.now = timezone.now()
        terms = _terms(_earned())
        theirs = _awards_of(pk)
        holding = [award for award in theirs if award.is_current(self.now)]
        numbers = [
            Number(key, term.window) for term in terms for key in term.badge.asked.keys
        ]
        numbers += [
            Number(key, award.window, still=True)
            for award in holding
            for key in award.asked.keys
        ]
        groups = [term.badge.group for term in terms if term.badge.group is not None]
        self._takes_part, self._belongs, self._numbers = one_person.read(
            pk,
            list(dict.fromkeys(numbers)),
            list(dict.fromkeys(groups)),
            award_ledger.alias(),
        )
        self.lost = [award for award in holding if self._has_lost(award)]
        self.earned = list(self._gets(filter(self._earns, terms), theirs))

    @property
    def is_in_line(self) -> bool:
        return not self.lost and not self.earned

    def _gets(
        self, terms: Iterable[Term[Earnable]], theirs: Sequence[_Theirs]
    ) -> Iterator[tuple[Term[Earnable], int]]:
        lost = {award.pk for award in self.lost}
        for term in terms:
            past = [
                _Past(
                    Reason.EVIDENCE_GONE if award.pk in lost else award.reason,
                    award.expires_at,
                )
                for award in theirs
                if award.badge_pk == term.badge.pk and award.period == term.period
            ]
            if not _is_in_the_way(term.badge, past, self.now):
                yield term, len(past)

    def _earns(self, term: Term[Earnable]) -> bool:
        """Whether they have done what a badge asks for, and it is for them."""
        badge = term.badge
        return bool(
            self._takes_part
            and badge.asked.can_be_told
            and (badge.group is None or self._belongs[badge.group])
            and badge.asked.is_met(
                self._numbers[Number(key, term.window)] for key in badge.asked.keys
            )
        )

    def _has_lost(self, award: _Theirs) -> bool:
        """Whether what an award was for is not there any more."""
        return award.asked.can_be_told and not award.asked.is_met(
            self._numbers[Number(key, award.window, still=True)]
            for key in award.asked.keys
        )


def _awards_of(ambassador_pk: int) -> list[_Theirs]:
    return [
        _Theirs(
            pk,
            badge_pk,
            period,
            Window(start, end),
            expires_at,
            Asked(match, tuple((key, number) for key, number in asked)),
            reason or "",
        )
        for pk, badge_pk, period, start, end, expires_at, match, asked, reason in (
            _award_rows(award_ledger.alias()).rows(ambassador_pk)
        )
    ]


@cache
def _award_rows(alias: str) -> Kept:
    rows = Award.objects.filter(ambassador=Given()).order_by()
    return Kept(
        rows.values_list(
            "pk",
            "badge",
            "period",
            "counts_from",
            "counts_until",
            "expires_at",
            "criteria__match",
            "criteria__conditions",
            "revocation__reason",
        ),
        alias,
    )


def _earned() -> list[Earnable]:
    """Return the badges that somebody may get today. One query."""
    badges: dict[int, tuple] = {}
    asked: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for *badge, key, at_least in _badge_rows(
        periods.today(), award_ledger.alias()
    ).rows():
        badges[badge[0]] = tuple(badge)
        if key is not None:
            asked[badge[0]].append((key, at_least))
    return [
        Earnable(
            pk,
            period,
            months,
            starts_on,
            ends_on,
            Group(audience, tuple(languages)) if audience else None,
            Asked(match, tuple(sorted(asked[pk]))),
        )
        for (
            pk,
            period,
            months,
            starts_on,
            ends_on,
            match,
            audience,
            languages,
        ) in badges.values()
    ]


@lru_cache(4)
def _badge_rows(day: datetime.date, alias: str) -> Kept:
    """Return a row for each condition of a badge, or for the badge without any."""
    ended = day - periods.GRACE_DAYS * periods.DAY
    badges = originals().filter(
        Q(starts_on=None) | Q(starts_on__lte=day),
        Q(ends_on=None) | Q(ends_on__gte=ended),
        live=True,
    )
    return Kept(
        badges.order_by("pk").values_list(
            "pk",
            "period",
            "valid_months",
            "starts_on",
            "ends_on",
            "match",
            "audience",
            "audience__languages",
            "conditions__condition",
            "conditions__at_least",
        ),
        alias,
    )


def _terms(badges: Iterable[Earnable]) -> list[Term[Earnable]]:
    day = periods.today()
    return [term for badge in badges for term in periods.terms(badge, day)]


def _give(term: Term[Earnable], dry_run: bool) -> int:
    if not term.badge.asked.can_be_told:
        return 0
    people = _lacking(term)
    if dry_run:
        return people.count()
    pks = list(people.order_by("pk").values_list("pk", flat=True))
    if not pks:
        return 0
    criteria_pk = _frozen(term.badge)
    return sum(
        _give_some(term, criteria_pk, some) for some in award_ledger.batches(pks)
    )


@tried_again(Award)
def _give_some(
    term: Term[Earnable], criteria_pk: int, ambassador_pks: Sequence[int]
) -> int:
    with transaction.atomic(using=award_ledger.alias()):
        locked = award_ledger.lock(ambassador_pks)
        now = timezone.now()
        earlier = Award.objects.using(award_ledger.alias()).filter(
            ambassador__in=locked, badge=term.badge.pk, period=term.period
        )
        turns = Counter(earlier.values_list("ambassador", flat=True))
        lacking = _lacking(term, among=locked).order_by("pk")
        return len(
            award_ledger.write_awards(
                [
                    _new(term, criteria_pk, pk, turns[pk], now)
                    for pk in lacking.values_list("pk", flat=True)
                ],
                for_all=True,
            )
        )


def _lacking(
    term: Term[Earnable], *, among: Sequence[int] | None = None
) -> "models.QuerySet[Ambassador]":
    """Return who has earned a badge and not got it. One query."""
    badge = term.badge
    by_hand = Q(revocation__reason=Reason.BY_HAND)
    stands = Q(revocation=None)
    if badge.period == Badge.Period.ONCE:
        stands &= Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    in_the_way = Award.objects.filter(
        by_hand | stands, badge=badge.pk, period=term.period
    )
    people = Ambassador.objects.using(award_ledger.alias()).active()
    if among is not None:
        people = people.filter(pk__in=among)
        in_the_way = in_the_way.filter(ambassador__in=among)
    if badge.group is not None:
        people = people.filter(badge.group.reaches(OuterRef("user")))
    return people.filter(badge.asked.who(term.window, "pk", among=among)).exclude(
        pk__in=in_the_way.order_by().values("ambassador")
    )


def _is_in_the_way(
    badge: Earnable, past: Sequence[_Past], now: datetime.datetime
) -> bool:
    """Whether a badge is not given again, for what became of it before.

    The same as in ``_lacking``, for one person. What ran out is earned anew; but not
    within the period that it was for.
    """
    is_once = badge.period == Badge.Period.ONCE
    return any(
        one.reason == Reason.BY_HAND
        or (
            not one.reason
            and not (is_once and one.expires_at is not None and one.expires_at <= now)
        )
        for one in past
    )


def _frozen(badge: Earnable) -> int:
    asked = badge.asked
    criteria, _created = Criteria.objects.using(award_ledger.alias()).get_or_create(
        badge_id=badge.pk,
        digest=asked.digest,
        defaults={
            "match": asked.match,
            "conditions": [list(one) for one in asked.conditions],
        },
    )
    return criteria.pk


def _new(
    term: Term[Earnable],
    criteria_pk: int,
    ambassador_pk: int,
    turn: int,
    now: datetime.datetime,
) -> Award:
    return Award(
        ambassador_id=ambassador_pk,
        badge_id=term.badge.pk,
        criteria_id=criteria_pk,
        period=term.period,
        turn=turn,
        counts_from=term.window.start,
        counts_until=term.window.end,
        awarded_at=now,
        expires_at=periods.expiry(term.badge, now),
    )

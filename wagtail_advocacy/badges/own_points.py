"""What somebody sees of their own points."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import router
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.models import Ambassador

from .models import BadgesSettings, PointEntry
from .points import monday_of, site_day
from .rewards import catalogue
from .rules import PointRule, Worth, most_told, point_rules


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class RuleOfWeek:
    """One rule, what it gives, and what it gave this week.

    :param earned: points of this week so far.
    """

    rule: PointRule
    worth: Worth
    earned: int

    @property
    def is_full(self) -> bool:
        return self.worth.cap is not None and self.earned >= self.worth.cap


@dataclass(frozen=True)
class Line:
    """One entry, in words.

    :param label: what kind of thing it is about.
    :param name: what it is called; "": the kind says enough.
    """

    entry: PointEntry
    label: "StrOrPromise"
    name: str

    @property
    def is_loss(self) -> bool:
        return self.entry.amount < 0

    @property
    def amount(self) -> str:
        """With its sign, a real minus, and 0 without one."""
        return f"{self.entry.amount:+d}".replace("-", "−") if self.entry.amount else "0"

    @property
    def size(self) -> int:
        """Without its sign."""
        return abs(self.entry.amount)

    @property
    def because(self) -> "StrOrPromise":
        """Why it is not what one would expect; "": it is."""
        is_usual = self.entry.reason == PointEntry.Reason.EARNED
        return "" if is_usual else PointEntry.Reason(self.entry.reason).label


REWARD = _("A reward")
# Its rule was taken out since.
OTHER = _("Something else")


def entries_of(ambassador: Ambassador) -> "QuerySet[PointEntry]":
    """Return somebody's ledger, newest first, but what a lead made worth nothing."""
    rows = PointEntry.objects.using(router.db_for_write(PointEntry))
    return (
        rows.filter(ambassador=ambassador)
        .exclude(Q(amount=0, reason=PointEntry.Reason.EARNED))
        .order_by("-day", "-pk")
    )


def in_words(entries: Iterable[PointEntry]) -> list[Line]:
    """Return entries of one person in words.

    One query for each rule among them, and two where something was spent.
    """
    entries = list(entries)
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        sources[entry.rule].add(entry.source)
    names = {
        rule.key: rule.names(sources[rule.key])
        for rule in point_rules
        if rule.key in sources
    }
    if PointEntry.REWARD in sources:
        names[PointEntry.REWARD] = catalogue.names(sources[PointEntry.REWARD])
    return [
        Line(entry, _label(entry), names.get(entry.rule, {}).get(entry.source, ""))
        for entry in entries
    ]


def rules_of_week(ambassador: Ambassador) -> list[RuleOfWeek]:
    """Return what earns points, and what each gave somebody this week. Two queries."""
    chosen = BadgesSettings.read().rules
    rows = PointEntry.objects.using(router.db_for_write(PointEntry)).filter(
        ambassador=ambassador, day__gte=monday_of(site_day(timezone.now()))
    )
    earned = dict(rows.order_by().values_list("rule").annotate(Sum("amount")))
    return [
        RuleOfWeek(rule, worth, earned.get(rule.key, 0))
        for rule in point_rules
        if (worth := rule.worth(chosen)).amount
    ]


def told_together(rules: Iterable[RuleOfWeek]) -> int | None:
    """Return the most a week of what several rules believe; ``None``: nothing is.

    :param rules: all of them, as ``rules_of_week`` returns them.
    """
    told = [
        (one.rule, one.worth)
        for one in rules
        if one.rule.is_told and one.worth.cap is not None
    ]
    return most_told(told) if len(told) > 1 else None


def _label(entry: PointEntry) -> "StrOrPromise":
    if entry.rule == PointEntry.REWARD:
        return REWARD
    return point_rules.get(entry.rule).label if entry.rule in point_rules else OTHER

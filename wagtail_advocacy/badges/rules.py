"""What earns points. A site adds rules of its own with ``point_rules.register``."""

import abc
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from wagtail_advocacy.registry import Registry


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Worth:
    """What a rule gives at present.

    :param amount: points for one.
    :param cap: most points in one week; ``None``: no limit.
    """

    amount: int
    cap: int | None


class PointRule(abc.ABC):
    """One kind of thing that earns points.

    :cvar key: stable name, at most 64 characters; it is stored.
    :cvar label: what earns them, such as "Comments answered".
    :cvar explanation: how, in a sentence for those who earn them.
    :cvar amount: points for one, where the lead says nothing else.
    :cvar cap: most points of this rule in one week; ``None``: no limit.
    :cvar is_stepwise: something may come to earn more, or less, as time goes by: each
        of its units is a thing of its own, which earns ``amount`` and is lost alone.
    :cvar is_told: some of it is what people tell of themselves, and nobody checks: all
        such things of all such rules have one most a week together (``most_told``).
    """

    key: ClassVar[str]
    label: "ClassVar[StrOrPromise]"
    explanation: "ClassVar[StrOrPromise]"
    amount: ClassVar[int]
    cap: ClassVar[int | None] = None
    is_stepwise: ClassVar[bool] = False
    is_told: ClassVar[bool] = False

    @abc.abstractmethod
    def evidence(self) -> "models.QuerySet[Any]":
        """Return what earns points today, of everybody, one row for each thing.

        Rows are ``values("ambassador", "source", "at", "units")``: the primary key of
        an ambassador, what names the thing among those of this rule for good (128
        characters at most once it is written out), when it happened, and how often
        ``amount`` is given for it; 0 times decides for good that it earns nothing.
        Something that is not among them any more loses its
        points. Where ``is_told``, rows have ``told`` too: for how many of the units,
        the last ones, there is the person's word alone. Nothing is evaluated here: it
        is filtered by ``ambassador`` first.
        """

    def names(self, sources: Collection[str]) -> dict[str, str]:
        """Return what some things are called, for the one whom they earned points.

        What is missing is told by the label of the rule alone. One query at most.

        :param sources: as this rule names them, all of one person.
        """
        return {}

    def worth(self, chosen: dict[str, Any]) -> Worth:
        """Return what this rule gives.

        :param chosen: the ``rules`` of ``BadgesSettings``: what the lead decided.
        """
        own = chosen.get(self.key, {})
        return Worth(own.get("amount", self.amount), own.get("cap", self.cap))


def most_told(rules: Iterable[tuple[PointRule, Worth]]) -> int | None:
    """Return the most points a week of what people only tell, of all rules together.

    As much as the most generous of them gives: who tells two lies has no more of it
    than who tells one. A rule that the lead let have no limit is left out of it.

    :returns: ``None``: there is no limit.
    """
    caps = [
        worth.cap
        for rule, worth in rules
        if rule.is_told and worth.amount and worth.cap is not None
    ]
    return max(caps, default=None)


class PointRules(Registry[PointRule]):
    """What earns points. One key is taken: what people spend is written under it."""

    def register(self, item: PointRule) -> PointRule:
        """Add ``item`` at the end and return it.

        :raises ImproperlyConfigured: another rule has the same key, or it is the one
            under which points are spent.
        """
        # A site's own app imports this module before there are models.
        from .models import PointEntry

        if item.key == PointEntry.REWARD:
            raise ImproperlyConfigured(
                f"No point rule can be registered as {item.key!r}: points that are"
                " spent are written under it. Choose another key."
            )
        return super().register(item)


point_rules = PointRules("point rule")

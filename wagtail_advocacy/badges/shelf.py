"""What somebody has earned, as they see it themselves."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from wagtail_advocacy.ambassadors import audiences
from wagtail_advocacy.ambassadors.models import Ambassador, Audience
from wagtail_advocacy.quarters import Quarter

from .models import Award, Badge, PublicAward
from .progress import next_badges
from .queries import awards, in_own_language, is_current, offered


@dataclass(frozen=True)
class Earned:
    """One award on its owner's shelf.

    :param badge: in the language they read.
    """

    award: Award
    badge: Badge

    @property
    def public(self) -> PublicAward | None:
        """What anybody sees of it, or ``None``: it is not shown."""
        return getattr(self.award, "public", None)

    @property
    def is_revoked(self) -> bool:
        return hasattr(self.award, "revocation")

    @property
    def is_current(self) -> bool:
        return is_current(self.award)

    @property
    def is_from_today(self) -> bool:
        return timezone.localdate(self.award.awarded_at) == timezone.localdate()

    @property
    def period(self) -> str:
        """When it was earned for, such as "November 2026"; "": once and for all."""
        year, _dash, rest = self.award.period.partition("-")
        if rest.startswith("Q"):
            return Quarter.parse(self.award.period).label
        if not rest:
            return ""
        return date_format(datetime.date(int(year), int(rest), 1), "YEAR_MONTH_FORMAT")


@dataclass(frozen=True)
class Family:
    """Badges that stand together; ``name`` is "" for those that stand alone."""

    name: str
    earned: list[Earned]


@dataclass
class Shelf:
    """Everything somebody has earned.

    :param families: what counts, by family and level.
    :param history: what counts no more, newest first.
    """

    families: list[Family] = field(default_factory=list)
    history: list[Earned] = field(default_factory=list)

    @property
    def number(self) -> int:
        return sum(len(family.earned) for family in self.families)


def shelf_of(own: Iterable[Award], words: dict[int, Badge]) -> Shelf:
    """Arrange somebody's awards.

    :param own: as ``awards`` reads them, newest first.
    :param words: badges in the language of the reader, by primary key of the original.
    """
    earned = [Earned(award, words[award.badge_id]) for award in own]
    families: dict[str, list[Earned]] = {}
    for one in earned:
        if one.is_current:
            # By the original's family: that of a translation has another name.
            families.setdefault(one.award.badge.family, []).append(one)
    for of_family in families.values():
        of_family.sort(key=_level, reverse=True)
    named = [
        Family(of_family[0].badge.family, of_family)
        for name, of_family in families.items()
        if name
    ]
    alone = [Family("", families[""])] if "" in families else []
    return Shelf(
        sorted(named, key=lambda family: family.name.casefold()) + alone,
        [one for one in earned if not one.is_current],
    )


def _level(one: Earned) -> tuple[int, datetime.datetime]:
    return one.award.badge.level_place, one.award.awarded_at


def awards_of(ambassador: Ambassador) -> list[Award]:
    """Return all somebody was ever awarded, newest first. One query."""
    return list(awards().filter(ambassador=ambassador))


def earned_one(user, **which) -> Earned:
    """Return one of somebody's own awards. Two queries.

    :param which: its ``pk``, or its ``public_id``: the addresses of its owner have that
        one, since a number would tell how many were given.

    :raises Award.DoesNotExist: there is none, or it is somebody else's.
    """
    award = awards().get(ambassador__user=user, **which)
    return Earned(award, in_own_language([award.badge])[award.badge_id])


def offered_to(user) -> list[Badge]:
    """Return the originals that somebody can earn today and may know of.

    Neither a surprise nor what is for others. Two queries, three where some have an
    audience, however many there are.
    """
    rows = offered().filter(hidden=False).select_related("audience")
    badges = list(rows.prefetch_related("conditions").order_by("pk"))
    meant_for = {badge.audience for badge in badges if badge.audience}
    reached = _reached(meant_for, user)
    return [
        badge
        for badge in badges
        if badge.audience_id is None or badge.audience_id in reached
    ]


def _reached(meant_for: set[Audience], user) -> set[int]:
    if not meant_for:
        return set()
    is_reached = Q()
    for audience in meant_for:
        is_reached |= Q(pk=audience.pk) & audiences.reaches(audience, user.pk)
    found = Audience.objects.filter(is_reached)
    return set(found.values_list("pk", flat=True))


def shown_to(ambassador: Ambassador) -> dict[str, Any]:
    """Return what somebody has, and what they could earn next.

    Six queries at most, however many badges there are.
    """
    own = awards_of(ambassador)
    known = offered_to(ambassador.user)
    originals = {badge.pk: badge for badge in [*known, *(one.badge for one in own)]}
    words = in_own_language(originals.values())
    return {
        "shelf": shelf_of(own, words),
        "next_badges": next_badges(ambassador, known, own, words),
    }

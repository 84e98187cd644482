"""How far somebody is on the way to what they could earn next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from wagtail_advocacy.ambassadors.models import Ambassador

from . import periods
from .awarding import numbers_of
from .conditions import conditions
from .criteria import Asked
from .models import Award, Badge, Revocation
from .queries import is_current


# What is said of the conditions that come with the room; of others, their own label.
SENTENCES: dict[str, Promise] = {
    "points": ngettext_lazy(
        "%(number)s of %(at_least)s point",
        "%(number)s of %(at_least)s points",
        "at_least",
    ),
    "shares": ngettext_lazy(
        "%(number)s of %(at_least)s thing you shared",
        "%(number)s of %(at_least)s things you shared",
        "at_least",
    ),
    "own_words": ngettext_lazy(
        "%(number)s of %(at_least)s post in your own words",
        "%(number)s of %(at_least)s posts in your own words",
        "at_least",
    ),
    "replied": ngettext_lazy(
        "%(number)s of %(at_least)s post whose comments you answered",
        "%(number)s of %(at_least)s posts whose comments you answered",
        "at_least",
    ),
    "trainings": ngettext_lazy(
        "%(number)s of %(at_least)s training you completed",
        "%(number)s of %(at_least)s trainings you completed",
        "at_least",
    ),
    "charters": ngettext_lazy(
        "%(number)s of %(at_least)s charter you signed",
        "%(number)s of %(at_least)s charters you signed",
        "at_least",
    ),
    "topics": ngettext_lazy(
        "%(number)s of %(at_least)s topic you shared about",
        "%(number)s of %(at_least)s topics you shared about",
        "at_least",
    ),
    "thanks": ngettext_lazy(
        "%(number)s of %(at_least)s colleague who thanked you",
        "%(number)s of %(at_least)s colleagues who thanked you",
        "at_least",
    ),
}


@dataclass(frozen=True)
class Step:
    """One thing a badge asks for.

    :param number: how many there are, ``at_least`` at most.
    """

    condition: str
    number: int
    at_least: int

    @property
    def sentence(self) -> str:
        """How far it is, in words."""
        values = {"number": self.number, "at_least": self.at_least}
        if self.condition in SENTENCES:
            return str(SENTENCES[self.condition] % values)
        label = conditions.get(self.condition).label
        return _("%(label)s: %(number)s of %(at_least)s") % {"label": label, **values}

    @property
    def ratio(self) -> float:
        return self.number / self.at_least


@dataclass(frozen=True)
class Next:
    """A badge somebody does not have yet.

    :param badge: in the language they read.
    :param is_any: one of the steps is enough.
    """

    badge: Badge
    steps: tuple[Step, ...]
    is_any: bool

    @property
    def ratio(self) -> float:
        ratios = [step.ratio for step in self.steps]
        return max(ratios) if self.is_any else sum(ratios) / len(ratios)


def next_badges(
    ambassador: Ambassador,
    known: Iterable[Badge],
    own: Iterable[Award],
    words: Mapping[int, Badge],
) -> list[Next]:
    """Return the next badge of each family, what is nearest first. One query.

    :param known: originals that they can earn and may know of, with their conditions.
    :param own: all their awards.
    :param words: badges in the language they read, by primary key of the original.
    """
    day = periods.today()
    taken = {(one.badge_id, one.period) for one in own if _is_in_the_way(one)}
    open_to_them = [
        badge
        for badge in known
        if (badge.pk, periods.period_of(badge, day)) not in taken
        and Asked.by(badge).can_be_told
    ]
    terms = [periods.term_of(badge, day) for badge in _first_of_families(open_to_them)]
    asked = {term.badge.pk: Asked.by(term.badge) for term in terms}
    numbers = numbers_of(
        ambassador.pk,
        [(key, term.window) for term in terms for key in asked[term.badge.pk].keys],
    )
    found = [
        Next(
            words[term.badge.pk],
            tuple(
                Step(key, min(numbers[key, term.window], at_least), at_least)
                for key, at_least in asked[term.badge.pk].conditions
            ),
            is_any=term.badge.match == Badge.Match.ANY,
        )
        for term in terms
    ]
    return sorted(found, key=lambda one: -one.ratio)


def _is_in_the_way(award: Award) -> bool:
    revocation = getattr(award, "revocation", None)
    by_hand = Revocation.Reason.BY_HAND
    return is_current(award) or (
        revocation is not None and revocation.reason == by_hand
    )


def _first_of_families(badges: Iterable[Badge]) -> list[Badge]:
    """Return the lowest of each family, and all that stand alone."""
    first: dict[str, Badge] = {}
    for badge in sorted(badges, key=lambda one: (one.level_place, one.pk)):
        first.setdefault(badge.family or f"\n{badge.pk}", badge)
    return list(first.values())

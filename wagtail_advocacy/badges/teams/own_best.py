"""Somebody's quarter beside the best they had: for them alone, and nothing to beat."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import router
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.ambassadors.profile import written
from wagtail_advocacy.learning.models import Completion
from wagtail_advocacy.quarters import Quarter
from wagtail_advocacy.sharing.closeness import CLOSE, OWN, PARTLY, level_of
from wagtail_advocacy.sharing.models import Share, SharingSettings
from wagtail_advocacy.sharing.readings import replied


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


# No number: whoever sees one writes for it.
IN_WORDS = {
    CLOSE: pgettext_lazy("my posts", "close to the suggestions"),
    PARTLY: pgettext_lazy("my posts", "partly my own"),
    OWN: pgettext_lazy("my posts", "my own"),
}


@dataclass(frozen=True)
class Comparison:
    """This quarter beside the best of those before.

    :param now: in words or as a number; ``None``: nothing this quarter.
    :param best: the same of the best quarter before; ``None``: there is none.
    """

    label: "StrOrPromise"
    now: "int | StrOrPromise | None"
    best: "int | StrOrPromise | None"
    best_quarter: Quarter | None
    is_best: bool


@dataclass(frozen=True)
class OwnBest:
    """What somebody's own page says of their quarters."""

    quarter: Quarter
    lines: list[Comparison]

    @property
    def has_now(self) -> bool:
        return any(line.now is not None for line in self.lines)

    @property
    def has_any(self) -> bool:
        return self.has_now or any(line.best is not None for line in self.lines)


def of(ambassador: Ambassador) -> OwnBest:
    """Compare somebody with nobody but themselves. Three queries."""
    conversations: dict[Quarter, float] = defaultdict(int)
    scores: dict[Quarter, list[int]] = defaultdict(list)
    trainings: dict[Quarter, float] = defaultdict(int)
    answered = replied(Share.objects.filter(pk=OuterRef("pk")))
    # Not from a replica: people look at what they have just said.
    posts = Share.objects.using(router.db_for_write(Share)).published()
    shares = posts.filter(ambassador=ambassador)
    for at, score, has_replied in shares.values_list(
        "confirmed_at", "originality", Exists(answered)
    ):
        quarter = Quarter.at(at)
        if has_replied:
            conversations[quarter] += 1
        if score is not None:
            scores[quarter].append(score)
    completions = written(Completion).filter(ambassador=ambassador)
    for at in completions.values_list("completed_at", flat=True):
        trainings[Quarter.at(at)] += 1
    least = SharingSettings.read().originality_minimum
    originality = {
        quarter: sum(found) / len(found) for quarter, found in scores.items()
    }
    current = Quarter.current()
    return OwnBest(
        current,
        [
            _compared(_("Posts on which I answered readers"), conversations, current),
            _compared(
                _("The words of my posts"),
                originality,
                current,
                say=lambda score: IN_WORDS[level_of(score, least)],
            ),
            _compared(_("Trainings completed"), trainings, current),
        ],
    )


def _compared(
    label: "StrOrPromise",
    figures: Mapping[Quarter, float],
    current: Quarter,
    say=int,
) -> Comparison:
    now = figures.get(current)
    earlier = {
        quarter: figure for quarter, figure in figures.items() if quarter != current
    }
    # Of two that were as good, the later.
    best = max(earlier, key=lambda quarter: (earlier[quarter], quarter), default=None)
    return Comparison(
        label=label,
        now=now if now is None else say(now),
        best=None if best is None else say(earlier[best]),
        best_quarter=best,
        is_best=now is not None and best is not None and now >= earlier[best],
    )

"""Badges to begin with, which ``advocacy_starter_badges`` puts into a site.

Their words lie beside this file, one file a language; their pictures, drawn for them,
in ``pictures``.
"""

import json
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile

from .. import uploads
from ..models import Badge, BadgeCondition


FOLDER = Path(__file__).parent
# What a badge of ours and its translations have in common, in every installation.
KEYS = uuid.UUID("5b0c1de2-7f64-4f0b-8d53-90b0b8d5c0fa")


@dataclass(frozen=True)
class StarterBadge:
    """One badge of ours, without its words.

    :param key: stable; a badge made from it before is found by it.
    :param family: what stands together; a key of ``families`` in the words.
    :param conditions: key of a condition, and how many of it at least; all are met.
    """

    key: str
    family: str
    conditions: tuple[tuple[str, int], ...]
    level: str = Badge.Level.NONE
    period: str = Badge.Period.ONCE
    valid_months: int | None = None
    hidden: bool = False

    @property
    def translation_key(self) -> uuid.UUID:
        return uuid.uuid5(KEYS, self.key)


# None asks for a number of shares: sharing more often is nothing to be praised for.
STARTERS = (
    StarterBadge("word-given", "learning", (("charters", 1),), Badge.Level.BRONZE),
    StarterBadge("first-training", "learning", (("trainings", 1),), Badge.Level.SILVER),
    StarterBadge("well-prepared", "learning", (("trainings", 3),), Badge.Level.GOLD),
    StarterBadge(
        "up-to-date",
        "learning",
        # And no charter: it is signed once, and years later that is out of the window.
        (("trainings", 1),),
        Badge.Level.OWN,
        valid_months=12,
    ),
    StarterBadge("own-voice", "voice", (("own_words", 1),)),
    StarterBadge(
        "first-answer", "conversations", (("replied", 1),), Badge.Level.BRONZE
    ),
    StarterBadge(
        "in-conversation", "conversations", (("replied", 5),), Badge.Level.SILVER
    ),
    StarterBadge(
        "good-listener", "conversations", (("replied", 20),), Badge.Level.GOLD
    ),
    StarterBadge("seedling", "helping", (("thanks", 1),), Badge.Level.BRONZE),
    StarterBadge("in-bloom", "helping", (("thanks", 3),), Badge.Level.SILVER),
    StarterBadge("shade-tree", "helping", (("thanks", 10),), Badge.Level.GOLD),
    StarterBadge("wide-horizon", "breadth", (("topics", 3),)),
    StarterBadge(
        "good-quarter",
        "seasons",
        (("own_words", 2), ("replied", 2)),
        period=Badge.Period.QUARTER,
    ),
    StarterBadge(
        "good-company",
        "surprise",
        (("own_words", 3), ("replied", 3), ("thanks", 1)),
        hidden=True,
    ),
)


def words_in(language: str) -> dict | None:
    """Return the words of all badges, or ``None``: there are none in this language."""
    path = FOLDER / f"words.{language.split('-')[0]}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def picture_of(starter: StarterBadge) -> bytes:
    """Return the badge's SVG."""
    return (FOLDER / "pictures" / f"{starter.key}.svg").read_bytes()


def make(starter: StarterBadge, words: dict) -> Badge:
    """Return the unsaved badge.

    :param words: those of its language, as ``words_in`` returns them.
    """
    badge = Badge(
        **words["badges"][starter.key],
        family=words["families"][starter.family],
        level=starter.level,
        period=starter.period,
        valid_months=starter.valid_months,
        hidden=starter.hidden,
        translation_key=starter.translation_key,
        live=False,
    )
    badge.conditions = [
        BadgeCondition(condition=condition, at_least=number, sort_order=place)
        for place, (condition, number) in enumerate(starter.conditions)
    ]
    # As any other that somebody uploads: cleaned, and stored once for all languages.
    badge.image = uploads.clean(ContentFile(picture_of(starter)))
    uploads.store(badge.image)
    return badge

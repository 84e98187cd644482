"""Gentle hints in the composer.

Only the author sees them, they keep nobody from leaving, and no more than a few are
given at a time, beside what the law asks for. A room plugs its own in with
``composer_hints.register(MyHint())`` from its ``AppConfig.ready()``.
"""

import abc
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wagtail_advocacy.networks.base import Network
from wagtail_advocacy.registry import Registry
from wagtail_advocacy.shareables.models import Offer

from .asked_once import confidential_sentence, quoted
from .listed_words import find_listed
from .models import SharingSettings
from .wording import words_of


# More at once are a lecture; whether it is in one's own words is said besides, and so
# are duties.
MOST_HINTS = 2
# Words of jargon that are named at once.
MOST_NAMED = 3
# So few words may still become a question.
WORDS_BEFORE_QUESTION = 12
# Fewer hashtags are no crowd, whatever else there is.
MANY_HASHTAGS = 3

_BEGINS_WITH_LINK = re.compile(r"\s*(?:https?://|www\.)\S", re.IGNORECASE)
_HASHTAG = re.compile(r"(?<!\w)[#＃]\w+")
# Latin and Greek, Arabic, wide forms.
_QUESTION_MARKS = frozenset("?\u037e\u061f\uff1f")


@dataclass(frozen=True)
class Writing:
    """What a hint looks at.

    :param text: somebody's own words.
    :param hashtags: those they ticked, each with its ``#``.
    :param network: where it is to go; ``None``: nothing is chosen.
    """

    text: str
    hashtags: tuple[str, ...]
    network: Network | None
    offer: Offer
    settings: SharingSettings

    @cached_property
    def whole(self) -> str:
        """The words with the hashtags, as they go out."""
        return " ".join([self.text, *self.hashtags])

    @cached_property
    def all_hashtags(self) -> list[str]:
        return _HASHTAG.findall(self.whole)

    @cached_property
    def words(self) -> list[str]:
        """The words that are no hashtags."""
        return words_of(_HASHTAG.sub(" ", self.text))


class Hint(abc.ABC):
    """One thing that is worth saying about some texts."""

    # Stable, because it is stored where a lead switches the hint off.
    key: str
    # What it is about, for the lead.
    label: str | Promise
    # What the law asks for, and no advice: it stands first, nothing crowds it out, and
    # no lead switches it off.
    is_duty = False

    @abc.abstractmethod
    def sentence(self, writing: Writing) -> str:
        """Return what to say, in the active language; "": nothing."""


@dataclass(frozen=True)
class Given:
    """A hint that is given about one text."""

    key: str
    sentence: str


composer_hints: Registry[Hint] = Registry("composer hint")


def hints_for(writing: Writing) -> list[Given]:
    """Return what there is to say about a text: duties, and the first few hints.

    Each in the order of registration.
    """
    duties = _given(writing, [hint for hint in composer_hints if hint.is_duty])
    advice = _given(
        writing,
        [
            hint
            for hint in composer_hints
            if not hint.is_duty and hint.key not in writing.settings.hints_off
        ],
    )
    return [*duties, *islice(advice, MOST_HINTS)]


def _given(writing: Writing, hints: Iterable[Hint]) -> Iterator[Given]:
    for hint in hints:
        sentence = hint.sentence(writing)
        if sentence:
            yield Given(hint.key, sentence)


def hint_choices() -> list[tuple[str, str | Promise]]:
    """Return the hints that a lead may switch off, for a form's choices."""
    return [(hint.key, hint.label) for hint in composer_hints if not hint.is_duty]


class Confidential(Hint):
    """What is asked on leaving is said as soon as it is written."""

    key = "confidential"
    label = gettext_lazy("Confidential words, while they are written")

    def sentence(self, writing):
        settings = writing.settings
        found = find_listed(settings.confidential_words, writing.whole)
        if not found:
            return ""
        return confidential_sentence(found, settings.contact)


class Disclosure(Hint):
    """Readers and the law expect openness about who pays the author."""

    key = "disclosure"
    label = gettext_lazy("The employer hashtag is missing")

    def sentence(self, writing):
        hashtag = writing.settings.disclosure_hashtag
        present = {one.casefold() for one in writing.all_hashtags}
        if not hashtag or hashtag.casefold() in present:
            return ""
        return _(
            "Say that you work here: %(hashtag)s does it in a word, or do it in your"
            " own."
        ) % {"hashtag": hashtag}


class BeginsWithLink(Hint):
    key = "link"
    label = gettext_lazy("It begins with a link")

    def sentence(self, writing):
        if not _BEGINS_WITH_LINK.match(writing.text):
            return ""
        return _("It begins with a link. A sentence of yours first makes people stop.")


class Hashtags(Hint):
    key = "hashtags"
    label = gettext_lazy("It is mostly hashtags")

    def sentence(self, writing):
        number = len(writing.all_hashtags)
        if number < MANY_HASHTAGS or number < len(writing.words):
            return ""
        return _("Mostly hashtags. Two or three are enough: people read the words.")


class Jargon(Hint):
    key = "jargon"
    label = gettext_lazy("It has words of the trade")

    def sentence(self, writing):
        found = find_listed(writing.settings.jargon, writing.text)
        if not found:
            return ""
        return ngettext(
            "%(words)s: would a neighbour know this word?",
            "%(words)s: would a neighbour know these words?",
            len(found),
        ) % {"words": quoted(found[:MOST_NAMED])}


class Length(Hint):
    key = "length"
    label = gettext_lazy("It is longer than people read")

    def sentence(self, writing):
        most = writing.network.readable_words if writing.network else None
        if most is None or len(writing.words) <= most:
            return ""
        return _(
            "Long for %(network)s: most people stop after about %(most)s words."
        ) % {"network": writing.network.name, "most": most}


class NoQuestion(Hint):
    key = "question"
    label = gettext_lazy("It asks nothing")

    def sentence(self, writing):
        is_begun = len(writing.words) < WORDS_BEFORE_QUESTION
        if is_begun or not _QUESTION_MARKS.isdisjoint(writing.text):
            return ""
        return _("A question at the end would make answering easy.")


# The first ones matter most.
BUILT_IN = (
    Confidential,
    Disclosure,
    BeginsWithLink,
    Hashtags,
    Jargon,
    Length,
    NoQuestion,
)


def register() -> None:
    for hint in BUILT_IN:
        composer_hints.register(hint())

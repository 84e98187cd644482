"""How networks count a text, one rule a class.

``static/wagtail_advocacy/js/counting.js`` is the browser's half: whatever changes here
changes there, and ``tests/networks/`` holds both to one table of cases.
"""

from __future__ import annotations

import abc
import re
import unicodedata
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from .domains import TOP_LEVEL_DOMAINS


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


# What JavaScript's trim() takes off. Python's strip() takes other characters.
BLANKS = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)

_LINE_END = re.compile(r"\r\n?")
_LOWER_ASCII = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def _patterns() -> ModuleType:
    from . import patterns

    return patterns


def normalise(text: str) -> str:
    """Return ``text`` as it is counted, copied and handed to a network.

    Line ends become ``\\n``, blanks around the text go, and a half of a surrogate pair
    becomes U+FFFD, as it does when a browser submits a form.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _LINE_END.sub("\n", whole).strip(BLANKS)


@dataclass(frozen=True)
class Rule(abc.ABC):
    """One way of counting, with the limit that goes with it.

    :param limit: the highest count that still passes; ``None`` where there is none.
    """

    limit: int | None

    # The name counting.js knows the rule by.
    name: ClassVar[str]
    # What is counted, in the plural, as a person reads it after the number.
    unit: ClassVar[StrOrPromise]

    @abc.abstractmethod
    def count(self, text: str, title: str = "") -> int:
        """Return how many units ``text`` is long.

        :param text: the composed text, normalised, link included.
        :param title: the title of what is shared, for rules that count it too.
        """

    def for_browser(self) -> dict[str, Any]:
        """Return what counting.js needs to apply this rule; JSON-able."""
        return {"rule": self.name, "unit": str(self.unit), "limit": self.limit}


class CodeUnits(Rule):
    """UTF-16 code units, what ``length`` is in JavaScript: an emoji is 2 or more."""

    name = "codeUnits"
    unit = _("characters")

    def count(self, text: str, title: str = "") -> int:
        return len(text.encode("utf-16-le")) // 2


class Graphemes(Rule):
    """What a reader calls a character: extended grapheme clusters.

    https://www.unicode.org/reports/tr29/#Grapheme_Cluster_Boundaries
    """

    name = "graphemes"
    unit = _("characters")

    def count(self, text: str, title: str = "") -> int:
        return len(_patterns().GRAPHEME.findall(text))


class Bytes(Rule):
    """Bytes of UTF-8."""

    name = "bytes"
    unit = _("bytes")

    def count(self, text: str, title: str = "") -> int:
        return len(text.encode())


@dataclass(frozen=True)
class Weighted(Rule):
    """X's weighted characters, after NFC.

    A character weighs 1 in the ranges where X says so (roughly the alphabets and
    common punctuation) and 2 elsewhere (CJK, for one). An emoji sequence weighs 2
    however long it is, an address ``url_length`` however long it is.
    https://docs.x.com/fundamentals/counting-characters

    Two liberties: a sequence of emoji that no vendor draws as one counts as one, and
    an address after ``https://`` needs no listed top-level domain. Without the
    scheme it does; see ``domains``.
    """

    url_length: int = 23

    name = "weighted"
    unit = _("characters")

    def count(self, text: str, title: str = "") -> int:
        text = unicodedata.normalize("NFC", text).translate(_LOWER_ASCII)
        # Letters of weight 1 stand in for what costs a fixed amount.
        patterns = _patterns()
        text = patterns.ADDRESS.sub("x" * self.url_length, text)
        text = patterns.EMOJI.sub("xx", text)
        return 2 * len(text) - len(patterns.LIGHT.findall(text))

    def for_browser(self) -> dict[str, Any]:
        return super().for_browser() | {
            "urlLength": self.url_length,
            "topLevelDomains": TOP_LEVEL_DOMAINS,
        }


class EmojiInBytes(Rule):
    """Code points, but an emoji sequence counts as the bytes of its UTF-8."""

    name = "emojiInBytes"
    unit = _("characters")

    def count(self, text: str, title: str = "") -> int:
        emoji = "".join(_patterns().EMOJI.findall(text))
        return len(text) - len(emoji) + len(emoji.encode())


# All that the pattern of a full address does not take anyway.
_LISTED_IN_THEIR_SCRIPT = " ".join(
    label for label in TOP_LEVEL_DOMAINS.split() if not label.isascii()
)


@dataclass(frozen=True)
class MastodonCharacters(Rule):
    """Graphemes as Mastodon counts them.

    An address counts as ``url_length`` however long it is, but only with ``https://``
    or ``http://`` in front; the host in a mention of somebody elsewhere
    (``@ada@example.social``) is free.
    https://docs.joinmastodon.org/user/posting/#text

    What an address is, is the same as for X, whose library Mastodon uses, and so is
    the liberty with last labels that are not listed. Mastodon's server takes a little
    more of a path (Japanese, for one) for a part of the address: there we count more
    than it does.
    """

    url_length: int = 23

    name = "mastodon"
    unit = _("characters")

    def count(self, text: str, title: str = "") -> int:
        patterns = _patterns()
        addresses: int
        text, addresses = patterns.FULL_ADDRESS.subn("x", text.translate(_LOWER_ASCII))
        text = patterns.MENTION.sub(r"@\1", text)
        # The letter that stands in for an address has counted as one.
        graphemes = len(patterns.GRAPHEME.findall(text))
        return graphemes + addresses * (self.url_length - 1)

    def for_browser(self) -> dict[str, Any]:
        return super().for_browser() | {
            "urlLength": self.url_length,
            "topLevelDomains": _LISTED_IN_THEIR_SCRIPT,
        }

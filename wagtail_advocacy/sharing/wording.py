"""What is left of a text when only its words count.

Case, accents, emoji, punctuation, links, mentions and hashtags are taken off; letters
of other alphabets that look like ours, and characters that cannot be seen, are undone.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache


# After case folding and decomposition: letters that are taken for Latin ones by eye
# (https://www.unicode.org/reports/tr39/#Confusable_Detection), and Latin ones that
# do not decompose.
_ALIKE = (
    # Cyrillic.
    "аa вb сc ԁd еe һh іi јj кk мm нh оo рp ԛq ѕs тt үy уy ѵv ԝw хx ӏl гr"
    # Greek.
    " αa βb εe ηn ιi κk νv οo ρp τt υu χx γy ωw"
    # Latin: without a dot, small capitals, with a stroke.
    " ıi ɑa ɡg ɩi ʟl ɴn ʀr ʏy ᴀa ʙb ᴄc ᴅd ᴇe ɢg ʜh ɪi ᴊj ᴋk ᴍm ᴏo ᴘp ꜱs ᴛt ᴜu ᴠv ᴡw ᴢz"
    " øo łl đd ðd ħh ŧt"
)
_LOOK_ALIKES = str.maketrans(
    {pair[0]: pair[1] for pair in _ALIKE.split()} | {"œ": "oe", "æ": "ae"}
)
# A digit or sign within a word, where a letter is meant.
_LEET = str.maketrans("01345$@", "oieassa")

# Begins where a name of a host does, and takes it whole: looked at from each of its
# letters again, a long text of hyphens would take seconds.
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w-])(?<![\w-]\.)[\w-]++(?:\.[\w-]++)++/\S*",
    re.IGNORECASE,
)
_MENTION = re.compile(r"(?<![\w.])@[\w.]+(?:@[\w.-]+)?")
_HASHTAG = re.compile(r"(?<!\w)[#＃]\w+")
# Scripts that put no spaces between words: each of their characters is one.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\s\"'»”’)]+|\n+")
# "h e a t": a word with something between its letters.
_SPACED_OUT = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_*·]{1,2}[^\W\d_](?![^\W_]))+")


@dataclass(frozen=True)
class Passage:
    """One sentence.

    :param text: as it was written, without what is taken off.
    :param words: as they are compared.
    """

    text: str
    words: tuple[str, ...]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)


@dataclass(frozen=True)
class Wording:
    """A text as it is compared."""

    passages: tuple[Passage, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(word for one in self.passages for word in one.words)

    @cached_property
    def letters(self) -> str:
        return "".join(self.words)


@lru_cache(maxsize=4_000)
def wording(text: str) -> Wording:
    """Return the words of ``text``, by sentence.

    Hashtags are no words, unless they are most of it: then somebody has put a # in
    front of their words.
    """
    text = _visible(text)
    text = _MENTION.sub(" ", _LINK.sub(" ", text))
    bare = _HASHTAG.sub(" ", text)
    if 2 * len(_WORD.findall(bare)) < len(_WORD.findall(text)):
        bare = text.replace("#", "")
    passages = (
        Passage(" ".join(one.split()), tuple(words_of(one)))
        for one in _SENTENCE_END.split(bare)
    )
    return Wording(tuple(one for one in passages if one.words))


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` in the form in which they are compared."""
    text = unicodedata.normalize("NFD", _visible(text).casefold())
    text = _without(text, "Mn").translate(_LOOK_ALIKES)
    text = _SPACED_OUT.sub(lambda one: re.sub(r"[^\w]|_", "", one[0]), text)
    # A sign that stands for a letter, before it would end the word.
    text = re.sub(r"(?<=[a-z])[$@](?=[a-z])", lambda one: one[0].translate(_LEET), text)
    return [_plain(word) for word in _WORD.findall(text)]


def _plain(word: str) -> str:
    is_number = word.isdigit() or not word.translate(_LEET).isalpha()
    return word if is_number else word.translate(_LEET)


def _visible(text: str) -> str:
    # NFKC brings 𝗯𝗼𝗹𝗱 and ｗｉｄｅ letters back; Cf are characters without a shape.
    text = unicodedata.normalize("NFKC", text)
    return text if text.isascii() else _without(text, "Cf")


def _without(text: str, category: str) -> str:
    # A text has few different characters.
    gone = {ord(c): None for c in set(text) if unicodedata.category(c) == category}
    return text.translate(gone) if gone else text

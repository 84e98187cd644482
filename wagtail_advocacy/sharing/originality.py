"""How much of a text is its author's own, and how much a suggestion's or a colleague's.

Nothing is asked of a database, a network or a language model: a sentence is copied
where its words are somebody else's in the same order, whatever was done to hide it.
What this can see and what it cannot is told in ``docs/explanation/originality.md``.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from .wording import Passage, Wording, wording


Source = Literal["prompt", "colleague"]
Run = tuple[str, ...]

# Below it a text is close. Chosen on one half of tests/sharing/corpus/, nearer to the
# copies: asking somebody about their own words is the worse mistake. How often it is
# right is told of the other half.
DEFAULT_THRESHOLD = 50

# Words in a row that are copied wherever they stand.
RUN = 3
# A shorter sentence says too little to be somebody's.
SENTENCE = 4
# The share of a sentence's words, in the same order as somebody else's, from which on
# it is the same sentence with words swapped.
SAME_SENTENCE = 0.5
# As many words between two copied ones were swapped, not thought of.
GAP = 2
# No post has more different sentences. Further ones are compared by their runs alone,
# or a text made of nothing but full stops would keep a server busy for a minute.
MOST_SENTENCES = 100
# Percent of all letters in the same order from which on spaces, dots and the like do
# not matter.
SAME_LETTERS = 80
# Earlier texts that are looked at closely, by words in common and by letters.
LIKELIEST = 5
LIKELIEST_BY_LETTERS = 2


@dataclass(frozen=True)
class Judgement:
    """What there is to say about one text.

    :param score: 0 (somebody else's, word for word) to 100 (all its author's own).
    :param closest: the sentence of somebody else's that is nearest; "": none is near.
    :param source: whose that sentence is; ``None``: none is near.
    """

    score: int
    closest: str = ""
    source: Source | None = None


OWN = Judgement(100)


def judge(text: str, prompts: Iterable[str], earlier_texts: Iterable[str]) -> Judgement:
    """Tell how much of a text is its author's own.

    :param text: what somebody wrote, with or without link and hashtags.
    :param prompts: what the editors suggest for the same.
    :param earlier_texts: what colleagues published about the same; what comes of it may
        be told to nobody but in general words.
    """
    mine = wording(text)
    likely = _likeliest(mine, tuple(earlier_texts))
    others: list[tuple[Wording, Source]] = [
        *((wording(prompt), "prompt") for prompt in prompts),
        *((one, "colleague") for one in likely),
    ]
    # Of equals the first: a prompt can be shown.
    score, theirs, source = min(
        ((_score(mine, theirs), theirs, source) for theirs, source in others),
        key=lambda one: round(one[0]),
        default=(100, None, None),
    )
    if theirs is None or score == 100:
        return OWN
    return Judgement(round(score), _nearest(mine, theirs), source)


def _score(mine: Wording, theirs: Wording) -> float:
    """Return 100 for what has nothing in common, less for what has."""
    if not mine.words or not theirs.words:
        return 100
    score = 100 * (1 - _count_copied(mine, theirs) / len(mine.words))
    same_letters = fuzz.ratio(mine.letters, theirs.letters)
    return min(score, 100 - same_letters) if same_letters >= SAME_LETTERS else score


def _count_copied(mine: Wording, theirs: Wording) -> int:
    """Return how many of my words are theirs."""
    runs = frozenset(_runs(theirs.words))
    sentences = _sentences(theirs)
    comparable = {one.words for one in _sentences(mine)}
    return sum(
        _count_in_sentence(one, sentences if one.words in comparable else (), runs)
        for one in mine.passages
    )


def _sentences(of: Wording) -> list[Passage]:
    """Return those that say enough to be the same as somebody's, each once."""
    enough = (one for one in of.passages if len(one.words) >= SENTENCE)
    return list({one.words: one for one in enough}.values())[:MOST_SENTENCES]


def _count_in_sentence(
    sentence: Passage, sentences: Iterable[Passage], runs: Collection[Run]
) -> int:
    copied: set[int] = set()
    for start, run in enumerate(_runs(sentence.words)):
        if run in runs:
            copied.update(range(start, start + RUN))
    for other in sentences:
        copied |= _same_sentence(sentence, other)
    for before, after in pairwise(sorted(copied)):
        if after - before <= GAP + 1:
            copied.update(range(before, after))
    return len(copied)


def _same_sentence(mine: Passage, other: Passage) -> set[int]:
    """Return the places of my words that stand in their sentence in the same order.

    None where that is too few for being the same sentence: any two about the same
    have words in common.
    """
    words = mine.words
    shorter = min(len(words), len(other.words))
    least = max(SENTENCE, math.ceil(SAME_SENTENCE * shorter))
    # Most pairs end here, before any order is looked at.
    repeated = len(words) - len(mine.vocabulary)
    if len(mine.vocabulary & other.vocabulary) + repeated < least:
        return set()
    if LCSseq.similarity(words, other.words, score_cutoff=least) < least:
        return set()
    return {
        place
        for step in LCSseq.opcodes(words, other.words)
        if step.tag == "equal"
        for place in range(step.src_start, step.src_end)
    }


def _runs(words: tuple[str, ...]) -> list[Run]:
    return [words[start : start + RUN] for start in range(len(words) - RUN + 1)]


def _nearest(mine: Wording, theirs: Wording) -> str:
    own = mine.passages[:MOST_SENTENCES]

    def common(other) -> int:
        return max(LCSseq.similarity(one.words, other.words) for one in own)

    return max(theirs.passages[:MOST_SENTENCES], key=common).text


@dataclass(frozen=True)
class _Index:
    """Texts, and which of them have two words in a row."""

    wordings: tuple[Wording, ...]
    letters: tuple[str, ...]
    by_pair: Mapping[tuple[str, str], Collection[int]]


# People type: the same texts are asked about again and again.
@lru_cache(maxsize=64)
def _index(texts: tuple[str, ...]) -> _Index:
    wordings = tuple(wording(text) for text in texts)
    by_pair: dict[tuple[str, str], set[int]] = defaultdict(set)
    for place, one in enumerate(wordings):
        for pair in pairwise(one.words):
            by_pair[pair].add(place)
    return _Index(wordings, tuple(one.letters for one in wordings), by_pair)


def _likeliest(mine: Wording, texts: tuple[str, ...]) -> list[Wording]:
    """Return the few texts, of however many, that mine could be a copy of."""
    if not texts or not mine.words:
        return []
    index = _index(texts)
    pairs = set(pairwise(mine.words)) & index.by_pair.keys()
    in_common = Counter(chain.from_iterable(index.by_pair[pair] for pair in pairs))
    places = [place for place, _count in in_common.most_common(LIKELIEST)]
    by_letters = process.extract(
        mine.letters,
        index.letters,
        scorer=fuzz.ratio,
        limit=LIKELIEST_BY_LETTERS,
        score_cutoff=SAME_LETTERS,
    )
    places += [place for _letters, _score, place in by_letters]
    return [index.wordings[place] for place in dict.fromkeys(places)]

"""How often originality is judged as a fair editor would; ``-s`` prints the figures.

Every pair of ``corpus/`` is a text, what it was compared with, and whether it is close,
as a person labelled it. ``chosen_on`` is the half that DEFAULT_THRESHOLD was chosen on,
``told_of`` the one whose figures are told; they have no source in common.
"""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from wagtail_advocacy.sharing.originality import DEFAULT_THRESHOLD, judge


CORPUS = Path(__file__).parent / "corpus"
HALVES = ("chosen_on", "told_of")
LANGUAGES = ("en", "fr")
GOAL = 0.95


def pairs(half, language):
    return json.loads((CORPUS / half / f"{language}.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Figures:
    """What a threshold makes of labelled pairs."""

    precision: float
    recall: float
    wrong: tuple[str, ...]

    @classmethod
    def of(cls, rows, threshold=DEFAULT_THRESHOLD):
        found = Counter()
        wrong = []
        for row in rows:
            score = judge(row["text"], [row["source"]], []).score
            found[score < threshold, row["close"]] += 1
            if (score < threshold) is not row["close"]:
                wrong.append(f"{row['id']} ({row['kind']}): {score}")
        called_close = found[True, True] + found[True, False]
        are_close = found[True, True] + found[False, True]
        return cls(
            found[True, True] / called_close if called_close else 1.0,
            found[True, True] / are_close,
            tuple(wrong),
        )


def test_there_are_enough_pairs_of_every_kind():
    rows = [row for half in HALVES for one in LANGUAGES for row in pairs(half, one)]
    assert len({row["id"] for row in rows}) == len(rows) >= 150
    for half in HALVES:
        of_half = [row for one in LANGUAGES for row in pairs(half, one)]
        assert 0.4 <= sum(row["close"] for row in of_half) / len(of_half) <= 0.6
        assert {row["kind"] for row in of_half} == {row["kind"] for row in rows}


def test_the_halves_have_nothing_in_common():
    chosen_on, told_of = (
        {row["source"] for one in LANGUAGES for row in pairs(half, one)}
        for half in HALVES
    )
    assert not chosen_on & told_of


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("half", HALVES)
def test_precision_and_recall(half, language):
    figures = Figures.of(pairs(half, language))
    print(  # noqa: T201 - what -s is for
        f"\n{half} {language}: precision {figures.precision:.3f},"
        f" recall {figures.recall:.3f} {'; '.join(figures.wrong)}"
    )
    assert figures.precision >= GOAL
    assert figures.recall >= GOAL


def test_a_colleagues_text_is_found_among_hundreds():
    rows = [row for one in LANGUAGES for row in pairs("told_of", one)]
    sources = [row["source"] for row in rows]
    for row in rows:
        alone = judge(row["text"], [], [row["source"]])
        among = judge(row["text"], [], sources)
        assert among.score <= alone.score, row["id"]
        assert (among.score < DEFAULT_THRESHOLD) is row["close"], row["id"]

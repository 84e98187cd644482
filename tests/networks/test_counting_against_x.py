"""Our counting for X beside that of ``twitter-text-parser``, where it is at hand.

It needs a setuptools older than ours, so it runs in a Python of its own. Make one
with ``pip install twitter-text-parser "setuptools<81"`` and name it in the
environment as ``TWITTER_TEXT_PYTHON``.
"""

import json
import os
import random
import subprocess

import pytest

from wagtail_advocacy import networks
from wagtail_advocacy.networks.counting import BLANKS

from .test_counting import CASES, written


COUNT = """
import json, sys
from twitter_text import parse_tweet
print(json.dumps([parse_tweet(text).weightedLength for text in json.load(sys.stdin)]))
"""

# Where we differ, and why.
KNOWN = {
    # The library takes it for an emoji; X's own list does not, without a selector.
    "copyright sign",
    # The library's list of emoji is of 2019.
    "handshake of two tones",
    "heart on fire",
    # X asks for a listed domain after https:// too; we do not carry the whole list.
    "a domain that is not listed, with scheme",
    # The library leaves these to the caller.
    "blanks around go",
    "blanks only",
    "first half of a pair",
    "second half of a pair",
    "two first halves",
}

WORDS = [
    *(
        "a",
        "Z",
        "7",
        "-",
        "'",
        "&",
        "%",
        "été",
        "e\u0301",
        "œ",
        "—",
        "…",
        "€",
        "№",
        "₂",
    ),
    *("日本", "한국", "ไทย", "हिन्दी", "שלום", "مرحبا", "Tiếng", "𝗕", "\u1112\u1161"),
    *("😀", "🎉", "❤\ufe0f", "☺\ufe0f", "👍\U0001f3fd", "1\ufe0f\u20e3", "☺\ufe0e"),
    *("👨\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈", "👩\u200d💻", "©\ufe0f"),
    *("\U0001f1eb\U0001f1f7", "\U0001f1e9\U0001f1ea", "\u202f", "\u200b", "™"),
]
ADDRESSES = [
    *("https://example.com", "http://example.com/a_(b)?c=d&e#f", "HTTPS://EXAMPLE.FR/"),
    *("https://日本.jp/a", "https://example.com:8443?a=b", "http://127.0.0.1:80/a"),
    *("https://user:pw@example.com/", "https://example.com/é/ü-ö", "https://a.b.c.fr"),
    *("example.com", "www.example.co.uk/jobs", "café.fr", "Example.COM", "README.md"),
    *("example.com?q=1", "example.com:80", "example.com:80/a?b=c", "index.html"),
    *(
        "jo@example.com",
        "jo.fr@example.com",
        "@example.com",
        "#example.com",
        "a.fr,b.fr",
    ),
    *("fini.Et", "example.com-a", "example.com+a", "example.com_a", "foo.xn--p1ai"),
]
BEFORE = ["", "", "", "(", '"', "«", "日本", ":", "'"]
AFTER = ["", "", "", ".", ",", ")", '"', "»", "…", "!", "?", "日本", "😀", "/", ")."]


@pytest.fixture(scope="module")
def count_as_x():
    python = os.environ.get("TWITTER_TEXT_PYTHON")
    if not python:
        pytest.skip("TWITTER_TEXT_PYTHON names no Python with twitter-text-parser")

    def count(texts):
        done = subprocess.run(
            [python, "-W", "ignore", "-c", COUNT],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    return count


def differences(count_as_x, texts):
    ours = [networks.get("x").count(text, "") for text in texts]
    return [
        (text, here, there)
        for text, here, there in zip(texts, ours, count_as_x(texts), strict=True)
        if here != there
    ]


def test_the_table_is_xs(count_as_x):
    cases = [case for case in CASES if "x" in case and "url" not in case]
    cases = [case for case in cases if case["name"] not in KNOWN]
    assert differences(count_as_x, [written(case["text"]) for case in cases]) == []


def random_text(chance):
    """Words and addresses as people put them: an address may touch signs, no letters.

    What letters glued to an address make of it is a matter of the library's IDNA.
    """
    pieces = []
    for _ in range(chance.randint(1, 12)):
        if chance.random() < 0.4:
            pieces += [chance.choice(x) for x in (BEFORE, ADDRESSES, AFTER)]
        else:
            pieces += chance.choices(WORDS, k=chance.randint(1, 4))
        pieces.append(chance.choice(" \n"))
    return "".join(pieces).strip(BLANKS)


def test_random_texts_are_counted_as_x_counts_them(count_as_x):
    chance = random.Random(280)  # noqa: S311
    assert differences(count_as_x, [random_text(chance) for _ in range(5000)]) == []

"""What judging a text costs, beside what rapidfuzz needs for as many comparisons.

    python benchmarks/originality.py

A text is judged against 500 posts of colleagues, as the composer does while somebody
types, and compared with the same 500 by ``rapidfuzz.process.cdist``, once with its
default and once with the cheapest scorer that does not mind the order of words. The
first judgement after a colleague has published takes the texts apart; it is measured
apart. Ratios of medians in one run; it fails where the limit is passed. ``TEXTS`` and
``ROUNDS`` change the size.
"""

import os
import random
import statistics
import sys
import time
from pathlib import Path


ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rapidfuzz import fuzz, process  # noqa: E402

from wagtail_advocacy.sharing import originality, wording  # noqa: E402


TEXTS = int(os.environ.get("TEXTS", 500))
ROUNDS = int(os.environ.get("ROUNDS", 50))
MOST = 3.0
# So few that the texts have many in common, as those about one article do.
WORDS = """
we our the a of and to for with in my heat pumps dry hay farms near leeds team saves
energy barn summer people work learned three first winter love asked why never morning
farmers colleague machine warm quiet oil bill field rain proud spring noise neighbour
night door coat school bridge timber window cold price invoice doubt trust question
answer number half twice ground roof storm battery cable wind sun meter grid village
river cow horse dog tractor smell green dust dream talk call meet build learn try fail
"""


def main() -> int:
    seeded = random.Random(20)
    texts = [written(seeded) for _ in range(TEXTS)]
    mine = [written(seeded) for _ in range(ROUNDS)]
    prompts = [written(seeded) for _ in range(3)]

    def judged(text):
        originality.judge(text, prompts, texts)

    def first_judged(text):
        wording.wording.cache_clear()
        originality._index.cache_clear()
        judged(text)

    first = median_of(first_judged, mine[:10])
    judged(mine[0])
    # One after the other, so that whatever else the machine does is in all of them.
    spent = {judged: [], plain: [], any_order: []}
    for text in mine:
        for do, times in spent.items():
            times.append(seconds(do, text, texts))
    usual, least, unordered = (statistics.median(one) for one in spent.values())
    print(f"{TEXTS} earlier texts, {len(mine)} judgements, milliseconds (median)")
    print(f"judge                      {1000 * usual:8.2f}")
    print(f"judge, the first one       {1000 * first:8.2f}")
    print(
        f"cdist, ratio               {1000 * least:8.2f}  judge × {usual / least:.2f}"
    )
    print(
        f"cdist, token_sort_ratio    {1000 * unordered:8.2f}"
        f"  judge × {usual / unordered:.2f}"
    )
    is_over = usual > MOST * least
    print(f"limit {MOST:.1f} × cdist, ratio: {'over' if is_over else 'ok'}")
    return int(is_over)


def written(seeded) -> str:
    sentences = (
        " ".join(seeded.choices(WORDS.split(), k=seeded.randint(6, 16))).capitalize()
        for _ in range(seeded.randint(2, 4))
    )
    return ". ".join(sentences) + "."


def plain(text, texts):
    process.cdist([text], texts)


def any_order(text, texts):
    process.cdist([text], texts, scorer=fuzz.token_sort_ratio)


def seconds(do, text, texts) -> float:
    begin = time.perf_counter()
    if do in (plain, any_order):
        do(text, texts)
    else:
        do(text)
    return time.perf_counter() - begin


def median_of(do, texts) -> float:
    return statistics.median(seconds(do, text, texts) for text in texts)


if __name__ == "__main__":
    sys.exit(main())

"""What passes as somebody's own words, and what does not."""

import random
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_advocacy.sharing.originality import DEFAULT_THRESHOLD, Judgement, judge


PROMPT = (
    "We are proud to announce that our heat pumps now dry hay for three farms near"
    " Leeds. It saves 40 % of the energy, and the farmers love it. Read how the team"
    " did it!"
)
OWN = (
    "Last week I stood in a barn at six with Joe, who had not slept. The hay was dry,"
    " the pump hummed, and he laughed. What was your best moment at work this month?"
)
INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u202e"]
CYRILLIC = str.maketrans("aceopxyiAEOCPX", "асеорхуіАЕОСРХ")
BOLD = str.maketrans(
    {chr(ord("a") + i): chr(0x1D5EE + i) for i in range(26)}
    | {chr(ord("A") + i): chr(0x1D5D4 + i) for i in range(26)}
)


def is_close(text, prompts=(PROMPT,), earlier=()):
    return judge(text, prompts, earlier).score < DEFAULT_THRESHOLD


HIDDEN = {
    "as it is": PROMPT,
    "shouted": PROMPT.upper(),
    "without punctuation": PROMPT.replace(".", "").replace(",", "").replace("!", ""),
    "with emoji": PROMPT.replace(" ", " 🌾 "),
    "with a link and hashtags": f"{PROMPT} #hay @alder https://go.example.com/s/A1b2",
    "Cyrillic letters": PROMPT.translate(CYRILLIC),
    "bold letters": PROMPT.translate(BOLD),
    "accents": PROMPT.replace("e", "é").replace("a", "à").replace("o", "ö"),
    "digits for letters": PROMPT.replace("e", "3").replace("o", "0"),
    "every word a hashtag": PROMPT.replace(" ", " #"),
    "letters apart": " ".join(PROMPT),
    "sentences in another order": (
        "Read how the team did it! It saves 40 % of the energy, and the farmers love"
        " it. We are proud to announce that our heat pumps now dry hay for three farms"
        " near Leeds."
    ),
    "other words here and there": (
        "We are thrilled to share that our heat pumps now dry hay for three barns near"
        " Leeds. It cuts 40 % of the power, and the growers love it. See how the team"
        " managed it!"
    ),
    "something around it": f"Great news, everyone! {PROMPT} So happy to be part of it.",
    "the first half": "We are proud to announce that our heat pumps now dry hay",
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_a_copy_is_close_however_it_is_hidden(text):
    assert is_close(text)


IN_OWN_WORDS = {
    "an anecdote": OWN,
    "few words": "Never thought that hay could smell this good in February",
    "a question": (
        "Would you let a heat pump into your barn? Three farmers near Leeds did, and I"
        " wonder what you would have asked them first."
    ),
    "the same keywords": (
        "Heat pumps and hay: I had my doubts. Energy bills near Leeds are no joke, and"
        " farmers do not buy promises. Ask me what changed my mind."
    ),
    "a quoted sentence in a longer comment": (
        "“It saves 40 % of the energy, and the farmers love it.” I was there when the"
        " first load came out, and honestly they were more sceptical than in love at"
        " first. What convinced them was the invoice. Happy to tell more."
    ),
    "mandatory hashtags": "Best Saturday of my year. #heatpumps #hay #alder",
}


@pytest.mark.parametrize("text", IN_OWN_WORDS.values(), ids=IN_OWN_WORDS)
def test_own_words_are_own(text):
    prompt = f"{PROMPT} #heatpumps #hay #alder"
    assert not is_close(text, [prompt])


def test_what_is_nearest_is_told():
    found = judge(HIDDEN["the first half"], ["Hay!", PROMPT], [])
    assert found.source == "prompt"
    assert found.closest.startswith("We are proud to announce")
    assert found.score == 0


def test_a_colleagues_text_counts_as_a_prompt_does():
    found = judge(PROMPT, [OWN], [PROMPT])
    assert (found.score, found.source) == (0, "colleague")
    # Where both are equally near, what may be shown is named.
    assert judge(PROMPT, [PROMPT], [PROMPT]).source == "prompt"


def test_nothing_to_compare_with_is_all_own():
    assert judge(OWN, [], []) == Judgement(100)
    assert judge(OWN, ["", "#hay", "🌾"], [""]) == Judgement(100)


@pytest.mark.parametrize("text", ["", "   \n", "🌾🌾", "#hay", "https://example.com/a"])
def test_no_words_are_nobodys(text):
    assert judge(text, [PROMPT], [PROMPT]) == Judgement(100)


TEXTS = st.sampled_from([*HIDDEN.values(), *IN_OWN_WORDS.values()])


@given(TEXTS, st.lists(st.sampled_from(INVISIBLE), min_size=1, max_size=20), st.data())
def test_what_cannot_be_seen_changes_nothing(text, marks, data):
    changed = text
    for mark in marks:
        place = data.draw(st.integers(0, len(changed)))
        changed = changed[:place] + mark + changed[place:]
    assert judge(changed, [PROMPT], []).score == judge(text, [PROMPT], []).score


@given(st.permutations(PROMPT.split(". ")), st.sampled_from([". ", "! ", "\n\n"]))
def test_no_order_of_sentences_is_original(sentences, between):
    assert is_close(between.join(sentences))


@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=4), st.booleans())
def test_any_text_gets_a_judgement(text, others, are_prompts):
    prompts, earlier = (others, []) if are_prompts else ([], others)
    found = judge(text, prompts, earlier)
    assert 0 <= found.score <= 100
    assert (found.source is None) is (found.closest == "")
    # One more to compare with never makes a text more original.
    assert judge(text, [*prompts, text], earlier).score <= found.score


@given(TEXTS.filter(lambda text: text != HIDDEN["every word a hashtag"]))
def test_link_and_hashtags_say_nothing(text):
    with_more = f"{text}\n\n#hay #heatpumps https://go.example.com/s/AbCdEf012345"
    assert judge(with_more, [PROMPT], []).score == judge(text, [PROMPT], []).score


@pytest.mark.parametrize("words", [1, 4])
def test_nothing_but_points_keeps_no_server_busy(words):
    """It took a minute, and whoever published one could do it to everybody else."""
    seeded = random.Random(words)  # noqa: S311 - no secret

    def sentence():
        return " ".join("".join(seeded.choices("abcdefgh", k=2)) for _ in range(words))

    texts = [". ".join(sentence() for _ in range(2_500)) for _ in range(8)]
    begin = time.process_time()
    judge(texts[0], [], texts[1:])
    assert time.process_time() - begin < 10


@pytest.mark.parametrize("syllable", ["a-", "a.", "a-.", "a..", "www-."])
def test_an_endless_name_of_a_host_does_not_hold_the_site_up(syllable):
    begin = time.process_time()
    judge(syllable * 25_000, [PROMPT], [])
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    "link",
    [
        "example.com/hay",
        "my-farm.example.co.uk/a.b-c",
        "…example.com/hay",
        "é.example/",
    ],
)
def test_a_link_without_its_scheme_is_no_words(link):
    assert judge(f"{PROMPT} {link}", [PROMPT], []).score == 0


def test_it_needs_no_django():
    program = (
        "import sys; import wagtail_advocacy.sharing.originality;"
        "assert not any(name.startswith('django.db') for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)

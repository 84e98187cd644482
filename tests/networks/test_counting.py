import json
import time
from pathlib import Path

import pytest
from django.utils import translation

from wagtail_advocacy import networks
from wagtail_advocacy.networks.counting import normalise


CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
# Ours; the intranet of the tests registers one of its own.
KEYS = [network.key for network in networks.all() if network.key != "xing"]


def written(text):
    """The text of a case: a string, or pieces, some of them ``[piece, times]``."""
    if isinstance(text, str):
        return text
    return "".join(
        piece if isinstance(piece, str) else piece[0] * piece[1] for piece in text
    )


def as_list(counts):
    return counts if isinstance(counts, list) else [counts]


EXPECTED = [
    pytest.param(case, key, as_list(case[key]), id=f"{key}: {case['name']}")
    for case in CASES
    for key in KEYS
    if key in case
]


@pytest.mark.parametrize(("case", "key", "counts"), EXPECTED)
def test_a_text_is_counted_by_the_networks_own_rule(case, key, counts):
    network = networks.get(key)
    written_text = written(case["text"])
    url, title = case.get("url", ""), case.get("title", "")

    measures = network.measures(written_text, url, title)

    assert [measure.used for measure in measures] == counts
    assert network.count(written_text, url, title) == counts[0]
    if key in case.get("fits", []):
        assert not any(measure.over for measure in measures)
    if key in case.get("over", []):
        assert any(measure.over for measure in measures)


def test_the_table_asks_every_network_often_enough():
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names) >= 60
    for key in KEYS:
        assert sum(key in case for case in CASES) >= 5, key


def test_every_network_has_its_limits():
    limits = {
        "linkedin": [3000],
        "x": [280],
        "bluesky": [300, 3000],
        "email": [2000],
        "copy": [None],
        "facebook": [None],
        "threads": [500],
        "mastodon": [500],
        "instagram": [2200],
        "whatsapp": [None],
        "telegram": [4096],
        "reddit": [300],
        "xing": [420],
    }
    assert limits == {
        network.key: [measure.limit for measure in network.measures("", "")]
        for network in networks.all()
    }
    for network in networks.all():
        assert network.limit == limits[network.key][0]


def test_a_site_sets_other_limits_and_they_hold_at_once(settings):
    settings.WAGTAIL_ADVOCACY = {"NETWORK_LIMITS": {"telegram": 10, "bluesky": 5}}

    telegram, bluesky = networks.get("telegram"), networks.get("bluesky")
    assert telegram.limit == 10
    assert telegram.measures("a" * 12, "")[0].over == 2
    assert telegram.browser_rule()["measures"][0]["limit"] == 10
    # The second rule is another unit: it stays.
    assert [one.limit for one in bluesky.measures("", "")] == [5, 3000]
    assert networks.get("reddit").limit == 300

    settings.WAGTAIL_ADVOCACY = {"NETWORK_LIMITS": {"telegram": None}}
    assert telegram.limit is None
    assert telegram.measures("a" * 5000, "")[0].over == 0
    assert bluesky.limit == 300

    settings.WAGTAIL_ADVOCACY = {}
    assert telegram.limit == 4096


@pytest.mark.parametrize(
    "limits", [{}, {"x": 25000}, {"instagram": 1, "facebook": 63206}, {"reddit": None}]
)
def test_limits_that_make_sense_have_no_fault(limits):
    assert networks.limit_faults(limits) == []


@pytest.mark.parametrize(
    ("limits", "faults"),
    [
        (None, ["dict"]),
        ([("x", 280)], ["dict"]),
        ({"myspace": 280}, ["'myspace'"]),
        ({"x": 0}, ["'x'"]),
        ({"x": -1}, ["'x'"]),
        ({"x": "280"}, ["'280'"]),
        ({"x": 280.0}, ["280.0"]),
        ({"x": True}, ["True"]),
        ({"x": 280, "myspace": 1, "reddit": False}, ["'myspace'", "'reddit'"]),
    ],
    ids=repr,
)
def test_limits_that_make_none_are_named(limits, faults):
    found = networks.limit_faults(limits)
    assert len(found) == len(faults)
    assert all(part in fault for part, fault in zip(faults, found, strict=True))


def test_over_says_how_much_has_to_go():
    (measure,) = networks.get("x").measures("a" * 283, "")
    assert measure.over == 3
    (measure,) = networks.get("copy").measures("a" * 283, "")
    assert measure.over == 0


def test_both_limits_of_bluesky_are_named_apart():
    graphemes, octets = networks.get("bluesky").measures("é", "")
    assert (str(graphemes.unit), graphemes.used) == ("characters", 1)
    assert (str(octets.unit), octets.used) == ("bytes", 2)


def test_the_browsers_rule_is_json_in_the_language_of_the_reader():
    with translation.override("en"):
        for network in networks.all():
            rule = network.browser_rule()
            assert json.loads(json.dumps(rule)) == rule
            assert [one["limit"] for one in rule["measures"]] == [
                measure.limit for measure in network.measures("", "")
            ]


def test_normalising_twice_changes_nothing():
    for case in CASES:
        once = normalise(written(case["text"]))
        assert normalise(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "é" * 20_000,
        "a." * 10_000,
        "é.é" * 7_000,
        "https://" * 2_500,
        "https://" + "a." * 10_000,
        "https://" + "日.-" * 7_000,
        "https://example.com/" + "(a" * 10_000,
        "https://example.com/" + "(a(b)" * 4_000,
        "https://example.com/" + "." * 20_000,
        "@a" * 10_000,
        ".@a" * 7_000,
        "@" + "a." * 10_000,
        "@a" + "-" * 20_000,
        "@a@" + "b." * 10_000 + "é",
        "@a@b" + "." * 20_000 + "é",
        "@a@b" + ("-" * 20 + "b") * 1_000 + "é",
        ".@a@b-" * 4_000,
    ],
    ids=lambda text: text[:24],
)
@pytest.mark.parametrize("key", ["x", "mastodon", "threads"])
def test_a_hostile_text_is_counted_in_no_time(key, text):
    started = time.perf_counter()
    networks.get(key).count(text, "https://go.example.com/s/Ab3xY9")
    # It takes a tenth of a second; a rule that backtracks takes minutes.
    assert time.perf_counter() - started < 5

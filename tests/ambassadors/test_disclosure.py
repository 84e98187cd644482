"""Between any figures of one day, nothing tells of a group below the rule."""

import dataclasses

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from wagtail_advocacy.ambassadors import disclosure
from wagtail_advocacy.ambassadors.disclosure import State

from .attacker import PartedUniverse, Span, Universe, is_possible, leaks


JOINED = {"joined": ()}
SIGNED = {"joined": (), "signed": ("joined",)}
# What learning registers.
READY = {
    "joined": (),
    "signed": ("joined",),
    "trained": ("joined",),
    "ready": ("signed", "trained"),
}
CHAIN = {"joined": (), "signed": ("joined",), "renewed": ("signed",)}
UNRELATED = {"joined": (), "invited": ()}
UNRELATED_AND_BOTH = {**UNRELATED, "both": ("joined", "invited")}
SETS_OF_METRICS = [JOINED, SIGNED, READY, CHAIN, UNRELATED, UNRELATED_AND_BOTH]


@st.composite
def universes(draw):
    metrics = draw(st.sampled_from(SETS_OF_METRICS))
    is_exact = draw(st.booleans())
    patterns = [
        pattern
        for pattern in map(frozenset, _subsets(metrics))
        if is_possible(pattern, metrics, is_exact=is_exact)
    ]
    # Around the minimum is where a rule goes wrong; large groups keep others shown.
    sizes = st.one_of(st.integers(0, 7), st.sampled_from([10, 20]))
    groups = draw(
        st.lists(
            st.fixed_dictionaries(dict.fromkeys(patterns, sizes)),
            min_size=1,
            max_size=4,
        )
    )
    return Universe(groups, metrics, is_exact=is_exact)


def _subsets(things):
    things = list(things)
    return [
        [thing for place, thing in enumerate(things) if number >> place & 1]
        for number in range(2 ** len(things))
    ]


def publish(universe, minimum):
    return disclosure.publish(universe.counted(), universe.metrics, minimum)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(universe=universes(), minimum=st.integers(3, 6))
def test_adding_and_subtracting_figures_tells_of_nobody(universe, minimum):
    assert list(leaks(universe, minimum, publish(universe, minimum))) == []


@settings(max_examples=200, deadline=None)
@given(universe=universes(), minimum=st.integers(3, 6))
def test_what_is_shown_is_true_and_what_is_hidden_has_no_number(universe, minimum):
    published = publish(universe, minimum)
    totals = dict.fromkeys(universe.metrics, 0)
    for group, counted in zip(published.groups, universe.counted(), strict=True):
        assert group.headcount == counted.headcount
        for metric, cell in group.cells.items():
            totals[metric] += counted.counts[metric]
            assert cell.people in {None, counted.counts[metric]}
            assert (cell.people is None) == (cell.state != State.SHOWN)
    for metric, cell in published.everybody.cells.items():
        assert cell.people in {None, totals[metric]}


@settings(max_examples=200, deadline=None)
@given(universe=universes())
def test_the_order_of_groups_decides_nothing(universe):
    counted = universe.counted()
    one = disclosure.publish(counted, universe.metrics, 5)
    other = disclosure.publish(counted[::-1], universe.metrics, 5)
    assert one.groups == other.groups[::-1]
    assert one.everybody == other.everybody


# A rule that forgets something, to see that the attacker above would notice.


def forget_remainder(monkeypatch):
    monkeypatch.setattr(disclosure, "_remainder_partner", lambda *args: None)


def forget_what_lies_around(monkeypatch):
    whole = disclosure._sizes_taken
    monkeypatch.setattr(disclosure, "_sizes_taken", lambda *args: [*whole(*args)[:1]])


def forget_those_in_neither(monkeypatch):
    monkeypatch.setattr(disclosure, "_sizes_in_neither", lambda *args: [])


def forget_the_few(monkeypatch):
    whole = disclosure._sizes_added
    monkeypatch.setattr(
        disclosure, "_sizes_added", lambda *args: [size + 1 for size in whole(*args)]
    )


def forget_that_groups_differ(monkeypatch):
    whole = disclosure._may_be_known

    def together(groups, *args):
        return whole([sum(groups[1:], groups[0])], *args)

    monkeypatch.setattr(disclosure, "_may_be_known", together)


@pytest.mark.parametrize(
    "forget",
    [
        forget_remainder,
        forget_what_lies_around,
        forget_those_in_neither,
        forget_the_few,
        forget_that_groups_differ,
    ],
)
def test_the_attacker_finds_what_a_faulty_rule_forgets(forget, monkeypatch):
    def is_leaking(universe):
        return any(leaks(universe, 5, publish(universe, 5)))

    options = settings(
        max_examples=3000, deadline=None, derandomize=True, database=None
    )
    with pytest.raises(NoSuchExample):
        find(universes(), is_leaking, settings=settings(options, max_examples=200))
    forget(monkeypatch)
    assert find(universes(), is_leaking, settings=options)


def test_the_attacker_combines_figures_with_fractions():
    # Half of (a + b) + (b + c) - (a + c) is b.
    span = Span([[1, 1, 0], [0, 1, 1], [1, 0, 1]])
    assert [0, 1, 0] in span
    assert [found for found in span.sets_below(3, [9, 2, 9]) if sum(found) == 1] == [
        [0, 1, 0]
    ]


# People in parts besides, such as by the version of the charter they signed last.


WHOLES = [
    (SIGNED, ("joined", "signed")),
    (READY, ("joined", "signed")),
    # Those of the trained whose training ends soon.
    (READY, ("trained", None)),
]


@st.composite
def parted_universes(draw):
    metrics, whole = draw(st.sampled_from(WHOLES))
    parts = draw(st.sampled_from([("one",), ("one", "two")]))
    is_exact = draw(st.booleans())
    empty = PartedUniverse([], metrics, parts, whole, is_exact=is_exact)
    sizes = st.one_of(st.integers(0, 7), st.sampled_from([10, 20]))
    groups = draw(
        st.lists(
            st.fixed_dictionaries(dict.fromkeys(empty.patterns, sizes)),
            min_size=1,
            max_size=2,
        )
    )
    return PartedUniverse(groups, metrics, parts, whole, is_exact=is_exact)


def publish_with_parts(universe, minimum):
    published = disclosure.publish(universe.counted(), universe.main, minimum)
    parts = disclosure.publish_parts(*universe.parted(), minimum)
    everybody = dataclasses.replace(
        published.everybody, cells={**published.everybody.cells, **parts}
    )
    return dataclasses.replace(published, everybody=everybody)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(universe=parted_universes(), minimum=st.integers(3, 6))
def test_parts_and_figures_together_tell_of_nobody(universe, minimum):
    assert list(leaks(universe, minimum, publish_with_parts(universe, minimum))) == []


def forget_the_rest(monkeypatch):
    whole = disclosure.publish_parts
    monkeypatch.setattr(
        disclosure,
        "publish_parts",
        lambda parts, of, minimum: whole(parts, of + minimum, minimum),
    )


def forget_small_parts(monkeypatch):
    whole = disclosure.publish_parts
    monkeypatch.setattr(
        disclosure,
        "publish_parts",
        lambda parts, of, minimum: whole(parts, of, minimum - 1),
    )


@pytest.mark.parametrize("forget", [forget_the_rest, forget_small_parts])
def test_the_attacker_finds_what_a_faulty_rule_of_parts_forgets(forget, monkeypatch):
    def is_leaking(universe):
        return any(leaks(universe, 5, publish_with_parts(universe, 5)))

    forget(monkeypatch)
    assert find(
        parted_universes(),
        is_leaking,
        settings=settings(
            max_examples=3000, deadline=None, derandomize=True, database=None
        ),
    )


def test_parts_are_hidden_until_the_rest_of_the_whole_is_large_enough():
    found = disclosure.publish_parts({"a": 9, "b": 6, "c": 4}, 24, 5)
    assert {key: cell.people for key, cell in found.items()} == {
        "a": 9,
        "b": 6,
        "c": None,
    }
    # The four of c are all the rest: b is hidden with them.
    found = disclosure.publish_parts({"a": 9, "b": 6, "c": 4}, 19, 5)
    assert {key: cell.people for key, cell in found.items()} == {
        "a": 9,
        "b": None,
        "c": None,
    }
    assert found["c"].state == State.PROTECTED


# The rule in single cases, as one reads it aloud.


def group(key, headcount, joined, known=None):
    known = headcount if known is None else known
    return disclosure.Group(
        key=key, known=known, headcount=headcount, counts={"joined": joined}
    )


def states(groups, minimum=5):
    published = disclosure.publish(groups, JOINED, minimum)
    return {
        **{shown.key: shown.cells["joined"].state for shown in published.groups},
        "all": published.everybody.cells["joined"].state,
    }


@pytest.mark.parametrize(
    ("joined", "state"),
    [
        (0, State.PROTECTED),
        (4, State.PROTECTED),
        (5, State.SHOWN),
        (15, State.SHOWN),
        (16, State.PROTECTED),
        (20, State.PROTECTED),
    ],
)
def test_at_least_five_did_and_five_did_not(joined, state):
    assert states([group("sales", 20, joined)])["sales"] == state


def test_a_second_group_is_hidden_where_one_would_follow_from_the_total():
    found = states(
        [group("sales", 20, 2), group("design", 20, 9), group("works", 40, 9)]
    )
    assert found == {
        "sales": State.PROTECTED,
        # The smaller one: the less is lost.
        "design": State.PROTECTED,
        "works": State.SHOWN,
        "all": State.SHOWN,
    }


def test_two_small_groups_protect_each_other():
    found = states(
        [group("sales", 20, 3), group("design", 20, 3), group("works", 40, 9)]
    )
    assert found["works"] == State.SHOWN


def test_the_minimum_can_be_raised():
    assert states([group("sales", 20, 6)], minimum=7)["sales"] == State.PROTECTED


def test_a_group_with_an_unknown_headcount_counts_those_it_is_known_to_have():
    published = disclosure.publish(
        [group("sales", None, 6, known=20), group("design", 20, 8)], JOINED, 5
    )
    sales, design = published.groups
    assert sales.cells["joined"].people == 6
    assert sales.headcount is None
    assert sales.cells["joined"].rate is None
    assert design.cells["joined"].rate == 40
    assert published.everybody.headcount is None
    assert published.everybody.cells["joined"].people == 14
    assert published.everybody.cells["joined"].rate is None


def test_too_few_known_people_is_unavailable_and_not_protected():
    assert states([group("sales", None, 0, known=9)])["sales"] == State.UNAVAILABLE
    assert states([group("sales", None, 0, known=10)])["sales"] == State.PROTECTED


def test_a_headcount_smaller_than_the_people_known_is_not_believed():
    published = disclosure.publish([group("sales", 9, 10, known=20)], JOINED, 5)
    assert published.groups[0].headcount is None
    assert published.groups[0].cells["joined"].rate is None


def test_a_group_without_anybody_hides_no_other():
    found = states([group("closed", 0, 0), group("design", 20, 9)])
    assert found["design"] == State.SHOWN


def test_rates_are_whole_and_never_say_all_or_none():
    published = disclosure.publish([group("works", 10_000, 9_994)], JOINED, 5)
    assert published.groups[0].cells["joined"].rate == 99
    published = disclosure.publish([group("works", 10_000, 6)], JOINED, 5)
    assert published.groups[0].cells["joined"].rate == 1


def test_a_rate_is_of_those_it_lies_within():
    sales = disclosure.Group(
        key="sales", known=40, headcount=40, counts={"joined": 20, "signed": 10}
    )
    cells = disclosure.publish([sales], SIGNED, 5).groups[0].cells
    assert (cells["joined"].rate, cells["signed"].rate) == (50, 50)


def test_what_lies_within_something_hidden_is_hidden():
    # 15 signed, and 5 of those who joined did not: joined can only be all 20.
    sales = disclosure.Group(
        key="sales", known=20, headcount=20, counts={"joined": 20, "signed": 15}
    )
    cells = disclosure.publish([sales], SIGNED, 5).groups[0].cells
    assert cells["signed"].state == State.PROTECTED


def test_metrics_that_lie_within_each_other_are_refused():
    with pytest.raises(ValueError, match="before"):
        disclosure.publish([], {"a": ("b",), "b": ("a",)}, 5)

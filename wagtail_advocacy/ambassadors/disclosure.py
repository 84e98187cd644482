"""What may be known about groups; every figure about a group passes here.

A figure is shown if at least the minimum did something and at least the minimum of
those who could have did not. Then nothing that can be computed from figures may break
this either: groups have nobody in common, so what follows from the total and the groups
shown is the remainder, all hidden groups together, and the remainder obeys the same
rule. Where it does not, one group more is hidden.

It does not know about days: figures of one day are published, and stay what they are.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations


EVERYBODY = "everybody"

# Which metrics each one lies within: who signed has joined. Outer ones come first.
Metrics = Mapping[str, tuple[str, ...]]


class State(StrEnum):
    """Whether a figure may be read, and why not."""

    SHOWN = "shown"
    PROTECTED = "protected"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class Group:
    """People who are counted together, and nowhere else.

    :param known: how many people are known to be in it, such as those with an account.
    :param headcount: how many there are; ``None``: unknown.
    :param counts: how many of them fit each metric.
    """

    key: Hashable
    known: int
    headcount: int | None
    counts: Mapping[str, int]

    def __add__(self, other: "Group") -> "Group":
        headcounts = (self.headcount, other.headcount)
        return Group(
            key=EVERYBODY,
            known=self.known + other.known,
            headcount=None if None in headcounts else sum(filter(None, headcounts)),
            counts={
                metric: count + other.counts[metric]
                for metric, count in self.counts.items()
            },
        )


@dataclass(frozen=True)
class Cell:
    """One figure, or why there is none.

    :param people: how many; ``None`` unless it is shown.
    :param rate: the same in whole per cent of those who could have; ``None`` where
        that is unknown. Neither 0 nor 100, since never none nor all did.
    """

    state: State
    people: int | None = None
    rate: int | None = None

    @property
    def is_shown(self) -> bool:
        return self.state == State.SHOWN


@dataclass(frozen=True)
class PublishedGroup:
    """What may be known about one group.

    :param headcount: how many people there are; ``None``: unknown.
    """

    key: Hashable
    headcount: int | None
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Publication:
    """What may be known about groups that have nobody in common, and about all."""

    groups: list[PublishedGroup]
    everybody: PublishedGroup


def publish(groups: Iterable[Group], metrics: Metrics, minimum: int) -> Publication:
    """Decide which figures may be known.

    The order of the groups changes nothing.

    :param groups: they have nobody in common; each counts every metric.
    :param minimum: how many people have to have done something, and not.
    :raises ValueError: a metric comes before one that it lies within.
    """
    _check_order(metrics)
    groups = [_believable(group) for group in groups]
    nobody = Group(EVERYBODY, 0, 0, dict.fromkeys(metrics, 0))
    everybody = sum(groups, nobody)
    hidden = _hidden(groups, everybody, metrics, minimum)

    def published(group: Group) -> PublishedGroup:
        return PublishedGroup(
            key=group.key,
            headcount=group.headcount,
            cells={
                metric: _cell(group, metric, metrics, minimum, hidden)
                for metric in metrics
            },
        )

    return Publication([published(group) for group in groups], published(everybody))


def publish_parts(parts: Mapping[str, int], of: int, minimum: int) -> dict[str, Cell]:
    """Decide which parts of a whole may be known, beside what ``publish`` shows.

    The whole is all who fit some metrics and not others, in all groups together, such
    as those who joined and did not sign. In it any part may have people of any group: a
    part that only some groups can have people in, such as of those who miss what one
    subsidiary asks, must not be given. Outside it no part has anybody.

    Then whatever is computed with a part, and not from ``publish`` alone, has in it
    either all people of some parts shown, or all of the rest of the whole: a part makes
    the one difference between people who are the same in all other respects. So it is
    enough that each part shown has the minimum, and the rest of the whole too.

    :param parts: how many people are in each; they have nobody in common.
    :param of: how many are in the whole.
    :param minimum: how many people have to be in a part, and in none that is shown.
    """
    # The largest last, so that the least is lost.
    shown = sorted(
        (part for part, people in parts.items() if people >= minimum),
        key=lambda part: (parts[part], part),
    )
    while shown and of - sum(parts[part] for part in shown) < minimum:
        del shown[0]
    return {
        part: Cell(State.SHOWN, people, rate(people, of))
        if part in shown
        else Cell(State.PROTECTED)
        for part, people in parts.items()
    }


def rate(people: int, of: int | None) -> int | None:
    """Return ``people`` in whole per cent of ``of``, between 1 and 99."""
    if not of:
        return None
    return min(max(round(100 * people / of), 1), 99)


def _check_order(metrics: Metrics) -> None:
    seen: set[str] = set()
    for metric, within in metrics.items():
        for outer in within:
            if outer not in seen:
                raise ValueError(f"Metric {outer!r} has to come before {metric!r}.")
        seen.add(metric)


def _believable(group: Group) -> Group:
    if group.headcount is None:
        return group
    if group.headcount < group.known:
        return Group(group.key, group.known, None, group.counts)
    return Group(group.key, group.headcount, group.headcount, group.counts)


def _hidden(
    groups: Sequence[Group], everybody: Group, metrics: Metrics, minimum: int
) -> set[tuple[Hashable, str]]:
    hidden: set[tuple[Hashable, str]] = set()
    # Of nobody there is nothing to be known.
    groups = [group for group in groups if group.headcount != 0]
    # The smallest first: the least is lost. It tells nothing, headcounts are public.
    groups.sort(key=lambda group: (group.known, str(group.key)))
    for metric, within in metrics.items():
        for group in (everybody, *groups):
            # Between what lies around it and what lies in it there may be one
            # possibility left.
            is_outer_hidden = any((group.key, outer) in hidden for outer in within)
            if is_outer_hidden or not _may_be_known([group], metric, metrics, minimum):
                hidden.add((group.key, metric))
        if (EVERYBODY, metric) not in hidden:
            partner = _remainder_partner(groups, metric, metrics, minimum, hidden)
            if partner is not None:
                hidden.add((partner, metric))
    return hidden


def _may_be_known(
    groups: Sequence[Group], metric: str, metrics: Metrics, minimum: int
) -> bool:
    """Whether the count of a metric over groups together tells of nobody.

    Added to other counts, it tells of some set of people in each group; taken from
    others, of another set. Each group may have its own, so the least counts of each.
    """
    added = sum(min(_sizes_added(group, metric, metrics)) for group in groups)
    taken = sum(min(_sizes_taken(group, metric, metrics)) for group in groups)
    return min(added, taken) >= minimum


def _sizes_added(group: Group, metric: str, metrics: Metrics) -> list[int]:
    return [group.counts[metric], *_sizes_in_neither(group, metric, metrics)]


def _sizes_taken(group: Group, metric: str, metrics: Metrics) -> list[int]:
    """Return how many did not, of all and of each metric around this one."""
    around = [group.known, *[group.counts[outer] for outer in metrics[metric]]]
    return [people - group.counts[metric] for people in around]


def _sizes_in_neither(group: Group, metric: str, metrics: Metrics) -> list[int]:
    """Return how many are in neither of two metrics that have this one in common.

    Where it is all that they have in common, that can be computed: it is everybody,
    less the one, less the other, and this one added again.
    """
    sizes = []
    for one, other in combinations(metrics[metric], 2):
        either = group.counts[one] + group.counts[other] - group.counts[metric]
        around = _around(one, metrics) & _around(other, metrics)
        sizes += [group.known - either]
        sizes += [group.counts[outer] - either for outer in around]
    return sizes


def _around(metric: str, metrics: Metrics) -> set[str]:
    found = set(metrics[metric])
    for outer in metrics[metric]:
        found |= _around(outer, metrics)
    return found


def _remainder_partner(
    groups: Sequence[Group],
    metric: str,
    metrics: Metrics,
    minimum: int,
    hidden: set[tuple[Hashable, str]],
) -> Hashable | None:
    """Return what to hide beside those hidden, so that these follow from nothing.

    One group is enough: what it adds to the remainder obeys the rule by itself. Where
    no group is left to hide it is the total.
    """
    remaining = [group for group in groups if (group.key, metric) in hidden]
    if not remaining or _may_be_known(remaining, metric, metrics, minimum):
        return None
    shown = (group.key for group in groups if (group.key, metric) not in hidden)
    return next(shown, EVERYBODY)


def _cell(
    group: Group,
    metric: str,
    metrics: Metrics,
    minimum: int,
    hidden: set[tuple[Hashable, str]],
) -> Cell:
    if group.headcount == 0:
        return Cell(State.UNAVAILABLE)
    if (group.key, metric) in hidden:
        # Nothing could be shown, whoever did what: that is not for protection.
        is_unknown = group.headcount is None and group.known < 2 * minimum
        return Cell(State.UNAVAILABLE if is_unknown else State.PROTECTED)
    people = group.counts[metric]
    within = metrics[metric]
    of = group.counts[within[0]] if within else group.headcount
    return Cell(State.SHOWN, people, rate(people, of))

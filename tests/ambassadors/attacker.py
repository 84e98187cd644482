"""Somebody who adds and subtracts every figure that is shown, to learn about few.

A *kind of person* is a group they count in and the metrics they fit, such as (2,
{joined, signed}). Every figure is a sum over kinds of person, so what can be computed
from figures is what their vectors span over the rationals. Each vector in there that
has only zeros and ones counts a set of people: how many they are is no secret then.
"""

from fractions import Fraction
from itertools import chain, combinations

from wagtail_advocacy.ambassadors import disclosure


class Universe:
    """People, as a test makes them up.

    :param groups: for each group, how many people there are of each set of metrics.
    :param metrics: which metrics each one lies within, outer ones first.
    :param is_exact: whether a metric within two others is known to have everybody who
        is in both.
    """

    def __init__(self, groups, metrics, *, is_exact=False):
        self.groups = groups
        self.metrics = metrics
        self.patterns = [
            pattern
            for pattern in map(frozenset, _subsets(metrics))
            if self.has_people(pattern, is_exact=is_exact)
        ]
        # Of a group that has nobody there is nobody to be told of.
        self.kinds = [
            (number, pattern)
            for number, group in enumerate(groups)
            for pattern in self.patterns
            if any(group.values())
        ]
        self.sizes = [groups[number].get(pattern, 0) for number, pattern in self.kinds]

    def has_people(self, pattern, *, is_exact):
        return is_possible(pattern, self.metrics, is_exact=is_exact)

    def counted(self):
        """Return the groups as the rule gets to see them."""
        return [
            disclosure.Group(
                key=number,
                known=sum(group.values()),
                headcount=sum(group.values()),
                counts={
                    metric: sum(
                        size for pattern, size in group.items() if metric in pattern
                    )
                    for metric in self.metrics
                },
            )
            for number, group in enumerate(self.groups)
        ]

    def vector(self, numbers, metric=None):
        """Return the vector of a metric over groups; without a metric, of everybody."""
        return [
            int(number in numbers and (metric is None or metric in pattern))
            for number, pattern in self.kinds
        ]

    def size(self, vector):
        return sum(self.sizes[place] for place, part in enumerate(vector) if part)

    def is_whole_groups(self, vector):
        """Whether it says nothing about a metric: how many a group has is public."""
        width = len(self.patterns)
        parts = (
            set(vector[start : start + width]) for start in range(0, len(vector), width)
        )
        return all(len(part) == 1 for part in parts)


class PartedUniverse(Universe):
    """People of whom those in one metric and not in another are in parts, too.

    :param parts: names of the parts; nobody is in two of them.
    :param whole: the metric the parts lie within, and the one they have no part in.
    """

    def __init__(self, groups, metrics, parts, whole, *, is_exact=False):
        self.main = metrics
        self.parts = parts
        self.whole = whole
        within, _outside = whole
        metrics = {**metrics, **dict.fromkeys(parts, (within,))}
        super().__init__(groups, metrics, is_exact=is_exact)

    def has_people(self, pattern, *, is_exact):
        parts = pattern.intersection(self.parts)
        return (
            is_possible(pattern - parts, self.main, is_exact=is_exact)
            and len(parts) <= 1
            and (not parts or self.is_whole(pattern))
        )

    def is_whole(self, pattern):
        within, outside = self.whole
        return within in pattern and outside not in pattern

    def parted(self):
        """Return how many are in each part, and in the whole."""
        everybody = [item for group in self.groups for item in group.items()]
        people = {
            part: sum(size for pattern, size in everybody if part in pattern)
            for part in self.parts
        }
        return people, sum(
            size for pattern, size in everybody if self.is_whole(pattern)
        )


def is_possible(pattern, metrics, *, is_exact):
    """Whether somebody may fit exactly these metrics."""
    for metric, within in metrics.items():
        if metric in pattern and not pattern.issuperset(within):
            return False
        if (
            is_exact
            and len(within) > 1
            and pattern.issuperset(within)
            and metric not in pattern
        ):
            return False
    return True


def leaks(universe, minimum, published):
    """Yield a sentence for each thing that the rule forbids and figures tell."""
    everyone = set(range(len(universe.groups)))
    figures = [universe.vector({number}) for number in everyone]
    for group in published.groups:
        figures += [
            universe.vector({group.key}, metric)
            for metric, cell in group.cells.items()
            if cell.is_shown
        ]
    figures += [
        universe.vector(everyone, metric)
        for metric, cell in published.everybody.cells.items()
        if cell.is_shown
    ]
    span = Span(figures)
    for vector in span.sets_below(minimum, universe.sizes):
        if not universe.is_whole_groups(vector):
            yield f"{universe.size(vector)} people can be told: {vector}"
    for numbers in map(set, _subsets(everyone)):
        for metric, within in universe.metrics.items():
            found = universe.vector(numbers, metric)
            if not any(found) or found not in span:
                continue
            for outer in within:
                rest = universe.size(universe.vector(numbers, outer))
                rest -= universe.size(found)
                if rest < minimum:
                    yield f"{metric} of {numbers}: only {rest} of {outer} are not in it"


class Span:
    """What vectors span over the rationals, in reduced row echelon form."""

    def __init__(self, vectors):
        self.rows = []
        self.pivots = []
        for vector in vectors:
            self._add([Fraction(part) for part in vector])

    def _add(self, vector):
        vector = self._reduced(vector)
        pivot = next((place for place, part in enumerate(vector) if part), None)
        if pivot is None:
            return
        vector = [part / vector[pivot] for part in vector]
        self.rows = [
            [a - row[pivot] * b for a, b in zip(row, vector, strict=True)]
            for row in self.rows
        ]
        self.rows.append(vector)
        self.pivots.append(pivot)

    def _reduced(self, vector):
        for row, pivot in zip(self.rows, self.pivots, strict=True):
            factor = vector[pivot]
            if factor:
                vector = [a - factor * b for a, b in zip(vector, row, strict=True)]
        return vector

    def __contains__(self, vector):
        return not any(self._reduced([Fraction(part) for part in vector]))

    def sets_below(self, limit, sizes):
        """Yield the vectors of zeros and ones, not all zero, of fewer than ``limit``.

        A vector is known from its parts at the pivots: each may be nought or one, and
        a branch ends where another part is neither, or there are people enough.
        """
        width = len(sizes)
        # A place is known once the last row that changes it was chosen.
        known_after = {}
        for place in range(width):
            touching = [i for i, row in enumerate(self.rows) if row[place]]
            if touching:
                known_after.setdefault(touching[-1], []).append(place)

        def choose(number, vector, people):
            if number == len(self.rows):
                if any(vector):
                    yield [int(part) for part in vector]
                return
            for factor in (0, 1):
                tried = vector
                if factor:
                    row = self.rows[number]
                    tried = [a + b for a, b in zip(vector, row, strict=True)]
                places = known_after.get(number, ())
                if any(tried[place] not in (0, 1) for place in places):
                    continue
                more = people + sum(sizes[place] for place in places if tried[place])
                if more < limit:
                    yield from choose(number + 1, tried, more)

        yield from choose(0, [Fraction(0)] * width, 0)


def _subsets(things):
    things = list(things)
    return chain.from_iterable(
        combinations(things, number) for number in range(len(things) + 1)
    )

"""Whatever happens in whatever order, awards are what the conditions say."""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.badges import factories as make
from tests.badges.factories import PARIS
from wagtail_advocacy.badges import awarding, periods
from wagtail_advocacy.badges.conditions import Window
from wagtail_advocacy.badges.models import Award, Badge
from wagtail_advocacy.badges.queries import current


pytestmark = pytest.mark.django_db

WHO = st.integers(0, 1)
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("share"), WHO),
        st.tuples(st.just("train"), WHO),
        # Which of their posts, from the latest on.
        st.tuples(st.just("take_down"), WHO, st.integers(0, 2)),
        st.tuples(st.just("wait"), st.sampled_from([1, 8, 15, 31, 70])),
        st.tuples(st.just("look"), WHO),
        st.tuples(st.just("look_at_all")),
    ),
    max_size=25,
)


class World:
    """Two people, three badges, and what they did, written down once more."""

    def __init__(self, people, clock):
        self.people = people
        self.clock = clock
        self.now = datetime.datetime(2026, 11, 5, 12, tzinfo=PARIS)
        self.posts = {person: [] for person in people}
        self.trained = {person: [] for person in people}
        self.badges = [
            make.badge("Twice", asks={"shares": 2}),
            make.badge("Monthly", asks={"shares": 1}, period=Badge.Period.MONTH),
            make.badge(
                "For a month",
                asks={"shares": 2, "trainings": 1},
                match=Badge.Match.ANY,
                valid_months=1,
            ),
        ]
        self.wait(0)

    def wait(self, days):
        self.now += datetime.timedelta(days=days)
        self.clock(*self.now.timetuple()[:5])

    def share(self, who):
        person = self.people[who]
        self.posts[person].append(make.share(person))

    def train(self, who):
        person = self.people[who]
        make.completion(person)
        self.trained[person].append(self.now.date())

    def take_down(self, who, place):
        posts = self.posts[self.people[who]]
        if place < len(posts):
            make.take_down(posts.pop(-1 - place))

    def look(self, who):
        awarding.evaluate_person(self.people[who].pk)
        self.check(self.people[who])

    def look_at_all(self):
        awarding.evaluate_all()
        for person in self.people:
            self.check(person)

    def fulfils(self, person, badge, window):
        """The same in plain Python."""
        days = [
            post.confirmed_at.astimezone(PARIS).date() for post in self.posts[person]
        ]
        shares, trainings = (
            sum(
                (window.start is None or window.start <= day)
                and (window.end is None or day < window.end)
                for day in found
            )
            for found in (days, self.trained[person])
        )
        if badge.name == "Twice":
            return shares >= 2
        if badge.name == "Monthly":
            return shares >= 1
        return shares >= 2 or trainings >= 1

    def check(self, person):
        for badge in self.badges:
            rows = list(Award.objects.filter(ambassador=person, badge=badge))
            holding = list(current(Award.objects.filter(pk__in=[r.pk for r in rows])))
            # At most one at a time, and turns without a gap.
            assert len({award.period for award in holding}) == len(holding)
            for period in {award.period for award in rows}:
                turns = [award.turn for award in rows if award.period == period]
                assert sorted(turns) == list(range(len(turns)))
            for award in holding:
                window = Window(award.counts_from, award.counts_until)
                assert self.fulfils(person, badge, window)
            for term in periods.terms(badge):
                if self.fulfils(person, badge, term.window):
                    assert term.period in {award.period for award in holding}


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(events=EVENTS)
def test_awards_are_what_the_conditions_say(events, ada_row, bob_row, clock):
    with transaction.atomic():
        world = World([ada_row, bob_row], clock)
        for name, *values in [*events, ("look_at_all",)]:
            getattr(world, name)(*values)
        assert awarding.evaluate_all() == awarding.Outcome()
        transaction.set_rollback(True)

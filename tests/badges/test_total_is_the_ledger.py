"""Whatever happens in whatever order: the total is what the ledger adds up to."""

import datetime

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests import factories
from tests.badges import factories as make
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.badges import points
from wagtail_advocacy.badges.models import PointEntry, PointTotal
from wagtail_advocacy.badges.rules import point_rules
from wagtail_advocacy.sharing.models import Reading, Share


SOME = st.integers(min_value=0, max_value=7)
KEYS = ["share", "originality", "replied", "engagement"]
# What has to have been there, so that the test cannot go hollow unnoticed.
CASES = {"earned", "capped", "gone", "spent", "returned", "not enough", "owes"}


class Ledger(RuleBasedStateMachine):
    ada = None
    shares: list = []
    seen: set = set()

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        # With something to spend.
        make.worth("share", amount=40, cap=80)
        points.settle(self.ada.pk)
        self.spent = []
        self.looked_at = None
        self.highest_caps = {}
        self.note_caps()

    def teardown(self):
        # Each sequence begins where the first one did.
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def note_caps(self):
        chosen = make.settings().rules
        for key in KEYS:
            cap = point_rules.get(key).worth(chosen).cap
            known = self.highest_caps.get(key, 0)
            is_free = cap is None or known is None
            self.highest_caps[key] = None if is_free else max(cap, known)

    def change(self, number, **fields):
        Share.objects.filter(pk=self.shares[number].pk).update(**fields)

    @rule(number=SOME, day=st.integers(min_value=0, max_value=16))
    def confirm(self, number, day):
        at = make.monday() + datetime.timedelta(days=day)
        self.change(number, state=Share.State.CONFIRMED, confirmed_at=at)

    @rule(number=SOME)
    def take_down(self, number):
        self.change(number, state=Share.State.WITHDRAWN)

    @rule()
    def take_all_down(self):
        Share.objects.update(state=Share.State.WITHDRAWN)
        points.settle(self.ada.pk)

    @rule(number=SOME, originality=st.sampled_from([None, 20, 100]))
    def judge(self, number, originality):
        self.change(number, originality=originality)

    @rule(
        number=SOME,
        metric=st.sampled_from(["comments", "reactions"]),
        value=st.sampled_from([0, 5, 30, 200]),
        source=st.sampled_from(Reading.Source.values),
    )
    def read(self, number, metric, value, source):
        make.reads(self.shares[number], source=source, **{metric: value})

    @rule(number=SOME, value=st.sampled_from([0, 1]))
    def reply(self, number, value):
        make.reads(self.shares[number], replied=value)

    @rule(keys=st.none() | st.lists(st.sampled_from(KEYS), unique=True))
    def settle(self, keys):
        points.settle(self.ada.pk, keys)
        assert points.settle(self.ada.pk, keys) is False

    @rule()
    def settle_all(self):
        points.settle_all()
        assert points.settle_all() == points.Settled()

    @rule(
        key=st.sampled_from(KEYS),
        amount=st.sampled_from([0, 1, 7, 40]),
        cap=st.sampled_from([None, 0, 5, 50]),
    )
    def decide(self, key, amount, cap):
        make.worth(key, amount=amount, cap=cap)
        self.note_caps()

    @rule(amount=st.sampled_from([1, 5, 60]))
    def spend(self, amount):
        source = f"redemption:{len(self.spent)}"
        try:
            points.spend(self.ada, source, amount)
        except points.NotEnough:
            self.seen.add("not enough")
        else:
            self.spent.append(source)

    @precondition(lambda self: self.spent)
    @rule(place=SOME)
    def spend_again(self, place):
        points.spend(self.ada, self.spent[place % len(self.spent)], 1)

    @precondition(lambda self: self.spent)
    @rule(place=SOME)
    def give_back(self, place):
        points.give_back(self.ada, self.spent[place % len(self.spent)])

    @rule()
    def leave(self):
        ambassadors.leave(self.ada.user, source="test")

    @rule()
    def come_back(self):
        factories.ambassador(self.ada.user)

    @invariant()
    def what_was_written_is_right(self):
        """Look at it wherever anything was written: most steps are evidence alone."""
        written = PointEntry.objects.order_by("pk").values_list()
        written = [*written, *PointTotal.objects.values_list()]
        if written != self.looked_at:
            self.looked_at = written
            self.total_is_the_ledger()
            self.nothing_is_lost_that_was_not_earned()
            self.no_week_gives_more_than_its_most()

    def total_is_the_ledger(self):
        rows = PointEntry.objects.filter(ambassador=self.ada)
        sums = dict(rows.order_by().values_list("rule").annotate(Sum("amount")))
        spent = -sums.pop(PointEntry.REWARD, 0)
        total = PointTotal.objects.filter(ambassador=self.ada).first() or PointTotal()
        assert (total.earned, total.spent) == (sum(sums.values()), spent)
        if total.spent > total.earned:
            self.seen.add("owes")
        assert list(points.rebuild(dry_run=True)) == []

    def nothing_is_lost_that_was_not_earned(self):
        for pair in self.by_thing().values():
            entry, *reversal = pair
            assert entry.kind == PointEntry.Kind.ENTRY
            assert len(pair) <= 2
            assert all(one.amount == -entry.amount for one in reversal)
            self.seen.update(one.reason for one in pair)

    def no_week_gives_more_than_its_most(self):
        weeks: dict = {}
        for row in PointEntry.objects.exclude(rule=PointEntry.REWARD):
            week = row.rule, points.monday_of(row.day)
            weeks[week] = weeks.get(week, 0) + row.amount
        for (key, _week), amount in weeks.items():
            cap = self.highest_caps[key]
            assert amount >= 0
            assert cap is None or amount <= cap

    def by_thing(self):
        things: dict = {}
        for row in PointEntry.objects.order_by("pk"):
            things.setdefault((row.rule, row.source), []).append(row)
        return things


@pytest.mark.django_db
def test_the_total_is_the_ledger(make_user, article):
    factories.caps()
    offer = factories.offer_of(factories.published_page_shareable(article()))
    Ledger.ada = factories.ambassador(make_user("ada@example.com"))
    Ledger.shares = make.confirmed_shares(Ledger.ada.user, offer, 8)
    Ledger.seen = set()
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert CASES - Ledger.seen == set()

import uuid

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.badges import factories as make
from tests.badges.factories import badge, share, take_down
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.badges import awarding, signals
from wagtail_advocacy.badges.awarding import Outcome, evaluate_all, evaluate_person
from wagtail_advocacy.badges.conditions import Condition, Window, conditions
from wagtail_advocacy.badges.models import (
    Award,
    Badge,
    Criteria,
    PublicAward,
    Revocation,
)
from wagtail_advocacy.badges.queries import current
from wagtail_advocacy.sharing.models import Share


pytestmark = pytest.mark.django_db

# Whoever looks, it comes to the same.
LOOKING = [
    pytest.param(lambda person: evaluate_person(person.pk), id="one"),
    pytest.param(lambda person: evaluate_all(), id="all"),
]
everyhow = pytest.mark.parametrize("look", LOOKING)


@pytest.fixture
def told():
    """What was told to whoever listens, in order: (kind, number of rows)."""
    found = []

    def on_awarded(sender, awards, **kwargs):
        found.append(("awarded", len(awards)))

    def on_revoked(sender, revocations, **kwargs):
        found.append(("revoked", len(revocations)))

    signals.awarded.connect(on_awarded)
    signals.revoked.connect(on_revoked)
    yield found
    signals.awarded.disconnect(on_awarded)
    signals.revoked.disconnect(on_revoked)


def held(person):
    """The awards that count, as (period, turn)."""
    rows = current(Award.objects.filter(ambassador=person))
    return list(rows.order_by("pk").values_list("period", "turn"))


@everyhow
def test_whoever_did_it_has_the_badge_once(ada_row, bob_row, look, told):
    badge(asks={"shares": 2})
    share(bob_row)
    for _time in range(2):
        share(ada_row)
    look(ada_row)
    look(ada_row)
    look(bob_row)
    assert held(ada_row) == [("", 0)]
    assert held(bob_row) == []
    assert told == [("awarded", 1)]


def test_one_insert_for_everybody_and_one_signal(make_user, ada_row, bob_row, told):
    badge(asks={"shares": 1})
    for person in (ada_row, bob_row):
        share(person)
    assert evaluate_all() == Outcome(awarded=2)
    assert evaluate_all() == Outcome()
    assert told == [("awarded", 2)]


@everyhow
def test_whoever_takes_it_back_has_it_no_more(ada_row, look, told):
    badge(asks={"shares": 2})
    share(ada_row)
    last = share(ada_row)
    look(ada_row)
    take_down(last)
    look(ada_row)
    look(ada_row)
    assert held(ada_row) == []
    revocation = Revocation.objects.get()
    assert revocation.reason == Revocation.Reason.EVIDENCE_GONE
    assert told == [("awarded", 1), ("revoked", 1)]


@everyhow
def test_what_is_earned_again_is_the_next_turn(ada_row, look):
    badge(asks={"shares": 2})
    share(ada_row)
    for turn in range(3):
        last = share(ada_row)
        look(ada_row)
        assert held(ada_row) == [("", turn)]
        take_down(last)
        look(ada_row)
        assert held(ada_row) == []
    assert Award.objects.count() == Revocation.objects.count() == 3


@everyhow
def test_other_posts_can_take_the_place_of_one_that_was_taken_down(ada_row, look):
    badge(asks={"shares": 2})
    first = share(ada_row)
    share(ada_row)
    look(ada_row)
    take_down(first)
    share(ada_row)
    look(ada_row)
    assert held(ada_row) == [("", 0)]


@everyhow
def test_what_was_taken_back_by_hand_is_not_given_again(ada_row, look):
    badge(asks={"shares": 1})
    share(ada_row)
    look(ada_row)
    award = Award.objects.get()
    by_hand = Revocation.Reason.BY_HAND
    assert awarding.revoke(award, by_hand, "A test.").note == "A test."
    assert awarding.revoke(award, by_hand) is None
    look(ada_row)
    assert Award.objects.count() == 1
    assert held(ada_row) == []


@everyhow
def test_a_month_counts_what_happened_in_it(ada_row, look, clock):
    badge(asks={"shares": 2}, period=Badge.Period.MONTH)
    share(ada_row, at=clock(2026, 10, 31, 23, 59))
    share(ada_row, at=clock(2026, 11, 1, 0, 0))
    clock(2026, 11, 20, 12)
    look(ada_row)
    assert held(ada_row) == []
    share(ada_row)
    look(ada_row)
    assert held(ada_row) == [("2026-11", 0)]
    clock(2026, 12, 20, 12)
    look(ada_row)
    assert held(ada_row) == [("2026-11", 0)]
    for _time in range(3):
        share(ada_row)
    look(ada_row)
    assert held(ada_row) == [("2026-11", 0), ("2026-12", 0)]


@everyhow
def test_what_was_taken_back_takes_only_the_award_of_its_own_month(
    ada_row, look, clock
):
    badge(asks={"shares": 1}, period=Badge.Period.MONTH)
    of_november = share(ada_row)
    look(ada_row)
    clock(2026, 12, 20, 12)
    share(ada_row)
    look(ada_row)
    take_down(of_november)
    look(ada_row)
    assert held(ada_row) == [("2026-12", 0)]


@everyhow
@pytest.mark.parametrize(("day", "found"), [(7, [("2026-Q4", 0)]), (8, [])])
def test_what_is_told_late_still_counts_for_a_week(ada_row, look, clock, day, found):
    badge(asks={"shares": 1}, period=Badge.Period.QUARTER)
    at = clock(2026, 12, 31, 23, 30)
    clock(2027, 1, day, 12)
    share(ada_row, at=at)
    look(ada_row)
    assert held(ada_row) == found


@everyhow
def test_a_badge_that_runs_out_is_earned_anew(ada_row, look, clock):
    badge(asks={"shares": 1}, valid_months=12)
    share(ada_row)
    look(ada_row)
    clock(2027, 11, 5, 11, 59)
    look(ada_row)
    assert held(ada_row) == [("", 0)]
    # What it was given for is not enough for the next one.
    clock(2027, 11, 5, 12, 0)
    look(ada_row)
    assert held(ada_row) == []
    share(ada_row)
    look(ada_row)
    assert held(ada_row) == [("", 1)]
    assert Revocation.objects.count() == 0


@everyhow
def test_what_was_done_since_the_last_award_renews_it_at_once(ada_row, look, clock):
    badge(asks={"shares": 1}, valid_months=1)
    share(ada_row)
    look(ada_row)
    clock(2026, 11, 20, 12)
    share(ada_row)
    clock(2026, 12, 5, 12)
    look(ada_row)
    assert held(ada_row) == [("", 1)]


@everyhow
def test_the_award_of_a_month_that_ran_out_is_not_given_again(ada_row, look, clock):
    badge(asks={"shares": 1}, valid_months=1, period=Badge.Period.QUARTER)
    share(ada_row)
    look(ada_row)
    clock(2026, 12, 20, 12)
    look(ada_row)
    assert Award.objects.count() == 1


@everyhow
@pytest.mark.parametrize(
    "dates",
    [
        {"starts_on": "2026-11-06"},
        {"ends_on": "2026-10-20"},
        # What counts is done while it can be earned.
        {"ends_on": "2026-11-04"},
    ],
)
def test_out_of_its_time_nobody_earns_it(ada_row, look, dates):
    made = badge(asks={"shares": 1}, **dates)
    made.refresh_from_db()
    share(ada_row)
    look(ada_row)
    assert held(ada_row) == []


@everyhow
def test_what_was_done_before_a_badge_began_does_not_count(ada_row, look, clock):
    badge(asks={"shares": 2}, starts_on=timezone.localdate())
    share(ada_row, at=clock(2026, 11, 4, 12))
    clock(2026, 11, 5, 12)
    share(ada_row)
    look(ada_row)
    assert held(ada_row) == []
    share(ada_row)
    look(ada_row)
    assert held(ada_row) == [("", 0)]


@everyhow
def test_a_badge_that_ended_is_kept(ada_row, look, clock):
    made = badge(asks={"shares": 1}, ends_on=timezone.localdate())
    last = share(ada_row)
    clock(2026, 11, 8, 12)
    look(ada_row)
    assert held(ada_row) == [("", 0)]
    clock(2027, 11, 8, 12)
    look(ada_row)
    Badge.objects.filter(pk=made.pk).update(live=False)
    look(ada_row)
    assert held(ada_row) == [("", 0)]
    # It still has to be true.
    take_down(last)
    look(ada_row)
    assert held(ada_row) == []


@everyhow
def test_changing_a_badge_takes_nothing_from_those_who_have_it(ada_row, bob_row, look):
    made = badge(asks={"shares": 2})
    for person in (ada_row, bob_row):
        first = share(person)
        share(person)
        look(person)
    make.ask(made, shares=3)
    look(ada_row)
    assert held(ada_row) == [("", 0)]
    take_down(first)
    look(bob_row)
    assert held(bob_row) == []
    assert Criteria.objects.get().conditions == [["shares", 2]]


@everyhow
def test_any_of_the_conditions_or_all_of_them(ada_row, look):
    badge("Both", asks={"shares": 1, "trainings": 1})
    either = badge(asks={"shares": 1, "trainings": 1}, match=Badge.Match.ANY)
    make.completion(ada_row)
    look(ada_row)
    assert Award.objects.get().badge == either
    share(ada_row)
    look(ada_row)
    assert len(held(ada_row)) == 2


@everyhow
def test_only_those_it_is_meant_for(ada_row, bob_row, look):
    audience = factories.audience("Writers", people=[ada_row.user])
    badge(asks={"shares": 1}, audience=audience)
    for person in (ada_row, bob_row):
        share(person)
        look(person)
    assert held(ada_row) == [("", 0)]
    assert held(bob_row) == []


@everyhow
def test_whoever_left_earns_nothing_and_keeps_what_they_had(ada_row, look):
    badge("Earlier", asks={"shares": 1})
    first = share(ada_row)
    look(ada_row)
    ambassadors.leave(ada_row.user, source="test")
    badge("Later", asks={"shares": 1})
    look(ada_row)
    assert held(ada_row) == [("", 0)]
    take_down(first)
    look(ada_row)
    assert held(ada_row) == []


def test_nobody_is_nobody():
    evaluate_person(0)


@everyhow
def test_drafts_and_translations_are_not_earned(ada_row, look):
    made = badge(asks={"shares": 1})
    make.translated_badge(made, asks={"shares": 1})
    badge("Draft", asks={"shares": 1}, live=False)
    badge("Asks for nothing")
    share(ada_row)
    look(ada_row)
    assert Award.objects.get().badge == made


@everyhow
def test_a_condition_that_is_gone_gives_nothing_and_takes_nothing(
    ada_row, bob_row, look
):
    class Posts(Condition):
        key = "posts"
        label = "Posts"

        def counts(self, window: Window):
            shares = Share.objects.confirmed().order_by()
            return shares.values("ambassador").annotate(number=Count("pk"))

    conditions.register(Posts())
    try:
        badge(asks={"posts": 1})
        last = share(ada_row)
        look(ada_row)
    finally:
        conditions.unregister("posts")
    take_down(last)
    share(bob_row)
    look(ada_row)
    look(bob_row)
    assert held(ada_row) == [("", 0)]
    assert held(bob_row) == []


def test_a_dry_run_tells_and_writes_nothing(ada_row, bob_row):
    made = badge(asks={"shares": 1})
    last = share(ada_row)
    assert awarding.evaluate_badge(made.pk, dry_run=True) == Outcome(awarded=1)
    assert not Award.objects.exists()
    assert not Criteria.objects.exists()
    evaluate_all()
    take_down(last)
    share(bob_row)
    would = awarding.evaluate_badge(made.pk, dry_run=True)
    assert would == Outcome(awarded=1, revoked=1)
    assert held(ada_row) == [("", 0)]


def test_one_person_takes_as_many_queries_whatever_the_badges(ada_row):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            evaluate_person(ada_row.pk)
        return sum("SAVEPOINT" not in query["sql"] for query in captured)

    audience = factories.audience("Writers", people=[ada_row.user])
    badge(asks={"shares": 1}, audience=audience)
    share(ada_row)
    evaluate_person(ada_row.pk)
    assert queries() == 3
    keys = conditions.keys()
    for number in range(40):
        badge(
            f"Badge {number}",
            asks={keys[number % 9]: 3, keys[(number + 1) % 9]: 2},
            period=list(Badge.Period)[number % 3],
            audience=factories.audience(f"{number}", people=[ada_row.user]),
        )
    assert queries() == 3


def test_the_numbers_of_a_person_are_one_query(ada_row, django_assert_num_queries):
    share(ada_row)
    wanted = [(one.key, Window()) for one in conditions] * 2
    with django_assert_num_queries(1):
        numbers = awarding.numbers_of(ada_row.pk, wanted)
    assert len(numbers) == 9
    assert numbers["shares", Window()] == 1
    assert numbers["replied", Window()] == 0
    assert awarding.numbers_of(ada_row.pk, []) == {}


def test_who_shows_an_award_that_is_revoked_shows_that_it_is(ada_row):
    badge(asks={"shares": 1})
    last = share(ada_row)
    evaluate_person(ada_row.pk)
    shown = PublicAward.objects.create(
        award=Award.objects.get(),
        public_id=uuid.uuid4(),
        holder="Ada",
        language="en",
        name="First answers",
        awarded_at=timezone.now(),
    )
    take_down(last)
    evaluate_all()
    shown.refresh_from_db()
    assert shown.revoked_at is not None

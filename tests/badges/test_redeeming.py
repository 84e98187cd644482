"""Points become rewards, and come back where they do not."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import factories
from tests.badges import factories as make
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.badges import points
from wagtail_advocacy.badges.models import PointEntry, Redemption, Reward
from wagtail_advocacy.badges.rewards import actions as rewarding
from wagtail_advocacy.sharing.refusals import Refused


pytestmark = pytest.mark.django_db

State = Redemption.State


def lead(make_user, email="lead@example.com"):
    user = make_user(email)
    user.user_permissions.add(
        Permission.objects.get(codename="hand_over_redemption"),
    )
    return type(user).objects.get(pk=user.pk)


@pytest.fixture
def leader(make_user):
    return lead(make_user)


@pytest.fixture
def ada(make_user):
    user = make_user("ada@example.com")
    make.give_points(factories.ambassador(user))
    return user


@pytest.fixture
def ambassador(ada):
    return factories.ambassador(ada)


def left(reward) -> int:
    return Reward.objects.get(pk=reward.pk).stock


def state_of(redemption) -> str:
    return Redemption.objects.get(pk=redemption.pk).state


class TestAsking:
    def test_it_costs_points_and_takes_one_off(self, ada, ambassador, mug):
        redemption = rewarding.redeem(ada, mug.pk, cost=50)
        assert (redemption.state, redemption.cost) == (State.ASKED, 50)
        assert (make.balance(ambassador), left(mug)) == (50, 9)

    def test_two_clicks_are_one(self, ada, ambassador, mug):
        first = rewarding.redeem(ada, mug.pk, cost=50)
        assert rewarding.redeem(ada, mug.pk, cost=50) == first
        assert (make.balance(ambassador), left(mug)) == (50, 9)

    def test_once_it_is_handed_over_another_can_be_asked_for(
        self, ada, ambassador, mug, leader
    ):
        first = rewarding.redeem(ada, mug.pk, cost=50)
        rewarding.approve(leader, first.pk)
        assert rewarding.redeem(ada, mug.pk, cost=50) == first
        rewarding.hand_over(leader, first.pk)
        assert rewarding.redeem(ada, mug.pk, cost=50) != first
        assert (make.balance(ambassador), left(mug)) == (0, 8)

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"cost": 60}, "cost"),
            ({"cost": 40}, "cost"),
            ({"stock": 0}, "none_left"),
            ({"is_offered": False}, "not_offered"),
        ],
    )
    def test_what_changed_since_it_was_read_is_said_and_nothing_taken(
        self, ada, ambassador, mug, changed, code
    ):
        Reward.objects.update(**changed)
        with pytest.raises(Refused, match=code):
            rewarding.redeem(ada, mug.pk, cost=50)
        assert make.balance(ambassador) == 100
        assert not Redemption.objects.exists()

    def test_the_new_cost_is_said(self, ada, mug):
        Reward.objects.update(cost=60)
        with pytest.raises(Refused) as refused:
            rewarding.redeem(ada, mug.pk, cost=50)
        assert refused.value.sentence.startswith("It costs 60 points now, and not 50.")

    def test_too_few_points_buy_nothing(self, ada, ambassador, mug):
        car = make.reward("A car", cost=101)
        with pytest.raises(Refused) as refused:
            rewarding.redeem(ada, car.pk, cost=101)
        assert refused.value.sentence == (
            "You have 100 points, and it costs 101. Nothing was taken."
        )
        assert (make.balance(ambassador), left(car)) == (100, 10)
        assert not Redemption.objects.exists()

    def test_nothing_while_rewards_are_switched_off(self, ada, mug):
        make.settings(rewards=False)
        with pytest.raises(Refused, match="not_open"):
            rewarding.redeem(ada, mug.pk, cost=50)

    def test_nothing_for_who_does_not_take_part(self, make_user, mug):
        with pytest.raises(Refused, match="not_joined"):
            rewarding.redeem(make_user("bob@example.com"), mug.pk, cost=50)

    def test_what_is_for_others_is_not_there(self, ada, mug, make_user):
        mug.audience = factories.audience(people=[make_user("bob@example.com")])
        mug.save()
        with pytest.raises(Refused, match="not_offered"):
            rewarding.redeem(ada, mug.pk, cost=50)
        mug.audience.people.add(ada)
        rewarding.redeem(ada, mug.pk, cost=50)

    def test_a_translation_is_not_asked_for_and_shows_the_same_stock(self, ada, mug):
        tasse = make.translated_reward(mug)
        with pytest.raises(Refused, match="not_offered"):
            rewarding.redeem(ada, tasse.pk, cost=50)
        redemption = rewarding.redeem(ada, mug.pk, cost=50)
        assert left(tasse) == left(mug) == 9
        rewarding.take_back(ada, redemption.pk)
        assert left(tasse) == left(mug) == 10

    def test_what_is_not_there_any_more_is_said_so(self, ada, mug):
        with pytest.raises(Refused, match="not_offered"):
            rewarding.redeem(ada, mug.pk + 1, cost=50)


class TestTakingBack:
    def test_points_and_reward_return(self, ada, ambassador, mug):
        redemption = rewarding.redeem(ada, mug.pk, cost=50)
        for _twice in range(2):
            rewarding.take_back(ada, redemption.pk)
            assert state_of(redemption) == State.GIVEN_UP
            assert (make.balance(ambassador), left(mug)) == (100, 10)

    def test_it_can_be_asked_for_again(self, ada, ambassador, mug):
        rewarding.take_back(ada, rewarding.redeem(ada, mug.pk, cost=50).pk)
        rewarding.redeem(ada, mug.pk, cost=50)
        assert (make.balance(ambassador), left(mug)) == (50, 9)

    def test_what_is_approved_still_can_be(self, ada, ambassador, mug, leader):
        redemption = rewarding.redeem(ada, mug.pk, cost=50)
        rewarding.approve(leader, redemption.pk)
        rewarding.take_back(ada, redemption.pk)
        assert state_of(redemption) == State.GIVEN_UP
        assert (make.balance(ambassador), left(mug)) == (100, 10)

    def test_what_is_refused_or_handed_over_cannot(self, ada, ambassador, mug, leader):
        refused = rewarding.redeem(ada, mug.pk, cost=50)
        rewarding.refuse(leader, refused.pk, "")
        with pytest.raises(Refused, match="settled"):
            rewarding.take_back(ada, refused.pk)
        got = rewarding.redeem(ada, mug.pk, cost=50)
        rewarding.approve(leader, got.pk)
        rewarding.hand_over(leader, got.pk)
        with pytest.raises(Refused, match="handed_over"):
            rewarding.take_back(ada, got.pk)
        assert make.balance(ambassador) == 50

    def test_somebody_elses_is_not_there(self, ada, mug, make_user):
        redemption = rewarding.redeem(ada, mug.pk, cost=50)
        bob = make_user("bob@example.com")
        factories.ambassador(bob)
        with pytest.raises(Redemption.DoesNotExist):
            rewarding.take_back(bob, redemption.pk)


class TestDeciding:
    @pytest.fixture
    def asked(self, ada, mug):
        return rewarding.redeem(ada, mug.pk, cost=50)

    def test_approved_and_handed_over(self, asked, leader, ambassador, mug):
        for do, state in (
            (rewarding.approve, State.APPROVED),
            (rewarding.approve, State.APPROVED),
            (rewarding.hand_over, State.HANDED_OVER),
            (rewarding.hand_over, State.HANDED_OVER),
            (rewarding.approve, State.HANDED_OVER),
        ):
            do(leader, asked.pk)
            assert state_of(asked) == state
        asked.refresh_from_db()
        assert asked.decided_by == leader
        assert (make.balance(ambassador), left(mug)) == (50, 9)

    @pytest.mark.parametrize("is_approved", [False, True])
    def test_refused_with_points_and_reward_returned(
        self, asked, leader, ambassador, mug, is_approved
    ):
        if is_approved:
            rewarding.approve(leader, asked.pk)
        for note in ("The last one broke.", "Again."):
            rewarding.refuse(leader, asked.pk, note)
            asked.refresh_from_db()
            assert (asked.state, asked.note) == (State.REFUSED, "The last one broke.")
            assert (make.balance(ambassador), left(mug)) == (100, 10)

    def test_nothing_is_handed_over_before_it_is_approved(self, asked, leader):
        with pytest.raises(Refused, match="not_approved"):
            rewarding.hand_over(leader, asked.pk)

    def test_what_is_handed_over_is_not_refused(self, asked, leader, ambassador, mug):
        rewarding.approve(leader, asked.pk)
        rewarding.hand_over(leader, asked.pk)
        with pytest.raises(Refused, match="handed_over"):
            rewarding.refuse(leader, asked.pk, "")
        assert (make.balance(ambassador), left(mug)) == (50, 9)

    @pytest.mark.parametrize("end", ["refused", "given up"])
    def test_what_is_over_is_not_decided_again(self, asked, ada, leader, end):
        if end == "refused":
            rewarding.refuse(leader, asked.pk, "")
        else:
            rewarding.take_back(ada, asked.pk)
        for do in (rewarding.approve, rewarding.hand_over):
            with pytest.raises(Refused, match="settled"):
                do(leader, asked.pk)

    def test_only_who_may(self, asked, ada):
        for do in (
            rewarding.approve,
            rewarding.hand_over,
            lambda *who: rewarding.refuse(*who, ""),
        ):
            with pytest.raises(PermissionDenied):
                do(ada, asked.pk)
        assert state_of(asked) == State.ASKED

    def test_a_note_that_is_too_long_is_refused(self, asked, leader):
        with pytest.raises(ValidationError, match="500"):
            rewarding.refuse(leader, asked.pk, "x" * 501)

    def test_what_is_not_there_is_not(self, leader, mug):
        with pytest.raises(Redemption.DoesNotExist):
            rewarding.approve(leader, 1)

    def test_it_goes_on_where_rewards_were_switched_off(
        self, asked, leader, ambassador
    ):
        make.settings(rewards=False)
        rewarding.approve(leader, asked.pk)
        rewarding.refuse(leader, asked.pk, "")
        assert make.balance(ambassador) == 100


class TestLeaving:
    def test_what_is_open_is_given_up(self, ada, ambassador, mug, leader):
        pen = make.reward("A pen", cost=10)
        asked = rewarding.redeem(ada, mug.pk, cost=50)
        approved = rewarding.redeem(ada, pen.pk, cost=10)
        rewarding.approve(leader, approved.pk)
        ambassadors.leave(ada, source="test")
        assert state_of(asked) == state_of(approved) == State.GIVEN_UP
        assert (left(mug), left(pen)) == (10, 10)
        # Whoever comes back has them.
        assert make.balance(ambassador) == 100
        with pytest.raises(Refused, match="settled"):
            rewarding.hand_over(leader, approved.pk)

    def test_what_was_handed_over_stays_so(self, ada, ambassador, mug, leader):
        redemption = rewarding.redeem(ada, mug.pk, cost=50)
        rewarding.approve(leader, redemption.pk)
        rewarding.hand_over(leader, redemption.pk)
        ambassadors.leave(ada, source="test")
        assert state_of(redemption) == State.HANDED_OVER
        assert left(mug) == 9

    def test_erased_people_leave_no_reward_behind_that_nobody_can_have(self, ada, mug):
        rewarding.redeem(ada, mug.pk, cost=50)
        ambassadors.erase(ada)
        assert left(mug) == 10
        assert not Redemption.objects.exists()

    def test_so_do_deleted_accounts(self, ada, mug):
        redemption = rewarding.redeem(ada, mug.pk, cost=50)
        ada.delete()
        assert state_of(redemption) == State.GIVEN_UP
        assert left(mug) == 10


def test_the_number_of_queries_is_the_same_however_much_there_is(
    ada, mug, make_user, django_assert_num_queries
):
    for number in range(5):
        make.translated_reward(mug, language=f"x{number}")
        user = make_user(f"{number}@example.com")
        make.give_points(factories.ambassador(user))
        rewarding.redeem(user, mug.pk, cost=50)
    # Both ends of the transaction are two of them.
    with django_assert_num_queries(15):
        rewarding.redeem(ada, mug.pk, cost=50)


STEPS = ("redeem", "take_back", "approve", "hand_over", "refuse", "leave", "join")


class TestWhateverPeopleDo(TestCase):
    """Stock, balance and ledger hold together after any steps, in any order."""

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1)), max_size=25))
    def test_nothing_is_lost_and_nothing_is_made(self, steps):
        from django.contrib.auth import get_user_model

        user = get_user_model().objects.create_user("ada@example.com", "x")
        boss = factories.superuser()
        ambassador = factories.ambassador(user)
        make.give_points(ambassador)
        make.settings(rewards=True)
        rewards = [
            make.reward("A mug", cost=40, stock=2),
            make.reward("A pen", cost=30, stock=1),
        ]
        for step, which in steps:
            last = Redemption.objects.filter(reward=rewards[which]).first()
            try:
                match step:
                    case "redeem":
                        cost = rewards[which].cost
                        rewarding.redeem(user, rewards[which].pk, cost=cost)
                    case "leave":
                        ambassadors.leave(user, source="test")
                    case "join":
                        ambassadors.join(user, source="test")
                    case "take_back" if last:
                        rewarding.take_back(user, last.pk)
                    case "approve" if last:
                        rewarding.approve(boss, last.pk)
                    case "hand_over" if last:
                        rewarding.hand_over(boss, last.pk)
                    case "refuse" if last:
                        rewarding.refuse(boss, last.pk, "")
            except Refused:
                pass
            self.check(ambassador, rewards)

    def check(self, ambassador, rewards):
        kept = [
            one
            for one in Redemption.objects.all()
            if one.state in (*Redemption.OPEN, State.HANDED_OVER)
        ]
        spent = sum(one.cost for one in kept)
        total = points.total_of(ambassador)
        assert (total.earned, total.spent) == (100, spent)
        assert total.balance >= 0
        entries = PointEntry.objects.filter(ambassador=ambassador)
        assert sum(entry.amount for entry in entries) == 100 - spent
        for reward, stock in zip(rewards, (2, 1), strict=True):
            taken = sum(one.reward_id == reward.pk for one in kept)
            assert left(reward) == stock - taken >= 0
            waiting = [
                one for one in kept if one.is_open and one.reward_id == reward.pk
            ]
            assert len(waiting) <= 1

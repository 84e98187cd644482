"""A hundred ask at once: neither a stock nor a balance falls below zero."""

import pytest
from django.db import connection
from django.test import Client

from tests import factories
from tests.badges import factories as make
from tests.learning.test_training_races import at_once as raised_by
from tests.sharing.races import at_once
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.badges import points
from wagtail_advocacy.badges.models import PointEntry, PointTotal, Redemption, Reward
from wagtail_advocacy.badges.rewards import actions as rewarding


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one writer in at a time"
    ),
]

# MariaDB breaks transactions off where PostgreSQL lets them wait: fewer are enough.
PEOPLE = 100 if connection.vendor == "postgresql" else 24
STOCK = PEOPLE * 2 // 5
State = Redemption.State


@pytest.fixture(autouse=True)
def _open():
    make.settings(rewards=True)


def colleagues(count, amount=100):
    users = make.colleagues(count)
    make.give_points(*map(factories.ambassador, users), amount=amount)
    return users


def asking(user, reward):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    address = f"/advocacy/me/rewards/{reward.pk}/"
    return lambda: client.post(address, {"cost": reward.cost})


def is_in_line():
    """Whether ledger, totals, stocks and redemptions say the same."""
    assert not list(points.rebuild(dry_run=True))
    kept = [State.ASKED, State.APPROVED, State.HANDED_OVER]
    for total in PointTotal.objects.all():
        assert total.spent <= total.earned
        spent = Redemption.objects.filter(
            ambassador=total.ambassador_id, state__in=kept
        ).values_list("cost", flat=True)
        assert total.spent == sum(spent)
    return True


def test_as_many_have_it_as_there_are():
    mug = make.reward(stock=STOCK)
    tasse = make.translated_reward(mug)
    answers = at_once(*[asking(user, mug) for user in colleagues(PEOPLE)])
    assert set(answers) == {302, 409}
    assert answers.count(302) == Redemption.objects.count() == STOCK
    assert set(Reward.objects.values_list("stock", flat=True)) == {0}
    assert tasse.pk != mug.pk
    assert is_in_line()


def test_one_person_spends_no_more_than_they_have():
    [user] = colleagues(1)
    rewards = [
        make.reward(f"{number}", cost=30, stock=1) for number in range(PEOPLE // 2)
    ]
    raised = raised_by(
        *[
            lambda pk=reward.pk: rewarding.redeem(user, pk, cost=30)
            for reward in rewards
        ]
    )
    assert {getattr(one, "code", one) for one in raised} == {None, "not_enough"}
    assert raised.count(None) == Redemption.objects.count() == 3
    assert Reward.objects.filter(stock=0).count() == 3
    assert is_in_line()


def test_a_hundred_clicks_are_one():
    [user] = colleagues(1)
    mug = make.reward(cost=10)
    raised = raised_by(
        *[lambda: rewarding.redeem(user, mug.pk, cost=10)] * (PEOPLE // 2)
    )
    assert set(raised) == {None}
    assert Redemption.objects.count() == 1
    assert PointEntry.objects.filter(rule=PointEntry.REWARD).count() == 1
    mug.refresh_from_db()
    assert mug.stock == 9


@pytest.mark.parametrize("turn", range(3))
def test_whatever_meets_points_and_reward_return_once(turn):
    [user] = colleagues(1)
    boss = factories.superuser()
    mug = make.reward()
    asked = rewarding.redeem(user, mug.pk, cost=50)
    raised_by(
        lambda: rewarding.take_back(user, asked.pk),
        lambda: rewarding.refuse(boss, asked.pk, "No."),
        lambda: rewarding.approve(boss, asked.pk),
        lambda: rewarding.hand_over(boss, asked.pk),
        lambda: rewarding.refuse(boss, asked.pk, "No."),
        lambda: ambassadors.leave(user, source="test"),
    )
    asked.refresh_from_db()
    mug.refresh_from_db()
    assert mug.stock == (9 if asked.state == State.HANDED_OVER else 10)
    # Whoever has left is not waiting for anything.
    assert asked.state not in Redemption.OPEN
    assert is_in_line()


@pytest.mark.parametrize("turn", range(3))
def test_people_who_leave_at_once_do_not_wait_for_each_other(turn):
    users = colleagues(8)
    rewards = [make.reward(f"{number}", cost=20) for number in range(4)]
    for number, user in enumerate(users):
        # Asked for in every order.
        for reward in rewards[number % 4 :] + rewards[: number % 4]:
            rewarding.redeem(user, reward.pk, cost=20)
    raised = raised_by(
        *[lambda user=user: ambassadors.erase(user) for user in users[:4]],
        *[lambda user=user: ambassadors.leave(user, source="x") for user in users[4:]],
    )
    assert set(raised) == {None}
    assert set(Reward.objects.values_list("stock", flat=True)) == {10}
    assert is_in_line()


@pytest.mark.parametrize("turn", range(3))
def test_a_lead_who_fills_up_meanwhile_loses_nothing_of_it(turn):
    users = colleagues(8)
    boss = factories.superuser()
    mug = make.reward(stock=10)
    client = Client()
    client.force_login(boss)
    form = {
        "name": "A mug",
        "description": "White.",
        "handed_over_by": "Reception",
        "cost": 50,
        "stock": 15,
        "stock_seen": 10,
        "audience": "",
        "is_offered": "on",
    }
    address = f"/admin/snippets/wagtail_advocacy_badges/reward/edit/{mug.pk}/"
    answers = at_once(
        lambda: client.post(address, form), *[asking(user, mug) for user in users]
    )
    assert set(answers) == {302}
    mug.refresh_from_db()
    assert mug.stock == 10 + 5 - 8
    assert is_in_line()

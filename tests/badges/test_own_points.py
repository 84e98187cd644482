"""Everybody sees what earned them what, and nobody else does."""

import pytest
from django.db import transaction

from tests import factories
from tests.badges import factories as make
from tests.learning import training_factory
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.badges import points
from wagtail_advocacy.badges.rewards import actions as rewarding
from wagtail_advocacy.badges.rules import point_rules
from wagtail_advocacy.learning.actions import trainings
from wagtail_advocacy.sharing import actions as sharing


pytestmark = pytest.mark.django_db

ADDRESS = "/advocacy/me/points/"


@pytest.fixture
def offer(article):
    factories.caps()
    return factories.offer_of(
        factories.published_page_shareable(article(), title="Heat pumps dry hay")
    )


def test_what_earned_what_in_words(client, ada, ambassador, offer, site_home):
    factories.live_charter(site_home)
    factories.sign_charter(ada)
    page = training_factory.training(site_home, "Why and how")
    answers = training_factory.chosen(training_factory.right_answers(page))
    trainings.hand_in(ada, page, 1, answers)
    (share,) = make.confirmed_shares(ada, offer, originality=100)
    make.reads(share, comments=50)
    make.reply(ada, share)
    giver = factories.superuser()
    make.thanks(giver, ada, key="k")
    points.settle(ambassador.pk)
    text = client.get(ADDRESS).text
    for rule in point_rules:
        assert str(rule.label) in text
        assert str(rule.explanation) in text
    assert text.count("Heat pumps dry hay") == 5
    assert "Why and how" in text
    assert "The charter" in text
    assert "You helped me out of it." in text
    assert "+20 points" in text


def test_what_was_lost_and_what_the_cap_left_says_so(client, ada, ambassador, offer):
    first, *_others = make.confirmed_shares(ada, offer, 3)
    points.settle(ambassador.pk)
    shown = client.get(ADDRESS).text
    assert "the week's most was reached" in shown.replace("&#x27;", "'")
    assert "This week's 4 are reached." in shown.replace("&#x27;", "'")
    sharing.withdraw_share(ada, first.pk)
    points.settle(ambassador.pk)
    shown = client.get(ADDRESS).text
    assert "−2 points" in shown
    assert "is not there any more" in shown
    assert "This week 2 of 4 at most." in shown


def test_spending_is_told_apart_from_earning(client, ada, ambassador, offer):
    make.worth("share", amount=30)
    make.confirmed_shares(ada, offer)
    points.settle(ambassador.pk)
    with transaction.atomic():
        points.spend(ambassador, "redemption:1", 20)
    text = client.get(ADDRESS).text
    for said in ("Spent on rewards", "A reward", "−20 points", "for a reward"):
        assert said in text


def test_what_was_spent_is_named_in_the_readers_language(
    client, ada, ambassador, settings
):
    make.settings(rewards=True)
    mug = make.reward(cost=30)
    make.translated_reward(mug)
    make.give_points(ambassador)
    rewarding.redeem(ada, mug.pk, cost=30)
    assert "A mug" in client.get(ADDRESS).text
    settings.LANGUAGE_CODE = "fr"
    assert "Une tasse" in client.get(ADDRESS).text


def test_what_a_lead_made_worth_nothing_is_not_listed(client, ada, ambassador, offer):
    make.worth("share", amount=0)
    make.confirmed_shares(ada, offer)
    points.settle(ambassador.pk)
    text = client.get(ADDRESS).text
    assert "Nothing yet." in text
    assert str(point_rules.get("share").label) not in text


def test_what_is_only_told_has_one_limit_that_is_said(client, ambassador):
    said = "answers and figures together, brings 8 points a week at most."
    assert said in client.get(ADDRESS).text
    make.worth("engagement", amount=3, cap=12)
    assert said.replace("8", "12") in client.get(ADDRESS).text
    # There is nothing left to have a limit together with.
    make.worth("engagement", amount=0)
    assert "answers and figures together" not in client.get(ADDRESS).text


@pytest.mark.parametrize("count", [3, 60])
def test_as_many_queries_however_much_there_is(
    client, ada, ambassador, offer, count, django_assert_num_queries
):
    weeks = [make.monday(week) for week in range(count // 3)]
    for week in weeks:
        make.confirmed_shares(ada, offer, 3, at=week)
    points.settle(ambassador.pk)
    client.get(ADDRESS)
    # Session, account and who takes part; count, entries and names; the total; the
    # lead's amounts, and this week; whether there are rewards.
    with django_assert_num_queries(10):
        client.get(ADDRESS)


def test_older_ones_are_on_further_pages(client, ada, ambassador, offer):
    make.confirmed_shares(ada, offer, 30, at=make.monday())
    points.settle(ambassador.pk)
    assert "Page 1 of 2" in client.get(ADDRESS).text
    assert client.get(f"{ADDRESS}?page=2").text.count("Heat pumps dry hay") == 5


def test_nobody_sees_what_is_somebody_elses(client, ada, ambassador, offer, make_user):
    make.confirmed_shares(ada, offer)
    points.settle(ambassador.pk)
    eve = make_user("eve@example.com")
    client.force_login(eve)
    assert "You are not taking part" in client.get(ADDRESS).text
    factories.ambassador(eve)
    assert "Nothing yet." in client.get(ADDRESS).text
    client.logout()
    response = client.get(ADDRESS)
    assert response.status_code == 302
    assert "me/points" in response.headers["Location"]


def test_no_cache_keeps_it(client, ada):
    assert "no-store" in client.get(ADDRESS).headers["Cache-Control"]


def test_whoever_has_left_sees_nothing(client, ada, ambassador, offer):
    make.confirmed_shares(ada, offer)
    points.settle(ambassador.pk)
    ambassadors.leave(ada, source="test")
    assert "You are not taking part" in client.get(ADDRESS).text


def test_a_rule_that_was_taken_out_is_something_else(client, ada, ambassador, offer):
    make.confirmed_shares(ada, offer)
    points.settle(ambassador.pk)
    rule = point_rules.get("share")
    point_rules.unregister("share")
    try:
        assert "Something else" in client.get(ADDRESS).text
    finally:
        point_rules.register(rule)

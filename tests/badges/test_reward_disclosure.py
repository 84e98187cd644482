"""Whoever may get something worth money for a post is reminded to say so."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.badges import factories as make
from tests.sharing.test_hints import hints_about
from tests.sharing.test_own_words import OWN
from wagtail_advocacy.badges.models import BadgesSettings
from wagtail_advocacy.badges.rewards.hints import RewardDisclosure
from wagtail_advocacy.sharing.hints import hint_choices


pytestmark = pytest.mark.django_db

KEY = RewardDisclosure.key


@pytest.fixture
def voucher():
    make.settings(rewards=True)
    return make.reward("A voucher", is_cash_like=True)


def test_it_is_said_while_something_worth_money_is_on_offer(voucher):
    assert hints_about(OWN)[KEY] == (
        "Points from this post can become a reward worth money: say so in it, for"
        " example with #rewarded."
    )


def test_not_for_a_mug_nor_for_what_is_not_on_offer():
    make.settings(rewards=True)
    make.reward()
    make.reward("A voucher", is_cash_like=True, is_offered=False)
    assert KEY not in hints_about(OWN)


def test_not_while_rewards_are_switched_off(voucher):
    make.settings(rewards=False)
    assert KEY not in hints_about(OWN)


@pytest.mark.parametrize(
    "says", [{"text": f"{OWN} #Rewarded"}, {"text": OWN, "hashtags": ["#rewarded"]}]
)
def test_not_where_the_text_says_so_already(voucher, says):
    assert KEY not in hints_about(**says)


def test_any_of_several_hashtags_is_enough(voucher):
    make.settings(reward_hashtags="#rewarded #récompensé")
    assert KEY in hints_about(OWN)
    assert KEY not in hints_about(f"{OWN} #Récompensé")


def test_nothing_crowds_it_out_and_it_crowds_out_nothing(voucher):
    crowded = {
        "text": "https://example.com Synergies for Zephyr",
        "confidential_words": "Zephyr",
        "disclosure_hashtag": "#TeamAlder",
        "jargon": "synergies",
    }
    with_it = list(hints_about(**crowded))
    make.settings(rewards=False)
    assert with_it == [KEY, *hints_about(**crowded)]
    assert len(with_it) == 3


def test_no_lead_switches_it_off(voucher):
    assert KEY not in dict(hint_choices())
    assert KEY in hints_about(OWN, hints_off=[KEY])


def test_it_costs_one_query(voucher, django_assert_num_queries):
    with django_assert_num_queries(1):
        hints_about(OWN)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("rewarded", "#rewarded"),
        ("#rewarded, récompensé", "#rewarded #récompensé"),
    ],
)
def test_hashtags_are_kept_as_networks_read_them(typed, kept):
    settings = BadgesSettings(reward_hashtags=typed)
    settings.full_clean()
    assert settings.reward_hashtags == kept


@pytest.mark.parametrize("typed", ["", "#not-one", "#"])
def test_what_is_no_hashtag_is_refused_beside_its_field(typed):
    with pytest.raises(ValidationError) as refused:
        BadgesSettings(reward_hashtags=typed).full_clean()
    assert set(refused.value.message_dict) == {"reward_hashtags"}


class TestComposer:
    def says(self, client, offer):
        answered = client.post(
            f"/advocacy/share/{offer.public_id}/coaching/",
            {"network": "linkedin", "text": OWN},
            headers={"X-Advocacy-Fragment": "1"},
        )
        return "say so in it, for example with #rewarded." in answered.text

    @pytest.fixture
    def offer(self, article):
        return factories.offer_of(factories.published_page_shareable(article()))

    def test_it_is_read_while_somebody_writes(self, client, ada, offer, voucher):
        assert self.says(client, offer)
        voucher.delete()
        assert not self.says(client, offer)

    def test_an_empty_composer_asks_nothing_more(self, client, ada, offer, voucher):
        address = f"/advocacy/share/{offer.public_id}/"
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert not any("reward" in query["sql"] for query in queries)

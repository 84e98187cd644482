"""The catalogue as somebody finds it."""

import re

import pytest
from django.core import mail

from tests import factories
from tests.badges import factories as make
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors.models import AttemptCount
from wagtail_advocacy.ambassadors.rate_limits import count_attempt
from wagtail_advocacy.badges.models import Redemption, Reward
from wagtail_advocacy.badges.rate_limits import REDEEMING
from wagtail_advocacy.badges.rewards import actions as rewarding


pytestmark = pytest.mark.django_db

ADDRESS = "/advocacy/me/rewards/"
State = Redemption.State


@pytest.fixture
def ada(make_user, client):
    user = make_user("ada@example.com", first_name="Ada", last_name="Lovelace")
    make.give_points(factories.ambassador(user))
    client.force_login(user)
    return user


@pytest.fixture
def boss():
    return factories.superuser()


def ask(client, reward, cost=50, **kwargs):
    return client.post(f"{ADDRESS}{reward.pk}/", {"cost": cost}, **kwargs)


class TestCatalogue:
    def test_it_is_not_there_until_a_lead_opens_it(self, client, ada):
        reward = make.reward()
        assert client.get(ADDRESS).status_code == 404
        assert ask(client, reward).status_code == 404
        assert not Redemption.objects.exists()
        make.settings(rewards=True)
        assert client.get(ADDRESS).status_code == 200

    def test_whoever_is_not_logged_in_logs_in_first(self, client, mug):
        for response in (client.get(ADDRESS), ask(client, mug)):
            assert response.status_code == 302
            assert response.url == f"/sso/?next={ADDRESS}"

    def test_it_is_nobody_elses(self, client, ada, mug):
        assert client.get(ADDRESS)["Cache-Control"] == "no-store, private"

    def test_whoever_does_not_take_part_reads_so(self, client, make_user, mug):
        client.force_login(make_user("bob@example.com"))
        html = client.get(ADDRESS).text
        assert "You are not taking part" in html
        assert "A mug" not in html
        response = ask(client, mug)
        assert response.status_code == 403
        assert "You are not taking part. Join first" in response.text

    def test_what_it_costs_what_is_left_and_who_hands_it_over(self, client, ada, mug):
        html = client.get(ADDRESS).text
        assert "You have 100 points to spend." in html
        assert "Ask for it, for 50 points" in html
        assert "Reception, ground floor" in html
        assert "<dd>10</dd>" in html

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({"stock": 0}, "None left at the moment."),
            ({"cost": 101}, "You need 1 more point."),
            ({"cost": 150}, "You need 50 more points."),
        ],
    )
    def test_what_cannot_be_had_says_why(self, client, ada, mug, fields, says):
        Reward.objects.update(**fields)
        html = client.get(ADDRESS).text
        assert says in html
        assert "Ask for it" not in html

    def test_what_is_for_others_or_not_on_offer_is_not_there(
        self, client, ada, mug, make_user
    ):
        others = factories.audience(people=[make_user("bob@example.com")])
        make.reward("Theirs", audience=others)
        make.reward("Old", is_offered=False)
        make.reward("Mine", audience=factories.audience(people=[ada]))
        html = client.get(ADDRESS).text
        assert "Mine" in html
        assert "Theirs" not in html
        assert "Old" not in html

    def test_words_are_in_the_readers_language_and_each_stands_once(
        self, client, ada, mug, settings
    ):
        make.translated_reward(mug, handed_over_by="Accueil")
        make.reward("Un stylo", language="fr", cost=10)
        english = client.get(ADDRESS).text
        assert "A mug" in english
        assert "Une tasse" not in english
        assert "Un stylo" in english
        settings.LANGUAGE_CODE = "fr"
        french = client.get(ADDRESS).text
        assert "Une tasse" in french
        assert "Accueil" in french
        assert "A mug" not in french
        # The original is asked for, whatever its words.
        assert f'action="{ADDRESS}{mug.pk}/"' in french

    def test_rewards_worth_money_come_with_the_rule(self, client, ada, mug):
        assert "has to say so" not in client.get(ADDRESS).text
        make.reward("A voucher", is_cash_like=True)
        html = client.get(ADDRESS).text
        assert "has to say so, for example with #rewarded." in html
        assert html.count("Worth money: posts that earn it say so.") == 1

    def test_an_empty_one_says_so(self, client, ada):
        make.settings(rewards=True)
        assert "Nothing is on offer at the moment." in client.get(ADDRESS).text

    def test_the_number_of_queries_does_not_grow(
        self, client, ada, mug, boss, django_assert_num_queries
    ):
        with django_assert_num_queries(9):
            client.get(ADDRESS)
        for number in range(10):
            reward = make.reward(f"{number}", cost=5)
            make.translated_reward(reward)
            asked = rewarding.redeem(ada, reward.pk, cost=5)
            rewarding.approve(boss, asked.pk)
            rewarding.hand_over(boss, asked.pk)
        with django_assert_num_queries(9):
            client.get(ADDRESS)


class TestAsking:
    def test_asked_for_and_found_again(self, client, ada, mug):
        response = ask(client, mug, follow=True)
        assert response.redirect_chain == [(f"{ADDRESS}?notice=asked", 302)]
        html = response.text
        assert "Asked for. You find here what becomes of it." in html
        assert "You have 50 points to spend." in html
        assert "You asked for it." in html
        assert "You may tell me by mail what becomes of a reward" in html

    def test_two_clicks_are_one(self, client, ada, mug):
        for _click in range(2):
            assert ask(client, mug).status_code == 302
        assert Redemption.objects.count() == 1

    def test_another_cost_is_asked_about_again(self, client, ada, mug):
        Reward.objects.update(cost=60)
        response = ask(client, mug)
        assert response.status_code == 409
        assert "It costs 60 points now, and not 50." in response.text
        assert "Ask for it, for 60 points" in response.text
        assert ask(client, mug, cost=60).status_code == 302

    @pytest.mark.parametrize("cost", ["", "x", "5.0"])
    def test_a_form_that_is_not_ours_buys_nothing(self, client, ada, mug, cost):
        assert ask(client, mug, cost=cost).status_code == 422
        assert not Redemption.objects.exists()

    @pytest.mark.parametrize("cost", [0, -50])
    def test_nobody_makes_their_own_price(self, client, ada, mug, cost):
        assert ask(client, mug, cost=cost).status_code == 409
        assert not Redemption.objects.exists()

    def test_a_script_ends_somewhere(self, client, ada, mug):
        for _time in range(REDEEMING.times):
            count_attempt(ada, REDEEMING)
        response = ask(client, mug)
        assert response.status_code == 429
        assert "please wait" in response.text
        AttemptCount.objects.all().delete()
        assert ask(client, mug).status_code == 302

    def test_taken_back(self, client, ada, mug, boss):
        ask(client, mug)
        [redemption] = Redemption.objects.all()
        address = f"{ADDRESS}asked/{redemption.pk}/"
        assert address in client.get(ADDRESS).text
        response = client.post(address, follow=True)
        assert "Taken back. Your points are yours again." in response.text
        assert "You have 100 points to spend." in response.text

    def test_what_is_handed_over_is_not_taken_back(self, client, ada, mug, boss):
        ask(client, mug)
        [redemption] = Redemption.objects.all()
        rewarding.approve(boss, redemption.pk)
        address = f"{ADDRESS}asked/{redemption.pk}/"
        assert address in client.get(ADDRESS).text
        rewarding.hand_over(boss, redemption.pk)
        assert address not in client.get(ADDRESS).text
        response = client.post(address)
        assert response.status_code == 409
        assert "This is handed over already" in response.text

    def test_somebody_elses_is_not_there(self, client, ada, mug, make_user):
        bob = make_user("bob@example.com")
        make.give_points(factories.ambassador(bob))
        theirs = rewarding.redeem(bob, mug.pk, cost=50)
        assert "What I asked for" not in client.get(ADDRESS).text
        assert client.post(f"{ADDRESS}asked/{theirs.pk}/").status_code == 404

    def test_words_are_shown_as_words(self, client, ada, mug, boss):
        Reward.objects.update(name="<b>Mug</b>", handed_over_by="<i>Bob</i>")
        asked = rewarding.redeem(ada, mug.pk, cost=50)
        rewarding.refuse(boss, asked.pk, "<script>alert(1)</script>")
        html = client.get(ADDRESS).text
        assert not re.search(r"<(b|i|script)>", html.split("<main")[1])
        assert "&lt;script&gt;alert(1)" in html


class TestNotices:
    @pytest.fixture
    def asked(self, ada, mug):
        make.translated_reward(mug, handed_over_by="Accueil")
        return rewarding.redeem(ada, mug.pk, cost=50)

    def test_told_on_the_intranet_and_by_mail_only_after_a_yes(
        self, client, ada, asked, boss, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            rewarding.approve(boss, asked.pk)
        assert mail.outbox == []
        html = client.get("/advocacy/").text
        assert "Yours: A mug" in html
        assert "Who hands it over: Reception, ground floor" in html

    def test_a_mail_for_who_wants_one(
        self, ada, asked, boss, django_capture_on_commit_callbacks
    ):
        ambassadors.decide(ada, "mail:reward", True, "test")
        with django_capture_on_commit_callbacks(execute=True):
            rewarding.approve(boss, asked.pk)
            rewarding.approve(boss, asked.pk)
        [sent] = mail.outbox
        assert sent.to == ["ada@example.com"]
        assert sent.subject == "Yours: A mug"
        assert ADDRESS in sent.body

    def test_refused_with_the_note(self, client, ada, asked, boss):
        rewarding.approve(boss, asked.pk)
        rewarding.refuse(boss, asked.pk, "The last one <broke>.")
        html = client.get("/advocacy/").text
        assert "Not this time: A mug" in html
        assert "Why: The last one &lt;broke&gt;." in html
        assert "Your 50 points are yours again." in html
        # That it was approved is not so any more.
        assert "Yours: A mug" not in html

    def test_once_it_is_handed_over_there_is_nothing_to_tell(
        self, client, ada, asked, boss
    ):
        rewarding.approve(boss, asked.pk)
        rewarding.hand_over(boss, asked.pk)
        assert "Yours: A mug" not in client.get("/advocacy/").text

    def test_whoever_reads_french_reads_the_french_words(
        self, client, ada, asked, boss, settings
    ):
        rewarding.approve(boss, asked.pk)
        settings.LANGUAGE_CODE = "fr"
        html = client.get("/advocacy/").text
        assert "Une tasse" in html
        assert "Accueil" in html

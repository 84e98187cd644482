"""Where leads prepare rewards, and hand over what was asked for."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.utils import timezone

from tests import factories
from tests.badges import factories as make
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.badges.models import Redemption, Reward
from wagtail_advocacy.badges.rewards import actions as rewarding


pytestmark = pytest.mark.django_db

QUEUE = "/admin/advocacy/rewards/"
REWARDS = "/admin/snippets/wagtail_advocacy_badges/reward/"
State = Redemption.State
QUERIES = 12


@pytest.fixture
def people(make_user):
    call_command("advocacy_setup", verbosity=0)
    groups = {
        "lead": ["Advocacy leads"],
        "trainer": ["Advocacy trainers"],
        "editor": ["Advocacy editors"],
        "employee": [],
    }
    return {
        role: make_user(f"{role}@example.com", first_name=role.title(), groups=names)
        for role, names in groups.items()
    }


@pytest.fixture
def lead(client, people):
    client.force_login(people["lead"])
    return people["lead"]


@pytest.fixture
def ada(make_user):
    user = make_user("ada@example.com", first_name="Ada", last_name="Lovelace")
    make.give_points(factories.ambassador(user))
    return user


@pytest.fixture
def asked(ada, mug):
    return rewarding.redeem(ada, mug.pk, cost=50)


def address_of(redemption):
    return f"{QUEUE}{redemption.pk}/"


class TestWhoMay:
    @pytest.mark.parametrize("role", ["lead", "trainer", "editor", "employee"])
    def test_leads_alone_see_and_decide(self, client, people, asked, role):
        client.force_login(people[role])
        may = role == "lead"
        for address in (QUEUE, f"{QUEUE}results/", address_of(asked), REWARDS):
            assert (client.get(address).status_code == 200) == may, address
        for data in ({"approve": "1"}, {"hand_over": "1"}, {"refuse": "1"}):
            if not may:
                client.post(address_of(asked), data)
                asked.refresh_from_db()
                assert asked.state == State.ASKED

    def test_the_permission_can_be_given_to_other_groups(self, client, people):
        client.force_login(factories.superuser())
        html = client.get("/admin/groups/new/").text
        assert "Can approve and hand over rewards" in html

    def test_whoever_hands_over_need_not_prepare_rewards(self, client, people, asked):
        desk = people["trainer"]
        desk.user_permissions.add(
            Permission.objects.get(codename="hand_over_redemption")
        )
        client.force_login(desk)
        client.post(address_of(asked), {"approve": "1"})
        asked.refresh_from_db()
        assert asked.state == State.APPROVED
        assert client.get(REWARDS).status_code != 200


class TestMenu:
    def test_nothing_until_a_lead_switches_rewards_on(self, client, lead):
        html = client.get("/admin/").text
        assert REWARDS not in html
        assert QUEUE not in html
        make.settings(rewards=True)
        html = client.get("/admin/").text
        assert REWARDS in html
        assert '"Rewards asked for"' in html

    def test_it_says_how_many_wait(self, client, lead, asked):
        assert "Rewards asked for (1)" in client.get("/admin/").text

    def test_what_waits_stays_where_rewards_were_switched_off(
        self, client, lead, asked
    ):
        make.settings(rewards=False)
        assert "Rewards asked for (1)" in client.get("/admin/").text
        rewarding.refuse(lead, asked.pk, "")
        assert "Rewards asked for" not in client.get("/admin/").text

    def test_others_do_not_have_it(self, client, people, asked):
        client.force_login(people["editor"])
        html = client.get("/admin/").text
        assert "Rewards asked for" not in html
        assert REWARDS not in html


class TestQueue:
    def test_what_waits_comes_first_and_longest_first(
        self, client, lead, ada, mug, asked
    ):
        pen = make.reward("A pen", cost=10)
        cap = make.reward("A cap", cost=10)
        others = [rewarding.redeem(ada, one.pk, cost=10) for one in (pen, cap)]
        rewarding.refuse(lead, asked.pk, "")
        found = list(client.get(QUEUE).context["object_list"])
        assert found == [*others, asked]

    def test_it_is_filtered(self, client, lead, asked):
        for state, found in (("asked", [asked]), ("approved", [])):
            response = client.get(QUEUE, {"state": state})
            assert list(response.context["object_list"]) == found

    def test_the_number_of_queries_does_not_grow(
        self, client, lead, mug, make_user, django_assert_num_queries
    ):
        client.get(QUEUE)
        for total in (1, 10):
            for number in range(total):
                user = make_user(f"{total}-{number}@example.com")
                make.give_points(factories.ambassador(user))
                make.settings(rewards=True)
                Reward.objects.update(stock=10)
                asked = rewarding.redeem(user, mug.pk, cost=50)
                rewarding.approve(lead, asked.pk)
            with django_assert_num_queries(QUERIES):
                client.get(QUEUE)


class TestDeciding:
    def test_approved_then_handed_over(self, client, lead, asked):
        html = client.get(address_of(asked)).text
        assert "Ada Lovelace" in html
        assert 'name="hand_over"' not in html
        assert client.post(address_of(asked), {"approve": "1"}).status_code == 302
        html = client.get(address_of(asked)).text
        assert 'name="approve"' not in html
        response = client.post(address_of(asked), {"hand_over": "1"})
        assert response.url == QUEUE
        html = client.get(address_of(asked)).text
        assert 'name="refuse"' not in html
        assert "Lead ·" in html

    @pytest.mark.parametrize("is_approved", [True, False])
    def test_whether_somebody_left_or_changed_their_mind_cannot_be_told(
        self, client, lead, asked, ada, mug, is_approved
    ):
        pages = []
        for end in (rewarding.take_back, None):
            if end is None:
                asked = rewarding.redeem(ada, mug.pk, cost=50)
            if is_approved:
                rewarding.approve(lead, asked.pk)
            if end is None:
                ambassadors.leave(ada, source="test")
            else:
                end(ada, asked.pk)
            Redemption.objects.filter(pk=asked.pk).update(asked_at=timezone.now())
            html = client.get(address_of(asked)).text
            pages.append(html.split('class="advocacy-help')[1].split("Asked for<")[0])
            assert "Lead ·" not in html
        assert pages[0] == pages[1]

    def test_nobody_decides_about_what_they_asked_for_themselves(
        self, client, lead, mug
    ):
        make.give_points(factories.ambassador(lead))
        own = rewarding.redeem(lead, mug.pk, cost=50)
        response = client.post(address_of(own), {"approve": "1"})
        assert response.status_code == 409
        assert "You asked for this yourself" in response.text
        Redemption.objects.update(state=State.APPROVED)
        response = client.post(address_of(own), {"hand_over": "1"})
        assert response.status_code == 409
        own.refresh_from_db()
        assert own.state == State.APPROVED

    def test_refused_with_a_note(self, client, lead, asked):
        data = {"refuse": "1", "note": "The last one broke."}
        assert client.post(address_of(asked), data).url == QUEUE
        asked.refresh_from_db()
        assert (asked.state, asked.note) == (State.REFUSED, "The last one broke.")
        assert "The last one broke." in client.get(address_of(asked)).text

    @pytest.mark.parametrize("note", ["", "  "])
    def test_nobody_is_refused_without_a_reason(self, client, lead, asked, note):
        response = client.post(address_of(asked), {"refuse": "1", "note": note})
        assert response.status_code == 422
        assert "This field is required." in response.text
        asked.refresh_from_db()
        assert asked.state == State.ASKED

    def test_a_note_that_is_too_long_is_kept_and_nothing_decided(
        self, client, lead, asked
    ):
        note = "x" * 501
        response = client.post(address_of(asked), {"refuse": "1", "note": note})
        assert response.status_code == 422
        assert note in response.text
        asked.refresh_from_db()
        assert asked.state == State.ASKED

    def test_what_was_given_up_meanwhile_says_so_and_keeps_the_note(
        self, client, lead, asked, ada
    ):
        rewarding.take_back(ada, asked.pk)
        response = client.post(address_of(asked), {"refuse": "1", "note": "Sorry."})
        assert response.status_code == 409
        assert "This was refused or given up meanwhile" in response.text
        assert "Sorry." in response.text

    def test_what_is_gone_is_not_there(self, client, lead, asked, ada):
        ambassadors.erase(ada)
        assert client.get(address_of(asked)).status_code == 404
        data = {"approve": "1"}
        assert client.post(address_of(asked), data).status_code == 404

    def test_what_is_worth_money_names_payroll(self, client, lead, asked):
        assert "payroll" not in client.get(address_of(asked)).text
        Reward.objects.update(is_cash_like=True)
        assert "payroll" in client.get(address_of(asked)).text


class TestRewards:
    FORM = {
        "name": "A mug",
        "description": "White.",
        "handed_over_by": "Reception",
        "cost": 50,
        "stock": 10,
        "audience": "",
        "is_offered": "on",
    }

    def test_made_in_the_admin(self, client, lead, root_page):
        html = client.get(f"{REWARDS}add/").text
        assert "a post that earns points towards it has to say so" in html
        response = client.post(f"{REWARDS}add/", self.FORM)
        assert response.status_code == 302
        reward = Reward.objects.get()
        assert (reward.cost, reward.stock, reward.is_offered) == (50, 10, True)

    def test_a_cost_of_nothing_is_refused(self, client, lead, root_page):
        response = client.post(f"{REWARDS}add/", {**self.FORM, "cost": 0})
        assert response.status_code == 200
        assert not Reward.objects.exists()

    @pytest.mark.parametrize(("typed", "stock"), [(10, 9), (15, 14), (4, 3), (0, 0)])
    def test_what_was_asked_for_meanwhile_is_not_put_back(
        self, client, lead, mug, ada, typed, stock
    ):
        address = f"{REWARDS}edit/{mug.pk}/"
        html = client.get(address).text
        assert 'name="stock_seen" value="10"' in html
        rewarding.redeem(ada, mug.pk, cost=50)
        data = {**self.FORM, "stock": typed, "stock_seen": 10}
        assert client.post(address, data).status_code == 302
        mug.refresh_from_db()
        assert mug.stock == stock

    def test_translations_have_words_of_their_own_and_share_the_rest(
        self, client, lead, mug, ada
    ):
        tasse = make.translated_reward(mug)
        html = client.get(f"{REWARDS}edit/{tasse.pk}/").text
        assert 'name="name"' in html
        assert "This is a translation" in html
        for name in ("cost", "stock", "audience", "is_cash_like", "is_offered"):
            assert f'name="{name}"' not in html, name
        data = {**self.FORM, "name": "Tasse", "cost": 1, "stock": 99}
        assert client.post(f"{REWARDS}edit/{tasse.pk}/", data).status_code == 302
        tasse.refresh_from_db()
        assert (tasse.name, tasse.cost, tasse.stock) == ("Tasse", 50, 10)
        data = {**self.FORM, "cost": 70, "stock": 12, "stock_seen": 10}
        client.post(f"{REWARDS}edit/{mug.pk}/", data)
        tasse.refresh_from_db()
        assert (tasse.name, tasse.cost, tasse.stock) == ("Tasse", 70, 12)

    def test_one_that_nobody_asked_for_is_deleted(self, client, lead, mug):
        response = client.post(f"{REWARDS}delete/{mug.pk}/")
        assert response.status_code == 302
        assert not Reward.objects.exists()

    def test_one_that_somebody_asked_for_is_not_and_why(self, client, lead, asked, mug):
        for method in (client.get, client.post):
            response = method(f"{REWARDS}delete/{mug.pk}/", follow=True)
            assert "it cannot be deleted: A mug." in response.text
            assert "Untick" in response.text
        assert Reward.objects.exists()

    def test_nor_among_several(self, client, lead, asked, mug):
        pen = make.reward("A pen")
        address = "/admin/bulk/wagtail_advocacy_badges/reward/delete/"
        query = f"?id={mug.pk}&id={pen.pk}"
        response = client.post(f"{address}{query}", follow=True)
        assert "it cannot be deleted: A mug." in response.text
        assert Reward.objects.count() == 2

    def test_the_next_translation_goes_on_as_it_was(self, client, lead, mug, ada):
        tasse = make.translated_reward(mug)
        rewarding.take_back(ada, rewarding.redeem(ada, mug.pk, cost=50).pk)
        ambassadors.erase(ada)
        client.post(f"{REWARDS}delete/{mug.pk}/")
        make.give_points(factories.ambassador(ada))
        rewarding.redeem(ada, tasse.pk, cost=50)
        tasse.refresh_from_db()
        assert tasse.stock == 9

"""Everybody decides by purpose, when it is first needed, and takes it back at will."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import Client
from django.utils import translation

from tests import factories
from wagtail_advocacy import networks
from wagtail_advocacy.ambassadors import actions, consents
from wagtail_advocacy.ambassadors.models import Ambassador, Consent
from wagtail_advocacy.sharing import actions as sharing
from wagtail_advocacy.sharing.models import Share


pytestmark = pytest.mark.django_db

CONSENT = "/advocacy/consent/"
BY_NAME = consents.BY_NAME.key


@pytest.fixture
def user(make_user, client):
    user = make_user("ada@example.com")
    client.force_login(user)
    return user


@pytest.fixture
def ambassador(user):
    return factories.ambassador(user)


@pytest.fixture
def offer(db):
    return factories.offer_of(factories.published_link_shareable())


def ledger(purpose=BY_NAME):
    entries = Consent.objects.filter(purpose=purpose)
    return list(entries.values_list("granted", flat=True))


def test_joining_is_one_yes_and_everything_else_is_off(ambassador):
    assert set(consents.current(ambassador)) == {
        purpose.key for purpose in consents.all_purposes()
    }
    assert {key for key, on in consents.current(ambassador).items() if on} == {
        "take_part"
    }


@pytest.mark.parametrize(
    ("said", "kept", "in_force"),
    [
        ([], [], False),
        ([True], [True], True),
        ([False], [False], False),
        ([True, True], [True], True),
        ([False, False], [False], False),
        ([True, False], [True, False], False),
        ([False, True], [False, True], True),
        ([True, False, True], [True, False, True], True),
    ],
)
def test_only_a_change_enters_the_ledger_and_the_last_word_counts(
    user, ambassador, said, kept, in_force
):
    for granted in said:
        actions.decide(user, BY_NAME, granted, "test")
    assert ledger() == kept
    assert consents.granted(ambassador, BY_NAME) is in_force
    assert consents.current(ambassador)[BY_NAME] is in_force
    everybody = Ambassador.objects.all()
    assert consents.who_granted(everybody, BY_NAME).exists() is in_force


def test_leaving_takes_back_every_yes_and_coming_back_brings_none(user, ambassador):
    actions.decide(user, BY_NAME, True, "test")
    actions.decide(user, "commercial", False, "test")
    actions.leave(user, source="leave-form")
    assert ledger() == [True, False]
    assert ledger("commercial") == [False]
    assert ledger("take_part") == [True, False]
    assert not consents.who_granted(Ambassador.objects.all(), BY_NAME).exists()
    ambassador = factories.ambassador(user)
    # Not even a no: they are asked anew.
    assert consents.answers(ambassador) == {"take_part": True}
    actions.decide(user, BY_NAME, True, "test")
    assert consents.granted(ambassador, BY_NAME)


def test_an_answer_keeps_wording_and_where_it_was_given(user, ambassador):
    actions.decide(user, BY_NAME, True, "profile")
    entry = Consent.objects.get(purpose=BY_NAME)
    assert (entry.wording, entry.source) == (consents.BY_NAME.wording, "profile")


def test_whoever_does_not_take_part_decides_nothing(user, make_user):
    with pytest.raises(actions.NotTakingPart):
        actions.decide(user, BY_NAME, True, "test")
    factories.ambassador(user)
    user.is_active = False
    user.save()
    with pytest.raises(actions.NotTakingPart):
        actions.decide(user, BY_NAME, True, "test")
    assert ledger() == []


def test_taking_part_is_joined_and_left_and_not_decided(user, ambassador):
    with pytest.raises(ValueError, match="join"):
        actions.decide(user, "take_part", False, "test")
    with pytest.raises(LookupError):
        actions.decide(user, "no_such_purpose", True, "test")


def test_a_yes_to_what_a_site_has_taken_out_since_ends_with_leaving(
    user, ambassador, monkeypatch
):
    purpose = consents.purposes.register(consents.Purpose("for_now", wording="1"))
    actions.decide(user, "for_now", True, "test")
    consents.purposes.unregister(purpose.key)
    actions.leave(user, source="test")
    assert ledger("for_now") == [True, False]


def test_many_people_are_asked_about_in_one_query(make_user, django_assert_num_queries):
    people = [make_user(f"p{number}@example.com") for number in range(6)]
    joined = [factories.ambassador(person) for person in people]
    for person in people[:3]:
        actions.decide(person, BY_NAME, True, "test")
    actions.decide(people[0], BY_NAME, False, "test")
    with django_assert_num_queries(1):
        found = set(consents.who_granted(Ambassador.objects.active(), BY_NAME))
    assert found == set(joined[1:3])


class TestAsking:
    def test_the_question_is_there_until_it_is_answered(self, user, ambassador):
        def ask():
            return consents.question(ambassador, BY_NAME, source="test", next="/x/")

        assert ask().purpose == consents.BY_NAME
        actions.decide(user, BY_NAME, False, "test")
        assert ask() is None

    @pytest.mark.parametrize(("answer", "kept"), [("yes", [True]), ("no", [False])])
    def test_answering_leads_back_to_where_it_was_asked(
        self, client, ambassador, answer, kept
    ):
        page = client.get(CONSENT, {"purpose": BY_NAME, "next": "/hay/"}).text
        assert str(consents.BY_NAME.sentence) in page
        assert 'name="next" value="/hay/"' in page
        response = client.post(
            CONSENT,
            {"purpose": BY_NAME, "answer": answer, "source": "boards", "next": "/hay/"},
        )
        assert response["Location"] == "/hay/"
        assert ledger() == kept
        assert Consent.objects.last().source == "boards"

    def test_looking_at_the_question_answers_nothing(self, client, ambassador):
        client.get(CONSENT, {"purpose": BY_NAME, "answer": "yes"})
        assert ledger() == []

    @pytest.mark.parametrize("source", ["", "x" * 33, "Böse <b>", "-x"])
    def test_a_source_that_is_none_is_the_form(self, client, ambassador, source):
        data = {"purpose": BY_NAME, "answer": "yes", "source": source}
        client.post(CONSENT, data)
        assert Consent.objects.last().source == "consent-form"

    def test_an_answer_that_is_none_asks_again(self, client, ambassador):
        response = client.post(CONSENT, {"purpose": BY_NAME, "next": "/hay/"})
        assert response.status_code == 422
        assert 'value="/hay/"' in response.text
        assert ledger() == []

    @pytest.mark.parametrize("purpose", ["take_part", "network:nowhere", "", "x\x00"])
    def test_nothing_else_is_decided_here(self, client, ambassador, purpose):
        data = {"purpose": purpose, "answer": "yes"}
        assert client.post(CONSENT, data).status_code == 404

    def test_whoever_does_not_take_part_is_told_so(self, client, user):
        response = client.post(CONSENT, {"purpose": BY_NAME, "answer": "yes"})
        assert response.status_code == 403
        assert "nothing was saved" in response.text
        asked = client.get(CONSENT, {"purpose": BY_NAME})
        assert asked["Location"].startswith("/advocacy/join/?next=")

    def test_after_a_login_the_question_is_asked_again(self, ambassador):
        data = {"purpose": BY_NAME, "answer": "yes", "next": "/hay/"}
        response = Client().post(CONSENT, data)
        assert response["Location"] == (
            "/sso/?next=/advocacy/consent/%3Fpurpose%3Dby_name%26next%3D%252Fhay%252F"
        )
        assert ledger() == []

    def test_never_leads_elsewhere(self, client, ambassador):
        data = {"purpose": BY_NAME, "answer": "yes", "next": "https://evil.example/"}
        assert client.post(CONSENT, data)["Location"] == "/advocacy/"


class TestNetworks:
    def compose(self, client, offer, network="linkedin"):
        return client.post(
            f"/advocacy/share/{offer.public_id}/",
            {"network": network, "text": "My own words."},
        )

    def test_going_there_for_the_first_time_is_the_yes(self, client, ambassador, offer):
        page = client.get(f"/advocacy/share/{offer.public_id}/").text
        assert "this is one of my ways to share" in page
        assert ledger("network:linkedin") == []
        self.compose(client, offer)
        self.compose(client, offer)
        assert ledger("network:linkedin") == [True]
        assert ledger("network:x") == []
        entry = Consent.objects.get(purpose="network:linkedin")
        assert (entry.source, entry.wording) == ("composer", "2026-11")

    def test_the_sentence_stands_there_only_for_networks_that_are_new(
        self, client, ambassador, offer, settings
    ):
        settings.WAGTAIL_ADVOCACY = {
            **settings.WAGTAIL_ADVOCACY,
            "NETWORKS": ["linkedin"],
        }
        self.compose(client, offer)
        page = client.get(f"/advocacy/share/{offer.public_id}/").text
        assert "this is one of my ways to share" not in page

    def test_what_is_refused_chooses_no_network(self, client, ambassador, offer):
        client.post(f"/advocacy/share/{offer.public_id}/", {"network": "x", "text": ""})
        assert ledger("network:x") == []

    def test_a_network_that_is_switched_off_is_not_offered(
        self, client, user, ambassador, offer
    ):
        self.compose(client, offer)
        actions.decide(user, "network:linkedin", False, "profile")
        page = client.get(f"/advocacy/share/{offer.public_id}/").text
        assert 'value="linkedin"' not in page
        assert 'value="x"' in page
        assert self.compose(client, offer).status_code == 422
        with pytest.raises(sharing.Refused) as refused:
            sharing.open_share(user, offer, "linkedin", text="Hay.", hashtags=())
        assert refused.value.code == "network_off"
        share = Share.objects.get()
        page = client.get(f"/advocacy/shares/{share.pk}/").text
        assert "switched this network off" in page
        assert "My own words." in page
        # What is out already can still be said to be out.
        client.post(f"/advocacy/shares/{share.pk}/answer/", {"answer": "yes"})
        share.refresh_from_db()
        assert share.state == Share.State.CONFIRMED

    def test_switched_on_again_it_is_back(self, client, user, ambassador, offer):
        actions.decide(user, "network:linkedin", False, "profile")
        data = {"purpose": "network:linkedin", "answer": "yes", "source": "profile"}
        client.post(CONSENT, data)
        assert self.compose(client, offer).status_code == 302
        assert ledger("network:linkedin") == [False, True]

    def test_every_network_switched_off_shows_the_way_to_the_profile(
        self, client, user, ambassador, offer
    ):
        for network in networks.all():
            actions.decide(user, f"network:{network.key}", False, "profile")
        page = client.get(f"/advocacy/share/{offer.public_id}/").text
        assert "/advocacy/me/#networks" in page

    def test_sentences_are_in_the_language_of_the_moment(self):
        purpose = consents.find_purpose("network:linkedin")
        assert "LinkedIn" in str(purpose.sentence)
        with translation.override("fr"):
            assert "LinkedIn" in str(purpose.sentence)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite in memory is one connection's own: nobody to race with",
)
class TestRaces:
    def race(self, *functions):
        start = threading.Barrier(len(functions))
        failures = []

        def run(function):
            try:
                start.wait()
                function()
            except (actions.NotTakingPart, sharing.Refused):
                pass
            except Exception as error:
                failures.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=(one,)) for one in functions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []

    def again(self, user):
        """The same person in another tab."""
        return get_user_model().objects.get(pk=user.pk)

    def test_deciding_in_many_tabs_is_deciding_once(self, user, ambassador):
        tabs = [self.again(user) for _tab in range(6)]
        self.race(
            *(
                lambda tab=tab: actions.decide(tab, BY_NAME, True, "test")
                for tab in tabs
            )
        )
        assert ledger() == [True]

    @pytest.mark.parametrize("_round", range(5))
    def test_leaving_while_saying_yes_leaves_no_yes(self, user, ambassador, _round):
        one, other = self.again(user), self.again(user)
        self.race(
            lambda: actions.leave(one, source="test"),
            lambda: actions.decide(other, BY_NAME, True, "test"),
        )
        assert ledger() in ([], [True, False])
        assert not consents.who_granted(Ambassador.objects.all(), BY_NAME).exists()

    @pytest.mark.parametrize("_round", range(5))
    def test_joining_and_leaving_at_once_ends_in_one_of_the_two(
        self, user, ambassador, _round
    ):
        one, other = self.again(user), self.again(user)
        self.race(
            lambda: actions.leave(one, source="test"),
            lambda: actions.join(other, source="test"),
        )
        ambassador = Ambassador.objects.get()
        assert consents.granted(ambassador, "take_part") is (ambassador.left_at is None)

    @pytest.mark.parametrize("_round", range(5))
    def test_leaving_during_a_share_leaves_nothing_half_done(
        self, user, ambassador, offer, _round
    ):
        one, other = self.again(user), self.again(user)
        self.race(
            lambda: actions.leave(one, source="test"),
            lambda: sharing.open_share(other, offer, "x", text="Hay.", hashtags=()),
        )
        assert Ambassador.objects.get().left_at is not None
        shares = Share.objects.count()
        assert ledger("network:x") == ([True, False] if shares else [])

    @pytest.mark.parametrize("_round", range(5))
    def test_erasing_during_a_share_leaves_no_text(
        self, user, ambassador, offer, _round
    ):
        one, other = self.again(user), self.again(user)
        self.race(
            lambda: actions.erase(one),
            lambda: sharing.open_share(other, offer, "x", text="Hay.", hashtags=()),
        )
        assert not Ambassador.objects.exists()
        assert not Share.objects.exists()
        assert not Consent.objects.exists()

    @pytest.mark.parametrize("_round", range(5))
    def test_joining_while_everything_is_erased_begins_anew_or_not_at_all(
        self, user, ambassador, _round
    ):
        actions.decide(user, BY_NAME, True, "test")
        one, other = self.again(user), self.again(user)
        self.race(
            lambda: actions.erase(one),
            lambda: actions.join(other, source="test"),
        )
        assert ledger() == []
        found = Ambassador.objects.first()
        assert found is None or ledger("take_part") == [True]

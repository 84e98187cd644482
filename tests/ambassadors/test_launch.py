"""Sharing is closed until a lead opens it, and everything that waits is kept."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests import factories
from tests.learning.training_factory import training
from wagtail_advocacy.ambassadors import actions, launch
from wagtail_advocacy.ambassadors.models import AmbassadorsSettings, SharingState
from wagtail_advocacy.sharing import actions as sharing
from wagtail_advocacy.sharing.models import Draft, Handoff, Share


pytestmark = pytest.mark.django_db

SCREEN = "/admin/advocacy/launch/"
SENTENCE = "We pause until Monday, because of the strike."


@pytest.fixture
def lead(make_user, client):
    call_command("advocacy_setup", verbosity=0)
    user = make_user("lead@example.com", groups=["Advocacy leads"])
    client.force_login(user)
    return user


@pytest.fixture
def closed():
    factories.sharing_state(is_open=False)


def decide_everything(**fields):
    settings = AmbassadorsSettings.load()
    decided = {
        "objective": "So that people who look for work hear of us from us.",
        "privacy_contact": "privacy@example.com",
        "works_council": "consulted",
        "works_council_on": timezone.localdate(),
        "processing_register": "No. 47",
        **fields,
    }
    for name, value in decided.items():
        setattr(settings, name, value)
    settings.full_clean()
    settings.save()


@pytest.fixture
def ready(site_home):
    decide_everything()
    factories.live_charter(site_home)
    training(site_home, required=True)
    factories.tried_public_address()


@pytest.mark.usefixtures("closed")
class TestOpening:
    def test_a_new_installation_is_closed(self):
        SharingState.objects.all().delete()
        assert not launch.is_open()
        assert str(launch.closed_because()) == (
            "Sharing isn’t open yet. Nothing to do."
        )

    def test_a_lead_sees_what_is_missing_and_where_it_is_done(self, client, lead):
        html = client.get(SCREEN).text
        for words in (
            "The objective is written",
            "There is a privacy contact",
            "The works council was informed or consulted",
            "The processing register has an entry",
            "A charter is in force",
            "A required training is live",
            "The public address was tried",
        ):
            assert words in html
        assert "/admin/settings/wagtail_advocacy_ambassadors/" in html
        assert 'name="open"' not in html

    def test_it_is_refused_while_something_is_missing(self, client, lead, ready):
        decide_everything(processing_register="")
        response = client.post(SCREEN, {"open": "1"})
        assert response.status_code == 409
        assert not launch.is_open()
        with pytest.raises(actions.NotReady) as refusal:
            actions.open_sharing(lead)
        assert [one.key for one in refusal.value.missing] == ["processing-register"]

    def test_it_opens_once_all_is_there_and_the_log_says_who_did(
        self, client, lead, ready
    ):
        assert 'name="open"' in client.get(SCREEN).text
        assert client.post(SCREEN, {"open": "1"}).status_code == 302
        client.post(SCREEN, {"open": "1"})
        assert launch.is_open()
        entry = ModelLogEntry.objects.get(action=actions.LOG_OPEN)
        assert entry.user == lead
        html = client.get(SCREEN).text
        assert "Sharing was opened" in html
        assert str(lead) in html

    def test_without_a_public_address_it_stays_closed(self, lead, ready, settings):
        settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "PUBLIC_URL": ""}
        with pytest.raises(actions.NotReady):
            actions.open_sharing(lead)

    @pytest.mark.parametrize(
        ("fields", "settled"),
        [
            ({"works_council": ""}, False),
            ({"works_council": "none", "works_council_on": None}, True),
            ({"works_council": "informed"}, True),
        ],
    )
    def test_the_works_council_was_asked_or_there_is_none(self, fields, settled):
        decide_everything(**fields)
        assert AmbassadorsSettings.read().works_council_is_settled is settled

    @pytest.mark.parametrize("days", [None, 1])
    def test_it_was_asked_on_a_day_that_has_been(self, client, lead, days):
        day = days and timezone.localdate() + datetime.timedelta(days=days)
        settings = AmbassadorsSettings.load()
        address = (
            "/admin/settings/wagtail_advocacy_ambassadors/ambassadorssettings/"
            f"{settings.pk}/"
        )
        response = client.post(
            address,
            {
                "objective": "An objective",
                "works_council": "informed",
                "works_council_on": day or "",
                "minimum_group": "5",
                "figures_by": "department",
            },
        )
        assert response.status_code == 200
        assert AmbassadorsSettings.load().objective == ""

    @pytest.mark.parametrize("groups", [[], ["Advocacy editors"]])
    def test_nobody_else_comes_here(self, client, lead, make_user, groups):
        other = make_user("other@example.com", groups=groups)
        client.force_login(other)
        assert client.get(SCREEN).status_code == 302
        client.post(SCREEN, {"close": "1", "sentence": SENTENCE})
        assert SharingState.objects.get().sentence == ""
        for act in (actions.open_sharing, lambda user: actions.close_sharing(user, "")):
            with pytest.raises(Exception, match="^$"):
                act(other)


class TestClosing:
    @pytest.fixture
    def offer(self, article):
        return factories.offer_of(factories.published_page_shareable(article()))

    @pytest.fixture
    def close(self, lead, client):
        def run(sentence=SENTENCE):
            client.force_login(lead)
            answer = client.post(SCREEN, {"close": "1", "sentence": sentence})
            assert answer.status_code == 302

        return run

    @pytest.fixture
    def ada(self, make_user):
        user = make_user("ada@example.com")
        factories.ambassador(user)
        return user

    def test_leaving_waits_and_writing_does_not(self, client, close, ada, offer):
        close()
        client.force_login(ada)
        address = f"/advocacy/share/{offer.public_id}/"
        html = client.get(address).text
        assert SENTENCE in html
        assert 'name="text"' in html
        response = client.post(address, {"network": "linkedin", "text": "My words"})
        assert response.status_code == 409
        assert SENTENCE in response.text
        assert not Share.objects.exists()
        assert Draft.objects.get().text == "My words"

    def test_our_own_words_where_the_lead_chose_none(self, client, close, ada, offer):
        close("")
        client.force_login(ada)
        html = client.get(f"/advocacy/share/{offer.public_id}/").text
        assert "Sharing isn’t open yet. Nothing to do." in html

    def test_a_text_on_its_way_stays_here(self, client, close, ada, offer):
        share = factories.open_share(ada, offer)
        sharing.hand_off(ada, share.pk)
        close()
        assert not Handoff.objects.exists()
        client.force_login(ada)
        address = f"/advocacy/shares/{share.pk}/"
        html = client.get(address).text
        assert SENTENCE in html
        assert "data-advocacy-go" not in html
        assert client.post(f"{address}phone/").status_code == 409
        assert client.post(f"{address}answer/", {"answer": "yes"}).status_code == 302
        assert Share.objects.get().state == "confirmed"

    def test_published_links_go_on_and_the_button_stays(
        self, client, close, ada, offer
    ):
        share = factories.confirmed_share(ada, offer)
        close()
        client.force_login(ada)
        assert "Share in your own words" in client.get(offer.page.get_url()).text
        path = sharing.link_address(share.link).removeprefix("https://go.example.com")
        answer = client.get(f"/go{path}", headers={"host": "go.example.com"})
        assert answer.status_code == 302

    def test_the_sentence_can_be_changed_and_is_logged(self, client, close):
        close()
        close("Another one.")
        close("Another one.")
        assert SharingState.objects.get().sentence == "Another one."
        logged = ModelLogEntry.objects.filter(action=actions.LOG_CLOSE)
        assert [one.data["sentence"] for one in logged.order_by("pk")] == [
            SENTENCE,
            "Another one.",
        ]

    def test_a_sentence_is_no_page(self, client, lead):
        response = client.post(SCREEN, {"close": "1", "sentence": "a" * 301})
        assert response.status_code == 422
        assert launch.is_open()

"""Writing is always open; only leaving for the network waits, and loses nothing."""

import datetime
import re

import pytest
from django.utils import timezone

from tests import factories
from tests.learning.training_factory import training
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import retention
from wagtail_advocacy.ambassadors.consents import answers
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.sharing import actions
from wagtail_advocacy.sharing.models import Draft, Handoff, Share


pytestmark = pytest.mark.django_db

TEXT = "Words I want to keep"
WORDS = {"network": "linkedin", "text": TEXT, "hashtags": []}
CHARTER = "/advocacy/charter/"


def compose_address(offer):
    return f"/advocacy/share/{offer.public_id}/"


def textarea(html):
    return re.search(r"<textarea[^>]*>\s*(?:&#10;)?([^<]*)</textarea>", html)[1]


@pytest.fixture
def charter(site_home):
    return factories.live_charter(site_home)


@pytest.fixture
def required(site_home):
    return training(site_home, "In your own words", required=True, minutes=4)


class TestComposer:
    def test_it_shows_what_is_to_be_done_and_how_long_it_takes(
        self, client, employee, offer, charter, required
    ):
        html = client.get(compose_address(offer)).text
        assert 'name="text"' in html
        assert f'name="go" value="{CHARTER}"' in html
        assert f'name="go" value="/advocacy/learning/{required.pk}/"' in html
        assert "5 minutes" in html
        assert "About 9 minutes altogether" in html
        assert ">Continue<" not in html

    def test_what_is_done_is_ticked_off(
        self, client, employee, offer, charter, required
    ):
        factories.sign_charter(employee)
        html = client.get(compose_address(offer)).text
        assert f'name="go" value="{CHARTER}"' not in html
        assert "Sign the charter" in html
        assert "About 4 minutes altogether" in html

    def test_nothing_to_do_is_not_mentioned(self, client, employee, offer, charter):
        factories.sign_charter(employee)
        html = client.get(compose_address(offer)).text
        assert "advocacy-checklist" not in html
        assert ">Continue<" in html

    def test_the_dialog_shows_the_same(self, client, employee, offer, charter):
        response = client.get(
            compose_address(offer), headers={"X-Advocacy-Fragment": "1"}
        )
        assert "<html" not in response.text
        assert f'name="go" value="{CHARTER}"' in response.text

    def test_a_post_is_refused_and_the_text_kept(
        self, client, employee, offer, charter
    ):
        response = client.post(compose_address(offer), WORDS)
        assert response.status_code == 409
        assert "something to do first" in response.text
        assert textarea(response.text) == TEXT
        assert f'name="go" value="{CHARTER}"' in response.text
        assert not Share.objects.exists()
        assert Draft.objects.get().text == TEXT

    def test_refused_it_is_no_yes_to_the_network(
        self, client, employee, offer, charter
    ):
        client.post(compose_address(offer), WORDS)
        ambassador = Ambassador.objects.get()
        assert "network:linkedin" not in answers(ambassador)

    def test_the_action_refuses_too(self, employee, offer, charter):
        with pytest.raises(actions.Refused) as refusal:
            actions.open_share(employee, offer, "linkedin", text=TEXT, hashtags=[])
        assert refusal.value.code == "requirements"

    def test_a_new_version_in_its_days_of_grace_holds_nobody_up(
        self, client, employee, offer, charter
    ):
        factories.sign_charter(employee)
        factories.publish_charter(
            charter, factories.clause(text="Quite another promise."), change="material"
        )
        response = client.post(compose_address(offer), WORDS)
        assert response.status_code == 302


class TestTheWayThereAndBack:
    def test_charter_signed_and_the_text_is_there(
        self, client, employee, offer, charter
    ):
        here = compose_address(offer)
        answer = client.post(here, {**WORDS, "go": CHARTER})
        assert answer.url.startswith(f"{CHARTER}?next=")
        reading = client.get(answer.url)
        texts = re.findall(r'name="text" value="(\d+)"', reading.text)
        [back] = set(re.findall(r'name="next" value="([^"]+)"', reading.text))
        signed = client.post(CHARTER, {"text": texts, "next": back})
        assert signed.url == here
        html = client.get(signed.url).text
        assert textarea(html) == TEXT
        assert client.post(here, WORDS).status_code == 302
        assert not Draft.objects.exists()

    def test_training_passed_and_the_way_back_is_offered(
        self, client, employee, offer, required
    ):
        here = compose_address(offer)
        address = f"/advocacy/learning/{required.pk}/"
        answer = client.post(here, {**WORDS, "go": address})
        assert client.get(answer.url).status_code == 200
        quiz = client.get(f"{address}quiz/").text
        questions = {one.text: one for one in required.get_quiz().questions}
        chosen = {
            f"q-{one.key}": [each.key for each in one.answers if each.is_correct]
            for one in questions.values()
        }
        attempt = re.search(r'name="attempt" value="(\d+)"', quiz)[1]
        result = client.post(
            f"{address}quiz/", {**chosen, "attempt": attempt}, follow=True
        )
        assert "Passed" in result.text
        assert f'href="{here}"' in result.text
        assert textarea(client.get(here).text) == TEXT

    @pytest.mark.parametrize(
        "wanted", ["https://evil.example/", "//evil.example", "/admin/", "", "/"]
    )
    def test_it_leads_nowhere_else(self, client, employee, offer, charter, wanted):
        response = client.post(compose_address(offer), {**WORDS, "go": wanted})
        assert response.status_code == 200
        assert "Your text is kept here" in response.text
        assert textarea(response.text) == TEXT

    def test_an_empty_text_is_no_draft(self, client, employee, offer, charter):
        client.post(compose_address(offer), {**WORDS, "go": CHARTER})
        client.post(compose_address(offer), {**WORDS, "text": " ", "go": CHARTER})
        assert not Draft.objects.exists()

    def test_a_book_is_refused_and_kept_on_the_screen(
        self, client, employee, offer, charter
    ):
        book = "a" * 10_001
        response = client.post(
            compose_address(offer), {**WORDS, "text": book, "keep": "1"}
        )
        assert response.status_code == 422
        assert textarea(response.text) == book

    def test_somebody_elses_draft_is_not_shown(
        self, client, employee, offer, charter, make_user
    ):
        client.post(compose_address(offer), {**WORDS, "keep": "1"})
        eve = make_user("eve@example.com")
        factories.ambassador(eve)
        client.force_login(eve)
        assert TEXT not in client.get(compose_address(offer)).text

    def test_leaving_the_programme_destroys_it(self, client, employee, offer, charter):
        client.post(compose_address(offer), {**WORDS, "keep": "1"})
        ambassadors.leave(employee, source="test")
        assert not Draft.objects.exists()

    def test_it_is_forgotten_after_two_weeks(self, client, employee, offer, charter):
        client.post(compose_address(offer), {**WORDS, "keep": "1"})
        retention.apply_all()
        assert Draft.objects.exists()
        Draft.objects.update(saved_at=timezone.now() - datetime.timedelta(days=15))
        retention.apply_all()
        assert not Draft.objects.exists()

    def test_whoever_left_meanwhile_keeps_nothing_here(self, client, make_user, offer):
        client.force_login(make_user("eve@example.com"))
        response = client.post(compose_address(offer), {**WORDS, "keep": "1"})
        assert response.status_code == 403
        assert TEXT in response.text
        assert not Draft.objects.exists()


class TestWhatIsOpenAlready:
    @pytest.fixture
    def share(self, employee, offer, site_home):
        share = factories.open_share(employee, offer, text=TEXT)
        factories.live_charter(site_home)
        return share

    def test_its_screen_shows_the_text_and_what_is_to_be_done(self, client, share):
        html = client.get(f"/advocacy/shares/{share.pk}/").text
        assert TEXT in html
        assert f"{CHARTER}?next=" in html
        assert "data-advocacy-go" not in html

    def test_no_phone_gets_it(self, client, employee, share):
        response = client.post(f"/advocacy/shares/{share.pk}/phone/")
        assert response.status_code == 409
        assert not Handoff.objects.exists()

    @pytest.mark.parametrize(
        ("answer", "state"), [("yes", "confirmed"), ("drop", "dropped")]
    )
    def test_saying_what_became_of_it_is_never_refused(
        self, client, share, answer, state
    ):
        response = client.post(
            f"/advocacy/shares/{share.pk}/answer/", {"answer": answer}
        )
        assert response.status_code == 302
        assert Share.objects.get().state == state


class TestHub:
    def test_it_says_what_is_left_and_asks_once_for_mails(
        self, client, employee, offer, charter
    ):
        html = client.get("/advocacy/").text
        assert "Before a post leaves" in html
        assert 'value="mail:learning-reminder"' in html
        client.post(
            "/advocacy/consent/",
            {"purpose": "mail:learning-reminder", "answer": "no", "source": "hub"},
        )
        assert 'value="mail:learning-reminder"' not in client.get("/advocacy/").text

    def test_it_is_silent_once_all_is_done(self, client, employee, offer, charter):
        factories.sign_charter(employee)
        html = client.get("/advocacy/").text
        assert "Before a post leaves" not in html
        assert 'value="mail:learning-reminder"' not in html

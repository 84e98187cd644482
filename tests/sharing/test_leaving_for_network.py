import datetime
import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.utils import timezone

from tests import factories
from wagtail_advocacy import networks
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors.consents import network_key
from wagtail_advocacy.sharing import actions
from wagtail_advocacy.sharing.handoffs import find_handoff, handoff_address
from wagtail_advocacy.sharing.models import Handoff, Share
from wagtail_advocacy.sharing.tasks import destroy_what_is_over, send_handoff

from .test_own_words import decide


pytestmark = pytest.mark.django_db


def address_of(share, step=""):
    return f"/advocacy/shares/{share.pk}/{step}"


def intent_in(page):
    found = re.search(r'<a class="advocacy-button" href="([^"]+)"([^>]*)>', page)
    return (html.unescape(found.group(1)), found.group(2)) if found else None


@pytest.fixture
def share(employee, offer):
    return factories.open_share(
        employee, offer, text="My own words.", hashtags=["#TeamAlder"]
    )


class TestText:
    def test_text_hashtags_and_link_stand_ready_to_be_copied(self, client, share):
        page = client.get(address_of(share)).text
        link = actions.link_address(share.link)
        assert f"My own words.\n\n#TeamAlder\n{link}</textarea>" in page
        assert "readonly" in page

    @pytest.mark.parametrize("key", ["linkedin", "x", "bluesky"])
    def test_network_opens_in_a_new_tab_that_learns_nothing(
        self, client, employee, offer, key
    ):
        share = factories.open_share(employee, offer, key, text="Héllo & <you>")
        intent, attributes = intent_in(client.get(address_of(share)).text)
        assert intent == networks.get(key).intent_url(
            share.full_text, actions.link_address(share.link), offer.title
        )
        assert 'target="_blank"' in attributes
        assert 'rel="noopener noreferrer"' in attributes

    def test_linkedin_says_that_the_text_has_to_be_pasted(self, client, share):
        page = client.get(address_of(share)).text
        assert "paste your text there" in page
        assert "Text copied: paste it in LinkedIn." in page
        intent, _attributes = intent_in(page)
        assert parse_qs(urlsplit(intent).query) == {
            "url": [actions.link_address(share.link)]
        }

    def test_a_mail_opens_in_the_mail_program(self, client, employee, offer):
        share = factories.open_share(employee, offer, "email")
        intent, attributes = intent_in(client.get(address_of(share)).text)
        assert intent.startswith("mailto:?subject=")
        assert "_blank" not in attributes

    def test_where_there_is_nothing_to_open_the_text_is_copied(
        self, client, employee, offer
    ):
        share = factories.open_share(employee, offer, "copy")
        page = client.get(address_of(share)).text
        assert intent_in(page) is None
        assert "data-advocacy-copy" in page
        assert "Mark the text and copy it." in page

    def test_ones_own_server_opens(self, client, employee, offer):
        share = factories.open_share(
            employee, offer, "mastodon", instance="mastodon.social"
        )
        intent, _attributes = intent_in(client.get(address_of(share)).text)
        assert intent.startswith("https://mastodon.social/share?text=My%20own%20words")

    def test_without_a_server_the_text_is_copied(self, client, employee, offer):
        share = factories.open_share(employee, offer, "mastodon")
        page = client.get(address_of(share)).text
        assert intent_in(page) is None
        assert "data-advocacy-copy" in page
        assert "Name your server" in page

    def test_a_network_of_pictures_gets_the_cards(self, client, employee, offer):
        share = factories.open_share(employee, offer, "instagram")
        page = client.get(address_of(share)).text
        picture = re.search(r'href="([^"]+)" download="([^"]+)"', page)
        assert picture.group(2) == "our-heat-pumps-now-dry-hay.jpg"
        response = client.get(picture.group(1))
        assert response["Content-Type"] == "image/jpeg"
        assert "data-advocacy-copy" in page

    def test_other_networks_fetch_the_picture_themselves(self, client, share):
        assert "download=" not in client.get(address_of(share)).text

    def test_the_text_can_be_changed_as_long_as_it_is_not_out(self, client, share):
        page = client.get(address_of(share)).text
        assert (
            f'href="/advocacy/share/{share.offer.public_id}/?network=linkedin"' in page
        )


class TestClosed:
    def test_the_offer_has_ended_meanwhile(self, client, employee, article):
        shareable = factories.published_page_shareable(article())
        share = factories.open_share(employee, factories.offer_of(shareable))
        shareable.unpublish()
        page = client.get(address_of(share)).text
        assert "not offered any more" in page
        assert "My own words." in page
        assert intent_in(page) is None
        assert "Did you publish it?" in page

    def test_the_person_has_left(self, client, employee, share):
        ambassadors.leave(employee, source="test")
        page = client.get(address_of(share)).text
        assert "You are not taking part" in page
        assert intent_in(page) is None

    def test_the_site_has_no_public_address(self, client, share, settings):
        settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "PUBLIC_URL": ""}
        page = client.get(address_of(share)).text
        assert "no address that people outside can reach" in page
        assert intent_in(page) is None
        response = client.post(address_of(share, "phone/"))
        assert response.status_code == 409
        assert not Handoff.objects.exists()


class TestWhatHasChangedSince:
    """An open share is no way round what the composer asks and counts."""

    @pytest.fixture
    def is_stopped(self, client, employee, share):
        def is_stopped(sentence, code):
            page = client.get(address_of(share)).text
            assert sentence in html.unescape(page)
            assert "readonly" in page
            text = Share.objects.get().full_text
            assert f"&#10;{text}</textarea>" in page
            assert intent_in(page) is None
            assert "Continue on my phone" not in page
            with pytest.raises(actions.Refused) as refusal:
                actions.hand_off(employee, share.pk)
            assert refusal.value.code == code
            assert client.post(address_of(share, "phone/")).status_code == 409
            assert not Handoff.objects.exists()
            confirmed = actions.confirm_share(employee, share.pk)
            assert confirmed.state == Share.State.CONFIRMED
            return page

        return is_stopped

    @staticmethod
    def leads_back(page, share):
        address = f"/advocacy/share/{share.offer.public_id}/?network=linkedin"
        return f'href="{address}"' in page

    def test_it_is_for_an_audience_by_now(self, is_stopped, offer):
        offer.audience = factories.audience(
            "Sales", departments=[factories.unit("Sales")]
        )
        offer.save()
        is_stopped("not offered any more", "not_offered")

    def test_its_offer_has_ended(self, is_stopped, offer):
        offer.shareable.unpublish()
        is_stopped("not offered any more", "not_offered")

    def test_its_network_is_not_offered_any_more(self, is_stopped, offer, share):
        offer.networks = ["x"]
        offer.save()
        assert self.leads_back(is_stopped("Choose another one.", "network"), share)

    def test_its_network_is_switched_off(self, is_stopped, employee):
        ambassadors.decide(employee, network_key("linkedin"), False, source="test")
        is_stopped("You have switched this network off.", "network_off")

    def test_whoever_came_back_chooses_the_network_anew(self, is_stopped, employee):
        ambassadors.leave(employee, source="test")
        factories.ambassador(employee)
        is_stopped("since you came back", "network_not_chosen")

    def test_own_words_are_required_by_now(self, is_stopped, employee, offer, share):
        again = factories.open_share(employee, offer, text=offer.title)
        assert again == share
        decide(originality_policy="require")
        page = is_stopped("once it is in your own words by now", "originality")
        assert self.leads_back(page, share)

    def test_own_words_that_were_judged_leave(self, client, share):
        decide(originality_policy="require")
        assert intent_in(client.get(address_of(share)).text)

    @pytest.fixture
    def days_later(self, monkeypatch):
        def move(days):
            then = timezone.now() + datetime.timedelta(days=days)
            monkeypatch.setattr(timezone, "now", lambda: then)

        return move

    def test_its_place_is_kept_for_a_day(self, client, employee, share, days_later):
        factories.caps(person_daily_cap=0)
        days_later(0.9)
        assert intent_in(client.get(address_of(share)).text)
        taken_at = share.place_taken_at
        actions.hand_off(employee, share.pk)
        share.refresh_from_db()
        assert share.place_taken_at == taken_at

    def test_its_place_has_lapsed_and_there_is_no_other(
        self, is_stopped, share, days_later
    ):
        factories.caps(person_daily_cap=0)
        days_later(2)
        page = is_stopped("More than a day has passed", "person_full")
        assert self.leads_back(page, share)

    def test_its_place_has_lapsed_and_the_phone_takes_another(
        self, client, employee, share, days_later
    ):
        days_later(2)
        actions.hand_off(employee, share.pk)
        share.refresh_from_db()
        assert share.place_taken_at == timezone.now()
        assert intent_in(client.get(address_of(share)).text)

    def test_continue_takes_another_place_and_it_leaves(
        self, client, offer, share, days_later
    ):
        days_later(2)
        data = {"network": "linkedin", "text": "My own words."}
        response = client.post(f"/advocacy/share/{offer.public_id}/", data)
        assert response["Location"] == address_of(share)
        assert intent_in(client.get(address_of(share)).text)


class TestPhone:
    def test_nothing_is_handed_over_before_it_is_asked_for(self, client, share):
        page = client.get(address_of(share)).text
        assert "Show a QR code" in page
        assert "advocacy-qr" not in page
        assert not Handoff.objects.exists()

    def test_qr_code_opens_this_one_text(self, client, share):
        response = client.post(address_of(share, "phone/"), follow=True)
        assert response.redirect_chain[0][0].endswith("?phone=code#phone")
        assert "<svg" in response.text
        assert "style=" not in response.text
        handoff = Handoff.objects.get()
        assert handoff.text == share.full_text
        token = response.context["phone"]["address"].rsplit("/", 1)[-1]
        assert find_handoff(token.strip("/")) == handoff
        assert mail.outbox == []

    def test_code_stays_on_the_page_for_the_hour(self, client, share):
        client.post(address_of(share, "phone/"))
        assert "<svg" in client.get(address_of(share)).text
        Handoff.objects.update(expires_at=timezone.now())
        assert "<svg" not in client.get(address_of(share)).text

    def test_code_of_a_text_that_was_changed_since_is_not_shown(
        self, client, employee, share
    ):
        client.post(address_of(share, "phone/"))
        factories.open_share(employee, share.offer, text="Better words.")
        assert "<svg" not in client.get(address_of(share)).text

    def test_mail_goes_to_ones_own_mailbox(
        self, client, employee, share, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(
                address_of(share, "phone/"), {"by_mail": "1"}, follow=True
            )
        assert "A mail is on its way to ada@example.com." in response.text
        sent = mail.outbox[0]
        assert sent.to == ["ada@example.com"]
        assert share.offer.title in sent.subject
        address = next(
            line for line in sent.body.splitlines() if line.startswith("https://")
        )
        assert address.startswith("https://go.example.com/")
        assert "My own words" not in sent.body

    def test_somebody_without_a_mailbox_is_not_offered_a_mail(
        self, client, employee, share
    ):
        employee.email = ""
        employee.save()
        assert "mailbox" not in client.get(address_of(share)).text
        handoff = actions.hand_off(employee, share.pk, by_mail=True)
        send_handoff(handoff.pk)
        assert mail.outbox == []

    def test_whoever_left_takes_nothing_to_their_phone(self, client, employee, share):
        handoff = actions.hand_off(employee, share.pk)
        ambassadors.leave(employee, source="test")
        assert client.post(address_of(share, "phone/")).status_code == 403
        send_handoff(handoff.pk)
        assert mail.outbox == []

    def test_what_is_published_is_not_handed_over(self, client, employee, share):
        actions.confirm_share(employee, share.pk)
        assert client.post(address_of(share, "phone/")).status_code == 409

    def test_a_mail_about_a_text_that_is_gone_is_not_sent(self, employee, share):
        handoff = actions.hand_off(employee, share.pk)
        actions.drop_share(employee, share.pk)
        send_handoff(handoff.pk)
        assert mail.outbox == []

    def test_the_address_is_over_after_an_hour(self, employee, share):
        handoff = actions.hand_off(employee, share.pk)
        token = handoff_address(handoff).rstrip("/").rsplit("/", 1)[-1]
        assert find_handoff(token) == handoff
        assert find_handoff(token[:-1]) is None
        Handoff.objects.update(expires_at=timezone.now() - datetime.timedelta(1))
        assert find_handoff(token) is None
        destroy_what_is_over()
        assert not Handoff.objects.exists()

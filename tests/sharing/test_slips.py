""" "I slipped": what to do, calmly; nobody is told unless the author says so."""

import datetime

import pytest
from django.utils import timezone

from tests import factories
from wagtail_advocacy import networks
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import notices
from wagtail_advocacy.ambassadors.models import Delivery
from wagtail_advocacy.shareables import actions as shareables
from wagtail_advocacy.sharing import (
    actions,
    conversation,
    helping,
    readings,
    signals,
)
from wagtail_advocacy.sharing.models import HelpRequest, Share, VisitCount
from wagtail_advocacy.sharing.queries import (
    readers_of_offers,
    shares_of,
    shares_of_offers,
    shares_to_ask_about,
)


pytestmark = pytest.mark.django_db

POST = "https://www.linkedin.com/posts/ada-1"


@pytest.fixture
def share(employee, offer):
    opened = factories.open_share(employee, offer, text="Said too much.")
    return actions.confirm_share(employee, opened.pk, post_address=POST)


@pytest.fixture
def slip(client, share):
    def press(**fields):
        return client.post(f"/advocacy/shares/{share.pk}/slip/", fields)

    return press


class TestChecklist:
    def test_it_is_calm_and_writes_nothing(self, client, share):
        html = client.get(f"/advocacy/shares/{share.pk}/slip/").text
        assert "It happens to everybody who writes" in html
        assert "Take it down on LinkedIn" in html
        assert POST in html
        assert "You can call the communication department" in html
        assert not HelpRequest.objects.exists()

    @pytest.mark.parametrize("network", networks.all(), ids=lambda one: one.key)
    def test_every_network_says_how(self, network):
        assert str(network.taking_down)

    def test_a_network_that_is_not_there_any_more(self, client, share):
        Share.objects.update(network="gone")
        html = client.get(f"/advocacy/shares/{share.pk}/slip/").text
        assert "choose the three dots beside it" in html

    def test_what_was_never_published_has_none(self, client, employee, offer):
        share = factories.open_share(employee, offer, "x")
        response = client.get(f"/advocacy/shares/{share.pk}/slip/")
        assert response.url == f"/advocacy/shares/{share.pk}/#advocacy-help"

    def test_somebody_elses_is_not_there(self, client, share, make_user, slip):
        client.force_login(make_user("other@example.com"))
        assert client.get(f"/advocacy/shares/{share.pk}/slip/").status_code == 404
        assert slip(tell="1").status_code == 404
        assert slip(taken_down="1").status_code == 404
        share.refresh_from_db()
        assert share.state == Share.State.CONFIRMED


class TestTelling:
    def test_leads_are_told_once_the_author_says_so(self, client, slip, share):
        response = slip(tell="1", help_note="I named a client.")
        assert response.url == f"/advocacy/shares/{share.pk}/slip/#advocacy-help"
        request = HelpRequest.objects.get()
        assert (request.kind, request.note) == ("slip", "I named a client.")
        assert request.address == POST
        # Their text was not sent.
        assert request.text == ""
        assert "You told them on" in client.get(response.url).text

    def test_what_is_refused_stays_on_the_screen(self, slip):
        response = slip(tell="1", help_note="x" * 2001)
        assert response.status_code == 422
        assert "x" * 2001 in response.text

    def test_whoever_left_is_shown_the_steps_and_tells_nobody(
        self, client, employee, share, slip
    ):
        ambassadors.leave(employee, source="test")
        html = client.get(f"/advocacy/shares/{share.pk}/slip/").text
        assert "Take it down on LinkedIn" in html
        assert "Tell the leads" not in html
        assert slip(tell="1").status_code == 403
        assert slip(taken_down="1").status_code == 302
        assert Share.objects.get().state == Share.State.WITHDRAWN


class TestTakenDown:
    def test_the_text_is_forgotten_and_nobody_is_told(
        self, client, slip, share, mailoutbox
    ):
        response = slip(taken_down="1")
        assert response.url == f"/advocacy/shares/{share.pk}/#advocacy-help"
        share.refresh_from_db()
        assert share.state == Share.State.WITHDRAWN
        assert share.withdrawn_at
        assert (share.text, share.post_address, share.hashtags) == ("", "", [])
        assert not HelpRequest.objects.exists()
        assert mailoutbox == []
        html = client.get(response.url).text
        assert "You took it down" in html
        assert "Thank you, it is out" not in html

    def test_the_list_says_both_days(self, client, slip, share):
        slip(taken_down="1")
        html = client.get("/advocacy/shares/").text
        assert "published" in html
        assert "taken down" in html

    def test_no_figure_tells_of_it(self, employee, offer, share):
        VisitCount.objects.create(link=share.link, day=timezone.localdate(), visits=7)
        before = readers_of_offers([offer.pk]), shares_of_offers([offer.pk])
        assert before == ({offer.pk: 7}, {offer.pk: 1})
        actions.withdraw_share(employee, share.pk)
        assert (readers_of_offers([offer.pk]), shares_of_offers([offer.pk])) == before
        assert shares_of(employee).get().readers == 7

    def test_nobody_asks_how_a_post_goes_that_is_down(self, employee, share):
        confirmed_at = timezone.now() - datetime.timedelta(hours=4)
        Share.objects.update(confirmed_at=confirmed_at)
        conversation.nudge()
        assert Delivery.objects.filter(kind=conversation.NUDGE.key).exists()
        assert [one.subject for one in notices.unread(share.ambassador)]
        actions.withdraw_share(employee, share.pk)
        assert notices.unread(share.ambassador) == []
        Delivery.objects.all().delete()
        conversation.nudge()
        assert not Delivery.objects.exists()

    def test_the_reply_rate_stays(self, employee, share):
        conversation.report(employee, share.pk, {"comments": 2, "replied": 1})
        before = readings.reply_rate(employee)
        assert (before.replied, before.of) == (1, 1)
        actions.withdraw_share(employee, share.pk)
        assert readings.reply_rate(employee) == before

    def test_the_author_sees_the_readers_it_brought(self, client, employee, share):
        VisitCount.objects.create(link=share.link, day=timezone.localdate(), visits=7)
        actions.withdraw_share(employee, share.pk)
        assert "7 readers came thanks to you." in client.get("/advocacy/shares/").text

    def test_the_link_leads_on_and_visits_count(self, client, employee, share):
        actions.withdraw_share(employee, share.pk)
        assert client.get(f"/go/s/{share.link.code}").status_code == 302

    def test_the_hub_does_not_call_it_shared_any_more(self, client, employee, share):
        mark = client.get("/advocacy/").context["offers"][0]
        assert mark.is_shared
        actions.withdraw_share(employee, share.pk)
        response = client.get("/advocacy/")
        assert not response.context["offers"][0].is_shared
        assert shares_to_ask_about(employee) == []
        assert "taken down" in response.text

    def test_the_signal_comes_once(self, employee, share):
        heard = []

        def listen(sender, share, **kwargs):
            heard.append(share.pk)

        signals.share_withdrawn.connect(listen)
        try:
            actions.withdraw_share(employee, share.pk)
            actions.withdraw_share(employee, share.pk)
        finally:
            signals.share_withdrawn.disconnect(listen)
        assert heard == [share.pk]

    @pytest.mark.parametrize("answer", ["yes", "drop"])
    def test_an_old_tab_does_not_bring_it_back(self, client, employee, share, answer):
        actions.withdraw_share(employee, share.pk)
        response = client.post(
            f"/advocacy/shares/{share.pk}/answer/", {"answer": answer}
        )
        assert response.status_code == 409
        assert "This share is closed already." in response.text
        share.refresh_from_db()
        assert share.state == Share.State.WITHDRAWN

    def test_what_is_not_out_cannot_be_taken_down(self, employee, offer):
        share = factories.open_share(employee, offer, "x")
        with pytest.raises(actions.Refused, match="not_published"):
            actions.withdraw_share(employee, share.pk)

    def test_it_can_be_shared_anew(self, employee, offer, share):
        actions.withdraw_share(employee, share.pk)
        again = factories.confirmed_share(employee, offer)
        assert again.pk != share.pk

    def test_editors_who_withdraw_the_offer_do_not_tell_its_author(
        self, employee, offer, share, mailoutbox, django_capture_on_commit_callbacks
    ):
        actions.withdraw_share(employee, share.pk)
        with django_capture_on_commit_callbacks(execute=True):
            shareables.withdraw(offer.shareable, factories.superuser(), reason="Wrong.")
        assert mailoutbox == []

    def test_erased_it_counts_and_nothing_tells_that_it_was_taken_down(
        self, employee, offer, share
    ):
        actions.withdraw_share(employee, share.pk)
        ambassadors.erase(employee)
        left = Share.objects.get()
        assert (left.state, left.withdrawn_at) == (Share.State.CONFIRMED, None)
        assert shares_of_offers([offer.pk]) == {offer.pk: 1}

    def test_help_that_was_asked_stays_there(self, client, employee, share, slip):
        helping.hand_over(employee, share.pk, address=POST)
        slip(taken_down="1")
        html = client.get(f"/advocacy/shares/{share.pk}/").text
        assert "Sent. Nobody has answered yet." in html
        assert "I slipped" not in html

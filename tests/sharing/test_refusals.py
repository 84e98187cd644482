"""What is refused, on the server, with a sentence that helps."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.shareables import actions as shareables
from wagtail_advocacy.shareables.models import Offer
from wagtail_advocacy.sharing import actions
from wagtail_advocacy.sharing.models import Handoff, Share, TrackedLink


pytestmark = pytest.mark.django_db

SECRET = "Merger with Oakridge"
TEXT = "Words I want to keep"


def compose_address(offer):
    return f"/advocacy/share/{offer.public_id}/"


def post_text(client, offer):
    return client.post(compose_address(offer), {"network": "linkedin", "text": TEXT})


def embargoed(page):
    return factories.published_page_shareable(page, title=SECRET, staff_first_hours=9)


def ended(page):
    shareable = factories.published_page_shareable(page, title=SECRET)
    shareable.unpublish()
    return shareable


def expired(page):
    shareable = factories.published_page_shareable(page, title=SECRET)
    # Nobody has run the scheduler yet.
    Offer.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    return shareable


def withdrawn(page):
    shareable = factories.published_page_shareable(page, title=SECRET)
    shareables.withdraw(shareable, factories.superuser(), reason="Legal says so.")
    return shareable


@pytest.mark.parametrize("make", [embargoed, ended, expired, withdrawn])
class TestNotOffered:
    def test_composer_gives_no_hint_of_content(self, client, employee, article, make):
        offer = factories.offer_of(make(article("Internal")))
        response = client.get(compose_address(offer))
        assert response.status_code == 404
        assert "This cannot be shared now" in response.text
        for hint in (SECRET, "Internal", "Legal says so.", factories.QUESTION):
            assert hint not in response.text

    def test_a_post_is_refused_and_the_text_kept(self, client, employee, article, make):
        offer = factories.offer_of(make(article("Internal")))
        response = post_text(client, offer)
        assert response.status_code == 409
        assert TEXT in response.text
        assert SECRET not in response.text
        assert not Share.objects.exists()

    def test_the_action_refuses_too(self, employee, article, make):
        offer = factories.offer_of(make(article("Internal")))
        with pytest.raises(actions.Refused) as refusal:
            actions.open_share(employee, offer, "linkedin", text=TEXT, hashtags=[])
        assert refusal.value.code == "not_offered"


def test_an_unknown_offer_looks_like_one_that_ended(client, employee, article):
    unknown = client.get("/advocacy/share/AAAAAAAAAAAAAAAA/")
    known = client.get(compose_address(factories.offer_of(ended(article("Internal")))))
    assert unknown.status_code == known.status_code == 404
    assert _without_token(unknown.text) == _without_token(known.text)


def _without_token(page):
    return [line for line in page.splitlines() if "csrf" not in line]


def test_ended_between_the_look_and_the_leap_keeps_the_text(
    client, employee, offer, monkeypatch
):
    def refuse(*args, **kwargs):
        raise actions.Refused("not_offered", actions.NOT_OFFERED)

    monkeypatch.setattr(actions, "open_share", refuse)
    response = post_text(client, offer)
    assert response.status_code == 409
    assert TEXT in response.text


class TestNotTakingPart:
    def test_composer_sends_to_the_form_and_back(self, client, make_user, offer):
        client.force_login(make_user("grace@example.com"))
        address = f"{compose_address(offer)}?network=x"
        response = client.get(address)
        assert response["Location"].startswith("/advocacy/join/?next=")
        form = client.get(response["Location"])
        joined = client.post("/advocacy/join/", {"next": form.context["next"]})
        assert joined["Location"] == address

    def test_leaving_in_another_tab_stops_sharing_at_once(
        self, client, employee, offer
    ):
        client.get(compose_address(offer))
        ambassadors.leave(employee, source="another tab")
        response = post_text(client, offer)
        assert response.status_code == 403
        assert "You are not taking part." in response.text
        assert TEXT in response.text
        assert not Share.objects.exists()

    def test_leaving_stops_everything_else_at_once(self, client, employee, offer):
        share = factories.open_share(employee, offer)
        ambassadors.leave(employee, source="test")
        answer = f"/advocacy/shares/{share.pk}/answer/"
        response = client.post(answer, {"answer": "yes"})
        assert response.status_code == 403
        assert "Join first" in response.text
        share.refresh_from_db()
        assert share.state == Share.State.OPEN

    def test_whoever_left_may_still_have_their_text_forgotten(
        self, client, employee, offer
    ):
        share = factories.open_share(employee, offer)
        ambassadors.leave(employee, source="test")
        client.post(f"/advocacy/shares/{share.pk}/answer/", {"answer": "drop"})
        share.refresh_from_db()
        assert share.text == ""

    def test_a_deactivated_account_is_refused(self, employee, offer):
        employee.is_active = False
        employee.save()
        with pytest.raises(actions.Refused) as refusal:
            actions.open_share(employee, offer, "x", text=TEXT, hashtags=[])
        assert refusal.value.code == "not_joined"


class TestSomebodyElses:
    @pytest.fixture
    def theirs(self, make_user, offer):
        return factories.open_share(make_user("grace@example.com"), offer)

    def test_nothing_of_it_is_there(self, client, employee, theirs):
        address = f"/advocacy/shares/{theirs.pk}/"
        assert client.get(address).status_code == 404
        for step, data in (
            ("answer/", {"answer": "yes"}),
            ("answer/", {"answer": "not_yet"}),
            ("answer/", {"answer": "drop"}),
            ("answer/", {"answer": "nonsense"}),
            ("phone/", {}),
            ("phone/", {"by_mail": "1"}),
        ):
            assert client.post(f"{address}{step}", data).status_code == 404
        theirs.refresh_from_db()
        assert theirs.state == Share.State.OPEN
        assert theirs.postponed == 0
        assert not Handoff.objects.exists()

    def test_a_guessed_number_looks_the_same(self, client, employee, theirs):
        assert client.get("/advocacy/shares/999999/").status_code == 404
        answer = client.post("/advocacy/shares/999999/answer/", {"answer": "yes"})
        assert answer.status_code == 404

    @pytest.mark.parametrize(
        "act", [actions.confirm_share, actions.postpone_share, actions.drop_share]
    )
    def test_the_actions_refuse_too(self, employee, theirs, act):
        with pytest.raises(Share.DoesNotExist):
            act(employee, theirs.pk)


def test_every_post_needs_a_token(employee, offer):
    share = factories.open_share(employee, offer)
    links = TrackedLink.objects.count()
    client = Client(enforce_csrf_checks=True)
    client.force_login(employee)
    for address, data in (
        (compose_address(offer), {"network": "x", "text": TEXT}),
        (f"/advocacy/shares/{share.pk}/answer/", {"answer": "yes"}),
        (f"/advocacy/shares/{share.pk}/phone/", {}),
    ):
        assert client.post(address, data).status_code == 403
    share.refresh_from_db()
    assert share.state == Share.State.OPEN
    assert TrackedLink.objects.count() == links
    assert not Handoff.objects.exists()


def test_every_post_works_with_its_token(employee, offer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(employee)
    token = client.get(compose_address(offer)).context["csrf_token"]
    response = client.post(
        compose_address(offer),
        {"network": "x", "text": TEXT, "csrfmiddlewaretoken": str(token)},
    )
    assert response.status_code == 302


def test_looking_never_writes(client, employee, offer, make_user):
    share = factories.open_share(employee, offer)
    confirmed = factories.confirmed_share(employee, offer, "x")
    addresses = [
        "/advocacy/",
        "/advocacy/?topic=x&language=en&page=1&notice=dropped",
        "/advocacy/join/",
        "/advocacy/leave/",
        "/advocacy/left/",
        "/advocacy/shares/",
        compose_address(offer),
        f"{compose_address(offer)}picture/",
        f"/advocacy/shares/{share.pk}/",
        f"/advocacy/shares/{share.pk}/?phone=mail",
        f"/advocacy/shares/{confirmed.pk}/",
        offer.page.url,
    ]
    for user in (employee, make_user("grace@example.com")):
        client.force_login(user)
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            writes = [
                query["sql"]
                for query in queries
                if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}
            ]
            assert writes == []


@pytest.mark.parametrize("step", ["answer/", "phone/"])
def test_what_changes_something_takes_posts_only(client, employee, offer, step):
    share = factories.open_share(employee, offer)
    assert client.get(f"/advocacy/shares/{share.pk}/{step}").status_code == 405


def test_a_login_that_has_expired_leads_back_to_a_page_that_opens(
    client, employee, offer
):
    share = factories.open_share(employee, offer)
    client.logout()
    response = client.post(f"/advocacy/shares/{share.pk}/answer/", {"answer": "yes"})
    assert response["Location"] == f"/sso/?next=/advocacy/shares/{share.pk}/"
    share.refresh_from_db()
    assert share.state == Share.State.OPEN


def test_a_script_whose_login_has_expired_is_told_and_nothing_is_lost(
    client, employee, offer
):
    client.logout()
    response = client.post(
        compose_address(offer),
        {"network": "x", "text": TEXT},
        headers={"X-Advocacy-Fragment": "1"},
    )
    assert response.status_code == 401
    assert response.json() == {"login": "/sso/"}

import re

import pytest

from tests import factories
from wagtail_advocacy.ambassadors.models import (
    Ambassador,
    Consent,
    DismissedInvitation,
)
from wagtail_advocacy.ambassadors.queries import active_ambassador


pytestmark = pytest.mark.django_db

LEAVE = "/advocacy/leave/"


@pytest.fixture
def user(make_user, client):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    client.force_login(user)
    return user


def test_looking_at_the_form_is_not_leaving(client, user):
    assert "Nobody asks why" in client.get(LEAVE).text
    assert active_ambassador(user) is not None


def test_leaving_takes_effect_at_once(client, user):
    response = client.post(LEAVE, follow=True)
    assert "Reminders cancelled, nobody told. Your posts and links stay." in (
        response.text
    )
    assert active_ambassador(user) is None
    assert Consent.objects.last().granted is False


def test_leaving_twice_is_leaving_once(client, user):
    client.post(LEAVE)
    client.post(LEAVE)
    assert Consent.objects.filter(granted=False).count() == 1


def test_somebody_who_never_joined_has_nothing_to_leave(client, make_user):
    client.force_login(make_user("grace@example.com"))
    assert "nothing to stop" in client.get(LEAVE).text
    client.post(LEAVE)
    assert not Ambassador.objects.exists()


def test_left_page_tells_whoever_takes_part_that_they_do(client, user):
    assert "You are taking part" in client.get("/advocacy/left/").text


def test_left_page_forgets_the_drafts_of_this_person_only(client, user, make_user):
    def forgotten():
        page = client.get("/advocacy/left/").text
        return re.search(r'data-advocacy-forget-drafts="(\w+)"', page).group(1)

    client.post(LEAVE)
    mine = forgotten()
    client.force_login(make_user("grace@example.com"))
    assert forgotten() != mine
    assert str(user.pk) not in mine


def test_a_deleted_account_leaves_and_is_not_named_any_more(user):
    DismissedInvitation.objects.create(user=user)
    user.delete()
    gone = Ambassador.objects.get()
    assert gone.user is None
    assert gone.left_at is not None
    assert not gone.is_active
    assert not DismissedInvitation.objects.exists()


def test_a_deactivated_account_does_not_take_part(user):
    user.is_active = False
    user.save()
    assert active_ambassador(user) is None
    assert not Ambassador.objects.active().exists()

import re

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from tests import factories
from wagtail_advocacy.ambassadors import actions
from wagtail_advocacy.ambassadors.ledger import LedgerError
from wagtail_advocacy.ambassadors.models import (
    Ambassador,
    Consent,
    DismissedInvitation,
)
from wagtail_advocacy.ambassadors.queries import active_ambassador


pytestmark = pytest.mark.django_db

JOIN = "/advocacy/join/"


@pytest.fixture
def user(make_user, client):
    user = make_user("ada@example.com")
    client.force_login(user)
    return user


def ledger(user):
    return list(
        Consent.objects.filter(ambassador__user=user).values_list("purpose", "granted")
    )


def test_form_says_what_it_is_what_is_stored_what_it_costs_and_how_to_stop(
    client, user
):
    page = client.get(JOIN).text
    for heading in ("What it is", "What it costs", "What is stored", "How to stop"):
        assert heading in page
    assert "neither yes nor no" in page


def test_looking_at_the_form_is_not_joining(client, user):
    client.get(JOIN)
    assert active_ambassador(user) is None
    assert ledger(user) == []


def test_joining_is_one_yes_and_enters_the_ledger(client, user):
    response = client.post(JOIN)
    assert response["Location"] == reverse("wagtail_advocacy:home")
    assert active_ambassador(user) is not None
    assert ledger(user) == [("take_part", True)]


def test_joining_leads_back_to_the_article(client, user):
    page = client.get(JOIN, {"next": "/hay/?a=1"}).text
    assert 'value="/hay/?a=1"' in page
    assert client.post(JOIN, {"next": "/hay/?a=1"})["Location"] == "/hay/?a=1"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_joining_never_leads_elsewhere(client, user, address):
    response = client.post(JOIN, {"next": address})
    assert response["Location"] == reverse("wagtail_advocacy:home")


def test_joining_twice_is_joining_once(client, user):
    client.post(JOIN)
    client.post(JOIN)
    assert ledger(user) == [("take_part", True)]
    assert Ambassador.objects.count() == 1


def test_whoever_takes_part_is_not_asked_again(client, user):
    factories.ambassador(user)
    page = client.get(JOIN).text
    assert "taking part already" in page
    assert "Yes, I take part" not in page


def test_coming_back_after_leaving_is_a_new_entry(client, user):
    client.post(JOIN)
    client.post("/advocacy/leave/")
    client.post(JOIN)
    assert ledger(user) == [
        ("take_part", True),
        ("take_part", False),
        ("take_part", True),
    ]
    assert active_ambassador(user) is not None


def test_joining_takes_back_the_no_to_the_invitation(client, user):
    client.post("/advocacy/dismiss/")
    client.post(JOIN)
    assert not DismissedInvitation.objects.exists()


def test_nothing_of_it_enters_the_audit_log(client, user):
    client.post("/advocacy/dismiss/")
    client.post(JOIN)
    client.post("/advocacy/leave/")
    assert not ModelLogEntry.objects.exists()
    assert not PageLogEntry.objects.exists()


def test_administrators_find_nothing_of_it_on_the_persons_screens(
    client, user, site_home
):
    factories.ambassador(user)
    client.force_login(factories.superuser())
    for address in (
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:edit", args=[user.pk]),
        reverse("wagtailusers_users:delete", args=[user.pk]),
        reverse("wagtailusers_users:history", args=[user.pk]),
    ):
        response = client.get(address)
        assert response.status_code == 200
        # The menu leads to lists that everybody with that permission may edit.
        page = response.text.lower()
        page = re.sub(r"wagtail_advocacy_ambassadors/\w*", "", page)
        assert "ambassador" not in page


def test_an_account_that_is_switched_off_cannot_join(make_user):
    user = make_user("gone@example.com", is_active=False)
    with pytest.raises(ValueError, match="inactive"):
        actions.join(user, source="test")


def test_the_ledger_is_only_ever_added_to(user):
    factories.ambassador(user)
    entry = Consent.objects.get()
    for change in (
        entry.save,
        entry.delete,
        Consent.objects.all().delete,
        lambda: Consent.objects.update(granted=False),
        lambda: Consent.objects.bulk_update([entry], ["granted"]),
    ):
        with pytest.raises(LedgerError):
            change()


def test_the_ledger_says_which_wording_was_read_and_where(client, user):
    client.post(JOIN)
    entry = Consent.objects.get()
    assert (entry.wording, entry.source) == ("2026-11", "join-form")

import datetime

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests import factories
from wagtail_advocacy import jobs
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors.models import Delivery
from wagtail_advocacy.shareables import actions as shareables
from wagtail_advocacy.shareables.models import Offer
from wagtail_advocacy.sharing import actions
from wagtail_advocacy.sharing.tasks import tell_all_withdrawn, tell_withdrawn


pytestmark = pytest.mark.django_db

REASON = "The figures & names were wrong."


@pytest.fixture
def shareable(article):
    return factories.published_page_shareable(article("Ada & <Grace>"))


@pytest.fixture
def offer(shareable):
    return factories.offer_of(shareable)


@pytest.fixture
def withdraw(shareable, django_capture_on_commit_callbacks):
    def run(reason=REASON):
        editor = factories.superuser()
        with django_capture_on_commit_callbacks(execute=True):
            shareables.withdraw(shareable, editor, reason=reason)

    return run


def test_whoever_published_it_is_told_why_and_what_to_do(employee, offer, withdraw):
    share = factories.open_share(employee, offer)
    address = "https://www.linkedin.com/posts/1"
    actions.confirm_share(employee, share.pk, post_address=address)
    withdraw()
    sent = mail.outbox[0]
    assert sent.to == ["ada@example.com"]
    assert sent.subject == "Withdrawn: Ada & <Grace>"
    for words in ("“Ada & <Grace>”", REASON, "You did nothing wrong", address):
        assert words in sent.body


def test_whoever_has_not_published_it_is_not_told(employee, offer, withdraw):
    factories.open_share(employee, offer)
    withdraw()
    assert mail.outbox == []


def test_told_twice_is_told_once(employee, offer, withdraw):
    factories.confirmed_share(employee, offer)
    withdraw()
    tell_withdrawn(offer.pk)
    assert len(mail.outbox) == 1


def test_whoever_the_queue_forgot_is_told_by_the_schedule(
    employee, offer, withdraw, monkeypatch, django_capture_on_commit_callbacks
):
    factories.confirmed_share(employee, offer)
    monkeypatch.setattr(jobs, "_dispatch", lambda task, args: None)
    withdraw()
    assert mail.outbox == []
    monkeypatch.undo()
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tell_all_withdrawn()
        assert len(mail.outbox) == 1


def test_the_schedule_asks_little_where_everybody_is_told(
    employee, offer, withdraw, django_assert_num_queries
):
    factories.confirmed_share(employee, offer)
    withdraw()
    with django_assert_num_queries(2):
        tell_all_withdrawn()


def test_two_networks_are_two_posts_to_take_down(employee, offer, withdraw):
    factories.confirmed_share(employee, offer, "x")
    factories.confirmed_share(employee, offer, "linkedin")
    withdraw()
    assert len(mail.outbox) == 2


def test_whoever_left_gets_no_mail_any_more(employee, offer, withdraw):
    factories.confirmed_share(employee, offer)
    ambassadors.leave(employee, source="test")
    withdraw()
    assert mail.outbox == []


def test_somebody_without_a_mailbox_finds_it_in_the_hub(
    client, employee, offer, withdraw
):
    factories.confirmed_share(employee, offer)
    employee.email = ""
    employee.save()
    withdraw()
    assert mail.outbox == []
    assert "The figures &amp; names were wrong." in client.get("/advocacy/").text


def test_nobody_is_told_about_what_stands_again(employee, offer, withdraw):
    factories.confirmed_share(employee, offer)
    withdraw()
    mail.outbox.clear()
    Delivery.objects.all().delete()
    Offer.objects.update(ended=False, end_reason="")
    tell_withdrawn(offer.pk)
    assert mail.outbox == []


def test_no_consent_and_no_pause_keep_it_back(employee, offer, withdraw):
    factories.confirmed_share(employee, offer)
    ambassadors.pause(employee, timezone.localdate() + datetime.timedelta(days=30))
    withdraw()
    assert len(mail.outbox) == 1


def test_the_mail_is_in_the_language_of_the_person(employee, offer, withdraw):
    factories.confirmed_share(employee, offer)
    UserProfile.objects.create(user=employee, preferred_language="fr")
    withdraw("")
    assert len(mail.outbox) == 1
    assert "Why:" not in mail.outbox[0].body

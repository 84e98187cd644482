"""Whoever earns a badge is told once, quietly; nobody is told of what is lost."""

import pytest
from django.core import mail
from wagtail.users.models import UserProfile

from tests import factories
from tests.badges import factories as make
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import notices
from wagtail_advocacy.ambassadors.models import Delivery
from wagtail_advocacy.badges import awarding, signals
from wagtail_advocacy.badges.awarding import evaluate_all, evaluate_person
from wagtail_advocacy.badges.models import Award, Badge, Revocation


pytestmark = pytest.mark.django_db

ME = "/advocacy/me/"
SUBJECT = "A badge for you: Conversation"


@pytest.fixture
def award(ambassador):
    message = "You answered five readers: thank you."
    return make.award(ambassador, make.badge(message=message))


def tell(*awards):
    signals.awarded.send(sender=Award, awards=list(awards))


def deliver():
    notices.sweep()
    for delivery in Delivery.objects.all():
        notices.deliver(delivery.pk)


def test_it_is_told_on_the_intranet_and_can_be_put_away(client, award):
    tell(award)
    page = client.get(ME).text
    assert f"<h3>{SUBJECT}</h3>" in page
    assert "You answered five readers: thank you." in page
    assert "Only you see this badge, unless you show it." in page
    client.post(f"/advocacy/notices/{Delivery.objects.get().pk}/put-away/")
    assert SUBJECT not in client.get(ME).text


def test_one_award_is_told_of_once(award):
    tell(award)
    tell(award)
    assert Delivery.objects.count() == 1


class TestWhenEverybodyIsLookedAt:
    """What people did before a badge was there is told in one notice."""

    @pytest.fixture
    def library(self, ambassador):
        make.badge("Heard", asks={"shares": 1}, message="People listen.")
        make.badge("Seen", asks={"shares": 1})
        make.share(ambassador)

    def test_many_badges_are_one_notice(self, client, ada, library):
        ambassadors.decide(ada, "mail:badges", True, "profile")
        evaluate_all()
        evaluate_all()
        deliver()
        assert Award.objects.count() == 2
        assert [message.subject for message in mail.outbox] == ["2 badges for you"]
        assert "For what you have done so far: Heard, Seen." in mail.outbox[0].body
        assert client.get(ME).text.count("<h3>2 badges for you</h3>") == 1

    def test_one_has_its_name_and_words(self, client, ambassador, library):
        Badge.objects.filter(name="Seen").delete()
        evaluate_all()
        page = client.get(ME).text
        assert "A badge for you: Heard" in page
        assert "People listen." in page

    def test_what_was_taken_back_since_is_not_among_them(self, client, library):
        evaluate_all()
        seen = Award.objects.get(badge__name="Seen")
        awarding.revoke(seen, Revocation.Reason.BY_HAND)
        assert "A badge for you: Heard" in client.get(ME).text
        heard = Award.objects.get(badge__name="Heard")
        awarding.revoke(heard, Revocation.Reason.BY_HAND)
        page = client.get(ME).text
        assert "badge for you" not in page
        assert "badges for you" not in page

    def test_another_day_is_told_anew(self, client, library):
        evaluate_all()
        Delivery.objects.update(
            occasion="day:2026-01-01", context={"day": "2026-01-01"}
        )
        make.badge("Later", asks={"shares": 1})
        evaluate_all()
        assert Delivery.objects.count() == 2

    def test_so_it_is_for_whoever_does_something_before_the_night(
        self, client, ambassador, library
    ):
        evaluate_person(ambassador.pk)
        assert Delivery.objects.count() == 1
        assert "2 badges for you" in client.get(ME).text

    def test_each_deed_is_told_by_itself(self, client, ambassador):
        for number in (1, 2):
            make.badge(f"Shared {number}", asks={"shares": number})
            make.share(ambassador)
            evaluate_person(ambassador.pk)
        evaluate_all()
        page = client.get(ME).text
        for number in (1, 2):
            assert f"A badge for you: Shared {number}" in page
        assert Delivery.objects.count() == 2


def test_nothing_is_mailed_unless_they_chose_it(ada, award):
    tell(award)
    deliver()
    assert mail.outbox == []


def test_it_is_mailed_to_whoever_chose_it(ada, award):
    ambassadors.decide(ada, "mail:badges", True, "profile")
    tell(award)
    deliver()
    assert [message.subject for message in mail.outbox] == [SUBJECT]
    assert "Only you see this badge" in mail.outbox[0].body
    assert "/advocacy/me/badges/" in mail.outbox[0].body


def test_after_leaving_nothing_comes(ada, award, ambassador):
    ambassadors.decide(ada, "mail:badges", True, "profile")
    tell(award)
    ambassadors.leave(ada, source="test")
    tell(make.award(ambassador, make.badge("Another")))
    deliver()
    assert mail.outbox == []
    assert Delivery.objects.count() == 1


def test_what_was_taken_back_is_said_nowhere_but_in_the_history(client, ada, award):
    tell(award)
    revocation = Revocation.objects.create(award=award, reason="evidence_gone")
    signals.revoked.send(sender=Revocation, revocations=[revocation])
    assert SUBJECT not in client.get(ME).text
    assert "what it was for was taken back" in client.get("/advocacy/me/badges/").text
    deliver()
    assert mail.outbox == []


def test_each_is_told_in_their_language(ada, award):
    original = award.badge
    make.translated_badge(original, name="Échange", message="Merci.")
    UserProfile.objects.create(user=ada, preferred_language="fr")
    ambassadors.decide(ada, "mail:badges", True, "profile")
    tell(award)
    deliver()
    assert "Échange" in mail.outbox[0].subject


def test_many_are_told_in_a_fixed_number_of_queries(
    make_user, django_assert_num_queries
):
    badge = make.badge()
    made = []
    for number in range(20):
        user = make_user(f"{number}@example.com")
        made.append(make.award(factories.ambassador(user), badge))
    with django_assert_num_queries(2):
        tell(*made)
    assert Delivery.objects.count() == 20

"""Colleagues thank each other, and nothing tells who takes part."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision, WorkflowContentType, WorkflowState

from tests import factories
from tests.badges import factories as make
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import notices, retention
from wagtail_advocacy.ambassadors.models import AttemptCount, Delivery
from wagtail_advocacy.badges import points, showing
from wagtail_advocacy.badges.models import PointTotal, PublicAward, Recognition
from wagtail_advocacy.badges.thanks import actions as thanking
from wagtail_advocacy.sharing import helping


pytestmark = pytest.mark.django_db

SHOWN = "/advocacy/badges/shown/"
THANKS = "/advocacy/me/thanks/"
WORDS = "Your answer saved my afternoon."


@pytest.fixture
def bo(make_user):
    """Somebody who does not take part."""
    return make_user("bo@example.com", first_name="Bo", last_name="Chen")


@pytest.fixture
def as_bo(bo):
    client = Client()
    client.force_login(bo)
    return client


@pytest.fixture
def shown(ada, ambassador):
    """A badge that Ada shows."""
    badge = make.badge(picture=make.SVG)
    award = make.award(ambassador, badge)
    return showing.show(ada, award.pk, "Ada B.")


def page_of(shown):
    return f"{SHOWN}{shown.public_id}/"


def say(client, shown, text=WORDS):
    return client.post(page_of(shown), {"text": text})


def deliver():
    for delivery in Delivery.objects.all():
        notices.deliver(delivery.pk)


def moderated():
    """Let leads look at thanks first."""
    made = factories.workflow("Advocacy leads")
    WorkflowContentType.objects.create(
        content_type=ContentType.objects.get_for_model(Recognition), workflow=made
    )
    call_command("advocacy_setup", verbosity=0)


class TestWhatColleaguesShow:
    def test_it_is_listed_for_everybody_who_is_logged_in(self, as_bo, shown):
        page = as_bo.get(SHOWN).text
        assert "Ada B." in page
        assert page_of(shown) in page
        assert as_bo.get(f"{page_of(shown)}picture/").content == make.SVG

    def test_what_is_hidden_is_not_there(self, as_bo, ada, shown):
        showing.hide(ada, shown.award_id)
        assert "Ada B." not in as_bo.get(SHOWN).text
        assert as_bo.get(page_of(shown)).status_code == 404
        assert as_bo.get(f"{page_of(shown)}picture/").status_code == 404
        assert say(as_bo, shown).status_code == 404

    def test_what_counts_no_more_is_not_listed(self, as_bo, shown):
        PublicAward.objects.update(revoked_at=timezone.now())
        assert "Ada B." not in as_bo.get(SHOWN).text

    def test_logged_out_nobody_sees_it(self, shown):
        for address in (SHOWN, page_of(shown), THANKS):
            assert Client().get(address).url == f"/sso/?next={address}"
        assert say(Client(), shown).url == f"/sso/?next={page_of(shown)}"

    def test_it_is_paged_in_a_fixed_number_of_queries(
        self, as_bo, make_user, django_assert_num_queries
    ):
        badge = make.badge(picture=make.SVG)
        for number in range(22):
            user = make_user(f"{number}@example.com")
            row = factories.ambassador(user)
            showing.show(user, make.award(row, badge).pk, f"Person {number}")
        # Session, account, ambassador, number of them, this page.
        with django_assert_num_queries(5):
            page = as_bo.get(SHOWN).text
        assert "Person 21" in page
        assert "Person 1<" not in page
        assert "Person 1<" in as_bo.get(f"{SHOWN}?page=2").text


class TestSayingThanks:
    def test_it_reaches_whoever_it_is_for(self, client, as_bo, shown):
        answer = say(as_bo, shown)
        assert answer.url == f"{THANKS}?said=1"
        assert "It is on its way." in as_bo.get(answer.url).text
        theirs = client.get(THANKS).text
        assert "From Bo Chen" in theirs
        assert WORDS in theirs
        notice = client.get("/advocacy/me/").text
        assert "<h3>Bo Chen says thanks</h3>" in notice

    def test_ambassadors_get_a_mail_only_if_they_chose_it(self, as_bo, ada, shown):
        say(as_bo, shown)
        deliver()
        assert mail.outbox == []
        ambassadors.decide(ada, "mail:badges", True, "profile")
        say(as_bo, shown, "And again.")
        deliver()
        assert [one.subject for one in mail.outbox] == ["Bo Chen says thanks"]

    def test_whoever_shows_another_name_is_found_by_no_other(self, as_bo, ada, shown):
        PublicAward.objects.update(holder="Amber")
        say(as_bo, shown)
        showing.hide(ada, shown.award_id)
        page = as_bo.get(THANKS).text
        assert "To Amber<" in page
        assert ada.last_name not in page

    def test_nobody_thanks_themselves(self, client, shown):
        assert "Say thanks" not in client.get(page_of(shown)).text
        answer = say(client, shown)
        assert answer.status_code == 409
        assert not Recognition.objects.exists()

    @pytest.mark.parametrize("text", ["", "  \n", "\x00", "x" * 301])
    def test_no_words_or_too_many_are_refused_and_kept(self, as_bo, shown, text):
        answer = say(as_bo, shown, text)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
        assert text.strip("\x00 \n") in answer.text

    def test_words_are_no_markup(self, client, as_bo, shown):
        say(as_bo, shown, "<script>alert(1)</script>")
        assert "<script>alert(1)" not in client.get(THANKS).text

    def test_there_are_so_many_a_week_and_the_words_are_kept(self, as_bo, shown):
        make.settings(thanks_per_week=2)
        for _time in range(2):
            assert say(as_bo, shown).status_code == 302
        answer = say(as_bo, shown, "A third one.")
        assert answer.status_code == 429
        assert "You said thanks 2 times this week" in answer.text
        assert "A third one." in answer.text
        assert Recognition.objects.count() == 2

    def test_taking_back_is_no_way_round_the_limit(self, as_bo, bo, shown):
        make.settings(thanks_per_week=1)
        say(as_bo, shown)
        thanking.take_back(bo, Recognition.objects.get().pk)
        assert say(as_bo, shown).status_code == 429

    def test_the_lead_can_switch_it_off(self, as_bo, shown):
        make.settings(thanks_per_week=0)
        page = as_bo.get(page_of(shown)).text
        assert "<textarea" not in page
        assert say(as_bo, shown).status_code == 409

    def test_a_next_week_is_a_new_one(self, as_bo, shown, monkeypatch):
        make.settings(thanks_per_week=1)
        say(as_bo, shown)
        AttemptCount.objects.update(window=1)
        assert say(as_bo, shown).status_code == 302


class TestWhatCounts:
    def test_between_two_people_one_a_quarter_counts_whoever_gave(
        self, client, as_bo, ada, bo, shown
    ):
        theirs = make.award(factories.ambassador(bo), make.badge("Help"))
        of_bo = showing.show(bo, theirs.pk, "Bo")
        say(as_bo, shown)
        say(as_bo, shown, "Once more.")
        say(client, of_bo, "Thanks to you, too.")
        counted = Recognition.objects.exclude(counted_key=None)
        assert counted.get().text == WORDS
        # They are as welcome.
        assert Recognition.objects.filter(live=True).count() == 3

    def test_another_quarter_counts_again(self, as_bo, shown):
        say(as_bo, shown)
        first = Recognition.objects.get()
        earlier = first.given_at - datetime.timedelta(days=100)
        key = thanking.pair_key(first.giver_id, first.receiver_id, earlier)
        Recognition.objects.update(given_at=earlier, counted_key=key)
        say(as_bo, shown)
        assert Recognition.objects.exclude(counted_key=None).count() == 2

    def test_taken_back_it_counts_no_more_and_another_may(self, as_bo, bo, shown):
        say(as_bo, shown)
        thanking.take_back(bo, Recognition.objects.get().pk)
        say(as_bo, shown)
        assert Recognition.objects.get().counted_key

    def test_they_earn_points_and_lose_them_again(
        self, as_bo, ada, ambassador, shown, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            say(as_bo, shown)
        total = PointTotal.objects.get(ambassador=ambassador)
        assert total.earned > 0
        with django_capture_on_commit_callbacks(execute=True):
            thanking.remove(ada, Recognition.objects.get().pk)
        total.refresh_from_db()
        assert total.earned == 0


class TestAnswers:
    @pytest.fixture
    def answered(self, ada, bo, article):
        call_command("advocacy_setup", verbosity=0)
        bo.groups.add(Group.objects.get(name="Advocacy trainers"))
        offer = factories.offer_of(factories.published_page_shareable(article()))
        asked = helping.ask_before_posting(ada, offer, text="Dry hay?")
        return helping.answer(bo, asked.pk, "Say it is dry.", version=1)

    def address(self, request):
        return f"/advocacy/help/{request.pk}/thanks/"

    def test_the_way_stands_under_the_answer(self, client, answered):
        page = client.get(f"/advocacy/share/{answered.offer.public_id}/").text
        assert self.address(answered) in page
        form = client.get(self.address(answered)).text
        assert "Say thanks to Bo Chen" in form
        assert "Say it is dry." in form

    def test_who_does_not_take_part_is_thanked_in_the_same_way(
        self, client, as_bo, bo, answered
    ):
        answer = client.post(self.address(answered), {"text": WORDS})
        assert answer.url == f"{THANKS}?said=1"
        assert WORDS in as_bo.get(THANKS).text
        deliver()
        to_bo = [one for one in mail.outbox if one.to == [bo.email]]
        assert [one.subject for one in to_bo] == ["Ada Bell says thanks"]
        assert WORDS in to_bo[0].body
        assert "You said yes" not in to_bo[0].body

    def test_whether_they_take_part_cannot_be_told(self, client, bo, answered):
        before = client.get(self.address(answered)).text
        factories.ambassador(bo)
        after = client.get(self.address(answered)).text
        strip = lambda page: page.split("csrfmiddlewaretoken")[0]  # noqa: E731
        assert strip(before) == strip(after)

    def test_nobody_else_thanks_for_it(self, as_bo, make_user, answered):
        eve = make_user("eve@example.com")
        other = Client()
        other.force_login(eve)
        for one in (other, as_bo):
            assert one.get(self.address(answered)).status_code == 404
            data = {"text": WORDS}
            assert one.post(self.address(answered), data).status_code == 404
        assert Client().get(self.address(answered)).status_code == 302

    def test_an_answer_that_nobody_gave_any_more_is_not_there(
        self, client, bo, answered
    ):
        bo.is_active = False
        bo.save()
        assert client.get(self.address(answered)).status_code == 404

    def test_forgetting_what_was_asked_keeps_the_thanks(self, client, ada, answered):
        client.post(self.address(answered), {"text": WORDS})
        helping.take_back(ada, answered.pk)
        assert Recognition.objects.get().answer is None


class TestModeration:
    @pytest.fixture(autouse=True)
    def _moderated(self):
        moderated()

    @pytest.fixture
    def lead(self, make_user):
        return make_user("lead@example.com", groups=["Advocacy leads"])

    def test_it_waits_until_somebody_has_looked(self, client, as_bo, shown, lead):
        say(as_bo, shown)
        assert WORDS not in client.get(THANKS).text
        assert not Delivery.objects.filter(user=shown.award.ambassador.user).exists()
        assert "Somebody looks at it" in as_bo.get(THANKS).text
        state = WorkflowState.objects.get()
        state.current_task_state.approve(user=lead)
        assert WORDS in client.get(THANKS).text
        assert Recognition.objects.get().counted_key

    def test_what_is_refused_vanishes_quietly_and_its_giver_is_told(
        self, client, as_bo, bo, shown, lead
    ):
        PublicAward.objects.update(holder="Amber")
        say(as_bo, shown)
        WorkflowState.objects.get().current_task_state.reject(user=lead)
        assert WORDS not in client.get(THANKS).text
        assert "It was not passed on." in as_bo.get(THANKS).text
        mail.outbox.clear()
        deliver()
        assert [(one.to, one.subject) for one in mail.outbox] == [
            ([bo.email], "Your thanks were not passed on")
        ]
        assert "you wanted to thank Amber. " in mail.outbox[0].body
        assert "Bell" not in mail.outbox[0].body
        assert not Recognition.objects.exclude(counted_key=None).exists()

    def test_moderating_is_no_way_to_learn_who_shows_what(
        self, client, as_bo, bo, ada, shown, lead
    ):
        PublicAward.objects.update(holder="Amber")
        say(as_bo, shown)
        thanks = Recognition.objects.get()
        thanks.save_revision(user=bo)
        base = "/admin/snippets/wagtail_advocacy_badges/recognition/"
        earliest, latest = thanks.revisions.order_by("pk").values_list("pk", flat=True)
        client.force_login(lead)
        for address in (
            base,
            f"{base}edit/{thanks.pk}/",
            f"{base}history/{thanks.pk}/",
            f"{base}history/{thanks.pk}/revisions/compare/{earliest}...{latest}/",
        ):
            response = client.get(address)
            assert response.status_code == 200, address
            assert ada.last_name not in response.text, address
            assert ada.email not in response.text, address

    def test_leads_moderate_and_nobody_writes_in_somebodys_name(
        self, as_bo, shown, lead, make_user
    ):
        say(as_bo, shown)
        pk = Recognition.objects.get().pk
        base = "/admin/snippets/wagtail_advocacy_badges/recognition/"
        people = {
            "lead": (lead, 200),
            "editor": (make_user("e@example.com", groups=["Advocacy editors"]), 302),
            "trainer": (make_user("t@example.com", groups=["Advocacy trainers"]), 302),
            "superuser": (factories.superuser(), 200),
        }
        for user, status in people.values():
            one = Client()
            one.force_login(user)
            assert one.get(base).status_code == status
            assert one.get(f"{base}edit/{pk}/").status_code == status
            assert one.get(f"{base}add/").status_code == 302
            if status == 200:
                page = one.get(f"{base}edit/{pk}/").text
                assert WORDS in page
                assert 'name="text"' not in page


class TestWhatIsKept:
    def test_giver_and_receiver_can_undo_it_and_nobody_else(
        self, client, as_bo, make_user, shown
    ):
        eve = Client()
        eve.force_login(make_user("eve@example.com"))
        for one, data, other in (
            (as_bo, {"take_back": "1"}, {"remove": "1"}),
            (client, {"remove": "1"}, {"take_back": "1"}),
        ):
            say(as_bo, shown)
            address = f"{THANKS}{Recognition.objects.get().pk}/forget/"
            assert eve.post(address, data).status_code == 404
            assert one.post(address, other).status_code == 404
            assert one.post(address, data).status_code == 302
            assert not Recognition.objects.exists()
            assert not Revision.objects.for_instance(Recognition(pk=0)).exists()

    @pytest.mark.parametrize("forget", [ambassadors.erase, lambda bo: bo.delete()])
    def test_whoever_was_thanked_loses_nothing_by_who_goes(
        self, as_bo, bo, ambassador, shown, forget, django_capture_on_commit_callbacks
    ):
        moderated()
        with django_capture_on_commit_callbacks(execute=True):
            say(as_bo, shown)
            WorkflowState.objects.get().current_task_state.approve()
        key = Recognition.objects.get().counted_key
        bo_pk = bo.pk
        with django_capture_on_commit_callbacks(execute=True):
            forget(bo)
        assert points.total_of(ambassador).earned > 0
        points.settle(ambassador.pk)
        assert points.total_of(ambassador).earned > 0
        kept = Recognition.objects.get()
        assert (kept.giver, kept.text, kept.said_to) == (None, "", "")
        assert kept.counted_key == key
        assert not key.startswith(f"{bo_pk}:")
        of_thanks = {"content_type": ContentType.objects.get_for_model(Recognition)}
        for model in (Revision, WorkflowState, ModelLogEntry):
            assert not model.objects.filter(**of_thanks).exists(), model

    def test_erasing_is_no_way_to_count_twice(self, as_bo, bo, shown):
        say(as_bo, shown)
        ambassadors.erase(bo)
        say(as_bo, shown)
        assert Recognition.objects.filter(live=True).count() == 2
        assert Recognition.objects.exclude(counted_key=None).count() == 1

    def test_it_goes_with_who_got_it(self, ada, as_bo, shown):
        moderated()
        say(as_bo, shown)
        WorkflowState.objects.get().current_task_state.approve()
        assert Revision.objects.exists()
        ambassadors.erase(ada)
        content_type = ContentType.objects.get_for_model(Recognition)
        assert not Recognition.objects.exists()
        of_thanks = {"content_type": content_type}
        assert not Revision.objects.filter(**of_thanks).exists()
        assert not WorkflowState.objects.filter(**of_thanks).exists()
        assert not ModelLogEntry.objects.filter(**of_thanks).exists()

    def test_it_goes_with_the_account_of_who_got_it(self, ada, as_bo, shown):
        say(as_bo, shown)
        ada.delete()
        assert not Recognition.objects.exists()

    def test_hiding_the_badge_keeps_the_thanks(self, client, ada, as_bo, shown):
        say(as_bo, shown)
        showing.hide(ada, shown.award_id)
        assert WORDS in client.get(THANKS).text

    def test_its_words_go_after_two_years_and_it_counts_on(self, client, as_bo, shown):
        say(as_bo, shown)
        old = timezone.now() - datetime.timedelta(days=731)
        Recognition.objects.update(given_at=old)
        retention.apply_all()
        kept = Recognition.objects.get()
        assert (kept.text, bool(kept.counted_key)) == ("", True)
        assert not kept.revisions.exists()
        assert "None yet." in client.get(THANKS).text

    def test_no_log_of_the_site_tells_who_thanked_whom(self, as_bo, shown):
        say(as_bo, shown)
        assert not ModelLogEntry.objects.exists()

    def test_the_page_costs_as_many_queries_however_many_there_are(
        self, client, as_bo, shown, django_assert_num_queries
    ):
        make.settings(thanks_per_week=50)
        for number in range(2):
            for _time in range(1 + number * 10):
                say(as_bo, shown)
            # Session, account, ambassador, number of them, this page.
            with django_assert_num_queries(5):
                client.get(THANKS)

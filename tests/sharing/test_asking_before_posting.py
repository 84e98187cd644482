"""Asking a colleague before posting: it holds up nothing, and somebody answers."""

import datetime
import zoneinfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from tests import factories
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import rate_limits, retention
from wagtail_advocacy.ambassadors.models import Delivery
from wagtail_advocacy.sharing import actions, helping, tasks
from wagtail_advocacy.sharing.models import Draft, HelpRequest, Share, SharingSettings


pytestmark = pytest.mark.django_db

STATE = HelpRequest.State
TEXT = "May I say that our hay is dry?"
PARIS = zoneinfo.ZoneInfo("Europe/Paris")


def address_of(offer):
    return f"/advocacy/share/{offer.public_id}/"


def set_contact(**fields):
    settings = SharingSettings.load()
    for name, value in fields.items():
        setattr(settings, name, value)
    settings.full_clean()
    settings.save()


def freeze(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def groups(db):
    call_command("advocacy_setup", verbosity=0)


@pytest.fixture
def trainer(make_user, groups):
    return make_user(
        "tess@example.com",
        first_name="Tess",
        last_name="Train",
        groups=["Advocacy trainers"],
    )


@pytest.fixture
def ask(client, employee, offer):
    """Press "Ask before I post" in the composer."""

    def press(text=TEXT, **fields):
        data = {"network": "linkedin", "text": text, "ask": "1", **fields}
        return client.post(address_of(offer), data)

    return press


class TestAsking:
    def test_the_text_goes_to_colleagues_and_stays_as_a_draft(self, ask, offer):
        response = ask(help_note="Is it public?")
        assert response.status_code == 200
        assert "Sent. Nobody has answered yet." in response.text
        assert f"&#10;{TEXT}</textarea>" in response.text
        request = HelpRequest.objects.get()
        assert (request.kind, request.state) == ("before_posting", "open")
        assert (request.text, request.note) == (TEXT, "Is it public?")
        assert request.network == "linkedin"
        assert Draft.objects.get().text == TEXT
        assert not Share.objects.exists()

    def test_the_hashtags_that_are_kept_are_part_of_the_text(self, ask):
        set_contact(disclosure_hashtag="#TeamAlder")
        ask(hashtags=["#TeamAlder"])
        assert HelpRequest.objects.get().text == f"{TEXT}\n\n#TeamAlder"

    def test_the_screen_says_who_will_read_it_before_it_is_sent(
        self, client, employee, offer
    ):
        html = client.get(address_of(offer)).text
        assert "goes to the trainers and leads of the programme" in html
        assert "with your name" in html
        assert "It is deleted 90 days after it was sent." in html

    def test_asking_never_keeps_anybody_from_posting(self, ask, client, offer):
        ask()
        response = client.post(
            address_of(offer), {"network": "linkedin", "text": "I post it now."}
        )
        assert response.status_code == 302
        assert Share.objects.get().text == "I post it now."

    @pytest.mark.parametrize("closed", ["sharing", "training"])
    def test_it_can_be_asked_while_nothing_may_leave(self, ask, closed, site_home):
        if closed == "sharing":
            factories.sharing_state(is_open=False)
        else:
            factories.live_charter(site_home)
        assert ask().status_code == 200
        assert HelpRequest.objects.exists()

    def test_asking_again_changes_what_was_sent(self, ask):
        ask()
        ask("And this?", help_note="Second thoughts")
        request = HelpRequest.objects.get()
        assert (request.text, request.note) == ("And this?", "Second thoughts")
        assert request.version == 2

    def test_after_an_answer_a_new_question_is_a_new_one(self, ask, trainer):
        ask()
        first = HelpRequest.objects.get()
        helping.answer(trainer, first.pk, "Yes.", version=1)
        response = ask("And this?")
        assert HelpRequest.objects.count() == 2
        assert "Sent. Nobody has answered yet." in response.text

    @pytest.mark.parametrize("text", ["", "  \n\u00a0 "])
    def test_nothing_is_not_sent(self, ask, text):
        response = ask(text)
        assert response.status_code == 422
        assert "Write a sentence or two of your own first." in response.text
        assert not HelpRequest.objects.exists()

    def test_what_is_too_long_is_kept_on_the_screen(self, ask):
        response = ask(help_note="x" * 2001)
        assert response.status_code == 422
        assert "longer than 2000 characters" in response.text
        assert "x" * 2001 in response.text
        assert f"&#10;{TEXT}</textarea>" in response.text
        assert not HelpRequest.objects.exists()

    def test_whoever_does_not_take_part_sends_nothing_and_loses_nothing(
        self, client, make_user, offer
    ):
        client.force_login(make_user("new@example.com"))
        response = client.post(
            address_of(offer), {"ask": "1", "network": "x", "text": TEXT}
        )
        assert response.status_code == 403
        assert TEXT in response.text
        assert not HelpRequest.objects.exists()

    def test_nobody_asks_about_what_is_not_for_them(self, employee, offer, article):
        offer.page.unpublish()
        audience = factories.audience(departments=[factories.unit("Elsewhere")])
        other = factories.published_page_shareable(article("B"), audience=audience)
        for one in (factories.offer_of(other),):
            with pytest.raises(actions.Refused, match="not_offered"):
                helping.ask_before_posting(employee, one, text=TEXT)

    def test_a_key_that_is_stuck_ends_somewhere(self, ask, employee):
        for _time in range(rate_limits.COMPOSING.times):
            rate_limits.count_attempt(employee, rate_limits.COMPOSING)
        response = ask()
        assert response.status_code == 429
        assert TEXT in response.text
        assert not HelpRequest.objects.exists()

    def test_it_can_be_taken_back(self, ask, client, offer, employee):
        ask()
        response = client.post(
            address_of(offer), {"network": "x", "text": "Longer.", "take_back": "1"}
        )
        assert response.status_code == 200
        assert "&#10;Longer.</textarea>" in response.text
        assert not HelpRequest.objects.exists()


class TestTheAnswer:
    def test_it_stands_in_the_composer_with_who_answered(
        self, ask, client, offer, trainer
    ):
        ask()
        helping.answer(
            trainer, HelpRequest.objects.get().pk, "Yes, it <is>.", version=1
        )
        html = client.get(address_of(offer)).text
        assert "Tess Train answered:" in html
        assert "Yes, it &lt;is&gt;." in html
        assert TEXT in html

    def test_who_looks_after_it_is_said(self, ask, client, offer, trainer):
        ask()
        helping.take(trainer, HelpRequest.objects.get().pk)
        html = client.get(address_of(offer)).text
        assert "Tess Train looks after it, and has not answered yet." in html

    def test_a_notice_brings_it(
        self, ask, trainer, employee, client, django_capture_on_commit_callbacks
    ):
        ask()
        pk = HelpRequest.objects.get().pk
        with django_capture_on_commit_callbacks(execute=True):
            helping.answer(trainer, pk, "Yes, & gladly.", version=1)
        (message,) = mail.outbox
        assert message.to == ["ada@example.com"]
        assert message.subject.startswith("Answered: ")
        assert "Yes, & gladly." in message.body
        assert "#advocacy-help" in message.body
        assert "Yes, &amp; gladly." in client.get("/advocacy/").text
        # Kept once: what is taken back is nowhere any more.
        assert Delivery.objects.get().context == {"request": pk}
        helping.take_back(employee, pk)
        assert "gladly" not in client.get("/advocacy/").text

    def test_a_deleted_colleague_answered_without_a_name(
        self, ask, client, offer, trainer
    ):
        ask()
        helping.answer(trainer, HelpRequest.objects.get().pk, "Yes.", version=1)
        trainer.delete()
        assert "A colleague answered:" in client.get(address_of(offer)).text

    def test_a_question_of_somebody_else_is_not_shown(
        self, ask, client, offer, make_user
    ):
        ask()
        other = make_user("other@example.com")
        factories.ambassador(other)
        client.force_login(other)
        assert TEXT not in client.get(address_of(offer)).text


class TestAWorkingDay:
    @pytest.mark.parametrize(
        ("asked", "due"),
        [
            # A Tuesday, a Friday, a weekend.
            ("2026-06-02 15:00", "2026-06-03 15:00"),
            ("2026-06-05 15:00", "2026-06-08 15:00"),
            ("2026-06-06 00:00", "2026-06-09 00:00"),
            ("2026-06-06 10:00", "2026-06-09 00:00"),
            ("2026-06-07 23:59", "2026-06-09 00:00"),
            ("2026-06-08 00:00", "2026-06-09 00:00"),
            # Over the Sundays on which the clock of Paris is changed.
            ("2026-03-27 15:00", "2026-03-30 15:00"),
            ("2026-10-23 15:00", "2026-10-26 15:00"),
            ("2026-03-29 01:30", "2026-03-31 00:00"),
            # The year's end.
            ("2026-12-31 09:00", "2027-01-01 09:00"),
        ],
    )
    def test_a_working_day_passes_from_monday_to_friday(self, asked, due):
        asked = datetime.datetime.fromisoformat(asked).replace(tzinfo=PARIS)
        found = helping.a_working_day_after(asked.astimezone(datetime.UTC), PARIS)
        assert found.astimezone(PARIS).strftime("%Y-%m-%d %H:%M") == due

    def test_hours_are_those_of_the_clock_when_it_changes(self):
        asked = datetime.datetime(2026, 3, 27, 15, tzinfo=PARIS)
        weekend = helping.a_working_day_after(asked, PARIS) - asked
        assert weekend == datetime.timedelta(hours=71)
        asked = datetime.datetime(2026, 10, 23, 15, tzinfo=PARIS)
        weekend = helping.a_working_day_after(asked, PARIS) - asked
        assert weekend == datetime.timedelta(hours=73)

    def test_an_hour_that_there_is_not_is_the_one_after(self):
        # In Jerusalem the clock goes from 2:00 to 3:00 on a Friday.
        jerusalem = zoneinfo.ZoneInfo("Asia/Jerusalem")
        asked = datetime.datetime(2026, 3, 26, 2, 30, tzinfo=jerusalem)
        due = helping.a_working_day_after(asked, jerusalem).astimezone(jerusalem)
        assert due.strftime("%a %H:%M") == "Fri 03:30"

    def test_then_the_composer_says_whom_to_call(
        self, ask, client, employee, offer, monkeypatch
    ):
        set_contact(contact_name="Inès", contact_phone="01 02", contact_email="a@b.fr")
        friday = datetime.datetime(2036, 6, 6, 15, tzinfo=PARIS)
        freeze(monkeypatch, friday)
        client.force_login(employee)
        ask()
        for hours, says_it in ((0, False), (71.9, False), (72, True)):
            freeze(monkeypatch, friday + datetime.timedelta(hours=hours))
            html = client.get(address_of(offer)).text
            assert ("longer than a working day" in html) == says_it, hours
            assert ("Inès" in html) == says_it
        assert "01 02" in html
        assert "mailto:a@b.fr" in html

    def test_days_are_those_of_the_persons_clock(
        self, ask, client, offer, employee, monkeypatch
    ):
        ambassadors.change_profile(employee, time_zone="Asia/Tokyo")
        # A Friday afternoon in Paris is Saturday in Tokyo already.
        freeze(monkeypatch, datetime.datetime(2036, 6, 6, 18, tzinfo=PARIS))
        client.force_login(employee)
        ask()
        monday = datetime.datetime(2036, 6, 9, 18, tzinfo=PARIS)
        freeze(monkeypatch, monday - datetime.timedelta(hours=2))
        assert "longer than a working day" not in client.get(address_of(offer)).text
        freeze(monkeypatch, monday)
        assert "longer than a working day" in client.get(address_of(offer)).text

    def test_without_a_contact_there_is_a_sentence_all_the_same(
        self, ask, client, offer
    ):
        ask()
        week = timezone.now() - datetime.timedelta(days=7)
        HelpRequest.objects.update(asked_at=week)
        html = client.get(address_of(offer)).text
        assert "You can call the communication department" in html

    def test_an_answer_ends_the_waiting(self, ask, client, offer, trainer):
        ask()
        week = timezone.now() - datetime.timedelta(days=7)
        HelpRequest.objects.update(asked_at=week)
        helping.answer(trainer, HelpRequest.objects.get().pk, "Yes.", version=1)
        assert "longer than a working day" not in client.get(address_of(offer)).text


class TestTheMailbox:
    def test_it_is_told_that_somebody_asks_and_nothing_else(
        self, ask, django_capture_on_commit_callbacks
    ):
        set_contact(help_mailbox="team@example.com")
        with django_capture_on_commit_callbacks(execute=True):
            ask(help_note="Is it public?")
        (message,) = mail.outbox
        assert message.to == ["team@example.com"]
        pk = HelpRequest.objects.get().pk
        link = f"https://intranet.example.com/admin/advocacy/help/{pk}/"
        assert link in message.body
        for word in ("ada", "hay", "public", TEXT):
            assert word not in message.body + message.subject

    def test_twice_is_once_and_sending_again_is_no_news(
        self, ask, django_capture_on_commit_callbacks
    ):
        set_contact(help_mailbox="team@example.com")
        with django_capture_on_commit_callbacks(execute=True):
            ask()
            ask("And this?")
        tasks.tell_team(HelpRequest.objects.get().pk)
        assert len(mail.outbox) == 1

    def test_a_mail_server_that_is_down_is_asked_again(self, ask, monkeypatch):
        set_contact(help_mailbox="team@example.com")
        ask()
        pk = HelpRequest.objects.get().pk

        def fail(*args, **kwargs):
            raise OSError("down")

        with monkeypatch.context() as broken:
            broken.setattr(tasks, "send_mail", fail)
            with pytest.raises(OSError, match="down"):
                tasks.tell_team(pk)
        assert mail.outbox == []
        tasks.tell_team(pk)
        assert len(mail.outbox) == 1

    @pytest.mark.parametrize(
        ("minutes", "mails"), [(4, 0), (6, 1), (23 * 60, 1), (25 * 60, 0)]
    )
    def test_what_the_queue_lost_is_found(self, ask, monkeypatch, minutes, mails):
        set_contact(help_mailbox="team@example.com")
        # The job is never run.
        ask()
        later = timezone.now() + datetime.timedelta(minutes=minutes)
        freeze(monkeypatch, later)
        for _time in range(2):
            tasks.tell_team_of_waiting()
        assert len(mail.outbox) == mails

    def test_what_a_worker_died_with_is_found(self, ask, monkeypatch):
        set_contact(help_mailbox="team@example.com")
        ask()

        def die(*args, **kwargs):
            raise SystemExit

        with monkeypatch.context() as killed:
            killed.setattr(tasks, "send_mail", die)
            with pytest.raises(SystemExit):
                tasks.tell_team(HelpRequest.objects.get().pk)
        freeze(monkeypatch, timezone.now() + datetime.timedelta(minutes=6))
        tasks.tell_team_of_waiting()
        assert len(mail.outbox) == 1

    def test_what_was_answered_meanwhile_is_no_news(self, ask, trainer, monkeypatch):
        set_contact(help_mailbox="team@example.com")
        ask()
        helping.answer(trainer, HelpRequest.objects.get().pk, "Yes.", version=1)
        freeze(monkeypatch, timezone.now() + datetime.timedelta(minutes=6))
        tasks.tell_team_of_waiting()
        assert mail.outbox == []

    def test_without_one_nobody_is_mailed(
        self, ask, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            ask()
        assert mail.outbox == []

    def test_what_is_gone_is_no_error(self):
        set_contact(help_mailbox="team@example.com")
        tasks.tell_team(0)
        assert mail.outbox == []


class TestHowLong:
    def test_it_is_forgotten_after_90_days_answered_or_not(self, ask, trainer):
        ask()
        helping.answer(trainer, HelpRequest.objects.get().pk, "Yes.", version=1)
        ask("And this?")
        for days, left in ((89, 2), (91, 0)):
            asked = timezone.now() - datetime.timedelta(days=days)
            HelpRequest.objects.update(asked_at=asked)
            retention.apply_all()
            assert HelpRequest.objects.count() == left

    def test_it_goes_with_whoever_leaves(self, ask, employee):
        ask()
        ambassadors.leave(employee, source="test")
        assert not HelpRequest.objects.exists()


@pytest.mark.parametrize("asked", [0, 1, 30])
def test_the_number_of_queries_does_not_grow_with_what_was_asked(
    client, employee, offer, make_user, django_assert_max_num_queries, asked
):
    for number in range(asked):
        one = make_user(f"{number}@example.com")
        factories.ambassador(one)
        helping.ask_before_posting(one, offer, text=TEXT)
    if asked:
        helping.ask_before_posting(employee, offer, text=TEXT)
    with django_assert_max_num_queries(28 if asked else 27):
        client.get(address_of(offer))

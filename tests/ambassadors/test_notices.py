"""One person is told one thing once, when it suits them, and if they said yes."""

import datetime
import smtplib
import zoneinfo

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests import factories
from tests.mail_server import mail_server
from wagtail_advocacy.ambassadors import actions, consents, notices, retention, tasks
from wagtail_advocacy.ambassadors.consents import Purpose
from wagtail_advocacy.ambassadors.models import Delivery
from wagtail_advocacy.ambassadors.notice_kinds import NoticeKind, notice_kinds


pytestmark = pytest.mark.django_db

STATE = Delivery.State
PARIS = zoneinfo.ZoneInfo("Europe/Paris")
NIGHT = datetime.datetime(2026, 11, 20, 22, 30, tzinfo=PARIS)
MORNING = datetime.datetime(2026, 11, 21, 8, 0, tzinfo=PARIS)
PURPOSE = Purpose("mail:hay", wording="1", sentence="You may mail me.", group="mail")
# The site's own people override a template; here the tests bring one.
TEMPLATE = "testapp/hay_notice.txt"


@pytest.fixture
def kind():
    """Register a kind of notice for this test: ``kind(encourages=True)``."""
    made = []

    def make(key="hay", *, purpose=PURPOSE, **fields):
        made.append(
            notice_kinds.register(
                NoticeKind(key, "Hay", TEMPLATE, purpose=purpose, **fields)
            )
        )
        return made[-1]

    yield make
    for one in made:
        notice_kinds.unregister(one.key)
    if PURPOSE.key in consents.purposes:
        consents.purposes.unregister(PURPOSE.key)


@pytest.fixture
def ada(make_user):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    return user


@pytest.fixture
def tell(kind, django_capture_on_commit_callbacks):
    """Tell somebody about hay, and let the queue run."""

    def run(user, occasion="barn", **fields):
        if "hay" not in notice_kinds:
            kind()
        fields = {"context": {"what": "hay & <straw>"}, **fields}
        with django_capture_on_commit_callbacks(execute=True):
            return notices.send(user, "hay", occasion=occasion, **fields)

    return run


@pytest.fixture
def sweep(django_capture_on_commit_callbacks):
    """Run the sweep, and let the queue run what it hands over."""

    def run():
        with django_capture_on_commit_callbacks(execute=True):
            tasks.sweep_notices()

    return run


def agree(user):
    actions.decide(user, PURPOSE.key, True, "test")


def at(moment, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def sleeps_from_eight_to_eight(user):
    actions.change_profile(
        user,
        time_zone="Europe/Paris",
        quiet_from=datetime.time(20),
        quiet_until=datetime.time(8),
    )


class TestTellingOnce:
    def test_it_comes_in_plain_and_in_html(self, ada, kind, tell):
        kind()
        agree(ada)
        tell(ada, address="/advocacy/")
        [sent] = mail.outbox
        assert sent.subject == "About hay & <straw>"
        assert "It is about hay & <straw>." in sent.body
        assert "https://intranet.example.com/advocacy/" in sent.body
        [(html, mime)] = sent.alternatives
        assert mime == "text/html"
        assert "It is about hay &amp; &lt;straw&gt;." in html
        assert Delivery.objects.get().state == STATE.SENT

    def test_asked_twice_is_told_once(self, ada, kind, tell, sweep):
        kind()
        agree(ada)
        assert tell(ada) is not None
        assert tell(ada) is None
        tasks.deliver_notice(Delivery.objects.get().pk)
        sweep()
        assert len(mail.outbox) == 1

    def test_another_occasion_is_another_thing(self, ada, kind, tell):
        kind()
        agree(ada)
        tell(ada, "barn")
        tell(ada, "field")
        assert len(mail.outbox) == 2

    def test_it_says_how_to_stop_it(self, ada, kind, tell):
        kind()
        agree(ada)
        tell(ada)
        [sent] = mail.outbox
        header = sent.extra_headers["List-Unsubscribe"]
        stop = header.removeprefix("<").removesuffix(">")
        assert stop.startswith("https://go.example.com/a/")
        assert stop in sent.body
        assert stop in sent.alternatives[0].content
        assert sent.extra_headers["Auto-Submitted"] == "auto-generated"

    def test_it_is_in_the_language_of_the_person(self, ada, kind, tell):
        kind()
        agree(ada)
        UserProfile.objects.create(user=ada, preferred_language="fr")
        tell(ada)
        [(html, _mime)] = mail.outbox[0].alternatives
        assert '<html lang="fr"' in html


class TestWhoIsTold:
    def test_without_a_yes_the_intranet_says_it_and_no_mail(self, client, ada, tell):
        tell(ada)
        assert mail.outbox == []
        assert Delivery.objects.get().state == STATE.INTRANET_ONLY
        client.force_login(ada)
        for screen in ("/advocacy/", "/advocacy/me/"):
            assert "About hay &amp; &lt;straw&gt;" in client.get(screen).text

    def test_a_no_after_a_yes_counts(self, ada, kind, tell):
        kind()
        agree(ada)
        actions.decide(ada, PURPOSE.key, False, "test")
        tell(ada)
        assert mail.outbox == []

    def test_what_has_no_purpose_needs_no_yes(self, ada, kind, tell):
        kind(purpose=None)
        tell(ada)
        [sent] = mail.outbox
        assert "List-Unsubscribe" not in sent.extra_headers

    def test_whoever_does_not_take_part_is_told_nothing(self, make_user, tell):
        assert tell(make_user("eve@example.com")) is None
        assert not Delivery.objects.exists()

    def test_no_mailbox_leaves_the_intranet(self, ada, kind, tell):
        kind()
        agree(ada)
        ada.email = ""
        ada.save()
        tell(ada)
        assert Delivery.objects.get().state == STATE.INTRANET_ONLY

    def test_leaving_cancels_what_waits(self, ada, kind, tell, monkeypatch, sweep):
        kind()
        agree(ada)
        sleeps_from_eight_to_eight(ada)
        at(NIGHT, monkeypatch)
        tell(ada)
        actions.leave(ada, source="test")
        at(MORNING, monkeypatch)
        sweep()
        assert mail.outbox == []
        assert Delivery.objects.get().state == STATE.DROPPED

    def test_a_deactivated_account_is_told_nothing(
        self, ada, kind, tell, monkeypatch, sweep
    ):
        kind()
        agree(ada)
        sleeps_from_eight_to_eight(ada)
        at(NIGHT, monkeypatch)
        tell(ada)
        ada.is_active = False
        ada.save()
        at(MORNING, monkeypatch)
        sweep()
        assert mail.outbox == []
        assert Delivery.objects.get().state == STATE.DROPPED

    def test_a_deleted_account_leaves_nothing(self, ada, tell):
        tell(ada)
        ada.delete()
        assert not Delivery.objects.exists()

    def test_erasing_forgets_it(self, ada, tell):
        tell(ada)
        actions.erase(ada)
        assert not Delivery.objects.exists()

    def test_what_is_over_is_neither_mailed_nor_shown(
        self, client, ada, kind, tell, monkeypatch, sweep
    ):
        over = []
        kind(still_holds=lambda ambassador, context: not over)
        agree(ada)
        sleeps_from_eight_to_eight(ada)
        at(NIGHT, monkeypatch)
        tell(ada)
        over.append(True)
        at(MORNING, monkeypatch)
        sweep()
        assert mail.outbox == []
        monkeypatch.undo()
        client.force_login(ada)
        assert "About hay" not in client.get("/advocacy/").text

    def test_a_kind_that_was_taken_out_is_dropped(self, ada, tell, monkeypatch, sweep):
        agree_kind = "gone"
        Delivery.objects.create(user=ada, kind=agree_kind, occasion="1")
        sweep()
        assert Delivery.objects.get().state == STATE.DROPPED


class TestWhenItSuits:
    def test_quiet_hours_put_it_off_until_the_morning(
        self, ada, kind, tell, monkeypatch, sweep
    ):
        kind()
        agree(ada)
        sleeps_from_eight_to_eight(ada)
        at(NIGHT, monkeypatch)
        tell(ada)
        sweep()
        assert mail.outbox == []
        assert Delivery.objects.get().due_at == MORNING
        at(MORNING - datetime.timedelta(seconds=1), monkeypatch)
        sweep()
        assert mail.outbox == []
        at(MORNING, monkeypatch)
        sweep()
        assert len(mail.outbox) == 1

    @pytest.mark.parametrize(
        ("now", "until", "due"),
        [
            # The clock goes forward at 2:00 UTC+1: there is no 2:30 that night.
            ("2026-03-29T00:15+00:00", "02:30", "2026-03-29T01:30+00:00"),
            # It goes back at 3:00 UTC+2: there are two.
            ("2026-10-25T00:15+00:00", "02:30", "2026-10-25T00:30+00:00"),
            ("2026-10-25T01:15+00:00", "02:30", "2026-10-25T01:30+00:00"),
            # And an ordinary night, 23:00 in Paris.
            ("2026-06-01T21:00+00:00", "08:00", "2026-06-02T06:00+00:00"),
        ],
    )
    def test_quiet_hours_know_the_nights_in_which_the_clock_changes(
        self, ada, kind, tell, monkeypatch, now, until, due, sweep
    ):
        kind()
        agree(ada)
        sleeps_from_eight_to_eight(ada)
        actions.change_profile(ada, quiet_until=datetime.time.fromisoformat(until))
        at(datetime.datetime.fromisoformat(now), monkeypatch)
        tell(ada)
        assert mail.outbox == []
        due = datetime.datetime.fromisoformat(due)
        assert Delivery.objects.get().due_at == due
        at(due, monkeypatch)
        sweep()
        assert len(mail.outbox) == 1

    def test_a_pause_ends_on_the_day_the_person_named(
        self, client, ada, kind, tell, monkeypatch, sweep
    ):
        kind()
        agree(ada)
        actions.change_profile(ada, time_zone="Europe/Paris")
        actions.pause(ada, datetime.date(2026, 12, 1))
        at(NIGHT, monkeypatch)
        tell(ada)
        assert mail.outbox == []
        client.force_login(ada)
        assert "About hay" not in client.get("/advocacy/").text
        at(datetime.datetime(2026, 12, 1, tzinfo=PARIS), monkeypatch)
        sweep()
        assert len(mail.outbox) == 1
        assert "About hay" in client.get("/advocacy/").text

    def test_what_encourages_waits_while_sharing_is_closed(
        self, client, ada, kind, tell, sweep
    ):
        kind(encourages=True)
        agree(ada)
        factories.sharing_state(is_open=False)
        tell(ada)
        sweep()
        assert mail.outbox == []
        client.force_login(ada)
        assert "About hay" not in client.get("/advocacy/").text
        factories.sharing_state(is_open=True)
        sweep()
        assert len(mail.outbox) == 1
        assert "About hay" in client.get("/advocacy/").text

    def test_what_does_not_encourage_comes_all_the_same(self, ada, kind, tell):
        kind()
        agree(ada)
        factories.sharing_state(is_open=False)
        tell(ada)
        assert len(mail.outbox) == 1


class TestOnTheIntranet:
    def test_it_is_put_away_by_its_reader_only(self, client, make_user, ada, tell):
        tell(ada)
        address = f"/advocacy/notices/{Delivery.objects.get().pk}/put-away/"
        eve = make_user("eve@example.com")
        factories.ambassador(eve)
        client.force_login(eve)
        client.post(address)
        client.force_login(ada)
        assert "About hay" in client.get("/advocacy/").text
        answer = client.post(address, {"next": "/advocacy/me/"})
        assert answer.url == "/advocacy/me/"
        assert "About hay" not in client.get("/advocacy/").text

    def test_what_is_over_crowds_out_nothing(
        self, client, ada, kind, tell, monkeypatch
    ):
        kind(still_holds=lambda ambassador, context: context["what"] != "straw")
        now = timezone.now()
        at(now - datetime.timedelta(days=1), monkeypatch)
        tell(ada, "first")
        at(now, monkeypatch)
        for number in range(notices.MOST_LOOKED_AT - 1):
            tell(ada, f"{number}", context={"what": "straw"})
            Delivery.objects.update(state=STATE.SENT)
        client.force_login(ada)
        before = Delivery.objects.filter(put_away_at=None).count()
        assert "About hay" in client.get("/advocacy/").text
        assert Delivery.objects.filter(put_away_at=None).count() == before
        tasks.keep_no_longer()
        assert Delivery.objects.get(put_away_at=None).occasion == "first"

    def test_a_rule_that_fails_keeps_no_other_from_being_put_away(
        self, ada, kind, tell, caplog
    ):
        def holds(ambassador, context):
            return context["fails"] and 1 / 0

        kind(still_holds=holds)
        for number in range(notices.MOST_SHOWN + 1):
            Delivery.objects.create(
                user=ada,
                kind="hay",
                occasion=f"{number}",
                state=STATE.SENT,
                context={"fails": number == 0},
            )
        tasks.keep_no_longer()
        assert Delivery.objects.get(put_away_at=None).occasion == "0"
        assert "Nobody can tell" in caplog.text

    def test_what_it_said_is_forgotten_and_that_it_was_said_is_not(
        self, client, ada, kind, tell, monkeypatch
    ):
        kind(kept=("what",))
        tell(ada, context={"what": "hay", "other": "straw"}, address="/advocacy/")
        later = timezone.now() + datetime.timedelta(days=91)
        at(later, monkeypatch)
        retention.apply_all()
        delivery = Delivery.objects.get()
        assert delivery.context == {"what": "hay"}
        assert delivery.address == ""
        assert tell(ada) is None
        monkeypatch.undo()
        client.force_login(ada)
        assert "About hay" not in client.get("/advocacy/").text


class TestMailServer:
    def test_several_refusals_then_one_mail(
        self, ada, kind, tell, settings, monkeypatch, sweep
    ):
        kind()
        agree(ada)
        now = timezone.now()
        with mail_server(settings, refusals=3) as server:
            at(now, monkeypatch)
            tell(ada)
            for minutes in (1, 5, 6, 15, 16, 35, 36, 100, 5000):
                at(now + datetime.timedelta(minutes=minutes), monkeypatch)
                sweep()
        # At once, after 5 minutes, after 10 more, after 20 more.
        assert server.tried == 4
        [sent] = server.mails
        assert sent["Subject"] == "About hay & <straw>"
        assert sent["To"] == "ada@example.com"
        plain = sent.get_body(("plain",)).get_content()
        assert "It is about hay & <straw>." in plain
        assert "hay &amp; &lt;straw&gt;" in sent.get_body(("html",)).get_content()
        assert Delivery.objects.get().state == STATE.SENT
        # Whole, however long; where it is folded, white space remains before it.
        assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        stop = sent["List-Unsubscribe"].strip()
        assert stop.startswith("<https://go.example.com/a/")
        assert stop.strip("<>") in plain

    def test_it_gives_up_and_says_so(
        self, client, ada, kind, tell, monkeypatch, caplog, sweep
    ):
        kind()
        agree(ada)

        def refuse(message, **kwargs):
            raise smtplib.SMTPServerDisconnected("down")

        now = timezone.now()
        at(now, monkeypatch)
        monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
        tell(ada)
        for _ in range(30):
            delivery = Delivery.objects.get()
            if delivery.due_at is None:
                break
            at(delivery.due_at, monkeypatch)
            sweep()
        assert delivery.state == STATE.FAILED
        assert delivery.attempts == notices.MOST_ATTEMPTS
        assert datetime.timedelta(days=2) < timezone.now() - now
        assert "is given up" in caplog.text
        assert "ada@example.com" not in caplog.text
        client.force_login(ada)
        assert "About hay" in client.get("/advocacy/").text

    def test_a_mail_that_no_attempt_survives_is_given_up(
        self, ada, kind, tell, monkeypatch, sweep
    ):
        # A mail server that takes the connection and never answers: django-q2 stops
        # the worker, each time.
        kind()
        agree(ada)

        def die(delivery):
            raise SystemExit

        monkeypatch.setattr(notices, "_mail", die)
        with pytest.raises(SystemExit):
            tell(ada)
        for _ in range(notices.MOST_ATTEMPTS - 1):
            at(timezone.now() + notices.LEASE, monkeypatch)
            with pytest.raises(SystemExit):
                sweep()
        at(timezone.now() + notices.LEASE, monkeypatch)
        sweep()
        assert Delivery.objects.get().state == STATE.FAILED

    def test_the_same_mail_again_has_the_same_message_id(
        self, ada, kind, tell, monkeypatch, sweep
    ):
        kind()
        agree(ada)
        tell(ada)
        # The worker died before it could write down that the mail is out.
        Delivery.objects.update(state=STATE.WAITING, due_at=timezone.now())
        sweep()
        first, second = mail.outbox
        assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]

    def test_what_a_worker_died_with_is_picked_up(
        self, ada, kind, tell, monkeypatch, sweep
    ):
        kind()
        agree(ada)

        def die(delivery):
            raise SystemExit

        monkeypatch.setattr(notices, "_mail", die)
        with pytest.raises(SystemExit):
            tell(ada)
        monkeypatch.undo()
        sweep()
        assert mail.outbox == [], "another worker has it"
        at(timezone.now() + notices.LEASE, monkeypatch)
        sweep()
        assert len(mail.outbox) == 1

"""Answers from mails: one click, without a login, and only that one thing."""

import datetime
import re

import pytest
from django.conf import settings as django_settings
from django.core import mail, signing
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests import factories
from wagtail_advocacy.addresses import PUBLIC_URLCONF, public_key
from wagtail_advocacy.ambassadors import (
    actions,
    answer_links,
    consents,
    notices,
    retention,
    tasks,
)
from wagtail_advocacy.ambassadors.answer_links import AnswerLink, answer_address
from wagtail_advocacy.ambassadors.consents import Purpose
from wagtail_advocacy.ambassadors.models import (
    Consent,
    Delivery,
    DismissedInvitation,
    MailAnswer,
)
from wagtail_advocacy.ambassadors.notice_kinds import Choice, NoticeKind, notice_kinds
from wagtail_advocacy.sharing import actions as sharing
from wagtail_advocacy.sharing.handoffs import handoff_address


pytestmark = pytest.mark.django_db

PURPOSE = Purpose("mail:hay", wording="1", sentence="You may mail me.", group="mail")
TEMPLATE = "testapp/hay_notice.txt"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def said():
    return []


@pytest.fixture(autouse=True)
def _kinds(said):
    def choice(key, label):
        return Choice(
            key, label, f"Noted: {key}.", lambda *about: said.append((key, *about))
        )

    choices = (choice("dry", "It is dry"), choice("wet", "It is wet"))
    kinds = [
        NoticeKind("hay", "Hay", TEMPLATE, purpose=PURPOSE, choices=choices),
        NoticeKind("hello", "Hello", TEMPLATE, invites=True),
    ]
    for kind in kinds:
        notice_kinds.register(kind)
    yield
    for kind in kinds:
        notice_kinds.unregister(kind.key)
    consents.purposes.unregister(PURPOSE.key)


@pytest.fixture
def ada(make_user):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    actions.decide(user, PURPOSE.key, True, "test")
    return user


@pytest.fixture
def tell(django_capture_on_commit_callbacks):
    """Tell somebody about hay; return the notice and the links of its mail."""

    def run(user, kind="hay", occasion="barn"):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            delivery = notices.send(
                user, kind, occasion=occasion, context={"what": "hay"}, address="/hay/"
            )
        [sent] = mail.outbox
        paths = re.findall(r"https://go\.example\.com(/a/\S+)", sent.body)
        return delivery, [f"/go{path}" for path in paths]

    return run


@pytest.fixture
def phone():
    """A browser that nobody is logged in with, where cookies are checked."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def press(phone, settings, django_capture_on_commit_callbacks):
    """Press the button of a link."""

    def run(path, data=()):
        if settings.ROOT_URLCONF == PUBLIC_URLCONF:
            path = path.removeprefix("/go")
        with django_capture_on_commit_callbacks(execute=True):
            return phone.post(path, dict(data))

    return run


def is_granted(user):
    ambassador = factories.ambassador(user)
    return consents.granted(ambassador, PURPOSE.key)


def link(delivery, choice="dry", kind="hay", language="en"):
    address = answer_address(AnswerLink(delivery.pk, kind, choice, language))
    return address.replace("https://go.example.com", "/go")


class TestLooking:
    @pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete"])
    def test_only_the_button_changes_anything(self, phone, ada, tell, said, method):
        delivery, links = tell(ada)
        assert len(links) == 3
        with CaptureQueriesContext(connection) as queries:
            for path in links:
                answer = getattr(phone, method)(path)
                assert answer.status_code == (200 if method in "get head" else 405)
        assert bool(queries) == (method in "get head")
        assert not [one for one in queries if not one["sql"].startswith("SELECT")]
        assert not MailAnswer.objects.exists()
        assert said == []
        assert is_granted(ada)

    def test_the_page_has_one_button_and_says_what_it_does(self, phone, ada, tell):
        _delivery, (dry, _wet, stop) = tell(ada)
        page = phone.get(dry).text
        assert page.count("<button") == 1
        assert "It is dry</button>" in page
        assert "It is wet" not in page
        assert "Stop these mails</button>" in phone.get(stop).text

    def test_it_names_nobody_and_loads_nothing_from_elsewhere(self, phone, ada, tell):
        _delivery, links = tell(ada)
        for path in links:
            page = phone.get(path).text
            assert "ada" not in page
            assert "<script" not in page
            assert "<img" not in page
            assert re.findall(r'(?:href|src)="([^"]+)"', page) == [
                page.split('stylesheet" href="')[1].split('"')[0]
            ]

    def test_it_is_sealed(self, phone, press, ada, tell):
        _delivery, (dry, *_rest) = tell(ada)
        for answer in (phone.get(dry), press(dry)):
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["Cache-Control"] == "no-store"
            assert "noindex" in answer.headers["X-Robots-Tag"]
            assert "Access-Control-Allow-Origin" not in answer.headers
            assert "Set-Cookie" not in answer.headers

    def test_it_speaks_the_language_of_the_person(self, phone, ada, tell):
        UserProfile.objects.create(user=ada, preferred_language="fr")
        _delivery, (dry, *_rest) = tell(ada)
        answer = phone.get(dry, headers={"accept-language": "en"})
        assert answer.headers["Content-Language"] == "fr"
        assert '<html lang="fr"' in answer.text


class TestAnswering:
    def test_it_is_said_once_and_the_notice_is_put_away(
        self, client, press, ada, tell, said
    ):
        delivery, (dry, _wet, _stop) = tell(ada)
        before = timezone.now()
        answer = press(dry)
        assert "Noted: dry." in answer.text
        [(key, ambassador, context, said_at)] = said
        assert (key, ambassador.user, context) == ("dry", ada, {"what": "hay"})
        assert before <= said_at <= timezone.now()
        client.force_login(ada)
        assert "About hay" not in client.get("/advocacy/").text

    def test_pressed_again_does_nothing_again(self, press, ada, tell, said):
        _delivery, (dry, wet, _stop) = tell(ada)
        for _time in range(3):
            assert press(dry).status_code == 200
        assert len(said) == 1
        tasks.apply_answers()
        assert len(said) == 1
        press(wet)
        assert [one[0] for one in said] == ["dry", "wet"]
        assert MailAnswer.objects.count() == 2

    def test_a_public_process_writes_it_down_and_the_schedule_carries_it_out(
        self, press, ada, tell, said
    ):
        _delivery, (dry, _wet, stop) = tell(ada)
        with override_settings(ROOT_URLCONF=PUBLIC_URLCONF):
            with CaptureQueriesContext(connection) as queries:
                assert "Noted: dry." in press(dry).text
            # The row, and who speaks on the page.
            assert len(queries) == 2
            press(stop)
            press(stop)
        assert said == []
        assert is_granted(ada)
        tasks.apply_answers()
        assert len(said) == 1
        assert not is_granted(ada)

    def test_one_that_fails_keeps_back_no_other(
        self, press, ada, tell, said, monkeypatch, caplog
    ):
        _delivery, (dry, wet, stop) = tell(ada)
        kind = notice_kinds.get("hay")

        def refuse(*about):
            raise ZeroDivisionError

        object.__setattr__(kind.choices[0], "act", refuse)
        with override_settings(ROOT_URLCONF=PUBLIC_URLCONF):
            press(dry)
            press(wet)
        tasks.apply_answers()
        assert [one[0] for one in said] == ["wet"]
        assert "could not be carried out" in caplog.text
        assert MailAnswer.objects.get(applied_at=None).choice == "dry"

    def test_whoever_left_or_was_erased_answers_nothing(self, press, ada, tell, said):
        delivery, (dry, wet, _stop) = tell(ada)
        actions.leave(ada, source="test")
        assert press(dry).status_code == 200
        actions.erase(ada)
        assert press(wet).status_code == 200
        assert said == []
        assert not MailAnswer.objects.exists()

    def test_erasing_takes_it_away(self, press, ada, tell):
        _delivery, (dry, *_rest) = tell(ada)
        press(dry)
        assert MailAnswer.objects.exists()
        actions.erase(ada)
        assert not MailAnswer.objects.exists()

    def test_a_kind_that_was_taken_out_is_answered_politely(self, press, ada, tell):
        delivery, _links = tell(ada)
        gone = link(delivery, kind="gone", choice="x")
        assert "Your answer has arrived." in press(gone).text
        Delivery.objects.filter(pk=delivery.pk).update(kind="gone")
        press(link(delivery, choice="wet"))
        assert not MailAnswer.objects.filter(applied_at=None).exists()

    def test_it_is_forgotten_later(self, press, ada, tell, monkeypatch):
        _delivery, (dry, *_rest) = tell(ada)
        press(dry)
        later = timezone.now() + datetime.timedelta(days=91)
        monkeypatch.setattr(timezone, "now", lambda: later)
        retention.apply_all()
        assert not MailAnswer.objects.exists()


class TestTokens:
    def test_what_was_changed_is_not_there(self, press, phone, ada, tell):
        delivery, (dry, _wet, stop) = tell(ada)
        token = dry.removeprefix("/go/a/")
        other = link(Delivery(pk=delivery.pk + 1)).removeprefix("/go/a/")
        payload, rest = token.split(":", 1)
        stops = stop.removeprefix("/go/a/").split(":", 1)[0]
        for forged in (
            token[:-1],
            token + "x",
            f"{payload}:{other.split(':', 1)[1]}",
            f"{stops}:{rest}",
            "x",
            ":::",
            "%00",
            "é",
        ):
            assert phone.get(f"/go/a/{forged}").status_code == 404
            assert press(f"/go/a/{forged}").status_code == 404
        assert not MailAnswer.objects.exists()

    def test_what_was_signed_for_something_else_is_not_there(self, phone, ada, article):
        offer = factories.offer_of(factories.published_page_shareable(article()))
        share = factories.open_share(ada, offer)
        token = handoff_address(sharing.hand_off(ada, share.pk)).rpartition("/")[2]
        assert phone.get(f"/go/a/{token}").status_code == 404

    def test_somebody_elses_link_answers_for_them_alone(
        self, make_user, press, ada, tell, said
    ):
        eve = make_user("eve@example.com")
        factories.ambassador(eve)
        actions.decide(eve, PURPOSE.key, True, "test")
        tell(ada)
        _delivery, (dry, _wet, stop) = tell(eve)
        press(dry)
        press(stop)
        assert [one[1].user for one in said] == [eve]
        assert is_granted(ada)
        assert not is_granted(eve)

    def test_after_a_month_it_says_that_it_is_over(
        self, press, phone, ada, tell, said, monkeypatch
    ):
        _delivery, (dry, _wet, stop) = tell(ada)
        later = signing.time.time() + answer_links.LIFETIME.total_seconds() + 1
        monkeypatch.setattr(signing.time, "time", lambda: later)
        for answer in (phone.get(dry), press(dry)):
            assert answer.status_code == 410
            assert "This link no longer works" in answer.text
        assert said == []
        assert not MailAnswer.objects.exists()
        # Whoever wants no more mails may say so for as long as they have one.
        assert press(stop).status_code == 200
        assert not is_granted(ada)

    def test_a_process_with_the_key_alone_reads_them(self, phone, ada, tell):
        _delivery, (dry, *_rest) = tell(ada)
        advocacy = {**django_settings.WAGTAIL_ADVOCACY, "PUBLIC_KEY": public_key()}
        with override_settings(SECRET_KEY="another", WAGTAIL_ADVOCACY=advocacy):
            assert phone.get(dry).status_code == 200
        with override_settings(SECRET_KEY="another"):
            assert phone.get(dry).status_code == 404


class TestUnsubscribing:
    def test_one_click_of_the_mail_program_is_a_no_in_the_ledger(
        self, press, ada, tell
    ):
        tell(ada)
        headers = mail.outbox[0].extra_headers
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = headers["List-Unsubscribe"].strip("<>")
        assert address.startswith("https://go.example.com/a/")
        path = address.replace("https://go.example.com", "/go")
        answer = press(path, ONE_CLICK)
        assert answer.status_code == 200
        entry = Consent.objects.last()
        assert (entry.purpose, entry.granted, entry.source) == (
            PURPOSE.key,
            False,
            "mail",
        )
        # And once more, as mail servers do.
        press(path, ONE_CLICK)
        assert Consent.objects.last() == entry

    def test_as_multipart_too(
        self, phone, ada, tell, django_capture_on_commit_callbacks
    ):
        _delivery, (*_rest, stop) = tell(ada)
        with django_capture_on_commit_callbacks(execute=True):
            phone.post(
                stop,
                b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"'
                b"\r\n\r\nOne-Click\r\n--x--\r\n",
                content_type="multipart/form-data; boundary=x",
            )
        assert not is_granted(ada)

    def test_other_purposes_stay(self, press, ada, tell):
        actions.decide(ada, "by_name", True, "test")
        _delivery, (*_rest, stop) = tell(ada)
        press(stop)
        assert consents.granted(factories.ambassador(ada), "by_name")
        mail.outbox.clear()
        notices.send(ada, "hay", occasion="another")
        assert mail.outbox == []

    def test_the_profile_says_where_it_was_said(self, client, press, ada, tell):
        _delivery, (*_rest, stop) = tell(ada)
        press(stop)
        client.force_login(ada)
        assert "from a mail" in client.get("/advocacy/me/").text

    def test_the_same_mail_stops_them_again_after_another_yes(self, press, ada, tell):
        _delivery, (*_rest, stop) = tell(ada)
        press(stop)
        actions.decide(ada, PURPOSE.key, True, "test")
        press(stop)
        assert not is_granted(ada)

    def test_an_invitation_is_refused_from_the_mail(self, make_user, press, tell):
        user = make_user("eve@example.com")
        _delivery, (refuse,) = tell(user, "hello")
        address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
        assert address.replace("https://go.example.com", "/go") == refuse
        press(refuse, ONE_CLICK)
        assert DismissedInvitation.objects.filter(user=user).exists()
        assert notices.send(user, "hello", occasion="another") is None

    def test_a_refused_invitation_dismisses_nobody_who_joined_since(
        self, make_user, press, tell
    ):
        user = make_user("eve@example.com")
        _delivery, (refuse,) = tell(user, "hello")
        factories.ambassador(user)
        press(refuse)
        assert not DismissedInvitation.objects.exists()

    def test_over_plain_http_no_mail_program_is_asked_to_do_it(
        self, ada, django_capture_on_commit_callbacks
    ):
        advocacy = {
            **django_settings.WAGTAIL_ADVOCACY,
            "PUBLIC_URL": "http://go.example.com",
        }
        with (
            override_settings(WAGTAIL_ADVOCACY=advocacy),
            django_capture_on_commit_callbacks(execute=True),
        ):
            notices.send(ada, "hay", occasion="barn")
        headers = mail.outbox[0].extra_headers
        assert headers["List-Unsubscribe"].startswith("<http://go.example.com/a/")
        assert "List-Unsubscribe-Post" not in headers


class TestWithoutPublicAddress:
    @pytest.fixture(autouse=True)
    def _no_public_url(self, settings):
        settings.WAGTAIL_ADVOCACY = {"JOBS": "immediate"}

    @pytest.fixture
    def told(self, ada, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            return notices.send(ada, "hay", occasion="barn", context={"what": "hay"})

    def test_the_mail_leads_to_the_intranet(self, told):
        [sent] = mail.outbox
        inside = f"https://intranet.example.com/advocacy/notices/{told.pk}/answer/"
        assert f"{inside}?choice=dry" in sent.body
        profile = "https://intranet.example.com/advocacy/me/#consents"
        assert sent.extra_headers["List-Unsubscribe"] == f"<{profile}>"
        assert "List-Unsubscribe-Post" not in sent.extra_headers

    def test_it_is_answered_there_after_a_login(self, client, told, ada, said):
        path = f"/advocacy/notices/{told.pk}/answer/"
        assert client.get(f"{path}?choice=dry").status_code == 302
        client.force_login(ada)
        page = client.get(f"{path}?choice=dry").text
        assert "It is dry</button>" in page
        assert "It is wet</button>" in page
        assert said == []
        assert "Noted: wet." in client.post(path, {"choice": "wet"}).text
        assert said[0][0] == "wet"


class TestOnTheIntranet:
    def test_the_hub_has_the_buttons(self, client, ada, tell, said):
        delivery, _links = tell(ada)
        client.force_login(ada)
        page = client.get("/advocacy/").text
        assert "It is dry</button>" in page
        path = f"/advocacy/notices/{delivery.pk}/answer/"
        answer = client.post(path, {"choice": "dry", "next": "/advocacy/"})
        assert answer.url == "/advocacy/"
        assert said[0][0] == "dry"
        assert "It is dry" not in client.get("/advocacy/").text

    def test_nobody_answers_for_somebody_else(self, client, make_user, ada, tell, said):
        delivery, _links = tell(ada)
        eve = make_user("eve@example.com")
        factories.ambassador(eve)
        client.force_login(eve)
        path = f"/advocacy/notices/{delivery.pk}/answer/"
        assert client.get(path).status_code == 404
        assert client.post(path, {"choice": "dry"}).status_code == 404
        assert said == []

    def test_what_is_no_answer_is_asked_again(self, client, ada, tell, said):
        delivery, _links = tell(ada)
        client.force_login(ada)
        path = f"/advocacy/notices/{delivery.pk}/answer/"
        answer = client.post(path, {"choice": "stop"})
        assert answer.status_code == 422
        assert "It is dry</button>" in answer.text

    def test_whoever_left_is_told_so(self, client, ada, tell, said):
        delivery, _links = tell(ada)
        actions.leave(ada, source="test")
        client.force_login(ada)
        path = f"/advocacy/notices/{delivery.pk}/answer/"
        answer = client.post(path, {"choice": "dry"})
        assert answer.status_code == 403
        assert "nothing to answer" in answer.text
        assert said == []

"""At most two reminders of each thing, a week apart, then silence."""

import datetime
import io

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string

from tests import factories
from tests.learning.training_factory import training
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import retention
from wagtail_advocacy.ambassadors.models import Ambassador, Delivery
from wagtail_advocacy.learning.models import Completion
from wagtail_advocacy.learning.tasks import remind_of_what_is_missing


pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Move the time on by days."""
    now = timezone.now()

    def move(days):
        moment = now + datetime.timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


@pytest.fixture
def run(django_capture_on_commit_callbacks, clock):
    """Run the task on a day, counted from today, and let the queue run."""

    def on(day):
        clock(day)
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            remind_of_what_is_missing()
        return mail.outbox[before:]

    return on


@pytest.fixture
def ada(make_user):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    ambassadors.decide(user, "mail:learning-reminder", True, "test")
    return user


@pytest.fixture
def charter(site_home):
    return factories.live_charter(site_home)


def test_twice_a_week_apart_then_silence(ada, charter, run):
    sent = {day: len(run(day)) for day in (0, 3, 7, 8, 13, 14, 15, 21, 60, 400)}
    assert sent == {
        0: 0,
        3: 0,
        7: 1,
        8: 0,
        13: 0,
        14: 1,
        15: 0,
        21: 0,
        60: 0,
        400: 0,
    }


class Queue:
    """Runs what the schedules of django-q2 hand over."""

    list_key = "tests"

    def __init__(self):
        self.ran = []

    def enqueue(self, pack):
        from django_q.signing import SignedPackage

        task = SignedPackage.loads(pack)["func"]
        self.ran.append(task)
        import_string(task)()
        return 1


@pytest.mark.parametrize("catches_up", [False, True])
def test_three_days_without_a_worker_bring_one_reminder(
    catches_up,
    ada,
    charter,
    clock,
    settings,
    monkeypatch,
    django_capture_on_commit_callbacks,
):
    from django_q.conf import Conf
    from django_q.models import Schedule
    from django_q.scheduler import scheduler

    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "JOBS": "queue"}
    call_command("advocacy_setup", stdout=io.StringIO())
    name = "wagtail_advocacy.learning-reminders"
    Schedule.objects.exclude(name=name).delete()
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "JOBS": "immediate"}
    monkeypatch.setattr(Conf, "CATCH_UP", catches_up)
    monkeypatch.setattr("django_q.scheduler.close_old_django_connections", bool)
    clock(10)
    Schedule.objects.update(next_run=timezone.now() - datetime.timedelta(days=3))
    # It calls that every half minute.
    monkeypatch.setattr("django_q.scheduler.localtime", timezone.now)
    queue = Queue()
    for _ in range(5):
        with django_capture_on_commit_callbacks(execute=True):
            scheduler(broker=queue)
    assert len(queue.ran) == (3 if catches_up else 1)
    assert len(mail.outbox) == 1


def test_three_days_without_cron_bring_one_reminder(
    ada, charter, clock, monkeypatch, django_capture_on_commit_callbacks
):
    for day in (0, 10, 10, 13, 13):
        clock(day)
        with django_capture_on_commit_callbacks(execute=True):
            call_command("advocacy_run_due", stdout=io.StringIO())
    assert len(mail.outbox) == 1


def test_it_says_what_is_left_and_presses_nobody(ada, charter, site_home, run):
    training(site_home, "In your own words", required=True, minutes=4)
    [sent] = run(7)
    assert "– Sign the charter (5 minutes)" in sent.body
    assert "– In your own words (4 minutes)" in sent.body
    assert "nobody is told" in sent.body
    assert "https://intranet.example.com/advocacy/" in sent.body


def test_silence_outlives_what_the_notices_said(ada, charter, run, clock):
    run(7)
    run(14)
    clock(200)
    retention.apply_all()
    assert run(201) == []


def test_something_else_is_said_by_itself(ada, charter, site_home, run):
    run(7)
    run(14)
    training(site_home, "When it goes wrong", required=True)
    [sent] = run(30)
    assert "When it goes wrong" in sent.body
    assert "Sign the charter" not in sent.body


def test_whoever_did_it_hears_no_more_of_it(client, ada, charter, run):
    run(7)
    client.force_login(ada)
    assert "what is left before you share" in client.get("/advocacy/").text
    factories.sign_charter(ada)
    assert "what is left before you share" not in client.get("/advocacy/").text
    assert run(14) == []


def test_without_a_yes_the_intranet_alone_says_it(client, make_user, charter, run):
    eve = make_user("eve@example.com")
    factories.ambassador(eve)
    assert run(7) == []
    assert run(14) == []
    client.force_login(eve)
    html = client.get("/advocacy/").text
    assert html.count("<h3>Whenever it suits you") == 1


def test_nobody_else_is_reminded(make_user, ada, charter, run):
    make_user("never-joined@example.com")
    ambassadors.leave(ada, source="test")
    assert run(7) == []
    assert not Delivery.objects.exists()


def test_nobody_is_reminded_while_sharing_is_closed(ada, charter, run):
    factories.sharing_state(is_open=False)
    run(7)
    assert not Delivery.objects.exists()


def test_run_twice_it_reminds_once(ada, charter, run):
    assert len(run(7) + run(7)) == 1


def test_whoever_comes_back_begins_anew(ada, charter, run):
    run(7)
    run(14)
    ambassadors.leave(ada, source="test")
    ambassadors.join(ada, source="test")
    ambassadors.decide(ada, "mail:learning-reminder", True, "test")
    assert run(15) == []
    assert len(run(22)) == 1


def test_silent_people_cost_no_more_queries_than_their_checklists(
    make_user, charter, run, django_assert_max_num_queries
):
    for number in range(3):
        factories.ambassador(make_user(f"{number}@example.com"))
    # They joined after the clock was looked at.
    run(8)
    run(16)
    with django_assert_max_num_queries(10 + 3 * 7):
        run(30)


class TestRenewal:
    @pytest.fixture
    def passed(self, ada, site_home):
        """A training that is to be passed again in ten days."""
        page = training(site_home, required=True, minutes=4)
        Ambassador.objects.update(joined_at=timezone.now() - datetime.timedelta(300))
        return Completion.objects.create(
            ambassador=Ambassador.objects.get(),
            training=page.translation_key,
            title=page.title,
            period=1,
            completed_at=timezone.now() - datetime.timedelta(days=300),
            valid_until=timezone.now() + datetime.timedelta(days=40),
        )

    def test_before_it_ends_and_once_more_then_silence(self, passed, run):
        sent = {day: len(run(day)) for day in (0, 11, 12, 18, 19, 41, 48, 90)}
        assert sent == {0: 0, 11: 1, 12: 0, 18: 1, 19: 0, 41: 0, 48: 0, 90: 0}
        assert mail.outbox[0].subject == "Due again: Why and how"

    def test_passed_again_it_is_not_mentioned(self, passed, run):
        run(11)
        Completion.objects.create(
            ambassador=passed.ambassador,
            training=passed.training,
            title=passed.title,
            period=passed.period + 1,
            completed_at=timezone.now(),
            valid_until=timezone.now() + datetime.timedelta(days=365),
        )
        assert run(20) == []

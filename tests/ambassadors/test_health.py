"""A monitor is told when nobody runs the jobs."""

import datetime
import io

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from wagtail_advocacy.ambassadors import health, heartbeat
from wagtail_advocacy.ambassadors.models import Delivery, SetupRecord, TaskRun


pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
TOKEN = "hay-and-straw-and-barns"
ADDRESS = "/advocacy/health/"


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(heartbeat, "_last_sign", float("-inf"))


@pytest.fixture(autouse=True)
def token(settings):
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "HEALTH_TOKEN": TOKEN}
    return TOKEN


@pytest.fixture
def with_queue(settings):
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "JOBS": "queue"}


@pytest.fixture
def well(with_queue):
    """A site whose queue runs."""
    call_command("advocacy_setup", stdout=io.StringIO())
    heartbeat.beat()


def ago(**span):
    return NOW - datetime.timedelta(**span)


def failing():
    return [one.key for one in health.look() if not one.is_well]


def failure(**fields):
    from django_q.models import Task

    return Task.objects.create(
        **{
            "id": str(Task.objects.count()),
            "name": "hay",
            "func": "wagtail_advocacy.sharing.tasks.fold_visits",
            "started": ago(minutes=3),
            "stopped": ago(minutes=2),
            "success": False,
            **fields,
        }
    )


def late_mail(make_user, **fields):
    return Delivery.objects.create(
        user=make_user(f"{Delivery.objects.count()}@example.com"),
        occasion="share:1",
        **{"kind": "withdrawn", "due_at": ago(minutes=31), **fields},
    )


class TestAQueue:
    def test_that_runs_is_well(self, well):
        assert failing() == []

    def test_that_never_ran_is_not(self, with_queue):
        assert failing() == ["heartbeat", "schedules"]

    def test_that_hangs_is_found_within_two_minutes(self, well, monkeypatch):
        for seconds, expected in ((105, []), (115, ["heartbeat"])):
            later = NOW + datetime.timedelta(seconds=seconds)
            monkeypatch.setattr(timezone, "now", lambda later=later: later)
            assert failing() == expected

    def test_a_worker_lives_while_it_works_off_a_long_queue(self, well):
        TaskRun.objects.update(ran_at=ago(minutes=9))
        heartbeat.beat_at_work(None, {"func": "theirs"})
        assert failing() == []

    def test_a_busy_worker_beats_seldom(self, well, django_assert_num_queries):
        heartbeat.beat_at_work(None, {})
        with django_assert_num_queries(0):
            heartbeat.beat_at_work(None, {})

    def test_a_job_run_at_once_is_no_worker(self, well):
        TaskRun.objects.update(ran_at=ago(minutes=9))
        heartbeat.beat_at_work(None, {"sync": True})
        assert failing() == ["heartbeat"]

    def test_a_heartbeat_that_fails_harms_no_worker(self, well, monkeypatch, caplog):
        def fail():
            raise DatabaseError("gone")

        monkeypatch.setattr(heartbeat, "beat", fail)
        heartbeat.beat_at_work(None, {})
        assert "could not be written" in caplog.text

    def test_without_a_schedule_is_not_well(self, well):
        from django_q.models import Schedule

        Schedule.objects.filter(name="wagtail_advocacy.notices").delete()
        # A person did that: it stays undone.
        assert failing() == []
        SetupRecord.objects.filter(key="schedule:notices").delete()
        [found] = [one for one in health.look() if one.key == "schedules"]
        assert not found.is_well
        assert "notices" in found.sentence

    def test_that_leaves_publishing_to_the_site_is_well(self, with_queue):
        from django_q.models import Schedule

        Schedule.objects.create(
            name="site",
            func="django.core.management.call_command",
            args="'publish_scheduled'",
            next_run=ago(days=1),
        )
        call_command("advocacy_setup", stdout=io.StringIO())
        heartbeat.beat()
        assert failing() == []

    def test_that_starts_no_schedule_is_not_well(self, well):
        from django_q.models import Schedule

        notices = Schedule.objects.filter(name="wagtail_advocacy.notices")
        notices.update(next_run=ago(minutes=6))
        assert failing() == ["schedules"]
        # Stopped by a person, in django-q2's own screens.
        notices.update(repeats=0)
        assert failing() == []

    def test_a_long_queue_is_not_well(self, well, monkeypatch):
        from django_q.models import OrmQ

        monkeypatch.setattr(health, "LONG_QUEUE", 2)
        OrmQ.objects.bulk_create(
            OrmQ(key="tests", payload="", lock=ago(minutes=1)) for _ in range(3)
        )
        assert failing() == ["queue"]

    def test_a_broker_that_is_down_is_a_finding(self, well, monkeypatch):
        def down():
            raise ConnectionError("redis at 10.0.0.7 refused ada")

        monkeypatch.setattr("django_q.brokers.get_broker", down)
        [found] = [one for one in health.look() if not one.is_well]
        assert found.sentence == "The queue does not answer: ConnectionError."

    def test_a_failed_job_is_told_for_an_hour(self, well):
        failure(stopped=ago(minutes=61))
        failure(func="theirs.tasks.weather")
        failure(success=True)
        assert failing() == []
        failure()
        [found] = [one for one in health.look() if not one.is_well]
        assert "fold_visits" in found.sentence


class TestCron:
    def test_that_runs_is_well(self):
        call_command("advocacy_run_due", stdout=io.StringIO())
        assert failing() == []

    def test_that_never_ran_is_not(self):
        [found] = [one for one in health.look() if not one.is_well]
        assert "Let cron run advocacy_run_due" in found.sentence

    def test_may_leave_one_turn_out(self):
        heartbeat.beat(heartbeat.CRON)
        TaskRun.objects.update(ran_at=ago(minutes=10))
        assert failing() == []
        TaskRun.objects.update(ran_at=ago(minutes=12))
        assert failing() == ["heartbeat"]

    def test_a_task_that_failed_is_told_until_it_ends_well(self):
        heartbeat.beat(heartbeat.CRON)
        TaskRun.objects.create(key="notices", failed_at=ago(days=2))
        assert failing() == ["failures"]

    def test_a_task_that_nobody_repeats_any_more_is_no_failure(self):
        heartbeat.beat(heartbeat.CRON)
        TaskRun.objects.create(key="of-a-room-taken-out", failed_at=ago(days=2))
        assert failing() == []


class TestMails:
    def test_that_are_late_are_counted(self, well, make_user):
        late_mail(make_user)
        late_mail(make_user, due_at=ago(minutes=29))
        late_mail(make_user, state=Delivery.State.SENT, due_at=None)
        [found] = [one for one in health.look() if not one.is_well]
        assert found.key == "deliveries"
        assert found.sentence.startswith("1 mails")

    def test_that_wait_for_the_opening_are_not_late(self, well, make_user):
        factories.sharing_state(is_open=False)
        late_mail(make_user, kind="learning-reminder")
        assert failing() == []


def test_a_database_that_is_down_is_a_finding(well, monkeypatch):
    def down(key):
        raise DatabaseError("password of ada")

    monkeypatch.setattr(heartbeat, "last_beat", down)
    assert [(one.key, one.sentence) for one in health.look()] == [
        ("database", "The database fails: DatabaseError.")
    ]


class TestCommand:
    def test_says_a_sentence_each(self, well):
        output = io.StringIO()
        call_command("advocacy_health", stdout=output)
        assert "heartbeat: A worker ran jobs 0 s ago." in output.getvalue()

    def test_ends_with_an_error_where_something_is_wrong(self, with_queue):
        with pytest.raises(CommandError, match="heartbeat, schedules"):
            call_command("advocacy_health", stdout=io.StringIO())

    def test_looks_at_one_thing_only(self, well):
        failure()
        output = io.StringIO()
        call_command("advocacy_health", only=["heartbeat"], stdout=output)
        assert "failures" not in output.getvalue()


class TestAddress:
    def ask(self, client, token=TOKEN, **options):
        return client.get(
            ADDRESS, headers={"Authorization": f"Bearer {token}"}, **options
        )

    def test_answers_whoever_has_the_token(self, client, well):
        answer = self.ask(client)
        assert answer.status_code == 200
        assert answer.json()["status"] == "ok"
        assert "no-store" in answer.headers["Cache-Control"]
        assert client.get(ADDRESS, {"token": TOKEN}).status_code == 200
        assert client.head(ADDRESS, {"token": TOKEN}).status_code == 200

    def test_turns_red(self, client, with_queue):
        answer = self.ask(client)
        assert answer.status_code == 503
        assert {one["key"] for one in answer.json()["checks"] if not one["ok"]} == {
            "heartbeat",
            "schedules",
        }

    @pytest.mark.parametrize("wrong", ["", "x", TOKEN[:-1], f"{TOKEN} ", "été"])
    def test_refuses_any_other_token(self, client, well, wrong):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(ADDRESS, {"token": wrong})
        assert answer.status_code == 403
        assert "checks" not in answer.json()
        assert len(queries) == 0

    def test_is_not_there_without_a_token(self, client, well, settings):
        settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "HEALTH_TOKEN": ""}
        assert self.ask(client, token="").status_code == 404
        assert client.get(ADDRESS).status_code == 404

    def test_no_account_and_no_cookie_is_needed_behind_a_wall(
        self, client, well, settings
    ):
        settings.MIDDLEWARE = [
            *settings.MIDDLEWARE,
            "django.contrib.auth.middleware.LoginRequiredMiddleware",
        ]
        answer = self.ask(client)
        assert answer.status_code == 200
        assert answer.cookies == {}

    def test_nothing_can_be_done_there(self, client, well):
        headers = {"Authorization": f"Bearer {TOKEN}"}
        assert client.post(ADDRESS, headers=headers).status_code == 405

    def test_asks_as_much_however_much_there_is(self, client, well, make_user):
        self.ask(client)

        def queries():
            cache.clear()
            with CaptureQueriesContext(connection) as found:
                self.ask(client)
            return len(found)

        few = queries()
        for _number in range(20):
            late_mail(make_user)
            failure()
        assert queries() == few <= 7

    def test_names_nobody(self, client, well, make_user):
        late_mail(make_user)
        failure(result="could not mail ada@example.com")
        assert "example.com" not in self.ask(client).text

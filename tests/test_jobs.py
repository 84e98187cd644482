"""Jobs reach the queue, and a queue that is broken breaks nothing else."""

import ast
import re
import time
from pathlib import Path

import pytest
from django.core import mail
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils.module_loading import import_string

from tests import factories
from wagtail_advocacy import job_checks, jobs
from wagtail_advocacy.ambassadors import notices
from wagtail_advocacy.jobs import Schedule, schedule_faults, schedules
from wagtail_advocacy.shareables.models import Offer


GUIDES = Path(__file__).resolve().parent.parent / "docs" / "how-to"
DONE: list = []
GOOD = {
    "name": "tests",
    "orm": "default",
    "timeout": 60,
    "retry": 120,
    "max_attempts": 5,
    "catch_up": False,
}
NO_FUNCTION = 1


def task(*args):
    DONE.append(args)


def needs_something(what):
    """A task that no schedule can run."""


def takes_what_it_likes(what=None):
    """A task that a schedule can run."""


@pytest.fixture(autouse=True)
def _forget():
    DONE.clear()
    jobs._broker_is_down_until = 0.0
    yield
    jobs._broker_is_down_until = 0.0


@pytest.fixture
def with_queue(settings):
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "JOBS": "queue"}


def dotted(function):
    return f"{__name__}.{function}"


class Broker:
    """A queue of a test's own: what it was given, or how it fails."""

    list_key = "tests"

    def __init__(self, error=None):
        self.error = error
        self.asked = 0

    def enqueue(self, pack):
        self.asked += 1
        if self.error:
            raise self.error
        return 1


@pytest.fixture
def broker(monkeypatch, with_queue):
    def use(error=None):
        made = Broker(error)
        monkeypatch.setattr("django_q.tasks.get_broker", lambda name=None: made)
        return made

    return use


@pytest.mark.django_db(transaction=True)
class TestEnqueue:
    def test_nothing_runs_before_the_commit(self, monkeypatch):
        monkeypatch.setattr(jobs, "import_string", lambda path: task)
        with transaction.atomic():
            jobs.enqueue(dotted("task"), 1)
            assert DONE == []
        assert DONE == [(1,)]

    def test_what_is_rolled_back_never_runs(self, broker):
        queue = broker()
        with transaction.atomic():
            jobs.enqueue(dotted("task"), 1)
            transaction.set_rollback(True)
        assert queue.asked == 0

    def test_a_queue_that_is_down_is_logged_and_breaks_nothing(self, broker, caplog):
        broker(ConnectionError("Nobody answers."))
        with transaction.atomic():
            jobs.enqueue(dotted("task"), 1)
        jobs.enqueue(dotted("task"), 2)
        assert "Nobody answers." in caplog.text

    def test_a_queue_that_is_down_is_not_asked_by_every_job(self, broker, caplog):
        queue = broker(ConnectionError("Nobody answers."))
        with transaction.atomic():
            for number in range(50):
                jobs.enqueue(dotted("task"), number)
        assert queue.asked == 1
        assert caplog.text.count("does not answer") >= 49

    def test_a_queue_that_is_back_is_asked_again(self, broker, monkeypatch):
        queue = broker(ConnectionError("Nobody answers."))
        jobs.enqueue(dotted("task"), 1)
        queue.error = None
        later = time.monotonic() + jobs.BROKER_PAUSE + 1
        monkeypatch.setattr(jobs.time, "monotonic", lambda: later)
        jobs.enqueue(dotted("task"), 2)
        jobs.enqueue(dotted("task"), 3)
        assert queue.asked == 3


@pytest.mark.django_db(transaction=True)
def test_a_mail_survives_that_redis_is_down(make_user, monkeypatch, with_queue, caplog):
    redis = pytest.importorskip("redis")
    from django_q.conf import Conf
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    monkeypatch.setattr(Conf, "ORM", None)
    # Nobody listens there.
    nobody = {"host": "127.0.0.1", "port": 1, "retry": Retry(NoBackoff(), 0)}
    monkeypatch.setattr(Conf, "REDIS", nobody)
    user = make_user("ada@example.com")
    factories.ambassador(user)
    offer = factories.offer_of(factories.published_link_shareable())
    Offer.objects.filter(pk=offer.pk).update(end_reason=Offer.EndReason.WITHDRAWN)
    delivery = notices.send(
        user, "withdrawn", occasion="1", context={"offer": offer.pk}
    )
    assert delivery is not None
    assert redis.ConnectionError.__name__ in caplog.text or "refused" in caplog.text
    assert mail.outbox == []
    # It is back, and the schedule of every five minutes runs.
    jobs._broker_is_down_until = 0.0
    monkeypatch.setattr("django_q.tasks.get_broker", lambda name=None: Works())
    notices.sweep()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("takes_the_newest", [False, True])
@pytest.mark.parametrize(("mails", "sweeps"), [(2, 0), (3, 1), (8, 2)])
def test_many_mails_are_handed_over_one_lot_after_the_other(
    make_user, monkeypatch, with_queue, mails, sweeps, takes_the_newest
):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    monkeypatch.setattr(notices, "BATCH", 3)
    queue = Waits()
    monkeypatch.setattr("django_q.tasks.get_broker", lambda name=None: queue)
    offer = factories.offer_of(factories.published_link_shareable())
    Offer.objects.filter(pk=offer.pk).update(end_reason=Offer.EndReason.WITHDRAWN)
    notices.send_to_all(
        "withdrawn",
        [(user, f"{number}", {"offer": offer.pk}) for number in range(mails)],
    )
    notices.sweep()
    queue.work(-1 if takes_the_newest else 0)
    assert len(mail.outbox) == mails
    assert queue.asked == mails + sweeps, "each mail is handed over once"
    if not takes_the_newest:
        assert queue.longest <= notices.BATCH + 1


class Waits(Broker):
    """A queue whose worker takes one job after the other."""

    def __init__(self):
        super().__init__()
        self.jobs = []
        self.longest = 0

    def enqueue(self, pack):
        self.jobs.append(pack)
        self.longest = max(self.longest, len(self.jobs))
        return super().enqueue(pack)

    def work(self, place):
        # The database's queue promises no order.
        while self.jobs:
            Works().enqueue(self.jobs.pop(place))


class Works(Broker):
    """A queue whose worker is always there."""

    def enqueue(self, pack):
        from django_q.signing import SignedPackage

        found = SignedPackage.loads(pack)
        import_string(found["func"])(*found["args"])
        return 1


class TestSchedules:
    @pytest.mark.parametrize(
        ("function", "minutes", "fault"),
        [
            ("missing", 5, "cannot be imported"),
            ("NO_FUNCTION", 5, "is no function"),
            ("needs_something", 5, "cannot be called without arguments"),
            ("task", 0, "from 1 to 32767"),
            ("task", 32_768, "from 1 to 32767"),
            ("task", 2.5, "from 1 to 32767"),
            ("task", True, "from 1 to 32767"),
        ],
    )
    def test_faults_are_named(self, function, minutes, fault):
        [found] = schedule_faults(Schedule("hay", dotted(function), minutes))
        assert fault in found

    def test_a_module_that_is_missing_is_a_fault(self):
        assert list(schedule_faults(Schedule("hay", "nowhere.at_all", 5)))
        assert list(schedule_faults(Schedule("hay", "nowhere", 5)))

    def test_a_name_that_is_too_long_is_a_fault(self):
        assert list(schedule_faults(Schedule("h" * 65, dotted("task"), 5)))

    def test_what_is_optional_need_not_be_given(self):
        schedule = Schedule("hay", dotted("takes_what_it_likes"), 5)
        assert list(schedule_faults(schedule)) == []

    def test_ours_have_none(self):
        assert {one.key: list(schedule_faults(one)) for one in schedules} == {
            one.key: [] for one in schedules
        }

    @pytest.mark.skipif(not GUIDES.exists(), reason="there is no reference here")
    def test_ours_are_in_the_reference(self):
        commands = GUIDES.parent / "reference" / "commands.md"
        text = " ".join(commands.read_text(encoding="utf-8").split())
        missing = [
            one.key
            for one in schedules
            if f"`wagtail_advocacy.{one.key}` {one.minutes}" not in text
        ]
        assert missing == []

    @pytest.mark.django_db
    def test_one_that_cannot_run_keeps_all_from_being_written(self, with_queue):
        from django_q.models import Schedule as StoredSchedule

        schedules.register(Schedule("broken", dotted("needs_something"), 5))
        try:
            with pytest.raises(CommandError, match="broken: its task .*arguments"):
                call_command("advocacy_setup")
        finally:
            schedules.unregister("broken")
        assert not StoredSchedule.objects.exists()
        # Nothing is remembered as done either.
        call_command("advocacy_setup")
        assert StoredSchedule.objects.filter(
            name="wagtail_advocacy.heartbeat", minutes=1
        ).exists()


def found_ids(check=job_checks.check_queue):
    return sorted(found.id.removeprefix("wagtail_advocacy.") for found in check(None))


@pytest.mark.usefixtures("with_queue")
class TestQueueSettings:
    def test_good_ones_are_silent(self, settings):
        settings.Q_CLUSTER = GOOD
        assert found_ids() == []

    @pytest.mark.parametrize(
        ("changes", "ids"),
        [
            ({"timeout": None}, ["W020"]),
            ({"timeout": -1}, ["W020"]),
            ({"retry": 60}, ["W021"]),
            ({"retry": 30}, ["W021"]),
            ({"max_attempts": 0}, ["W022"]),
            ({"cached": True}, ["W022"]),
            ({"ack_failures": True}, ["W023"]),
            ({"catch_up": True}, ["W024"]),
            ({"save_limit": 0}, ["W025"]),
            ({"save_limit": -1}, []),
            ({"save_limit_per": "name"}, ["W025"]),
            ({"save_limit_per": "func"}, []),
            ({"sync": True}, ["W026"]),
            ({"orm": None}, ["W027"]),
            ({"orm": None, "redis": {"host": "redis"}}, []),
            ({"orm": None, "redis": {"host": "redis"}, "name": ""}, ["W028"]),
            ({"scheduler": False}, ["W029"]),
            ({"orm": "elsewhere"}, ["E020"]),
            # It gives each job once, so nobody is asked how often.
            ({"orm": None, "redis": "redis://redis/0", "max_attempts": 0}, []),
        ],
    )
    def test_each_fault_is_told_apart(self, settings, changes, ids):
        settings.Q_CLUSTER = {**GOOD, **changes}
        assert found_ids() == ids

    def test_none_at_all_is_what_django_q_makes_of_it(self, settings):
        settings.Q_CLUSTER = {}
        assert found_ids() == ["W020", "W024", "W027", "W028"]
        del settings.Q_CLUSTER
        assert found_ids() == ["W020", "W024", "W027", "W028"]

    def test_the_cluster_that_the_environment_names_is_looked_at(
        self, settings, monkeypatch
    ):
        settings.Q_CLUSTER = {**GOOD, "ALT_CLUSTERS": {"long": {"retry": 10}}}
        assert found_ids() == []
        monkeypatch.setenv("Q_CLUSTER_NAME", "long")
        assert found_ids() == ["W021"]

    def test_a_redis_without_its_package_is_an_error(self, settings, monkeypatch):
        settings.Q_CLUSTER = {**GOOD, "orm": None, "redis": {"host": "redis"}}
        monkeypatch.setattr(job_checks, "find_spec", lambda name: None)
        assert found_ids() == ["E021"]

    def test_a_fault_is_a_warning_that_a_site_can_silence(self, settings):
        settings.Q_CLUSTER = {**GOOD, "save_limit": 0}
        assert "wagtail_advocacy.W025" in {found.id for found in run_checks()}
        settings.SILENCED_SYSTEM_CHECKS = ["wagtail_advocacy.W025"]
        [found] = [one for one in run_checks() if one.id == "wagtail_advocacy.W025"]
        assert found.is_silenced()

    def test_the_example_site_is_silent(self, settings):
        from example_site import settings as example

        settings.Q_CLUSTER = example.Q_CLUSTER
        assert found_ids() == []

    @pytest.mark.skipif(not GUIDES.exists(), reason="there is no guide here")
    @pytest.mark.parametrize("guide", ["install.md", "run-the-worker.md"])
    def test_what_the_guides_say_is_silent(self, settings, guide):
        text = (GUIDES / guide).read_text(encoding="utf-8")
        found = re.findall(r"^Q_CLUSTER = (\{.*?^\})", text, re.M | re.S)
        assert found
        for source in found:
            settings.Q_CLUSTER = ast.literal_eval(source)
            assert found_ids() == []


def test_without_a_queue_nobody_looks_at_its_settings(settings):
    settings.Q_CLUSTER = {}
    assert found_ids() == []


@pytest.mark.parametrize(
    ("token", "ids"),
    [("", []), ("x" * 20, []), ("x" * 19, ["E022"]), (12345, ["E022"])],
)
def test_a_token_that_can_be_guessed_is_an_error(settings, token, ids):
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "HEALTH_TOKEN": token}
    assert found_ids(job_checks.check_health_token) == ids

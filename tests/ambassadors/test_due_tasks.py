"""Where no queue runs, cron runs what is due: once, by one, and all of it."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from wagtail_advocacy.ambassadors import due_tasks, heartbeat
from wagtail_advocacy.ambassadors.models import TaskRun
from wagtail_advocacy.jobs import Schedule, schedules


pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
RAN: list[str] = []


def often():
    RAN.append("often")


def daily():
    RAN.append("daily")


def fails():
    RAN.append("fails")
    raise RuntimeError("The barn is locked.")


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch):
    """Two schedules and the heartbeat, and a clock that stands still."""
    RAN.clear()
    ours = [
        Schedule(heartbeat.WORKER, f"{__name__}.often", 1),
        Schedule("often", f"{__name__}.often", 5),
        Schedule("daily", f"{__name__}.daily", 24 * 60),
    ]
    repeat(monkeypatch, ours)
    at(NOW, monkeypatch)


def repeat(monkeypatch, ours):
    monkeypatch.setattr(due_tasks, "schedules", ours)
    monkeypatch.setattr(
        due_tasks, "import_string", lambda path: globals()[path.rsplit(".", 1)[1]]
    )


def at(moment, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def run_due():
    output = io.StringIO()
    call_command("advocacy_run_due", stdout=output, stderr=output)
    return output.getvalue()


def test_everything_runs_the_first_time_and_then_in_its_turn(monkeypatch):
    assert "often: done" in run_due()
    assert RAN == ["often", "daily"]
    at(NOW + datetime.timedelta(minutes=4), monkeypatch)
    assert run_due() == "Nothing is due.\n"
    at(NOW + datetime.timedelta(minutes=5), monkeypatch)
    run_due()
    assert RAN == ["often", "daily", "often"]


def test_a_cron_that_is_a_second_early_leaves_no_turn_out(monkeypatch):
    run_due()
    at(NOW + datetime.timedelta(minutes=5, seconds=-2), monkeypatch)
    run_due()
    assert RAN.count("often") == 2


def test_three_days_without_cron_run_each_task_once(monkeypatch):
    run_due()
    RAN.clear()
    at(NOW + datetime.timedelta(days=3), monkeypatch)
    run_due()
    run_due()
    assert RAN == ["often", "daily"]


def test_one_that_fails_keeps_no_other_and_comes_again_soon(monkeypatch):
    repeat(
        monkeypatch,
        [
            Schedule("fails", f"{__name__}.fails", 24 * 60),
            Schedule("often", f"{__name__}.often", 5),
        ],
    )
    with pytest.raises(CommandError, match="fails"):
        run_due()
    assert RAN == ["fails", "often"]
    assert TaskRun.objects.get(key="fails").failed_at == NOW
    at(NOW + datetime.timedelta(minutes=15), monkeypatch)
    with pytest.raises(CommandError):
        run_due()
    assert RAN.count("fails") == 2
    monkeypatch.setitem(globals(), "fails", daily)
    at(NOW + datetime.timedelta(minutes=30), monkeypatch)
    run_due()
    assert TaskRun.objects.get(key="fails").failed_at is None


def test_what_another_cron_runs_now_is_left_to_it(monkeypatch):
    def overlaps():
        RAN.append("overlaps")
        # As a second process would, in the middle of the first.
        assert "overlaps" not in run_due()

    monkeypatch.setitem(globals(), "overlaps", overlaps)
    repeat(monkeypatch, [Schedule("overlaps", f"{__name__}.overlaps", 1)])
    run_due()
    assert RAN == ["overlaps"]


def test_what_was_killed_is_run_again_within_the_hour(monkeypatch):
    run_due()
    # Claimed, and never heard of again.
    TaskRun.objects.filter(key="daily").update(due_at=NOW)
    daily_schedule = due_tasks._repeated()[1]
    assert due_tasks._claim(daily_schedule)
    RAN.clear()
    at(NOW + datetime.timedelta(minutes=29), monkeypatch)
    run_due()
    assert RAN == ["often"]
    at(NOW + datetime.timedelta(minutes=31), monkeypatch)
    run_due()
    assert RAN == ["often", "daily"]


def test_cron_says_that_it_lives_and_not_that_a_worker_does():
    run_due()
    assert heartbeat.last_beat(heartbeat.CRON) == NOW
    assert heartbeat.last_beat(heartbeat.WORKER) is None


def test_housekeeping_runs_everything_whether_due_or_not():
    run_due()
    RAN.clear()
    output = io.StringIO()
    call_command("advocacy_housekeeping", stdout=output)
    assert RAN == ["often", "daily"]
    assert "daily: done" in output.getvalue()
    assert run_due() == "Nothing is due.\n"


def test_every_schedule_of_ours_runs_by_cron(monkeypatch):
    monkeypatch.undo()
    run_due()
    runs = {run.key: run for run in TaskRun.objects.all()}
    expected = {one.key for one in schedules} - {heartbeat.WORKER} | {heartbeat.CRON}
    assert set(runs) == expected
    assert [key for key, run in runs.items() if run.ran_at is None] == []

"""Runs what is repeated where no queue does it, from cron."""

import datetime
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.module_loading import import_string

from wagtail_advocacy.jobs import Schedule, schedules
from wagtail_advocacy.rows import make_once

from . import heartbeat
from .models import TaskRun


logger = logging.getLogger(__name__)

# Whoever has not said within it what became of a task has died with it.
LEASE = datetime.timedelta(minutes=30)
# What failed is tried again after it, where it is not repeated sooner anyway.
AGAIN = datetime.timedelta(minutes=15)
# Cron starts us a second earlier or later; a task must not wait a turn for that.
SLACK = datetime.timedelta(seconds=30)


@dataclass(frozen=True)
class Outcome:
    """How a task ended.

    :param seconds: how long it took.
    :param error: what it raised; ``None``: it ended well.
    """

    key: str
    seconds: float
    error: Exception | None


def run_due() -> Iterator[Outcome]:
    """Run every task whose turn has come, once, however often it was missed.

    It may overlap with another one: each task is run by whoever moves its ``due_at``.
    One that fails does not keep the others.
    """
    _know_all()
    heartbeat.beat(heartbeat.CRON)
    for schedule in _repeated():
        if lease := _claim(schedule):
            yield _run(schedule, lease)
    heartbeat.beat(heartbeat.CRON)


def run_all() -> Iterator[Outcome]:
    """Run every task now, whether its turn has come or not."""
    _know_all()
    for schedule in _repeated():
        lease = timezone.now() + LEASE
        TaskRun.objects.filter(key=schedule.key).update(due_at=lease)
        yield _run(schedule, lease)
    heartbeat.beat(heartbeat.CRON)


def _repeated() -> list[Schedule]:
    # Nothing but a worker may say that a worker lives.
    return [schedule for schedule in schedules if schedule.key != heartbeat.WORKER]


def _know_all() -> None:
    keys = [schedule.key for schedule in _repeated()]
    known = set(TaskRun.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in keys:
        if key not in known:
            make_once(TaskRun(key=key, due_at=timezone.now()), ["key"])


def _claim(schedule: Schedule) -> datetime.datetime | None:
    now = timezone.now()
    due = TaskRun.objects.filter(key=schedule.key, due_at__lte=now)
    return now + LEASE if due.update(due_at=now + LEASE) else None


def _run(schedule: Schedule, lease: datetime.datetime) -> Outcome:
    started, began = timezone.now(), time.monotonic()
    failure: Exception | None = None
    try:
        import_string(schedule.task)()
    except Exception as error:
        logger.exception("The task %s failed", schedule.key)
        failure = error
    wait = datetime.timedelta(minutes=schedule.minutes)
    if failure is None:
        fields = {"ran_at": timezone.now(), "failed_at": None}
    else:
        wait = min(wait, AGAIN)
        fields = {"failed_at": timezone.now()}
    # Unless it took so long that somebody else has begun it meanwhile.
    TaskRun.objects.filter(key=schedule.key, due_at=lease).update(
        due_at=started + wait - SLACK, **fields
    )
    return Outcome(schedule.key, time.monotonic() - began, failure)

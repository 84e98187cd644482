"""Signs of life of what runs the jobs.

A worker of the queue gives one with the task ``beat``, which is repeated each minute,
and with any other job it takes: a worker with a long queue before it is late with
``beat``, and well. Cron gives one each time it runs what is due.
"""

import datetime
import logging
import time

from django.apps import apps
from django.db import router
from django.utils import timezone

from wagtail_advocacy.rows import make_once

from .models import TaskRun


logger = logging.getLogger(__name__)

# Keys of their rows. A worker's row is not cron's: cron must not cover up that the
# worker a site relies on has died.
WORKER = "heartbeat"
CRON = "cron"
# Seconds between two signs of one busy worker.
APART = 20

_last_sign = float("-inf")


def beat(key: str = WORKER) -> None:
    """Write down that jobs are run now."""
    rows = TaskRun.objects.filter(key=key)
    if not rows.update(ran_at=timezone.now()):
        make_once(TaskRun(key=key), ["key"])
        rows.update(ran_at=timezone.now())


def last_beat(key: str) -> datetime.datetime | None:
    """Return when jobs were last run; ``None``: never. One query."""
    # A replica may lag behind, and call somebody dead who lives.
    rows = TaskRun.objects.using(router.db_for_write(TaskRun))
    return rows.filter(key=key).values_list("ran_at", flat=True).first()


def beat_at_work(sender, task, **kwargs) -> None:
    """Beat when a worker takes a job, whosever it is; seldom, and without harm."""
    global _last_sign
    if task.get("sync") or time.monotonic() - _last_sign < APART:
        return
    _last_sign = time.monotonic()
    try:
        beat()
    except Exception:
        # django-q2 calls this outside of what protects its worker.
        logger.exception("The heartbeat could not be written")


def connect() -> None:
    if apps.is_installed("django_q"):
        from django_q.signals import pre_execute

        pre_execute.connect(
            beat_at_work, dispatch_uid="wagtail_advocacy.ambassadors.beat_at_work"
        )

"""Whether the jobs are run: what a monitor asks, and ``advocacy_health``.

Nothing of it is about a person: times, numbers, and names of tasks.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import DatabaseError, router
from django.utils import timezone

from wagtail_advocacy.jobs import schedules, uses_queue

from . import heartbeat, launch
from .models import Delivery, SetupRecord, TaskRun
from .notice_kinds import notice_kinds


# What is looked at, in this order.
KEYS = ("heartbeat", "schedules", "queue", "failures", "deliveries", "database")

# A worker beats each minute, and django-q2 looks every half minute at what is due: 90
# seconds may lie between two beats, and whoever hangs is found within two minutes.
WORKER_IS_LATE = datetime.timedelta(seconds=110)
# Cron runs every five minutes; one turn may be left out.
CRON_IS_LATE = datetime.timedelta(minutes=11)
# The sweep hands over every five minutes what waits.
MAIL_IS_LATE = datetime.timedelta(minutes=30)
SCHEDULE_IS_LATE = datetime.timedelta(minutes=5)
FAILED_LATELY = datetime.timedelta(hours=1)
# Jobs that wait: more than one notice to everybody on a large intranet.
LONG_QUEUE = 5_000
# Names of tasks in one sentence.
MOST_NAMED = 5


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    :param key: stable name, such as "heartbeat".
    :param sentence: what was found, for whoever runs the site.
    """

    key: str
    is_well: bool
    sentence: str


def look() -> list[Finding]:
    """Look at everything, in at most seven queries, however much there is.

    A database or a queue that does not answer is a finding, and no error.
    """
    parts = _of_queue if uses_queue() else _of_cron
    found: list[Finding] = []
    try:
        found.extend(parts())
        found.append(_deliveries())
    except DatabaseError as error:
        found.append(Finding("database", False, f"The database fails: {_kind(error)}."))
    return found


def _of_queue() -> Iterator[Finding]:
    yield _sign_of_life(
        heartbeat.WORKER,
        WORKER_IS_LATE,
        who="A worker",
        remedy="Is qcluster running, and advocacy_setup done?",
    )
    yield _schedules()
    yield _queue()
    yield _failures()


def _of_cron() -> Iterator[Finding]:
    yield _sign_of_life(
        heartbeat.CRON,
        CRON_IS_LATE,
        who="cron",
        remedy="Let cron run advocacy_run_due every five minutes.",
    )
    yield _failed_runs()


def _sign_of_life(key: str, late: datetime.timedelta, *, who: str, remedy: str):
    last = heartbeat.last_beat(key)
    if last is None:
        return Finding("heartbeat", False, f"{who} has never run the jobs. {remedy}")
    age = timezone.now() - last
    sentence = f"{who} ran jobs {_duration(age)} ago."
    if age > late:
        return Finding("heartbeat", False, f"{sentence} {remedy}")
    return Finding("heartbeat", True, sentence)


def _schedules() -> Finding:
    from django_q.models import Schedule as StoredSchedule

    now = timezone.now()
    rows = StoredSchedule.objects.filter(name__startswith="wagtail_advocacy.")
    stored = {
        name: (repeats, due)
        for name, repeats, due in rows.values_list("name", "repeats", "next_run")
    }
    # What somebody deleted or stopped is their decision.
    written = set(
        SetupRecord.objects.filter(key__startswith="schedule:").values_list(
            "key", flat=True
        )
    )
    missing = [
        schedule.key
        for schedule in schedules
        if f"schedule:{schedule.key}" not in written
        and f"wagtail_advocacy.{schedule.key}" not in stored
        and not schedule.may_be_elsewhere
    ]
    if missing:
        return Finding(
            "schedules",
            False,
            f"Schedules are missing: {_named(missing)}. Run advocacy_setup.",
        )
    late = [
        name.removeprefix("wagtail_advocacy.")
        for name, (repeats, due) in stored.items()
        if repeats != 0 and due is not None and due < now - SCHEDULE_IS_LATE
    ]
    if late:
        return Finding(
            "schedules", False, f"Schedules are not started: {_named(late)}."
        )
    return Finding("schedules", True, f"{len(stored)} schedules are started in time.")


def _queue() -> Finding:
    from django_q.brokers import get_broker

    try:
        length = get_broker().queue_size() or 0
    except DatabaseError:
        raise
    except Exception as error:
        # Whatever the broker's own library raises.
        return Finding("queue", False, f"The queue does not answer: {_kind(error)}.")
    return Finding("queue", length <= LONG_QUEUE, f"{length} jobs wait.")


def _failures() -> Finding:
    from django_q.models import Failure

    failed = Failure.objects.filter(
        func__startswith="wagtail_advocacy.",
        stopped__gte=timezone.now() - FAILED_LATELY,
    )
    names = sorted(set(failed.order_by().values_list("func", flat=True).distinct()))
    if names:
        return Finding(
            "failures", False, f"Jobs failed within the last hour: {_named(names)}."
        )
    return Finding("failures", True, "No job failed within the last hour.")


def _failed_runs() -> Finding:
    # What nobody repeats any more would never end well again.
    runs = TaskRun.objects.using(router.db_for_write(TaskRun)).filter(
        key__in=[schedule.key for schedule in schedules]
    )
    names = runs.exclude(failed_at=None).order_by("key").values_list("key", flat=True)
    if found := list(names):
        return Finding("failures", False, f"Tasks failed: {_named(found)}.")
    return Finding("failures", True, "Every task ended well when it last ran.")


def _deliveries() -> Finding:
    rows = Delivery.objects.using(router.db_for_write(Delivery))
    late = rows.waiting().filter(due_at__lt=timezone.now() - MAIL_IS_LATE)
    if not launch.is_open():
        # They wait until sharing opens.
        late = late.exclude(
            kind__in=[kind.key for kind in notice_kinds if kind.encourages]
        )
    number = late.count()
    if number:
        return Finding(
            "deliveries",
            False,
            f"{number} mails have waited for more than {_duration(MAIL_IS_LATE)}.",
        )
    return Finding("deliveries", True, "No mail is late.")


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _kind(error: Exception) -> str:
    # Not its text: it may name hosts, accounts and paths, and this leaves the site.
    return type(error).__name__


def _duration(span: datetime.timedelta) -> str:
    seconds = max(0, int(span.total_seconds()))
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 2 * 3600:
        return f"{seconds // 60} min"
    return f"{seconds // 3600} h"

import inspect
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import import_string

from .conf import app_settings
from .registry import Registry


# What django-q2 has room for: https://django-q2.readthedocs.io/en/master/schedules.html
MOST_MINUTES = 32_767
MOST_LETTERS = {"key": 64, "task": 256}
# A Redis that is down costs whoever asks it several seconds, each time. One job finds
# out; those of the next seconds are not handed over at all.
BROKER_PAUSE = 10


@dataclass(frozen=True)
class Schedule:
    """A task the queue repeats; ``advocacy_setup`` writes it to django-q2.

    :param key: stable name, at most 64 characters; the schedule in the database
        carries it.
    :param task: dotted path of a function without arguments, idempotent.
    :param minutes: minutes between two runs, 32,767 at most.
    :param may_be_elsewhere: something of the site's own may repeat it already.
    """

    key: str
    task: str
    minutes: int
    may_be_elsewhere: bool = False


schedules: Registry[Schedule] = Registry("schedule")


class BrokerIsDown(Exception):
    """The queue did not answer a moment ago, and is not asked again yet."""


def enqueue(task: str, *args: Any) -> None:
    """Run ``task`` once the current transaction is committed.

    Where no transaction is open it is handed over at once. A task that fails, or
    a broker that is down, never breaks the request that asked for it: the error
    is logged by ``django.db.backends.base``. So may a process that is killed lose a job
    it has not handed over yet: what must happen is also found by a schedule.

    :param task: dotted path of an idempotent function.
    :param args: primary keys and other plain values; never model instances.
    """
    transaction.on_commit(lambda: _dispatch(task, args), robust=True)


def uses_queue() -> bool:
    """Whether jobs wait for a worker, and are not run at once."""
    return app_settings.JOBS == "queue" and apps.is_installed("django_q")


def schedule_faults(schedule: Schedule) -> Iterator[str]:
    """Yield what would keep a schedule from running; its task is imported."""
    for name, most in MOST_LETTERS.items():
        if not 0 < len(getattr(schedule, name)) <= most:
            yield f"its {name} must have 1 to {most} characters"
    minutes = schedule.minutes
    if type(minutes) is not int or not 1 <= minutes <= MOST_MINUTES:
        yield (
            f"its minutes must be a whole number from 1 to {MOST_MINUTES}, not"
            f" {minutes!r}"
        )
    try:
        task = import_string(schedule.task)
    except ImportError as error:
        yield f"its task cannot be imported: {error}"
        return
    if not callable(task):
        yield f"its task {schedule.task} is no function"
        return
    try:
        inspect.signature(task).bind()
    except TypeError as error:
        yield f"its task {schedule.task} cannot be called without arguments: {error}"
    except ValueError:
        # A built-in that does not say what it takes.
        pass


_broker_is_down_until = 0.0


def _dispatch(task: str, args: tuple[Any, ...]) -> None:
    global _broker_is_down_until
    if app_settings.JOBS == "immediate":
        import_string(task)(*args)
        return
    # Imported here because a site with immediate jobs need not install django_q.
    from django_q.tasks import async_task

    if time.monotonic() < _broker_is_down_until:
        raise BrokerIsDown(f"{task} was not handed over: the queue does not answer.")
    try:
        async_task(task, *args)
    except Exception:
        _broker_is_down_until = time.monotonic() + BROKER_PAUSE
        raise
    _broker_is_down_until = 0.0

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string

from .conf import app_settings
from .registry import Registry


@dataclass(frozen=True)
class Schedule:
    """A task the queue repeats; ``advocacy_setup`` writes it to django-q2.

    :param key: stable name; the schedule in the database carries it.
    :param task: dotted path of a function without arguments, idempotent.
    :param minutes: minutes between two runs.
    """

    key: str
    task: str
    minutes: int


schedules: Registry[Schedule] = Registry("schedule")


def enqueue(task: str, *args: Any) -> None:
    """Run ``task`` once the current transaction is committed.

    Where no transaction is open it is handed over at once. A task that fails, or
    a broker that is down, never breaks the request that asked for it: the error
    is logged by ``django.db.backends.base``.

    :param task: dotted path of an idempotent function.
    :param args: primary keys and other plain values; never model instances.
    """
    transaction.on_commit(lambda: _dispatch(task, args), robust=True)


def _dispatch(task: str, args: tuple[Any, ...]) -> None:
    if app_settings.JOBS == "immediate":
        import_string(task)(*args)
        return
    # Imported here because a site with immediate jobs need not install django_q.
    from django_q.tasks import async_task

    async_task(task, *args)

"""What the queue runs. Every task may run twice and does nothing twice."""

import datetime
import logging

from . import (
    answers,
    directory,
    group_figures,
    heartbeat,
    managers,
    notices,
    rate_limits,
    retention,
)


logger = logging.getLogger(__name__)


def beat() -> None:
    """Say that a worker lives."""
    heartbeat.beat()


def forget_old_attempts() -> None:
    """Delete the counts of attempts whose window of time is over."""
    rate_limits.forget_old_attempts()


def sync_directory() -> None:
    """Copy what the site's directory says; what it refuses is logged."""
    try:
        directory.sync()
    except directory.DirectoryError as error:
        logger.error("%s", error)


def refresh_group_figures() -> None:
    """Copy what the directory says once a day, then take the figures of the day.

    A directory that fails does not keep back the figures: they are those of the people
    it last named.
    """
    if not directory.is_of_today():
        sync_directory()
    group_figures.take_snapshot()


def deliver_notice(delivery_pk: int) -> None:
    """Mail one notice, if it is due and may be mailed.

    :param delivery_pk: primary key of a delivery; nothing happens once it is gone.
    """
    notices.deliver(delivery_pk)


def apply_answers() -> None:
    """Carry out what people answered from mails."""
    answers.apply_waiting()


def invite_managers() -> None:
    """Invite those who lead and were not invited before."""
    managers.invite()


def sweep_notices() -> None:
    """Mail what waited for somebody's morning or for the mail server."""
    notices.sweep()


def sweep_more_notices(due_at: str, delivery_pk: int) -> None:
    """Mail what is due beyond what was handed over already.

    :param due_at: when the last of that was due, in ISO 8601.
    :param delivery_pk: its primary key.
    """
    notices.sweep((datetime.datetime.fromisoformat(due_at), delivery_pk))


def keep_no_longer() -> None:
    """Treat switched-off accounts as left, forget what was kept long enough, and put
    away what does not hold any more.
    """
    retention.leave_deactivated()
    retention.apply_all()
    notices.put_away_what_is_over()

"""Transactions that a database breaks off in favour of others."""

import functools
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connections, models, router


P = ParamSpec("P")
R = TypeVar("R")

# Seconds between two attempts, at most; with chance, so that those who met once do not
# meet again. Six seconds at the very worst, which is less than people wait for a page.
WAITS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3)
# Somebody else's turn: a row changed since the snapshot, a lock that did not come, a
# deadlock (https://mariadb.com/kb/en/mariadb-error-code-reference/).
MYSQL_CODES = {1020, 1205, 1213}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: class 40.
POSTGRESQL_STATES = {"40001", "40P01"}


def tried_again(
    model: type[models.Model],
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate an action that is one transaction: run it again where it was broken off.

    MariaDB breaks off one of two that wait for each other, and SQLite whoever waits for
    too long. All that such an action wrote is
    undone, so nothing happens twice. Inside a transaction of somebody else's it is not
    ours to run again.

    :param model: what it writes first; that names the database.
    """

    def decorate(action: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(action)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            for wait in (*WAITS, None):
                connection = connections[router.db_for_write(model)]
                try:
                    with _as_writer(connection):
                        return action(*args, **kwargs)
                except OperationalError as error:
                    is_ours = not connection.in_atomic_block
                    if wait is None or not is_ours or not was_broken_off(error):
                        raise
                time.sleep(wait * random.uniform(0.5, 1))  # noqa: S311
            raise AssertionError("The last attempt returns or raises.")

        return run

    return decorate


@contextmanager
def _as_writer(connection) -> Iterator[None]:
    """Let transactions on SQLite begin as the one writer there is.

    Whoever begins as a reader is refused at once if somebody else has written by the
    time they want to; a writer waits (https://www.sqlite.org/lang_transaction.html).
    """
    if connection.vendor != "sqlite":
        yield
        return
    # Connecting sets what the site's settings say.
    connection.ensure_connection()
    before = connection.transaction_mode
    connection.transaction_mode = "IMMEDIATE"
    try:
        yield
    finally:
        connection.transaction_mode = before


def was_broken_off(error: OperationalError) -> bool:
    """Whether the database gave way to another transaction, and would not again."""
    code = error.args[0] if error.args else ""
    state = getattr(error.__cause__, "sqlstate", None)
    return (
        code in MYSQL_CODES
        or state in POSTGRESQL_STATES
        or (isinstance(code, str) and "is locked" in code)
    )

"""A PostgreSQL database of a benchmark's own.

In a folder, because every program beside it is a benchmark.
"""

import contextlib
import os

import dj_database_url
import psycopg


SERVER = dj_database_url.parse(
    os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
)


@contextlib.contextmanager
def own_database(name):
    """Make a database, name it in ``DATABASE_URL``, and drop it in the end.

    :param name: of the database, as SQL takes it without quotes; one that is left of
        an earlier run is dropped first.
    """
    _administer(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    os.environ["DATABASE_URL"] = _address(name)
    try:
        yield
    finally:
        # Also what a server that was killed has left connected.
        _administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _address(name):
    user = SERVER["USER"] or "postgres"
    password = f":{SERVER['PASSWORD']}" if SERVER["PASSWORD"] else ""
    port = SERVER["PORT"] or 5432
    return f"postgres://{user}{password}@{SERVER['HOST']}:{port}/{name}"


def _administer(*statements):
    with psycopg.connect(_address(SERVER["NAME"]), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)

"""The intranet of the tests on a SQLite file, which many connections share.

Environment variables it reads: ``SQLITE_FILE``, and those of ``tests.settings``.
"""

import os

from tests.settings import *  # noqa: F403


DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["SQLITE_FILE"],
        # https://docs.djangoproject.com/en/stable/ref/databases/#database-is-locked-errors
        "OPTIONS": {"timeout": 20},
        "TEST": {"NAME": os.environ["SQLITE_FILE"]},
    }
}

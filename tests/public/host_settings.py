"""What somebody writes on the public host.

It runs on the database of ``tests.settings``, and knows nothing of that intranet's
user model, apps or ``SECRET_KEY``.

Environment variables it reads: ``DATABASE_URL``, ``PUBLIC_KEY``, and ``PUBLIC_URL``
where it is another than that of ``tests.settings``.
"""

import os

import dj_database_url

from wagtail_advocacy.public.settings import *  # noqa: F403


ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {"default": dj_database_url.config(conn_max_age=60)}
WAGTAIL_ADVOCACY = {
    "PUBLIC_URL": os.environ.get("PUBLIC_URL", "https://go.example.com"),
    "PUBLIC_KEY": os.environ["PUBLIC_KEY"],
    "JOBS": "immediate",
}

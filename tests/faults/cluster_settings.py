"""The intranet of the tests with a queue, and a mail server on this machine.

Environment variables it reads, besides those of ``tests.settings``: ``QUEUE_NAME``;
``QUEUE_REDIS``, where jobs wait in Redis and not in the database; ``SMTP_PORT``.
"""

import os

import django

from tests.settings import *  # noqa: F403
from tests.settings import Q_CLUSTER, WAGTAIL_ADVOCACY


Q_CLUSTER = {
    **Q_CLUSTER,
    "name": os.environ["QUEUE_NAME"],
    "workers": 2,
    "poll": 0.05,
    # Whoever died is missed sooner than is worth it on a real site, and what is due is
    # looked at as soon as the cluster has begun.
    "guard_cycle": float(os.environ.get("QUEUE_GUARD_CYCLE", 0.2)),
    # Django-q2 reads all the results it keeps for each one it adds.
    "save_limit": -1,
    # What the tests learn the processes from.
    "log_level": "INFO",
}
if os.environ.get("QUEUE_REDIS"):
    del Q_CLUSTER["orm"]
    Q_CLUSTER["redis"] = os.environ["QUEUE_REDIS"]
WAGTAIL_ADVOCACY = {**WAGTAIL_ADVOCACY, "JOBS": "queue"}

SMTP = "django.core.mail.backends.smtp.EmailBackend"
PORT = int(os.environ.get("SMTP_PORT", 25))
if django.VERSION >= (6, 1):
    MAILERS = {
        "default": {
            "BACKEND": SMTP,
            "OPTIONS": {"host": "127.0.0.1", "port": PORT, "timeout": 10},
        }
    }
else:
    # Under its old name, which newer ones refuse beside the new one.
    del MAILERS
    EMAIL_BACKEND = SMTP
    EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = "127.0.0.1", PORT, 10

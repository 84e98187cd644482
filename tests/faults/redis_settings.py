"""The intranet of the tests, with visits in Redis.

Environment variables it reads: ``REDIS_URL``, and those of ``tests.settings``.
"""

import os

from tests.settings import *  # noqa: F403
from tests.settings import WAGTAIL_ADVOCACY


WAGTAIL_ADVOCACY = {
    **WAGTAIL_ADVOCACY,
    "VISITS": "redis",
    "REDIS_URL": os.environ["REDIS_URL"],
}

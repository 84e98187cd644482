"""What somebody writes on the public host of a site that signs badges.

Environment variables it reads, beside those of ``tests.public.host_settings``:
``OPENBADGES_KEYS``.
"""

import os

from tests.public.host_settings import *  # noqa: F403
from tests.public.host_settings import INSTALLED_APPS, WAGTAIL_ADVOCACY


INSTALLED_APPS = [*INSTALLED_APPS, "wagtail_advocacy.badges"]
WAGTAIL_ADVOCACY = {
    **WAGTAIL_ADVOCACY,
    "OPENBADGES_KEYS": os.environ["OPENBADGES_KEYS"],
}

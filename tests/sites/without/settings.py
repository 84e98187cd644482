"""The corporate intranet without one of our optional rooms.

Environment variables it reads, beside those of ``tests.sites.base``:

``WITHOUT``  the room that is not installed
"""

import os

from tests.sites.corporate.settings import *  # noqa: F403
from tests.sites.corporate.settings import INSTALLED_APPS


INSTALLED_APPS = [app for app in INSTALLED_APPS if app != os.environ["WITHOUT"]]

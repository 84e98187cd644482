"""The same intranet, with Wagtail's embeds."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS


INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.embeds"]

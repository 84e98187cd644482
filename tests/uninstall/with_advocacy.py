"""The same intranet with our lines, and an optional room of somebody else's."""

from .intranet import *  # noqa: F403
from .intranet import INSTALLED_APPS as THEIRS


INSTALLED_APPS = [
    "wagtail_advocacy",
    "wagtail_advocacy.ambassadors",
    "wagtail_advocacy.shareables",
    "wagtail_advocacy.learning",
    "wagtail_advocacy.sharing",
    "wagtail_advocacy.pages",
    "wagtail_advocacy.outreach",
    "wagtail_advocacy.badges",
    "tests.uninstall.extra",
    *THEIRS,
]
ROOT_URLCONF = "tests.uninstall.with_advocacy_urls"
WAGTAIL_ADVOCACY = {"PUBLIC_URL": "https://go.example.com"}

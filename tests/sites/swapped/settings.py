from pathlib import Path

from tests.sites.base import *  # noqa: F403
from tests.sites.base import DJANGO_TEMPLATES, OURS, WAGTAIL


INSTALLED_APPS = [
    "tests.sites.swapped",
    "wagtail.test.basepage",
    *OURS,
    "wagtail_advocacy.outreach",
    "wagtail_advocacy.badges",
    *WAGTAIL,
]
ROOT_URLCONF = "tests.sites.swapped.urls"
TEMPLATES = [{**DJANGO_TEMPLATES, "DIRS": [Path(__file__).parent / "templates"]}]

WAGTAIL_PAGE_MODEL = "basepage.BasePage"
WAGTAIL_SITE_NAME = "Swapped"

WAGTAIL_ADVOCACY = {"PUBLIC_URL": "https://swapped.example/go", "JOBS": "immediate"}

# For the journey.
JOURNEY_PAGE = "swapped.StoryPage"
JOURNEY_FRAME = '<html lang="en"'

from pathlib import Path

from tests.sites.base import *  # noqa: F403
from tests.sites.base import DJANGO_TEMPLATES, OPTIONAL, OURS, WAGTAIL, mail


# Ours come last, as lines do that are added years later.
INSTALLED_APPS = [
    "tests.sites.corporate.sharing",
    "tests.sites.corporate.shareables",
    *WAGTAIL,
    *OURS,
    *OPTIONAL,
]
ROOT_URLCONF = "tests.sites.corporate.urls"
TEMPLATES = [{**DJANGO_TEMPLATES, "DIRS": [Path(__file__).parent / "templates"]}]

LOGIN_URL = "/portal"
APPEND_SLASH = False
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = True
USE_I18N = False
globals().update(mail("tests.sites.corporate.mail.NobodyAnswers"))
WAGTAIL_SITE_NAME = "Corporate"
# Its own name for what its queue, Celery, would not run for us.
CELERY_BROKER_URL = "redis://broker.invalid:6379/0"

WAGTAIL_ADVOCACY = {
    "PUBLIC_URL": "https://corporate.example/out",
    "JOBS": "immediate",
    "BASE_TEMPLATE": "corporate/base.html",
    "BASE_BLOCK": "region_main",
    "BASE_TITLE_BLOCK": "page_name",
}

# For the journey.
JOURNEY_PAGE = "sharing.NewsPage"
JOURNEY_FRAME = 'data-frame="corporate"'
JOURNEY_MEDIA_IS_PRIVATE = True

from pathlib import Path

from tests.sites.base import *  # noqa: F403
from tests.sites.base import (
    DATABASES,
    DJANGO_TEMPLATES,
    FOLDER,
    MIDDLEWARE,
    OPTIONAL,
    OURS,
    WAGTAIL,
)


INSTALLED_APPS = [
    "tests.testapp",
    "django_q",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    *OURS,
    *OPTIONAL,
    *WAGTAIL,
]
MIDDLEWARE = [
    *MIDDLEWARE,
    "tests.sites.worldwide.middleware.SingleSignOnProxy",
    "django.middleware.locale.LocaleMiddleware",
]
ROOT_URLCONF = "tests.sites.worldwide.urls"
TEMPLATES = [{**DJANGO_TEMPLATES, "DIRS": [Path(__file__).parent / "templates"]}]

DATABASES = {
    **DATABASES,
    # The same file, so that it is never late; but read-only, and on a connection of
    # its own, so that it sees nothing of an open transaction.
    "replica": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{FOLDER}/site.sqlite3?mode=ro",
        "OPTIONS": {"uri": True},
    },
}
DATABASE_ROUTERS = ["tests.sites.worldwide.routers.ReadFromReplica"]

AUTH_USER_MODEL = "testapp.Colleague"
AUTHENTICATION_BACKENDS = ["tests.sites.worldwide.backends.StaffHeader"]
LOGIN_URL = "https://sso.example/start"

LANGUAGE_CODE = "ar"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("ar", "العربية"),
    ("en", "English"),
    ("fr", "Français"),
]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Riyadh"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_SITE_NAME = "Worldwide"

Q_CLUSTER = {
    "name": "worldwide",
    "orm": "default",
    "timeout": 60,
    "retry": 120,
    "max_attempts": 5,
    "catch_up": False,
}

WAGTAIL_ADVOCACY = {
    "PUBLIC_URL": "https://worldwide.example/go",
    "JOBS": "queue",
    "TRUSTED_PROXIES": ["127.0.0.1"],
}

# For the journey.
JOURNEY_PAGE = "testapp.ArticlePage"
JOURNEY_FRAME = 'dir="rtl"'
JOURNEY_STAFF_HEADER = "X-Staff"

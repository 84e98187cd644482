from pathlib import Path

from tests.sites.base import *  # noqa: F403
from tests.sites.base import (
    CONTEXT_PROCESSORS,
    DJANGO_TEMPLATES,
    OURS,
    WAGTAIL,
)


INSTALLED_APPS = ["tests.testapp", *OURS, *WAGTAIL]
ROOT_URLCONF = "tests.sites.jinja.urls"
TEMPLATES = [
    {
        "BACKEND": "tests.sites.jinja.backend.EveryTemplate",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "tests.testapp.jinja.environment",
            "extensions": [
                "jinja2.ext.i18n",
                "wagtail.jinja2tags.core",
                "wagtail_advocacy.jinja2tags.advocacy",
            ],
            "context_processors": CONTEXT_PROCESSORS,
        },
    },
    DJANGO_TEMPLATES,
]

AUTH_USER_MODEL = "testapp.Colleague"
LOGIN_URL = "/sso/"
WAGTAIL_SITE_NAME = "Jinja"

WAGTAIL_ADVOCACY = {
    "PUBLIC_URL": "https://jinja.example/go",
    "JOBS": "immediate",
    "BASE_TEMPLATE": "frame.html",
    "BASE_BLOCK": "page_body",
    "BASE_TITLE_BLOCK": "page_title",
}

# For the journey.
JOURNEY_PAGE = "testapp.ArticlePage"
JOURNEY_FRAME = 'data-frame="jinja"'

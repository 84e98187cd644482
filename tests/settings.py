"""An intranet somebody else wrote, and that is not the example site.

Its users have UUID keys and no ``username``, some of its templates are Jinja2's, its
login page has no URL name, and it installs no ``wagtail.contrib`` app but the one we
require. Tests that need another site use the ``settings`` fixture.

Environment variables it reads:

``DATABASE_URL``  the database to test on; SQLite in memory where it is not set
``WITHOUT``       optional rooms that are left out with their tests: ``badges outreach``
"""

import os
from importlib.util import find_spec

import dj_database_url


SECRET_KEY = "only-for-tests"
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "go.example.com"]

INSTALLED_APPS = [
    "tests.testapp",
    "wagtail_advocacy",
    "wagtail_advocacy.ambassadors",
    "wagtail_advocacy.shareables",
    "wagtail_advocacy.learning",
    "wagtail_advocacy.sharing",
    "wagtail_advocacy.pages",
    "wagtail_advocacy.outreach",
    "wagtail_advocacy.badges",
    "django_q",
    "wagtail.contrib.settings",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# In the words of INSTALLED_APPS; read by conftest.py and by tests of every room, too.
WITHOUT = [f"wagtail_advocacy.{room}" for room in os.environ.get("WITHOUT", "").split()]
for app in WITHOUT:
    INSTALLED_APPS.remove(app)

# Wagtail 7.4 has none.
HAS_API_V3 = find_spec("wagtail.api.v3") is not None
if HAS_API_V3:
    INSTALLED_APPS += ["wagtail.api.v3", "ninja"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "tests.urls"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.template.context_processors.i18n",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]

TEMPLATES = [
    # First, as in sites that moved to Jinja2: it answers for the templates of
    # ``jinja2/`` folders, everything else falls through to Django's own engine.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "tests.testapp.jinja.environment",
            "extensions": [
                "jinja2.ext.i18n",
                "wagtail.jinja2tags.core",
                "wagtail.images.jinja2tags.images",
                "wagtail_advocacy.jinja2tags.advocacy",
            ],
            "context_processors": CONTEXT_PROCESSORS,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    },
]

DATABASES = {"default": dj_database_url.config(default="sqlite://:memory:")}
if DATABASES["default"]["NAME"] == ":memory:":
    # The threads of a live server share one connection, and with it the statements
    # that sqlite3 keeps: two that run the same SQL at once answer "bad parameter or
    # other API misuse", or with each other's rows.
    DATABASES["default"]["OPTIONS"] = {"cached_statements": 0}

# Files live in memory, so that no test leaves one behind.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "/static/"
MEDIA_URL = "/media/"

AUTH_USER_MODEL = "testapp.Colleague"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "/sso/"
CSRF_COOKIE_HTTPONLY = True

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("fr", "French")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

# Django 6.1 and newer want to be told; the tests' mails stay in memory either way.
MAILERS = {
    "default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"},
}

WAGTAIL_SITE_NAME = "The other intranet"
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_BASE_URL = "https://intranet.example.com"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database"},
}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

Q_CLUSTER = {
    "name": "tests",
    "orm": "default",
    "timeout": 60,
    "retry": 120,
    "max_attempts": 5,
    "catch_up": False,
}

WAGTAIL_ADVOCACY = {
    "PUBLIC_URL": "https://go.example.com",
    "JOBS": "immediate",
}

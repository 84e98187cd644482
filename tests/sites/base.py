"""What every one of these intranets sets; each overrides what makes it hard.

Environment variables it reads:

``SITE_FOLDER``  where the database and the files of the site are
"""

import os
from pathlib import Path

import django


FOLDER = Path(os.environ.get("SITE_FOLDER", "."))

SECRET_KEY = "only-for-tests-and-long-enough-for-the-checks-of-a-deployment"
DEBUG = False
ALLOWED_HOSTS = ["*"]

OURS = [
    "wagtail_advocacy",
    "wagtail_advocacy.ambassadors",
    "wagtail_advocacy.shareables",
    "wagtail_advocacy.learning",
    "wagtail_advocacy.sharing",
]
# The first is not for a site that swapped the page model.
OPTIONAL = [
    "wagtail_advocacy.pages",
    "wagtail_advocacy.outreach",
    "wagtail_advocacy.badges",
]
WAGTAIL = [
    "wagtail.contrib.settings",
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

MIDDLEWARE = [
    "tests.sites.policy.StrictPolicy",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
DJANGO_TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
}

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": FOLDER / "site.sqlite3",
        # Nobody misses it after a power cut.
        "OPTIONS": {"init_command": "PRAGMA synchronous = OFF"},
    }
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = FOLDER / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = FOLDER / "media"

USE_TZ = True
LANGUAGE_CODE = "en"


def mail(backend):
    """Return the settings that send mail with ``backend``, under the names of today.

    Django 6.1 renamed them and refuses the old name beside the new one.
    """
    if django.VERSION < (6, 1):
        return {"EMAIL_BACKEND": backend}
    return {"MAILERS": {"default": {"BACKEND": backend}}}


globals().update(mail("django.core.mail.backends.locmem.EmailBackend"))

WAGTAILADMIN_BASE_URL = "https://intranet.example.com"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

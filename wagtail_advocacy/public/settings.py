"""Settings of a process that serves ``public_urls`` and nothing else.

The settings module of the public host begins with
``from wagtail_advocacy.public.settings import *`` and adds what only it knows:
``ALLOWED_HOSTS``, ``DATABASES`` and ``WAGTAIL_ADVOCACY``. Nothing of the intranet is
installed here: no code of the site's, no users, no sessions, no admin, no secrets.
"""

import secrets


DEBUG = False

# Signs nothing that outlives this process or that another process reads: what comes
# signed from the intranet is checked with ``WAGTAIL_ADVOCACY["PUBLIC_KEY"]``.
SECRET_KEY = secrets.token_urlsafe(50)

ROOT_URLCONF = "wagtail_advocacy.public_urls"
WSGI_APPLICATION = "wagtail_advocacy.public.wsgi.application"

# What our models point to. The tables behind them are neither made nor read here, so
# Wagtail's own image model and Django's own user stand for those of the intranet.
INSTALLED_APPS = [
    "wagtail_advocacy",
    "wagtail_advocacy.ambassadors",
    "wagtail_advocacy.shareables",
    "wagtail_advocacy.sharing",
    "wagtail.contrib.settings",
    "wagtail.images",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
AUTH_USER_MODEL = "auth.User"
WAGTAILIMAGES_IMAGE_MODEL = "wagtailimages.Image"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "wagtail_advocacy.public.middleware.PublicHostMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
    },
]

USE_TZ = True
USE_I18N = True
# Never looked at: everything comes from public_urls. Wagtail's code wants the setting.
STATIC_URL = "/static/"

SECURE_REFERRER_POLICY = "strict-origin"
# Sent over HTTPS only. No subdomains: they are not ours to speak for.
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60

# To the server's own log: there are no administrators to mail here.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        # False: Django's own handlers, which speak in DEBUG or by mail only.
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "wagtail_advocacy": {"handlers": ["console"], "level": "WARNING"},
    },
}

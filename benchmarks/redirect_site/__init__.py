"""The site that ``redirect.py`` asks: our public addresses, and two to compare with.

Environment variables it reads: ``DATABASE_URL``, ``VISITS``, ``REDIS_URL``.
"""

import os

import dj_database_url


SECRET_KEY = "only-for-benchmarks"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "benchmarks.redirect_site.urls"
INSTALLED_APPS = [
    "wagtail_advocacy",
    "wagtail_advocacy.ambassadors",
    "wagtail_advocacy.shareables",
    "wagtail_advocacy.sharing",
    "wagtail.contrib.settings",
    "wagtail.images",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
DATABASES = {"default": dj_database_url.config(conn_max_age=None)}
USE_TZ = True
STATIC_URL = "/static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
WAGTAIL_ADVOCACY = {
    "PUBLIC_URL": "https://go.example.com",
    "JOBS": "immediate",
}
if os.environ.get("VISITS"):
    WAGTAIL_ADVOCACY["VISITS"] = os.environ["VISITS"]
    WAGTAIL_ADVOCACY["REDIS_URL"] = os.environ["REDIS_URL"]


def make_link():
    """Make an offer of a page outside, and return the code of a link to it."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from wagtail_advocacy.shareables.models import LinkShareable, Offer
    from wagtail_advocacy.sharing.models import TrackedLink

    offer = Offer.objects.create(
        content_type=ContentType.objects.get_for_model(LinkShareable),
        object_id="1",
        title="The grid of tomorrow",
        summary="What a newspaper writes about the grid.",
        language="en",
        destination="https://news.example.org/grid",
        offered_at=timezone.now(),
        opens_at=timezone.now(),
    )
    return TrackedLink.objects.create(offer=offer, network="linkedin").code

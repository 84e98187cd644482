"""For everybody outside; may be mounted alone, on a public host."""

from django.apps import apps
from django.urls import include, path


app_name = "wagtail_advocacy_public"
urlpatterns = [
    path("", include("wagtail_advocacy.ambassadors.public_urls")),
    path("", include("wagtail_advocacy.shareables.public_urls")),
    path("", include("wagtail_advocacy.sharing.public_urls")),
]
if apps.is_installed("wagtail_advocacy.badges"):
    urlpatterns.append(path("", include("wagtail_advocacy.badges.public_urls")))

# Read where these are a process's root: its unknown addresses are answered like ours.
handler404 = "wagtail_advocacy.public_pages.page_not_found"

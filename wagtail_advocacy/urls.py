"""For employees who are logged in; mount it inside the intranet."""

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from wagtail_advocacy.sharing.views.hub import HubView


app_name = "wagtail_advocacy"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", HubView.as_view(), name="home"),
]
if apps.is_installed("wagtail_advocacy.badges"):
    # First: "me/badges/" would be taken for the key of a section of the profile.
    urlpatterns.append(path("", include("wagtail_advocacy.badges.urls")))
urlpatterns += [
    path("", include("wagtail_advocacy.ambassadors.urls")),
    path("", include("wagtail_advocacy.learning.urls")),
    path("", include("wagtail_advocacy.sharing.urls")),
]
if apps.is_installed("wagtail_advocacy.outreach"):
    urlpatterns.append(path("", include("wagtail_advocacy.outreach.urls")))

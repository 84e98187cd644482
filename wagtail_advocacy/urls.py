"""For employees who are logged in; mount it inside the intranet."""

from django.apps import apps
from django.urls import include, path

from wagtail_advocacy.sharing.views.hub import HubView


app_name = "wagtail_advocacy"
urlpatterns = [
    path("", HubView.as_view(), name="home"),
    path("", include("wagtail_advocacy.ambassadors.urls")),
    path("", include("wagtail_advocacy.learning.urls")),
    path("", include("wagtail_advocacy.sharing.urls")),
]
if apps.is_installed("wagtail_advocacy.outreach"):
    urlpatterns.append(path("", include("wagtail_advocacy.outreach.urls")))

"""Our own screens in the Wagtail admin."""

from django.urls import path

from .inbox import InboxView, RequestView


app_name = "wagtail_advocacy_help"
urlpatterns = [
    path("", InboxView.as_view(), name="index"),
    path("results/", InboxView.as_view(results_only=True), name="index_results"),
    path("<int:pk>/", RequestView.as_view(), name="request"),
]

"""Our own screens in the Wagtail admin."""

from django.urls import path

from .queue import QueueView, RedemptionView


app_name = "wagtail_advocacy_rewards"
urlpatterns = [
    path("", QueueView.as_view(), name="index"),
    path("results/", QueueView.as_view(results_only=True), name="index_results"),
    path("<int:pk>/", RedemptionView.as_view(), name="redemption"),
]

"""Screens about groups, in the Wagtail admin."""

from django.urls import path

from . import reports


app_name = "wagtail_advocacy_figures"
urlpatterns = [
    path("participation/", reports.ParticipationView.as_view(), name="participation"),
    path("directory/", reports.ReadDirectoryView.as_view(), name="read_directory"),
]

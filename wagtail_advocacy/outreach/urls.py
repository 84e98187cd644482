from django.urls import path

from .feeds import FeedView


app_name = "outreach"
urlpatterns = [
    path("feed/<str:token>/<slug:kind>/", FeedView.as_view(), name="feed"),
]

"""Our own screens in the Wagtail admin."""

from django.urls import path

from . import page_views


app_name = "wagtail_advocacy_admin"
urlpatterns = [
    path("image/<str:pk>/", page_views.CardImageView.as_view(), name="image"),
    path("page/<str:pk>/", page_views.PageView.as_view(), name="page"),
    path(
        "page/<str:pk>/changes/",
        page_views.SourceChangeView.as_view(),
        name="page_changes",
    ),
]

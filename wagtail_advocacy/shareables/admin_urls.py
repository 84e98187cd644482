"""Our own screens in the Wagtail admin."""

from django.urls import path

from . import views


app_name = "wagtail_advocacy_admin"
urlpatterns = [
    path("image/<str:pk>/", views.CardImageView.as_view(), name="image"),
    path("page/<str:pk>/", views.PageView.as_view(), name="page"),
    path(
        "page/<str:pk>/changes/", views.SourceChangeView.as_view(), name="page_changes"
    ),
]

from django.urls import path

from wagtail_advocacy.public_pages import PackageFileView

from . import public_views


app_name = "sharing"
urlpatterns = [
    path("s/<str:code>", public_views.FollowView.as_view(), name="follow"),
    path("p/<str:token>", public_views.HandoffView.as_view(), name="handoff"),
    path(
        "assets/handoff.js",
        PackageFileView.as_view(file="js/handoff.js", content_type="text/javascript"),
        name="handoff_script",
    ),
]

from django.urls import include, path

from .intranet_urls import urlpatterns as theirs


urlpatterns = [
    path("advocacy/", include("wagtail_advocacy.urls")),
    path("go/", include("wagtail_advocacy.public_urls")),
    *theirs,
]

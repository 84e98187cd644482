from django.http import HttpResponse
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from .views import MediaView


def portal(request):
    return HttpResponse("The portal signs you in.", content_type="text/plain")


urlpatterns = [
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("portal", portal),
    re_path(r"^media/(?P<path>.+)$", MediaView.as_view()),
    path("staff/voices/", include("wagtail_advocacy.urls")),
    path("out/", include("wagtail_advocacy.public_urls")),
    path("", include(wagtail_urls)),
]

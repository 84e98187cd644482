from django.http import HttpResponse
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls


def sign_on(request):
    return HttpResponse("Single sign-on", content_type="text/plain")


urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sso/", sign_on),
    path("advocacy/", include("wagtail_advocacy.urls")),
    path("go/", include("wagtail_advocacy.public_urls")),
    path("", include(wagtail_urls)),
]

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import include, path
from django.views import View
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls


class SingleSignOn(View):
    """Where ``LOGIN_URL`` points: a wall of somebody else's, without a URL name."""

    def get(self, request):
        return HttpResponse("Single sign-on", content_type="text/plain")


urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sso/", SingleSignOn.as_view()),
    path("advocacy/", include("wagtail_advocacy.urls")),
    path("go/", include("wagtail_advocacy.public_urls")),
]

if settings.HAS_API_V3:
    from wagtail.api.v3.urls import api

    urlpatterns.append(path("api/v3/", api.urls))

urlpatterns += i18n_patterns(
    path("", include(wagtail_urls)), prefix_default_language=False
)

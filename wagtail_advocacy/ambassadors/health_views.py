from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from wagtail_advocacy.conf import app_settings

from . import health


@method_decorator(login_not_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class HealthView(View):
    """Whether the jobs are run, for a monitor that has a token and no account.

    200: all is well; 503: something is not; 404: no token is set; 403: another one.
    """

    http_method_names = ["get", "head"]

    def get(self, request, *args, **kwargs):
        token = app_settings.HEALTH_TOKEN
        if not token:
            raise Http404
        if not constant_time_compare(self.given_token(), token):
            return JsonResponse({"status": "refused"}, status=403)
        found = health.look()
        is_well = all(one.is_well for one in found)
        content = {
            "status": "ok" if is_well else "failing",
            "checks": [
                {"key": one.key, "ok": one.is_well, "found": one.sentence}
                for one in found
            ],
        }
        return JsonResponse(content, status=200 if is_well else 503)

    def given_token(self) -> str:
        scheme, _, token = self.request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return token.strip()
        # For monitors that cannot send headers; it ends in the logs of every proxy.
        return self.request.GET.get("token", "")

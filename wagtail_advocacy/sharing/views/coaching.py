"""What the composer says about a text while it is written."""

from django.http import HttpResponse

from wagtail_advocacy import layout
from wagtail_advocacy.ambassadors.rate_limits import (
    COACHING,
    TooManyAttempts,
    count_attempt,
)

from .compose import ComposeView


class CoachingView(ComposeView):
    """Answers the composer's script with a few words, of which nothing is kept."""

    http_method_names = ["post"]
    template_name = "wagtail_advocacy/sharing/_coaching.html"

    def post(self, request, public_id):
        if self.ambassador is None:
            return HttpResponse(status=403)
        if self.offer is None:
            return HttpResponse(status=404)
        try:
            count_attempt(request.user, COACHING)
        except TooManyAttempts as refusal:
            headers = {"Retry-After": str(refusal.retry_after)}
            return HttpResponse(status=429, headers=headers)
        coaching = self.get_coaching(self.get_form(initial=self.get_posted()))
        return HttpResponse(
            layout.render_own(self.template_name, {"coaching": coaching}, request)
        )

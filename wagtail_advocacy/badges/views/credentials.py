"""Taking an award along, as a file that others can check."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from wagtail_advocacy.ambassadors.rate_limits import TooManyAttempts, count_attempt
from wagtail_advocacy.ambassadors.views import EmployeeView

from .. import credentials, queries
from ..rate_limits import DOWNLOADING


class CredentialView(EmployeeView):
    """An award of one's own as a signed file; somebody else's is not there."""

    template_name = "wagtail_advocacy/badges/no_credential.html"
    http_method_names = ["get", "head"]

    def get(self, request, public_id, fmt):
        if fmt not in credentials.CONTENT_TYPES or self.ambassador is None:
            raise Http404
        own = queries.awards().filter(ambassador=self.ambassador)
        award = (
            own.select_related("ambassador__user").filter(public_id=public_id).first()
        )
        if award is None:
            raise Http404
        try:
            count_attempt(request.user, DOWNLOADING)
            content = credentials.export(award, fmt)
        except credentials.CannotSign as refusal:
            return self.render(refusal=refusal, status=refusal.status)
        except TooManyAttempts as refusal:
            return self.render(refusal=refusal, status=429)
        response = HttpResponse(content, content_type=credentials.CONTENT_TYPES[fmt])
        name = slugify(award.badge.name) or "badge"
        response.headers["Content-Disposition"] = content_disposition_header(
            True, f"{name}.{fmt}"
        )
        # A picture that somebody else drew is looked at, never run.
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

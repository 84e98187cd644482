from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property

from wagtail_advocacy.ambassadors.rate_limits import TooManyAttempts
from wagtail_advocacy.ambassadors.views import EmployeeView

from ..actions.consultations import CommentsClosed, comment
from ..charter_screens import comments_about
from ..charter_texts import choose_text, latest_texts
from ..forms import CommentForm
from ..models import CharterVersion


class CommentView(EmployeeView):
    """Say something about one clause, with a name or without."""

    template_name = "wagtail_advocacy/learning/comment.html"

    @cached_property
    def version(self):
        versions = CharterVersion.objects.filter(charter__page__live=True)
        return get_object_or_404(
            versions.select_related("charter__page"), pk=self.kwargs["version"]
        )

    @cached_property
    def clause(self):
        texts = latest_texts([self.version.pk])[self.version.pk]
        for clause in choose_text(self.version, texts).clauses:
            if clause["id"] == self.kwargs["clause"]:
                return clause
        raise Http404

    def get(self, request, **kwargs):
        return self.render_form(CommentForm())

    def post(self, request, **kwargs):
        form = CommentForm(request.POST)
        if not form.is_valid():
            return self.render_form(form, status=422)
        try:
            comment(
                request.user,
                self.version,
                self.clause,
                form.cleaned_data["text"],
                with_name=form.cleaned_data["with_name"],
            )
        except CommentsClosed as refusal:
            return self.render_form(form, refusal=refusal, status=409)
        except TooManyAttempts as refusal:
            return self.render_form(form, refusal=refusal, status=429)
        # Said by the address, because a site may show no messages.
        return redirect(f"{request.path}?sent=1")

    def render_form(self, form, **context):
        return self.render(
            form=form,
            sent="sent" in self.request.GET and not form.is_bound,
            clause=self.clause,
            comments=comments_about(self.version).get(self.clause["id"], []),
            version=self.version,
            page_address=self.version.charter.page.get_url(self.request),
            **context,
        )

"""Saying how a post of one's own goes."""

from django.shortcuts import redirect
from django.urls import reverse

from wagtail_advocacy.ambassadors.actions import NotTakingPart
from wagtail_advocacy.ambassadors.rate_limits import (
    REPORTING,
    TooManyAttempts,
    count_attempt,
)

from .. import actions, conversation
from ..forms import FiguresForm
from ..models import Reading
from .shares import OwnShareView


Metric = Reading.Metric


class ConversationView(OwnShareView):
    """ "I replied", how many reacted, and "do not ask me again"."""

    http_method_names = ["post"]

    def post(self, request, pk):
        said = request.POST.get("said", "")
        ways = {
            "replied": lambda: self.report({Metric.REPLIED: 1}),
            "not_replied": lambda: self.report({Metric.REPLIED: 0}),
            "figures": self.report_figures,
            "stop": lambda: conversation.stop_nudges(request.user, pk),
            "go_on": lambda: conversation.stop_nudges(request.user, pk, stopped=False),
        }
        if said not in ways:
            return self.render_share(status=422)
        try:
            count_attempt(request.user, REPORTING)
            refused = ways[said]()
        except TooManyAttempts as refusal:
            return self.render_share(
                status=429, refusal=refusal, form=FiguresForm(request.POST)
            )
        except NotTakingPart:
            left = actions.Refused("not_joined", actions.NOT_JOINED)
            return self.render_share(status=403, refusal=left)
        if refused is not None:
            return self.render_share(status=422, form=refused)
        address = reverse("wagtail_advocacy:sharing:share", args=[pk])
        return redirect(f"{address}#conversation")

    def report(self, figures: dict[str, int]) -> None:
        conversation.report(self.request.user, self.kwargs["pk"], figures)

    def report_figures(self) -> FiguresForm | None:
        """Write the figures down, or return the form with what is wrong with it."""
        form = FiguresForm(self.request.POST)
        if not form.is_valid():
            return form
        self.report(form.figures())
        return None

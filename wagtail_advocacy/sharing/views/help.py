"""Help with what I published: a difficult comment, a slip."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from wagtail_advocacy.ambassadors.rate_limits import (
    ASKING,
    TooManyAttempts,
    count_attempt,
)
from wagtail_advocacy.ambassadors.views import EmployeeView

from .. import actions, helping
from ..models import HelpRequest, SharingSettings
from ..retention import help_days
from .asked import help_with_share
from .presentation import network_of
from .shares import OwnShareView


HELP = "advocacy-help"


class AskAboutShareView(OwnShareView):
    """Asks for help with one's own share; what is refused stays as it was typed."""

    problem = ""
    status = 200

    def attempt(self, ask: Callable[[], HelpRequest]) -> HelpRequest | None:
        """Ask colleagues.

        :returns: ``None``: it was refused; ``problem`` and ``status`` say why.
        """
        try:
            count_attempt(self.request.user, ASKING)
            return ask()
        except TooManyAttempts as refusal:
            self.problem, self.status = refusal.sentence, 429
        except actions.Refused as refusal:
            self.problem = refusal.sentence
            self.status = 403 if refusal.code == "not_joined" else 409
        except ValidationError as error:
            self.problem, self.status = " ".join(error.messages), 422
        return None

    @property
    def note(self) -> str:
        return self.request.POST.get("help_note", "").strip()

    def redirect_to_share(self, query: str = ""):
        address = reverse("wagtail_advocacy:sharing:share", args=[self.share.pk])
        return redirect(f"{address}{query}#{HELP}")


class HandOverView(AskAboutShareView):
    """ "Hand to communication": I do not have to answer this alone."""

    http_method_names = ["post"]

    def post(self, request, pk):
        address = request.POST.get("comment_address", "").strip()
        sent = self.attempt(
            lambda: helping.hand_over(
                request.user, self.share.pk, address=address, note=self.note
            )
        )
        if sent:
            # Another address each time, or a browser that is there stays where it is.
            return self.redirect_to_share(f"?sent={sent.pk}.{sent.version}")
        return self.render_share(status=self.status)

    def get_help(self):
        return help_with_share(
            self.share, self.ambassador, self.request.POST, self.problem
        )


class SlipView(AskAboutShareView):
    """ "I slipped": what to do, calmly. Nobody is told unless the person says so."""

    template_name = "wagtail_advocacy/sharing/slip.html"

    def resume_url(self):
        return reverse("wagtail_advocacy:sharing:slip", kwargs=self.kwargs)

    def get(self, request, pk):
        if not self.share.is_published:
            return self.redirect_to_share()
        return self.render_slip()

    def post(self, request, pk):
        if "tell" not in request.POST:
            return self.take_down()
        if self.attempt(
            lambda: helping.tell_slip(request.user, self.share.pk, note=self.note)
        ):
            address = reverse("wagtail_advocacy:sharing:slip", args=[self.share.pk])
            return redirect(f"{address}#{HELP}")
        return self.render_slip(status=self.status)

    def take_down(self):
        try:
            actions.withdraw_share(self.request.user, self.share.pk)
        except actions.Refused as refusal:
            return self.render_share(status=409, refusal=refusal)
        return self.redirect_to_share()

    def render_slip(self, *, status=200):
        share = self.share
        slips = HelpRequest.objects.filter(share=share, kind=HelpRequest.Kind.SLIP)
        return self.render(
            status=status,
            share=share,
            offer=share.offer,
            network=network_of(share),
            contact=SharingSettings.read(),
            told=slips.first(),
            help_days=help_days(),
            may_ask=self.ambassador is not None,
            problem=self.problem,
            note=self.note,
        )


class TakeBackView(EmployeeView):
    """Forgets what I asked, and what was answered."""

    http_method_names = ["post"]

    def post(self, request, pk):
        try:
            taken_back = helping.take_back(request.user, pk)
        except HelpRequest.DoesNotExist:
            raise Http404 from None
        if taken_back.share_id is None:
            return redirect("wagtail_advocacy:home")
        return redirect("wagtail_advocacy:sharing:share", taken_back.share_id)

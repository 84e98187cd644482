"""What colleagues show, saying thanks for it, and the thanks I got and gave."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode

from wagtail_advocacy.ambassadors.views import EmployeeView
from wagtail_advocacy.sharing.models import HelpRequest
from wagtail_advocacy.sharing.models.help import name_of

from ..forms import ThanksForm
from ..models import BadgesSettings, PublicAward, PublicPicture, Recognition
from ..pictures import POLICY
from . import actions as thanking


PAGE_SIZE = 20


class ShownView(EmployeeView):
    """The badges colleagues chose to show, newest first. For everybody here."""

    template_name = "wagtail_advocacy/badges/shown.html"

    def get(self, request):
        valid = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        rows = thanking.shown_awards().filter(valid, revoked_at=None)
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
        return self.render(shown=page)


class ThankView(EmployeeView):
    """A sentence of thanks; what is refused stays as it was typed."""

    problem = ""

    def resume_url(self):
        return self.request.path

    def send(self):
        """Say what was typed, or show why it cannot be said."""
        form = ThanksForm(self.request.POST)
        if not form.is_valid():
            return self.render_form(form, status=422)
        try:
            self.thank(form.cleaned_data["text"])
        except thanking.Refused as refusal:
            self.problem = refusal.sentence
            return self.render_form(
                form, status=429 if refusal.code == "too_many" else 409
            )
        except ValidationError as error:
            form.add_error("text", error)
            return self.render_form(form, status=422)
        address = reverse("wagtail_advocacy:badges:thanks")
        return redirect(f"{address}?{urlencode({'said': 1})}")

    def thank(self, text: str) -> Recognition:
        """Say thanks.

        :raises Refused: as ``thanking`` says.
        """
        raise NotImplementedError

    def render_form(self, form: ThanksForm, *, status=200):
        return self.render(
            status=status,
            form=form,
            problem=self.problem,
            per_week=BadgesSettings.read().thanks_per_week,
        )


class ShownAwardView(ThankView):
    """One badge a colleague shows, and thanks for it."""

    template_name = "wagtail_advocacy/badges/shown_award.html"

    @cached_property
    def shown(self) -> PublicAward:
        rows = thanking.shown_awards()
        try:
            return rows.get(public_id=self.kwargs["public_id"])
        except PublicAward.DoesNotExist:
            raise Http404 from None

    def get(self, request, public_id):
        return self.render_form(ThanksForm())

    def post(self, request, public_id):
        return self.send()

    def thank(self, text):
        return thanking.thank_for_award(self.request.user, self.shown.public_id, text)

    def get_context_data(self, **kwargs):
        owner = self.shown.award.ambassador.user
        return super().get_context_data(
            one=self.shown, is_own=owner == self.request.user, **kwargs
        )


class ShownPictureView(EmployeeView):
    """The picture of a badge that is shown, for colleagues."""

    def get(self, request, public_id):
        shown = thanking.shown_awards().filter(public_id=public_id).first()
        if shown is None or shown.picture is None:
            raise Http404
        picture = PublicPicture.objects.get(pk=shown.picture.pk)
        response = HttpResponse(
            bytes(picture.content), content_type=picture.content_type
        )
        response.headers["Cache-Control"] = "private, max-age=86400"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = POLICY
        return response


class ThankForAnswerView(ThankView):
    """Thanks for an answer to what I asked. Somebody else's is not there."""

    template_name = "wagtail_advocacy/badges/thank_for_answer.html"

    @cached_property
    def answered(self) -> HelpRequest:
        try:
            return thanking.answer_to_thank_for(self.request.user, self.kwargs["pk"])
        except HelpRequest.DoesNotExist:
            raise Http404 from None

    def get(self, request, pk):
        return self.render_form(ThanksForm())

    def post(self, request, pk):
        return self.send()

    def thank(self, text):
        return thanking.thank_for_answer(self.request.user, self.answered.pk, text)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            answered=self.answered, name=name_of(self.answered.handled_by), **kwargs
        )


class ThanksView(EmployeeView):
    """The thanks I got, and those I gave. For everybody here."""

    template_name = "wagtail_advocacy/badges/thanks.html"

    def get(self, request):
        rows = thanking.said_by_or_to(request.user)
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
        for one in page:
            is_own = one.giver == request.user
            one.is_own = is_own
            one.other = one.said_to if is_own else name_of(one.giver)
        return self.render(thanks=page, is_said="said" in request.GET)

    def resume_url(self):
        return reverse("wagtail_advocacy:badges:thanks")


class ForgetThanksView(ThanksView):
    """Takes thanks back that I gave, or removes some that I got."""

    http_method_names = ["post"]

    def post(self, request, pk):
        forget = thanking.take_back if "take_back" in request.POST else thanking.remove
        try:
            forget(request.user, pk)
        except Recognition.DoesNotExist:
            raise Http404 from None
        return redirect("wagtail_advocacy:badges:thanks")

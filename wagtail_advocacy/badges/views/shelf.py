"""What I earned, one badge of it, and who may see it."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors.views import EmployeeView
from wagtail_advocacy.sharing.models.help import name_of

from .. import credentials, showing
from ..forms import HolderForm
from ..models import Award
from ..shelf import Earned, earned_one, shown_to


OVER = _("This badge counts no more, so it cannot be shown any more.")
NOT_TAKING_PART = _(
    "You are not taking part any more, so nothing can be shown. Take part again, and"
    " your badges are here."
)


class ShelfView(EmployeeView):
    """All I earned, what I could earn next, and what counts no more."""

    template_name = "wagtail_advocacy/badges/shelf.html"

    def get(self, request):
        if self.ambassador is None:
            return self.render(shelf=None)
        return self.render(**shown_to(self.ambassador))


class AwardView(EmployeeView):
    """One badge of mine: who sees it is my choice. Somebody else's is not there."""

    template_name = "wagtail_advocacy/badges/award.html"

    @cached_property
    def earned(self) -> Earned:
        try:
            return earned_one(self.request.user, public_id=self.kwargs["public_id"])
        except Award.DoesNotExist:
            raise Http404 from None

    def resume_url(self):
        return reverse("wagtail_advocacy:badges:award", kwargs=self.kwargs)

    def get(self, request, public_id):
        return self.render_award()

    def render_award(self, *, form=None, status=200, problem=""):
        earned = self.earned
        shown = earned.public
        if form is None:
            name = shown.holder if shown else name_of(self.request.user)
            form = HolderForm(initial={"holder": name})
        return self.render(
            status=status,
            one=earned,
            shown=shown,
            form=form,
            problem=problem,
            address=showing.verification_address(earned.award),
            formats=self.get_formats(),
        )

    def get_formats(self) -> list[str]:
        """Return the kinds of file it can be taken along as; none: it cannot."""
        if self.ambassador is None or not self.earned.is_current:
            return []
        return credentials.formats(self.earned.award)


class ShowView(AwardView):
    """ "Show it", or show it under another name."""

    http_method_names = ["post"]

    def post(self, request, public_id):
        form = HolderForm(request.POST)
        # Asked for first: a form about somebody else's is not answered either.
        award = self.earned.award
        if not form.is_valid():
            return self.render_award(form=form, status=422)
        try:
            showing.show(request.user, award.pk, form.cleaned_data["holder"])
        except showing.Over:
            return self.render_award(form=form, status=409, problem=OVER)
        except ambassadors.NotTakingPart:
            return self.render_award(form=form, status=403, problem=NOT_TAKING_PART)
        except ValidationError as error:
            form.add_error("holder", error)
            return self.render_award(form=form, status=422)
        return redirect(f"{self.resume_url()}#shown")


class HideView(AwardView):
    """ "Hide it": its address leads nowhere from this moment on."""

    http_method_names = ["post"]

    def post(self, request, public_id):
        showing.hide(request.user, self.earned.award.pk)
        return redirect(f"{self.resume_url()}#shown")

"""Being reminded of a text, instead of posting it now."""

import dataclasses
import datetime

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_advocacy.ambassadors.profile import profile_of
from wagtail_advocacy.ambassadors.views import EmployeeView
from wagtail_advocacy.going_on import go_on, next_url
from wagtail_advocacy.networks.counting import normalise
from wagtail_advocacy.shareables.models import Offer

from .. import actions, moments, pacing, planning
from ..forms import MAX_TEXT, ComposeForm
from ..models import PlannedShare
from ..notices import plan_address
from ..queries import name_of_network, offers_for, offers_to_share


# Another article or two to go on with, not a list.
MOST_OTHERS = 3
# Longest hashtag that is kept, in characters.
MAX_HASHTAG = 100

# What a screen says after something was done elsewhere; by what its address says.
NOTICES = {
    "planned": gettext_lazy("Planned. Your text is ready here until then."),
    "moved": gettext_lazy("Done. You will be reminded then."),
    "plan_dropped": gettext_lazy("Done. Nothing of it was kept."),
}


@dataclasses.dataclass(frozen=True)
class Rhythm:
    """What the composer proposes about when.

    :param slot: a good moment, or ``None``: there is none any more.
    :param spoken: the same in words.
    :param typed: what stands in the field for a moment of one's own.
    :param planned: in words, when the chosen network is planned for; "": it is not.
    :param is_full: there was no place just now.
    :param others: something else to share, where this goes round a lot.
    """

    slot: datetime.datetime | None
    spoken: str
    typed: str
    planned: str
    is_full: bool
    others: list[Offer]

    @property
    def value(self) -> str:
        """The slot as a button sends it."""
        return self.slot.isoformat() if self.slot else ""

    def sentence(self, refusal) -> str:
        """What somebody reads who found no place."""
        if not self.slot:
            return _("%(reason)s Your text is kept.") % {"reason": refusal.sentence}
        return _(
            "%(reason)s Your text is kept. Shall we remind you? Next good moment:"
            " %(moment)s"
        ) % {"reason": refusal.sentence, "moment": self.spoken}


class PlanningView(EmployeeView):
    """What the composer does about another moment than now.

    Subclasses say what was posted, and show their form.
    """

    def get_posted(self) -> dict:
        raise NotImplementedError

    def get_form(self, *args, **kwargs) -> ComposeForm:
        raise NotImplementedError

    def render_form(self, form, *, status=200, refusal=None):
        raise NotImplementedError

    def render_refusal(self, form, refusal):
        raise NotImplementedError

    def plan(self, offer: Offer):
        """Remind the person at the moment they chose."""
        posted = self.get_posted()
        text = normalise(posted["text"])
        form = self.get_form(self.request.POST)
        # How long it may be is looked at when it leaves.
        if not text or len(text) > MAX_TEXT or not form.chosen_network:
            return self.render_form(form, status=422)
        try:
            planning.plan_share(
                self.request.user,
                offer,
                posted["network"],
                text=text,
                remind_at=self.get_moment(),
                hashtags=[tag for tag in posted["hashtags"] if len(tag) <= MAX_HASHTAG],
                instance=posted["instance"],
            )
        except actions.Refused as refusal:
            if refusal.code == "moment":
                form = self.get_form(initial=posted)
                return self.render_form(form, status=422, refusal=refusal)
            return self.render_refusal(form, refusal)
        return _redirect("planned", "planned")

    def get_moment(self) -> datetime.datetime | None:
        chosen = self.request.POST.get("plan", "")
        if chosen == "own":
            chosen = self.request.POST.get("remind_at", "")
        return moments.typed(chosen, profile_of(self.ambassador).zone)

    def get_rhythm(self, form, refusal) -> Rhythm:
        """Return what to propose; seven queries, ten where there was no place."""
        profile, now = profile_of(self.ambassador), timezone.now()
        slot = pacing.suggest_slot(
            self.ambassador, form.offer, form.network_key, profile
        )
        planned = PlannedShare.objects.filter(
            ambassador=self.ambassador, offer=form.offer, network=form.network_key
        ).first()
        is_full = refusal is not None and refusal.code in pacing.CODES
        others: list[Offer] = []
        if is_full and refusal.code == "offer_full":
            own = offers_for(self.request.user).exclude(pk=form.offer.pk)
            others = list(offers_to_share(own)[:MOST_OTHERS])
        typed = self.request.POST.get("remind_at", "")
        return Rhythm(
            slot=slot,
            spoken=moments.spoken(slot, profile.zone, now) if slot else "",
            typed=typed or (moments.for_field(slot, profile.zone) if slot else ""),
            planned=(
                moments.spoken(planned.remind_at, profile.zone, now)
                if planned and planned.remind_at > now
                else ""
            ),
            is_full=is_full,
            others=others,
        )


class PlanPresentation:
    """A planned share as its author sees it."""

    def __init__(
        self, plan: PlannedShare, zone: datetime.tzinfo, now: datetime.datetime
    ) -> None:
        self.plan = plan
        self.offer = plan.offer
        self.network_name = name_of_network(plan.network, plan.instance)
        self.address = plan_address(plan)
        self.is_to_come = plan.remind_at > now
        self.moment = moments.spoken(plan.remind_at, zone, now)
        self.typed = moments.for_field(plan.remind_at, zone) if self.is_to_come else ""


def plans_of(ambassador, at_most: int | None = None) -> list[PlanPresentation]:
    """Return what somebody planned, next first. Two queries, one where there is none.

    :param ambassador: ``None``: they do not take part, and have planned nothing.
    """
    if ambassador is None:
        return []
    plans = PlannedShare.objects.filter(ambassador=ambassador)
    found = list(plans.select_related("offer__page")[:at_most])
    if not found:
        return []
    zone, now = profile_of(ambassador).zone, timezone.now()
    return [PlanPresentation(plan, zone, now) for plan in found]


class PlannedView(EmployeeView):
    """What I want to be reminded of."""

    template_name = "wagtail_advocacy/sharing/planned.html"

    def get(self, request):
        return self.render_plans()

    def render_plans(self, *, status=200, refusal=None, refused=None):
        """
        :param refused: primary key of the plan that could not be moved.
        """
        plans = plans_of(self.ambassador)
        for plan in plans:
            if plan.plan.pk == refused:
                plan.typed = self.request.POST.get("remind_at", "")
        return self.render(
            status=status,
            plans=plans,
            refusal=refusal,
            refused=refused,
            notice=NOTICES.get(self.request.GET.get("notice", "")),
        )


class ChangePlanView(PlannedView):
    """ "In an hour", "tomorrow", "then", "not at all"."""

    http_method_names = ["post"]

    def resume_url(self):
        return reverse("wagtail_advocacy:sharing:planned")

    def post(self, request, pk):
        changes = {
            "hour": self.put_off,
            "tomorrow": self.put_off,
            "own": self.put_off,
            "drop": self.drop,
        }
        change = changes.get(request.POST.get("do", ""))
        if change is None:
            return self.render_plans(status=422)
        try:
            return change(pk)
        except PlannedShare.DoesNotExist:
            raise Http404 from None
        except actions.Refused as refusal:
            status = 403 if refusal.code == "not_joined" else 422
            return self.render_plans(status=status, refusal=refusal, refused=pk)

    def put_off(self, pk):
        planning.move_plan(self.request.user, pk, self.get_moment(pk))
        return self.go_back("moved")

    def get_moment(self, pk) -> datetime.datetime | None:
        now, chosen = timezone.now(), self.request.POST["do"]
        if chosen == "hour":
            return now + planning.SNOOZE
        plan = PlannedShare.objects.of(self.request.user).get(pk=pk)
        zone = profile_of(plan.ambassador).zone
        if chosen == "tomorrow":
            return planning.tomorrow(plan.remind_at, zone, now)
        return moments.typed(self.request.POST.get("remind_at", ""), zone)

    def drop(self, pk):
        planning.drop_plan(self.request.user, pk)
        return self.go_back("plan_dropped")

    def go_back(self, notice: str):
        if next_url(self.request):
            return go_on(f"{next_url(self.request)}?{urlencode({'notice': notice})}")
        return _redirect("planned", notice)


def _redirect(name: str, notice: str):
    address = reverse(f"wagtail_advocacy:sharing:{name}")
    return redirect(f"{address}?{urlencode({'notice': notice})}")

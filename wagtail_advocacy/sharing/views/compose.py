"""Where people write."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.http import urlencode

from wagtail_advocacy.addresses import public_host
from wagtail_advocacy.ambassadors import consents, requirements
from wagtail_advocacy.ambassadors.rate_limits import (
    COACHING,
    COMPOSING,
    TooManyAttempts,
    count_attempt,
)
from wagtail_advocacy.ambassadors.views import EmployeeView
from wagtail_advocacy.networks.counting import normalise
from wagtail_advocacy.shareables.models import Offer, OfferImage

from .. import actions, pacing
from ..asked_once import MAX_ANSWER, MOST_ANSWERS
from ..coaching import Coaching, coach
from ..forms import MAX_TEXT, ComposeForm
from ..hints import Writing
from ..kept_texts import KeptText, kept_text
from ..models import Share
from ..own_words import Asked, TooClose
from ..queries import lines_of, usual_instance
from .asking import AskMixin
from .planning import MAX_HASHTAG, PlanningView
from .presentation import address_inside, card_inside


class ComposeView(AskMixin, PlanningView):
    """Where a person writes about one offer, in their own words."""

    template_name = "wagtail_advocacy/sharing/compose.html"
    not_offered_template_name = "wagtail_advocacy/sharing/not_offered.html"
    # What the form came with, where it was not sent by this person just now.
    kept: KeptText | None = None

    def get(self, request, public_id):
        if self.offer is None:
            return self.render_not_offered(status=404)
        if self.ambassador is None:
            join = reverse("wagtail_advocacy:ambassadors:join")
            return redirect(f"{join}?{urlencode({'next': request.get_full_path()})}")
        return self.render_form(self.get_form(initial=self.get_initial(self.offer)))

    def post(self, request, public_id):
        if self.offer is None:
            return self.render_not_offered(status=409)
        if "refresh" in request.POST:
            return self.refresh()
        form = self.get_form(request.POST)
        try:
            count_attempt(request.user, COMPOSING)
        except TooManyAttempts as refusal:
            return self.render_form(form, status=429, refusal=refusal)
        if {"keep", "go", "ask", "take_back"} & request.POST.keys():
            return self.keep(self.offer)
        if "plan" in request.POST:
            return self.plan(self.offer)
        if not form.is_valid():
            return self.render_form(form, status=422)
        cleaned = form.cleaned_data
        try:
            share = actions.open_share(
                request.user,
                self.offer,
                cleaned["network"],
                text=cleaned["text"],
                hashtags=cleaned["hashtags"],
                instance=cleaned["instance"],
                answered=self.get_answered(),
            )
        except actions.Refused as refusal:
            return self.render_refusal(form, refusal)
        return redirect("wagtail_advocacy:sharing:share", share.pk)

    def refresh(self):
        """Show what goes with another choice; what is coached is counted as such."""
        form = self.get_form(initial=self.get_posted())
        try:
            count_attempt(self.request.user, COACHING)
        except TooManyAttempts as refusal:
            return self.render_form(form, status=429, refusal=refusal)
        return self.render_form(form)

    def keep(self, offer: Offer):
        """Keep the text here, and go where something is to be done first, if asked."""
        posted = self.get_posted()
        form = self.get_form(initial=posted)
        if len(posted["text"]) > MAX_TEXT:
            form = self.get_form(self.request.POST)
            return self.render_form(form, status=422)
        try:
            self.keep_draft(offer, posted)
            if "ask" in self.request.POST:
                return self.ask_colleagues(offer, form)
            if "take_back" in self.request.POST:
                self.take_back(offer)
                return self.render_form(form)
        except actions.Refused as refusal:
            return self.render_refusal(form, refusal)
        wanted = self.request.POST.get("go", "")
        for item in self.to_do:
            if item.address == wanted:
                return redirect(item.address_from(self.request.path))
        return self.render_form(form, is_kept=True)

    def ask_colleagues(self, offer: Offer, form: ComposeForm):
        has_text = normalise(form["text"].value() or "")
        text = form.whole_text if has_text else ""
        is_sent = self.ask(offer, text=text, network=form.network_key)
        return self.render_form(form, status=200 if is_sent else 422)

    def keep_draft(self, offer: Offer, posted: dict) -> None:
        actions.keep_draft(
            self.request.user,
            offer,
            text=normalise(posted["text"]),
            network=posted["network"],
            hashtags=[tag for tag in posted["hashtags"] if len(tag) <= MAX_HASHTAG],
            instance=posted["instance"],
        )

    def get_form(self, *args, **kwargs) -> ComposeForm:
        answers = consents.answers(self.ambassador) if self.ambassador else {}
        return ComposeForm(*args, offer=self.offer, answers=answers, **kwargs)

    @cached_property
    def offer(self) -> Offer | None:
        offer = (
            Offer.objects.current()
            .select_related("content_type", "page", "image")
            .defer("image__content")
            .filter(public_id=self.kwargs["public_id"])
            .first()
        )
        if offer is None or not offer.is_meant_for(self.request.user):
            return None
        return offer

    def get_initial(self, offer: Offer) -> dict:
        """Go on where the person stopped: with the text they left with, if any."""
        wanted = self.request.GET.get("network", "")
        self.kept = kept_text(self.ambassador, offer, wanted)
        if self.kept is not None:
            return {
                "network": wanted or self.kept.kept_for,
                "instance": self.kept.instance or usual_instance(self.request.user),
                "text": self.kept.text,
                "hashtags": self.kept.hashtags,
            }
        mine = Share.objects.of(self.request.user)
        last = mine.values_list("network", flat=True).first()
        return {
            "network": wanted or last,
            "instance": usual_instance(self.request.user),
        }

    def get_posted(self) -> dict:
        posted = self.request.POST
        return {
            "network": posted.get("network", ""),
            "instance": posted.get("instance", ""),
            "question": posted.get("question", ""),
            "text": posted.get("text", ""),
            "hashtags": posted.getlist("hashtags"),
        }

    def get_answered(self) -> list[str]:
        """Return the questions about this text to which the person has said yes."""
        answered = self.request.POST.getlist("answered")
        return [one for one in answered if len(one) <= MAX_ANSWER][:MOST_ANSWERS]

    def get_coaching(self, form) -> Coaching:
        if self.ambassador is None:
            return Coaching()
        # More than fits any network is told by the count.
        text = (form["text"].value() or "")[:MAX_TEXT]
        writing = Writing(
            normalise(text),
            tuple(form.ticked_hashtags),
            form.networks_by_key.get(form.network_key),
            form.offer,
            form.settings,
        )
        return coach(writing, self.ambassador)

    @cached_property
    def to_do(self) -> list[requirements.ChecklistItem]:
        return requirements.to_do(self.ambassador) if self.ambassador else []

    def render_form(self, form, *, status=200, refusal=None, is_kept=False):
        offer = form.offer
        closed_because = actions.closed_because()
        rhythm = None
        if self.ambassador is not None and not closed_because and not self.to_do:
            rhythm = self.get_rhythm(form, refusal)
            if rhythm.is_full:
                refusal = actions.Refused(refusal.code, rhythm.sentence(refusal))
        asked = refusal if isinstance(refusal, Asked) else None
        is_not_coached = isinstance(refusal, (Asked, TooClose, TooManyAttempts))
        return self.render(
            status=status,
            form=form,
            rhythm=rhythm,
            refusal=None if asked else refusal,
            asked=asked,
            # Asked and answered, also where something else has come between.
            answers=asked.answers if asked else self.get_answered(),
            # What stands above is not said a second time.
            coaching=Coaching() if is_not_coached else self.get_coaching(form),
            offer=offer,
            card=card_inside(offer),
            inside_address=address_inside(offer, self.request),
            may_say=lines_of(offer, "may_say"),
            may_not_say=lines_of(offer, "may_not_say"),
            closed_because=closed_because,
            to_do=self.to_do,
            minutes=sum(one.minutes or 0 for one in self.to_do if not one.is_met),
            is_kept=is_kept,
            public_host=public_host(),
            **self.get_asking(offer),
        )

    def render_refusal(self, form, refusal):
        if refusal.code == "not_offered":
            return self.render_not_offered(status=409)
        waits = ("closed", "no_public_address", "requirements", *pacing.CODES)
        if refusal.code in waits:
            # It waits, with what was written.
            self.keep_draft(form.offer, self.get_posted())
        status = {"not_joined": 403, "asked": 200}.get(refusal.code, 409)
        return self.render_form(form, status=status, refusal=refusal)

    def render_not_offered(self, *, status):
        # The same whether it ended, has not begun or never was: no hint of content.
        self.template_name = self.not_offered_template_name
        return self.render(status=status, text=self.request.POST.get("text", ""))


class OfferPictureView(EmployeeView):
    """The picture of a card, for colleagues.

    The public address of the same picture may be on a host that the intranet's
    content policy, or the network inside, does not let a browser reach.
    """

    def get(self, request, public_id):
        current = Offer.objects.current().filter(public_id=public_id)
        mine = Share.objects.of(request.user).filter(offer__public_id=public_id)
        if not current.exists() and not mine.exists():
            raise Http404
        image = OfferImage.objects.filter(offer__public_id=public_id).first()
        if image is None:
            raise Http404
        response = HttpResponse(bytes(image.content), content_type=image.content_type)
        # Its address changes with its content.
        response["Cache-Control"] = "private, max-age=31536000, immutable"
        response["X-Content-Type-Options"] = "nosniff"
        patch_vary_headers(response, ["Cookie"])
        return response

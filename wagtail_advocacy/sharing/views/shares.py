"""Leaving for a network with what I wrote, and coming back."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.addresses import NoPublicAddress
from wagtail_advocacy.ambassadors import consents, requirements
from wagtail_advocacy.ambassadors.rate_limits import (
    HANDING_OFF,
    TooManyAttempts,
    count_attempt,
)
from wagtail_advocacy.ambassadors.views import EmployeeView

from .. import actions, pacing, readings
from ..conversation import BY_MAIL, are_nudges_over
from ..forms import FiguresForm
from ..handoffs import handoff_address
from ..models import Handoff, Reading, Share
from ..own_words import may_leave_as_judged
from ..queries import offered_networks
from .asked import help_with_share
from .presentation import (
    address_inside,
    network_of,
    picture_inside,
    reading_lines,
    said_when,
)


NOT_OFFERED_ANY_MORE = _(
    "This is not offered any more, so it cannot be taken to the network from here. If"
    " you have published it already, say so below."
)
# With a link to the composer, which asks what is to be asked and counts.
PLACE_LAPSED = _(
    "More than a day has passed since you were about to post this. Look at your text"
    " once more and press “Continue”; it is kept."
)
NOT_OWN_YET = _(
    "Here a text leaves once it is in your own words by now. Look at yours once more"
    " and press “Continue”; it is kept."
)


class OwnShareView(EmployeeView):
    """A screen about one share; somebody else's is not there."""

    template_name = "wagtail_advocacy/sharing/share.html"

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Share.DoesNotExist:
            raise Http404 from None

    def resume_url(self):
        return reverse("wagtail_advocacy:sharing:share", kwargs=self.kwargs)

    @cached_property
    def share(self) -> Share:
        return (
            Share.objects.of(self.request.user)
            .select_related("offer", "offer__page", "link")
            .get(pk=self.kwargs["pk"])
        )

    def render_share(self, *, status=200, refusal=None, post_address="", form=None):
        share = self.share
        network = network_of(share)
        context = {
            "share": share,
            "offer": share.offer,
            "network": network,
            "post_address": post_address or share.post_address,
            "refusal": refusal,
            "inside_address": address_inside(share.offer, self.request),
        }
        if share.state == Share.State.OPEN:
            context |= self.get_leaving(network)
        elif share.state == Share.State.CONFIRMED:
            context |= self.get_conversation(form)
        if share.is_published:
            context["help"] = self.get_help()
        return self.render(status=status, **context)

    def get_help(self) -> dict:
        return help_with_share(self.share, self.ambassador)

    def get_conversation(self, form: FiguresForm | None) -> dict:
        """What is known of how the post goes, and what may be asked about it."""
        share = self.share
        known = readings.latest([share.pk]).get(share.pk, {})
        is_asked = self.ambassador is not None and not (
            share.nudges_stopped_at or are_nudges_over(share)
        )
        replied = known.get(Reading.Metric.REPLIED)
        return {
            "known": reading_lines(known),
            "has_replied": replied is not None and replied.value > 0,
            "replied_when": said_when(replied.at) if replied else "",
            "form": form or FiguresForm(),
            "is_asked": is_asked,
            "question": is_asked
            and consents.question(
                self.ambassador,
                BY_MAIL.key,
                source="share",
                next=reverse("wagtail_advocacy:sharing:share", args=[share.pk]),
            ),
        }

    def get_leaving(self, network) -> dict:
        if self.ambassador is None:
            return {"closed_because": actions.NOT_JOINED}
        offer = self.share.offer
        is_offered = offer.is_current and offer.is_meant_for(self.request.user)
        if network is None or not is_offered:
            return {"closed_because": NOT_OFFERED_ANY_MORE}
        purpose = consents.network_key(network.key)
        chosen = consents.answers(self.ambassador).get(purpose)
        if chosen is False:
            return {"closed_because": actions.NETWORK_OFF, "network_is_off": True}
        closed_because = actions.closed_because()
        if closed_because:
            return {"closed_because": closed_because}
        to_do = requirements.to_do(self.ambassador)
        if to_do:
            address = reverse("wagtail_advocacy:sharing:share", args=[self.share.pk])
            return {
                "closed_because": actions.REQUIREMENTS,
                "to_do": [(one, one.address_from(address)) for one in to_do],
            }
        write_again = self.why_write_again(is_chosen=bool(chosen))
        if write_again:
            return {"closed_because": write_again, "may_write_again": True}
        link = actions.link_address(self.share.link)
        text = self.share.full_text
        intent = network.intent_url(text, link, self.share.offer.title)
        return {
            "whole_text": network.compose(text, link),
            "intent": intent,
            "opens_tab": bool(intent) and intent.startswith(("http://", "https://")),
            "picture": picture_inside(self.share.offer) if network.wants_image else "",
            "phone": self.get_phone(),
            "mailbox": _mailbox(self.request.user),
        }

    def why_write_again(self, *, is_chosen: bool):
        """Return why the composer has to be asked before this leaves; "": it may.

        :param is_chosen: whether the person said yes to the network.
        """
        share = self.share
        if share.network not in {one.key for one in offered_networks(share.offer)}:
            return actions.NETWORK_NOT_ALLOWED
        if not is_chosen:
            return actions.NETWORK_NOT_CHOSEN
        if not pacing.holds_place(share, timezone.now()):
            return PLACE_LAPSED
        return "" if may_leave_as_judged(share) else NOT_OWN_YET

    def get_phone(self) -> dict | None:
        """What the phone reads, where the person has asked for it within the hour."""
        # Few ask for it: not for every process that starts.
        import segno

        handoff = (
            Handoff.objects.filter(
                share=self.share,
                # Not a text that has been changed since.
                text=self.share.full_text,
                expires_at__gt=timezone.now(),
            )
            .order_by("pk")
            .last()
        )
        if handoff is None:
            return None
        address = handoff_address(handoff)
        code = segno.make(address, error="m", micro=False)
        svg = code.svg_inline(
            border=4,
            light="#fff",
            omitsize=True,
            svgclass="advocacy-qr__code",
            lineclass=None,
        )
        # Made by segno of squares only.
        return {"address": address, "code": mark_safe(svg)}  # noqa: S308


class ShareView(OwnShareView):
    """Leaving for the network, and coming back."""

    def get(self, request, pk):
        return self.render_share()


class AnswerView(OwnShareView):
    """ "Did you publish it?" """

    http_method_names = ["post"]

    def post(self, request, pk):
        answers = {"yes": self.yes, "not_yet": self.not_yet, "drop": self.drop}
        answer = answers.get(request.POST.get("answer", ""))
        if answer is None:
            return self.render_share(status=422)
        try:
            return answer(pk)
        except actions.Refused as refusal:
            status = {"not_joined": 403, "post_address": 422}.get(refusal.code, 409)
            return self.render_share(
                status=status,
                refusal=refusal,
                post_address=request.POST.get("post_address", ""),
            )

    def yes(self, pk):
        address = self.request.POST.get("post_address", "").strip()
        actions.confirm_share(self.request.user, pk, post_address=address)
        return redirect("wagtail_advocacy:sharing:share", pk)

    def not_yet(self, pk):
        actions.postpone_share(self.request.user, pk)
        return _redirect_home("not_yet")

    def drop(self, pk):
        actions.drop_share(self.request.user, pk)
        return _redirect_home("dropped")


class HandOffView(OwnShareView):
    """ "Continue on my phone." """

    http_method_names = ["post"]

    def post(self, request, pk):
        by_mail = "by_mail" in request.POST
        share = self.share
        try:
            count_attempt(request.user, HANDING_OFF)
            actions.hand_off(request.user, share.pk, by_mail=by_mail)
        except TooManyAttempts as refusal:
            return self.render_share(status=429, refusal=refusal)
        except actions.Refused as refusal:
            status = 403 if refusal.code == "not_joined" else 409
            return self.render_share(status=status, refusal=refusal)
        except NoPublicAddress:
            return self.render_share(status=409)
        address = reverse("wagtail_advocacy:sharing:share", args=[pk])
        return redirect(f"{address}?phone={'mail' if by_mail else 'code'}#phone")


def _redirect_home(notice: str):
    query = urlencode({"notice": notice})
    return redirect(f"{reverse('wagtail_advocacy:home')}?{query}")


def _mailbox(user) -> str:
    return getattr(user, user.get_email_field_name(), "") or ""

import dataclasses

import segno
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages

from wagtail_advocacy import networks
from wagtail_advocacy.addresses import NoPublicAddress, public_host
from wagtail_advocacy.ambassadors.rate_limits import (
    COMPOSING,
    HANDING_OFF,
    TooManyAttempts,
    count_attempt,
)
from wagtail_advocacy.ambassadors.views import EmployeeView
from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.shareables.cards import card_of_offer
from wagtail_advocacy.shareables.models import Offer, OfferImage
from wagtail_advocacy.shareables.models.shareables import default_language

from . import actions
from .forms import ComposeForm
from .handoffs import handoff_address
from .models import Handoff, Share
from .queries import (
    languages_on_offer,
    offers_to_share,
    shares_of,
    shares_to_ask_about,
    topics_on_offer,
    usual_instance,
)


PAGE_SIZE = 12
RECENT_SHARES = 3
# More questions than this at once would be a demand.
MAX_QUESTIONS = 3

# What the hub says after something was done elsewhere. In the address and not in
# Django's messages, which a site need not have installed, nor show.
NOTICES = {
    "not_yet": _("No hurry. It waits for you here."),
    "dropped": _("Done. Nothing of it was kept."),
}

NOT_OFFERED_ANY_MORE = _(
    "This is not offered any more, so it cannot be taken to the network from here. If"
    " you have published it already, say so below."
)


class HubView(EmployeeView):
    """What I may share, what I shared, and what is still to be answered."""

    template_name = "wagtail_advocacy/sharing/hub.html"

    def get(self, request):
        mine = list(shares_of(request.user)[: RECENT_SHARES + 1])
        return self.render(
            notice=NOTICES.get(request.GET.get("notice", "")),
            to_ask=self.get_to_ask(),
            shares=[SharePresentation(share) for share in mine[:RECENT_SHARES]],
            has_more_shares=len(mine) > RECENT_SHARES,
            **self.get_offers(),
        )

    def get_to_ask(self) -> list[Share]:
        # Whoever left is asked nothing.
        shares = shares_to_ask_about(self.request.user) if self.ambassador else []
        for share in shares[:MAX_QUESTIONS]:
            share.network_name = _network_name(share)
        return shares[:MAX_QUESTIONS]

    def get_offers(self) -> dict:
        own_language = default_language()
        names = dict(get_content_languages())
        topics = topics_on_offer(own_language)
        on_offer = languages_on_offer()
        languages = {code: name for code, name in names.items() if code in on_offer}
        # Anything else in the address is somebody's typing, or an old bookmark.
        topic = self.request.GET.get("topic", "")
        topic = topic if topic in topics else ""
        language = self.request.GET.get("language", "")
        language = language if language in languages else ""
        offers = Paginator(
            offers_to_share(topic=topic, language=language, own_language=own_language),
            PAGE_SIZE,
        ).get_page(self.request.GET.get("page"))
        shared = self.get_shared_offers(offers)
        for offer in offers:
            offer.topic_names = [
                topics[str(one.translation_key)]
                for one in offer.topics.all()
                if str(one.translation_key) in topics
            ]
            offer.language_name = names.get(offer.language, offer.language)
            offer.is_shared = offer.pk in shared
            offer.inside_address = _address_inside(offer, self.request)
        return {
            "offers": offers,
            "topics": topics,
            "topic": topic,
            "languages": languages,
            "language": language,
            "own_language": own_language,
            "filter_query": urlencode({"topic": topic, "language": language}),
        }

    def get_shared_offers(self, offers) -> set[int]:
        return set(
            Share.objects.of(self.request.user)
            .confirmed()
            .filter(offer__in=[offer.pk for offer in offers])
            .order_by()
            .values_list("offer", flat=True)
        )


class MySharesView(EmployeeView):
    """Everything I shared, and what it brought."""

    template_name = "wagtail_advocacy/sharing/shares.html"

    def get(self, request):
        page = Paginator(shares_of(request.user), PAGE_SIZE).get_page(
            request.GET.get("page")
        )
        page.object_list = [SharePresentation(share) for share in page.object_list]
        return self.render(shares=page)


class SharePresentation:
    """A share as its author sees it.

    :param share: one of ``shares_of``, with its readers.
    """

    def __init__(self, share: Share) -> None:
        self.share = share
        self.offer = share.offer
        self.network_name = _network_name(share)

    @property
    def readers(self) -> int | None:
        """People it brought; ``None``: unknown, since nobody said that it is out."""
        if self.share.state != Share.State.CONFIRMED:
            return None
        return self.share.readers


class ComposeView(EmployeeView):
    """Where a person writes about one offer, in their own words."""

    template_name = "wagtail_advocacy/sharing/compose.html"
    not_offered_template_name = "wagtail_advocacy/sharing/not_offered.html"

    def get(self, request, public_id):
        if self.offer is None:
            return self.render_not_offered(status=404)
        if self.ambassador is None:
            join = reverse("wagtail_advocacy:ambassadors:join")
            return redirect(f"{join}?{urlencode({'next': request.get_full_path()})}")
        form = ComposeForm(offer=self.offer, initial=self.get_initial())
        return self.render_form(form)

    def post(self, request, public_id):
        if self.offer is None:
            return self.render_not_offered(status=409)
        if "refresh" in request.POST:
            return self.render_form(
                ComposeForm(offer=self.offer, initial=self.get_posted())
            )
        form = ComposeForm(request.POST, offer=self.offer)
        try:
            count_attempt(request.user, COMPOSING)
        except TooManyAttempts as refusal:
            return self.render_form(form, status=429, refusal=refusal)
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
            )
        except actions.Refused as refusal:
            return self.render_refusal(form, refusal)
        return redirect("wagtail_advocacy:sharing:share", share.pk)

    @cached_property
    def offer(self) -> Offer | None:
        return (
            Offer.objects.current()
            .select_related("content_type", "page", "image")
            .defer("image__content")
            .filter(public_id=self.kwargs["public_id"])
            .first()
        )

    def get_initial(self) -> dict:
        """Go on where the person stopped: with the text they left with, if any."""
        wanted = self.request.GET.get("network", "")
        mine = Share.objects.of(self.request.user)
        open_here = mine.open().filter(offer=self.offer)
        if wanted:
            open_here = open_here.filter(network=wanted)
        share = open_here.first()
        if share is not None:
            return {
                "network": share.network,
                "instance": share.instance or usual_instance(self.request.user),
                "text": share.text,
                "hashtags": share.hashtags,
            }
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

    def render_form(self, form, *, status=200, refusal=None):
        offer = form.offer
        shareable = offer.content_type.model_class() and offer.shareable
        return self.render(
            status=status,
            form=form,
            refusal=refusal,
            offer=offer,
            card=_card_inside(offer),
            inside_address=_address_inside(offer, self.request),
            may_say=_lines(shareable, "may_say"),
            may_not_say=_lines(shareable, "may_not_say"),
            is_open=bool(app_settings.PUBLIC_URL),
            closed_because=actions.NO_PUBLIC_ADDRESS,
            public_host=public_host(),
        )

    def render_refusal(self, form, refusal):
        if refusal.code == "not_offered":
            return self.render_not_offered(status=409)
        status = 403 if refusal.code == "not_joined" else 409
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

    def render_share(self, *, status=200, refusal=None, post_address=""):
        share = self.share
        network = _network_of(share)
        context = {
            "share": share,
            "offer": share.offer,
            "network": network,
            "post_address": post_address or share.post_address,
            "refusal": refusal,
            "inside_address": _address_inside(share.offer, self.request),
        }
        if share.state == Share.State.OPEN:
            context |= self.get_leaving(network)
        return self.render(status=status, **context)

    def get_leaving(self, network) -> dict:
        if self.ambassador is None:
            return {"closed_because": actions.NOT_JOINED}
        if network is None or not self.share.offer.is_current:
            return {"closed_because": NOT_OFFERED_ANY_MORE}
        try:
            link = actions.link_address(self.share.link)
        except NoPublicAddress:
            return {"closed_because": actions.NO_PUBLIC_ADDRESS}
        text = self.share.full_text
        intent = network.intent_url(text, link, self.share.offer.title)
        return {
            "whole_text": network.compose(text, link),
            "intent": intent,
            "opens_tab": bool(intent) and intent.startswith(("http://", "https://")),
            "picture": _picture_inside(self.share.offer) if network.wants_image else "",
            "phone": self.get_phone(),
            "mailbox": _mailbox(self.request.user),
        }

    def get_phone(self) -> dict | None:
        """What the phone reads, where the person has asked for it within the hour."""
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


def _network_of(share: Share):
    # A site may have taken the network away since.
    try:
        return networks.get(share.network).at(share.instance)
    except networks.UnknownNetwork:
        return None


def _network_name(share: Share) -> str:
    network = _network_of(share)
    return network.name if network else share.network


def _card_inside(offer: Offer):
    """Return an offer's card with a picture that a browser inside can load."""
    card = card_of_offer(offer)
    picture = _picture_inside(offer)
    return dataclasses.replace(card, image_url=picture) if picture else card


def _picture_inside(offer: Offer) -> str:
    image = getattr(offer, "image", None)
    if image is None:
        return ""
    address = reverse("wagtail_advocacy:sharing:picture", args=[offer.public_id])
    return f"{address}?v={image.digest[:12]}"


def _address_inside(offer: Offer, request) -> str:
    return (offer.page.get_url(request) if offer.page else "") or ""


def _lines(shareable, field: str) -> list[str]:
    text = getattr(shareable, field, "") if shareable else ""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _mailbox(user) -> str:
    return getattr(user, user.get_email_field_name(), "") or ""

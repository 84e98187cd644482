"""What outsiders open: tracked links, and texts on their way to a phone."""

from functools import lru_cache
from urllib.parse import urlencode, urlsplit

from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.text import slugify

from wagtail_advocacy import networks
from wagtail_advocacy.addresses import NoPublicAddress, public_path, public_url
from wagtail_advocacy.networks.clipboard import Clipboard
from wagtail_advocacy.public_pages import PublicView
from wagtail_advocacy.shareables.models import Offer

from . import robots, visits
from .handoffs import find_handoff
from .lookups import find_link
from .models import TrackedLink


UTM_MEDIUM = "employee-advocacy"
# Characters of the title in utm_campaign.
CAMPAIGN_LENGTH = 60


class FollowView(PublicView):
    """A tracked link: counts a reader and sends everybody on."""

    # It names neither its author nor its reader.
    is_readable_elsewhere = True

    @classmethod
    def as_view(cls, **initkwargs):
        # Nothing has to be undone together here, and a visit must be in the database
        # before the reader is sent on, whatever ATOMIC_REQUESTS says.
        return transaction.non_atomic_requests(super().as_view(**initkwargs))

    def get(self, request, code):
        link = find_link(code)
        if link is None:
            return self.not_found()
        offer = link.offer
        if offer.is_withdrawn:
            return self.gone()
        if offer.is_embargoed:
            # Even an address can tell. The card says that there is nothing yet, and
            # whoever is sent there has read nothing.
            return HttpResponseRedirect(self.card_address(offer))
        if robots.is_human(request):
            visits.record(request, link)
        destination = offer.destination or self.card_address(offer)
        return HttpResponseRedirect(with_utm(destination, link))

    def card_address(self, offer: Offer) -> str:
        try:
            return public_url("shareables:card", offer.public_id)
        except NoPublicAddress:
            path = public_path("shareables:card", offer.public_id)
            return self.root + path.lstrip("/")


def with_utm(address: str, link: TrackedLink) -> str:
    """Return ``address`` with the network and the offer for web analytics to read.

    The rest of the query stays as it is, to the byte: it may be signed.

    :param link: of which neither code nor person is told.
    """
    return _with_utm(address, link.network, link.offer.title, link.offer.pk)


# The same few links have most readers.
@lru_cache(maxsize=1_000)
def _with_utm(address: str, network: str, title: str, offer_pk: int) -> str:
    parts = urlsplit(address)
    utm = {
        "utm_source": network,
        "utm_medium": UTM_MEDIUM,
        "utm_campaign": _campaign_of(title, offer_pk),
    }
    kept = [
        pair
        for pair in parts.query.split("&")
        if pair and pair.partition("=")[0].lower() not in utm
    ]
    return parts._replace(query="&".join([*kept, urlencode(utm)])).geturl()


def _campaign_of(title: str, offer_pk: int) -> str:
    """Return a name of the offer that people read and that no other offer has."""
    readable = slugify(title)[:CAMPAIGN_LENGTH].strip("-") or "offer"
    return f"{readable}-{offer_pk}"


class HandoffView(PublicView):
    """One person's text, on their phone, without a login.

    Looking at it changes nothing: mail programs and messengers open links too.
    """

    referrer_policy = "no-referrer"

    def get(self, request, token):
        handoff = find_handoff(token)
        if handoff is None:
            return self.render_in_their_language("handoff_over.html", status=410)
        # A site may have taken the network out within the hour.
        try:
            network = networks.get(handoff.network).at(handoff.instance)
        except networks.UnknownNetwork:
            network = Clipboard()
        intent_url = network.intent_url(
            handoff.text, handoff.link_address, handoff.title
        )
        return self.render_in_their_language(
            "handoff.html",
            text=network.compose(handoff.text, handoff.link_address),
            network=network,
            intent_url=intent_url,
            picture=handoff.picture_address,
            # A mail program needs no tab, and would leave it behind empty.
            opens_tab=urlsplit(intent_url or "").scheme in {"http", "https"},
            script=self.asset("sharing:handoff_script", "js/handoff.js"),
        )

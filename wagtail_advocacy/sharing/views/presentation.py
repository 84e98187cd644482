"""What several screens say about an offer or a share."""

import dataclasses

from django.urls import reverse

from wagtail_advocacy import networks
from wagtail_advocacy.shareables.cards import card_of_offer
from wagtail_advocacy.shareables.models import Offer

from ..models import HelpRequest, Share


def network_of(of: Share | HelpRequest):
    # A site may have taken the network away since.
    try:
        return networks.get(of.network).at(of.instance if isinstance(of, Share) else "")
    except networks.UnknownNetwork:
        return None


def network_name(of: Share | HelpRequest) -> str:
    network = network_of(of)
    return str(network.name) if network else of.network


def card_inside(offer: Offer):
    """Return an offer's card with a picture that a browser inside can load."""
    card = card_of_offer(offer)
    picture = picture_inside(offer)
    return dataclasses.replace(card, image_url=picture) if picture else card


def picture_inside(offer: Offer) -> str:
    image = getattr(offer, "image", None)
    if image is None:
        return ""
    address = reverse("wagtail_advocacy:sharing:picture", args=[offer.public_id])
    return f"{address}?v={image.digest[:12]}"


def address_inside(offer: Offer, request) -> str:
    return (offer.page.get_url(request) if offer.page else "") or ""

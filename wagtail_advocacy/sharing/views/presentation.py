"""What several screens say about an offer or a share."""

import dataclasses
import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wagtail_advocacy import networks
from wagtail_advocacy.shareables.cards import card_of_offer
from wagtail_advocacy.shareables.models import Offer

from ..models import HelpRequest, Reading, Share


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


def said_when(at: datetime.datetime) -> str:
    """Return how long ago something was said, by the day."""
    days = (timezone.localdate() - timezone.localdate(at)).days
    if days <= 0:
        return pgettext("so many days ago", "today")
    if days == 1:
        return pgettext("so many days ago", "yesterday")
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}


def reading_lines(known: dict[str, Reading]) -> list[str]:
    """Return what is known of a post in words: how many, who says so, and when.

    What is unknown is left out.

    :param known: the latest readings of one share, by metric.
    """
    lines = []
    for metric in (Reading.Metric.COMMENTS, Reading.Metric.REACTIONS):
        reading = known.get(metric)
        if reading is None:
            continue
        lines.append(
            _("%(figure)s (%(source)s, %(when)s)")
            % {
                "figure": _figure(metric, reading.value),
                "source": _who_says(reading.source),
                "when": said_when(reading.at),
            }
        )
    return lines


def _figure(metric: str, value: int) -> str:
    if metric == Reading.Metric.COMMENTS:
        words = ngettext("%(count)s comment", "%(count)s comments", value)
    else:
        words = ngettext("%(count)s reaction", "%(count)s reactions", value)
    return words % {"count": number_format(value, force_grouping=True)}


def _who_says(source: str) -> str:
    if source == Reading.Source.SELF_REPORTED:
        return pgettext("source of a figure", "you said")
    return str(Reading.Source(source).label)

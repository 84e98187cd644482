"""The card: the only thing outsiders see of the intranet."""

import hashlib
import io
import logging
from dataclasses import dataclass
from importlib import resources

from django.templatetags.static import static
from django.utils import translation

from wagtail_advocacy import addresses

from .models.settings import ShareablesSettings


logger = logging.getLogger(__name__)

# The size LinkedIn, Facebook and X show in full (ratio 1.91 : 1).
WIDTH, HEIGHT = 1200, 630
IMAGE_TYPE = "image/jpeg"
DEFAULT_IMAGE = "wagtail_advocacy/img/card.jpg"


@dataclass(frozen=True)
class Card:
    """What a contact sees under somebody's post."""

    title: str
    summary: str
    image_url: str
    image_alt: str
    call_to_action: str
    host: str
    organisation: str
    language: str


@dataclass(frozen=True)
class Picture:
    """The bytes of a card's picture, WIDTH × HEIGHT pixels."""

    content: bytes
    alt_text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def organisation() -> str:
    """Return the name outsiders know the organisation by."""
    return ShareablesSettings.read().shown_organisation


def card_of_offer(offer) -> Card:
    """Return the card of an approved offer; its address needs ``PUBLIC_URL``."""
    try:
        image_url = addresses.public_url("shareables:card_image", offer.public_id)
    except addresses.NoPublicAddress:
        image_url = static(DEFAULT_IMAGE)
    return Card(
        title=offer.title,
        summary=offer.summary,
        image_url=image_url,
        image_alt=offer.image.alt_text if hasattr(offer, "image") else "",
        call_to_action=offer.call_to_action,
        host=addresses.public_host(),
        organisation=organisation(),
        language=offer.language,
    )


def card_of_shareable(shareable) -> Card:
    """Return the card as it would be if this draft were approved now."""
    image = outgoing_image(shareable)
    return Card(
        title=shareable.title,
        summary=shareable.summary,
        image_url=rendition_url(image),
        image_alt=image.default_alt_text if image else "",
        call_to_action=shareable.call_to_action,
        host=addresses.public_host(),
        organisation=organisation(),
        language=shareable.language,
    )


def public_page_of_shareable(shareable) -> dict:
    """Return what the template of the public page would be given for this draft."""
    from .models import Offer

    card = card_of_shareable(shareable)
    about = ShareablesSettings.read()
    destination = shareable.get_destination()
    with translation.override(shareable.language):
        is_rtl = translation.get_language_bidi()
    return {
        "offer": Offer(
            title=shareable.title,
            summary=shareable.summary,
            call_to_action=shareable.call_to_action,
            destination=destination,
        ),
        "about": about,
        "language": shareable.language,
        "is_rtl": is_rtl,
        "styles": static("wagtail_advocacy/css/public.css"),
        "leads_to": destination or about.public_site,
        "image": {"alt_text": card.image_alt},
        "image_src": card.image_url,
        "width": WIDTH,
        "height": HEIGHT,
    }


def outgoing_image(shareable):
    """Return the image that goes out: its own once cleared, else the default one."""
    if shareable.image and shareable.image_cleared:
        return shareable.image
    return ShareablesSettings.read().default_image


def picture_of(shareable) -> Picture:
    """Render the picture of a card, cropped around the image's focal point."""
    image = outgoing_image(shareable)
    if image:
        try:
            with _rendition(image).file.open("rb") as file:
                return Picture(_exact(file.read()), image.default_alt_text)
        except Exception:
            # A missing or unreadable file must not stop an approval.
            logger.warning("Image %s cannot be rendered", image.pk, exc_info=True)
    return Picture(_default_image(), "")


def _rendition(image):
    return image.get_rendition(
        f"fill-{WIDTH}x{HEIGHT}|format-jpeg|jpegquality-82|bgcolor-fff"
    )


def rendition_url(image) -> str:
    if image:
        try:
            return _rendition(image).url
        except Exception:
            logger.warning("Image %s cannot be rendered", image.pk, exc_info=True)
    return static(DEFAULT_IMAGE)


def _exact(content: bytes) -> bytes:
    # Not for every process that starts: only visitors' robots look at a picture.
    from PIL import Image, ImageOps

    # Wagtail never enlarges, and some networks refuse a card that is too small.
    image = Image.open(io.BytesIO(content))
    if image.size == (WIDTH, HEIGHT):
        return content
    buffer = io.BytesIO()
    ImageOps.fit(image.convert("RGB"), (WIDTH, HEIGHT)).save(buffer, "JPEG", quality=82)
    return buffer.getvalue()


def _default_image() -> bytes:
    package = resources.files("wagtail_advocacy")
    return package.joinpath("static", DEFAULT_IMAGE).read_bytes()

"""What people outside see: the public card, or a page that says why there is none."""

import re

from django.utils import translation
from django.utils.cache import patch_cache_control

from wagtail_advocacy.public_pages import (
    DAY,
    SHORT_MAX_AGE,
    VERSION_LENGTH,
    PublicView,
    send_versioned,
)

from .cards import HEIGHT, WIDTH
from .grants import OFFER, OFFER_IMAGE
from .models import Offer, OfferImage, ShareablesSettings


# Open Graph wants a country with every language (https://ogp.me/#optional). These are
# the ones that Facebook knows a language by; another language goes without the tag.
TERRITORIES = {
    "ar": "ar_AR",
    "cs": "cs_CZ",
    "da": "da_DK",
    "de": "de_DE",
    "el": "el_GR",
    "en": "en_US",
    "es": "es_ES",
    "fi": "fi_FI",
    "fr": "fr_FR",
    "he": "he_IL",
    "hu": "hu_HU",
    "it": "it_IT",
    "ja": "ja_JP",
    "ko": "ko_KR",
    "nb": "nb_NO",
    "nl": "nl_NL",
    "pl": "pl_PL",
    "pt": "pt_PT",
    "ro": "ro_RO",
    "ru": "ru_RU",
    "sv": "sv_SE",
    "tr": "tr_TR",
    "uk": "uk_UA",
    "zh_Hans": "zh_CN",
    "zh_Hant": "zh_TW",
}


class OfferView(PublicView):
    """An address of one offer, for as long as outsiders may see that it is there."""

    is_readable_elsewhere = True
    # What is read of the picture.
    image_fields = OFFER_IMAGE.read

    def get(self, request, public_id):
        offer = self.find(public_id)
        if offer is None or offer.is_embargoed:
            return self.not_found()
        if offer.is_withdrawn:
            return self.gone()
        return self.show(offer)

    def find(self, public_id: str) -> Offer | None:
        # PostgreSQL takes no NUL, and MariaDB does not tell a from A.
        if "\x00" in public_id:
            return None
        offer = self.get_queryset().filter(public_id=public_id).first()
        return offer if offer and offer.public_id == public_id else None

    def get_queryset(self):
        # By the rule of the public process: what is not named cannot be read.
        return Offer.objects.select_related("image").only(
            *OFFER.read, *(f"image__{name}" for name in self.image_fields)
        )

    def show(self, offer: Offer):
        raise NotImplementedError


class CardView(OfferView):
    """The public card: the approved fields of an offer, and nothing else.

    Crawlers read its Open Graph tags, people its text. Neither the intranet page
    nor the shareable is looked at.
    """

    root = "../../"
    url_name = "shareables:card"
    # The picture has an address of its own; its bytes are not needed here.
    image_fields = tuple(name for name in OFFER_IMAGE.read if name != "content")

    def show(self, offer):
        about = ShareablesSettings.read()
        response = self.render(
            "card.html",
            language=offer.language,
            about=about,
            offer=offer,
            address=self.absolute(self.url_name, offer.public_id),
            og_locale=og_locale(offer.language),
            leads_to=offer.destination or about.public_site,
            **self.picture(offer),
        )
        patch_cache_control(response, public=True, max_age=SHORT_MAX_AGE)
        return response

    def picture(self, offer: Offer) -> dict:
        image = getattr(offer, "image", None)
        if image is None:
            return {}
        version = image.digest[:VERSION_LENGTH]
        address = self.absolute("shareables:card_image", offer.public_id)
        return {
            "image": image,
            "image_src": f"image.jpg?v={version}",
            "image_address": f"{address}?v={version}",
            "width": WIDTH,
            "height": HEIGHT,
        }


class CardImageView(OfferView):
    """The picture of a card, from the database: no media storage is needed."""

    root = "../../"

    def show(self, offer):
        image: OfferImage | None = getattr(offer, "image", None)
        if image is None:
            return self.not_found()
        return send_versioned(
            self.request,
            bytes(image.content),
            image.content_type,
            image.digest,
            # A day and no longer, so that a withdrawn picture does not stay for good.
            max_age=DAY,
        )


def og_locale(language: str) -> str:
    """Return what Open Graph calls a language, or "": it has no name for it."""
    locale = translation.to_locale(language)
    has_country = re.fullmatch(r"[a-z]{2}_[A-Z]{2}", locale)
    return locale if has_country else TERRITORIES.get(locale, "")

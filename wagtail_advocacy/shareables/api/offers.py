"""Offers on Wagtail's API v3, to be read and not to be written."""

from datetime import datetime
from typing import Annotated, Literal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from ninja import Path, Query, Router, Schema
from ninja.pagination import paginate
from pydantic import Field, field_validator
from wagtail.api.v2.utils import get_full_url
from wagtail.api.v3.api import api
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.pagination import WagtailLimitOffsetPagination
from wagtail.api.v3.schemas import BaseMetaSchema, BaseSchema

from wagtail_advocacy import compat
from wagtail_advocacy.addresses import NoPublicAddress, public_url
from wagtail_advocacy.networks import keys as network_keys

from ..models import Offer, Topic, shareable_models
from ..queries import going_to


# Whoever has one of these on a type of shareable sees more than what is current.
RIGHTS = ("add", "change", "delete", "publish", "view")

State = Literal["current", "embargoed", "ended"]

# What databases take as a key or an offset.
LARGEST_NUMBER = 2**63 - 1

router = Router(tags=["advocacy"], auth=BearerTokenAuth())


class OfferPagination(WagtailLimitOffsetPagination):
    class Input(WagtailLimitOffsetPagination.Input):
        offset: int = Field(default=0, ge=0, le=LARGEST_NUMBER)


class OfferFilters(Schema):
    """Everything that is asked for has to be true of an offer."""

    state: State = "current"
    language: str | None = Field(default=None, pattern=r"^[\w@-]{1,100}$")
    network: str | None = None
    topic: int | None = Field(default=None, ge=1, le=LARGEST_NUMBER)

    @field_validator("network")
    @classmethod
    def is_registered(cls, value: str | None) -> str | None:
        if value is not None and value not in network_keys():
            raise ValueError("there is no such network")
        return value

    def apply(self, offers: QuerySet[Offer]) -> QuerySet[Offer]:
        if self.language:
            offers = offers.filter(language=self.language)
        if self.network:
            offers = going_to(offers, self.network)
        if self.topic:
            offers = offers.filter(topics=self.topic)
        return offers


class OfferTopicSchema(Schema):
    id: int
    name: str
    language: str = Field(alias="locale.language_code")


class OfferMetaSchema(BaseMetaSchema):
    detail_url: str | None = None

    @staticmethod
    def resolve_detail_url(offer: Offer, context: dict) -> str | None:
        try:
            path = reverse(
                "wagtailapi_v3:wagtail_advocacy_offer", args=[offer.public_id]
            )
        except NoReverseMatch:
            return None
        return get_full_url(context["request"], path)


class OfferSchema(BaseSchema):
    """What outsiders may see, and where and when it may be shared."""

    meta: OfferMetaSchema
    id: str = Field(alias="public_id")
    state: State
    title: str
    description: str = Field(alias="summary")
    language: str
    nature: str
    hashtags: list[str]
    networks: list[str]
    topics: list[OfferTopicSchema]
    card_url: str | None
    image_url: str | None
    image_alt: str
    opens_at: datetime
    expires_at: datetime | None

    @staticmethod
    def resolve_state(offer: Offer) -> State:
        if offer.is_current:
            return "current"
        return "embargoed" if not offer.ended and offer.is_embargoed else "ended"

    @staticmethod
    def resolve_card_url(offer: Offer) -> str | None:
        return _public_url("shareables:card", offer)

    @staticmethod
    def resolve_image_url(offer: Offer) -> str | None:
        return _public_url("shareables:card_image", offer)

    @staticmethod
    def resolve_image_alt(offer: Offer) -> str:
        return offer.image.alt_text if hasattr(offer, "image") else ""


@router.get(
    "/",
    response=list[OfferSchema],
    url_name="wagtail_advocacy_offers",
    summary="List offers",
    operation_id="wagtail_advocacy_offers_list",
)
@paginate(OfferPagination)
def list_offers(request, filters: Query[OfferFilters]):
    return filters.apply(_visible(request.user, filters.state))


@router.get(
    "/{public_id}/",
    response=OfferSchema,
    url_name="wagtail_advocacy_offer",
    summary="Offer detail",
    operation_id="wagtail_advocacy_offers_detail",
)
def get_offer(
    request, public_id: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,16}$")]
):
    offer = get_object_or_404(_with_relations(Offer.objects), public_id=public_id)
    if not offer.is_current or not offer.is_meant_for(request.user):
        get_object_or_404(_of_types_in_charge(request.user), pk=offer.pk)
    return offer


def register():
    """Add the offers to the API of the site."""
    api.add_router("/advocacy/offers/", router)


def _visible(user, state: State) -> QuerySet[Offer]:
    if state == "current":
        return _with_relations(Offer.objects.current().meant_for(user))
    offers = _with_relations(_of_types_in_charge(user))
    embargoed = Offer.objects.embargoed().values("pk")
    if state == "embargoed":
        return offers.filter(pk__in=embargoed)
    current = Offer.objects.current().values("pk")
    return offers.exclude(pk__in=current).exclude(pk__in=embargoed)


def _of_types_in_charge(user) -> QuerySet[Offer]:
    types = [
        ContentType.objects.get_for_model(model, for_concrete_model=False)
        for model in shareable_models()
        if compat.permission_policy(model).user_has_any_permission(user, RIGHTS)
    ]
    return Offer.objects.filter(content_type__in=types)


def _with_relations(offers) -> QuerySet[Offer]:
    # The picture is served from its own address.
    return (
        offers.select_related("image", "page")
        .defer("image__content")
        .prefetch_related(Prefetch("topics", Topic.objects.select_related("locale")))
    )


def _public_url(name: str, offer: Offer) -> str | None:
    try:
        return public_url(name, offer.public_id)
    except NoPublicAddress:
        return None

from .offers import Offer, OfferImage
from .settings import ShareablesSettings
from .shareables import (
    AbstractShareable,
    LinkShareable,
    Nature,
    PageShareable,
    shareable_models,
)
from .topics import FollowedTopic, Topic
from .trials import PublicAddressTrial


__all__ = [
    "AbstractShareable",
    "FollowedTopic",
    "LinkShareable",
    "Nature",
    "Offer",
    "OfferImage",
    "PageShareable",
    "PublicAddressTrial",
    "ShareablesSettings",
    "Topic",
    "shareable_models",
]

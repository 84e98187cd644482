from .offers import Offer, OfferImage
from .settings import ShareablesSettings
from .shareables import (
    AbstractShareable,
    LinkShareable,
    Nature,
    PageShareable,
    shareable_models,
)
from .topics import Topic


__all__ = [
    "AbstractShareable",
    "LinkShareable",
    "Nature",
    "Offer",
    "OfferImage",
    "PageShareable",
    "ShareablesSettings",
    "Topic",
    "shareable_models",
]

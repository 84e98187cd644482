from django.db.models import Prefetch
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction


# What lists show of a picture; prefetched so that a list costs no query a card.
CARD_RENDITIONS = ["fill-640x360", "fill-1120x630"]


def without_forbidden(request, pages):
    """Leave out of ``pages`` what this person would be refused when opening it.

    Wagtail checks restrictions when a page is opened, not when it is listed.
    """
    for restriction in PageViewRestriction.objects.select_related("page"):
        if not restriction.accept_request(request):
            pages = pages.not_descendant_of(restriction.page, inclusive=True)
    return pages


def readable_by(request, model, section):
    """Live pages of ``model`` below ``section`` that this person may open.

    Args:
        request: the current request.
        model: an article page model, which names its own ``listing_order``.
        section: the page to look under, at any depth.
    """
    pages = model.objects.live().descendant_of(section)
    return without_forbidden(request, pages).order_by(*model.listing_order)


def with_pictures(pages):
    """Fetch the pages' pictures and the renditions of their cards with them."""
    pictures = get_image_model().objects.prefetch_renditions(*CARD_RENDITIONS)
    return pages.prefetch_related(Prefetch("picture", queryset=pictures))

"""What the share button on an article says, to whom. Knows no template language."""

from django.contrib.auth import get_user_model
from django.urls import reverse

from wagtail_advocacy.shareables.models import Offer


def share_button(request, page) -> dict | None:
    """Return the context of the button's template, or ``None``: show nothing.

    No query for anonymous visitors. For employees one for the offer, and one for the
    person where there is an offer; a second button on the same page costs only the
    first of the two.

    :param request: the request of the page, or ``None`` where there is none.
    :param page: the page the button stands on, or ``None``.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or getattr(page, "pk", None) is None:
        return None
    # In the editor's preview there is nobody to share and nothing to share yet.
    if getattr(request, "is_preview", False):
        return None
    public_id = Offer.objects.public_id_on(page, user)
    if public_id is None:
        return None
    joined, may_be_invited = _standing(request)
    if not joined and not may_be_invited:
        return None
    return {
        "joined": joined,
        "compose_address": reverse(
            "wagtail_advocacy:sharing:compose", args=[public_id]
        ),
        "next": request.get_full_path(),
    }


def entry(request) -> dict | None:
    """Return the context of the menu entry, or ``None``: show nothing. No query."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return {"address": reverse("wagtail_advocacy:home")}


def _standing(request) -> tuple[bool, bool]:
    """Whether the person takes part, and whether they may be invited to.

    Whoever left has answered already, as has whoever sent the invitation away.
    """
    if not hasattr(request, "_advocacy_standing"):
        found = (
            get_user_model()
            ._base_manager.filter(pk=request.user.pk)
            .values_list(
                "wagtail_advocacy_ambassador",
                "wagtail_advocacy_ambassador__left_at",
                "wagtail_advocacy_dismissed_invitation",
            )
            .first()
        )
        # Somebody whose account was deleted meanwhile is asked nothing.
        ambassador, left_at, dismissed = found or (None, None, True)
        joined = ambassador is not None and left_at is None
        request._advocacy_standing = (joined, ambassador is None and not dismissed)
    return request._advocacy_standing

"""The button on pages of the explorer and the page editor."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button, ListingButton

from wagtail_advocacy import compat

from . import source_changes
from .models import PageShareable
from .overviews import NEW, State, overviews


ICON = "link-external"
# Kept for one request on its user: the hook is given nothing else to keep things on.
CACHE = "_wagtail_advocacy_page_labels"
# Once pages of this many parents were asked for, everything is read at once.
SECTIONS_READ_ALONE = 1


def header_button(page, user, next_url=None):
    """Return the button of one page's editor, or ``None`` for those it is not for."""
    if not is_for(page, user):
        return None
    return Button(
        label=label_of(page),
        url=_url(page, next_url),
        icon_name=ICON,
        priority=5,
    )


def listing_button(page, user, next_url=None):
    """Return the button of a page in a list, or ``None`` for those it is not for."""
    if not is_for(page, user):
        return None
    label = _label_in_list(page, user)
    return ListingButton(
        label,
        url=_url(page, next_url),
        attrs={
            "aria-label": _("%(label)s, page “%(title)s”")
            % {"label": label, "title": page.get_admin_display_title()}
        },
        priority=40,
    )


def is_for(page, user) -> bool:
    """Whether ``user`` may prepare something of ``page``."""
    if page.is_root():
        return False
    policy = compat.permission_policy(PageShareable)
    return (
        policy.user_has_any_permission(user, ["add", "change"])
        and page.permissions_for_user(user).can_edit()
    )


def label_of(page) -> str:
    """Return the label for one page. The draft that is being edited does not count."""
    shareable = PageShareable.objects.filter(page_id=page.pk).first()
    if shareable is None:
        return str(NEW.button_label)
    published = compat.get_page_model().objects.get(pk=page.pk).specific
    return _label(shareable, published, overviews([shareable])[shareable.pk])


def _label(shareable, page, overview) -> str:
    if overview.state in (
        State.OFFERED,
        State.STAFF_FIRST,
    ) and source_changes.is_changed(shareable, page):
        return _("Shareable: page changed")
    return overview.button_label


def _url(page, next_url) -> str:
    address = reverse("wagtail_advocacy_admin:page", args=[page.pk])
    return f"{address}?{urlencode({'next': next_url})}" if next_url else address


def _label_in_list(page, user) -> str:
    found = _found_for(page, user).get(page.pk)
    return _label(found[0], page, found[1]) if found else str(NEW.button_label)


def _found_for(page, user) -> dict:
    cache = getattr(user, CACHE, None)
    if cache is None:
        cache = {}
        setattr(user, CACHE, cache)
    if None in cache:
        return cache[None]
    parent = page.path[: -page.steplen]
    if parent not in cache:
        # The rows of the explorer share one parent. Elsewhere (searches, reports)
        # each may have its own: then one more read is for all of them.
        if len(cache) >= SECTIONS_READ_ALONE:
            parent = None
        cache[parent] = _read(parent, page.depth)
    return cache[parent]


def _read(parent, depth) -> dict:
    shareables = PageShareable.objects.filter(page__isnull=False).only(
        "page_id", "page_snapshot", "live", "has_unpublished_changes", "title"
    )
    if parent is not None:
        shareables = shareables.filter(page__path__startswith=parent, page__depth=depth)
    found = overviews(shareables)
    return {
        shareable.page_id: (shareable, found[shareable.pk]) for shareable in shareables
    }

"""Notices when a page says something else than what is shared of it."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model

from wagtail_advocacy.sanitize import plain_text


# The field of the shareable that each part of a page is the proposal for.
PARTS = {
    "title": _("Title"),
    "summary": _("Description"),
    "image": _("Image"),
}
SUMMARY_LENGTH = 300


@dataclass(frozen=True)
class Difference:
    """A part of the page that changed since it was last compared.

    :param field: name of the shareable's field.
    :param old: what the page said; for an image the image, or ``None``.
    :param new: what it says now.
    """

    field: str
    label: str | Promise
    old: object
    new: object


def proposal(page) -> dict:
    """Return what a page proposes for its shareable: title, summary, image.

    :param page: of its specific class, or the image is not seen.
    """
    return {
        "title": plain_text(page.title)[:255],
        "summary": summary_of(page),
        "image": image_of(page),
    }


def summary_of(page) -> str:
    """Return the page's search description, cut at a word."""
    return cut(plain_text(getattr(page, "search_description", "") or ""))


def cut(text: str) -> str:
    """Return ``text`` in at most SUMMARY_LENGTH characters, cut after a word."""
    if len(text) <= SUMMARY_LENGTH:
        return text
    # One character is the ellipsis.
    head = text[:SUMMARY_LENGTH]
    words, space, _rest = head.rpartition(" ")
    if not space:
        return Truncator(text).chars(SUMMARY_LENGTH)
    return f"{words.rstrip(' ,;:–-')}…"


def image_of(page):
    """Return the image of a page: that of its first field for images, or ``None``."""
    field = image_field(type(page))
    return getattr(page, field.name) if field else None


def image_field(model):
    """Return the first foreign key to the image model, or ``None``."""
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey) and issubclass(
            field.related_model, get_image_model()
        ):
            return field
    return None


def snapshot(page) -> dict:
    """Return what a page proposes, as JSON can keep it."""
    field = image_field(type(page))
    image = getattr(page, field.attname) if field else None
    return {
        "page": str(page.pk),
        "title": plain_text(page.title)[:255],
        "summary": summary_of(page),
        "image": "" if image is None else str(image),
    }


def is_changed(shareable, page) -> bool:
    """Whether ``page`` says something else than when it was last compared.

    :param page: as it is published. Where it is not of its specific class the image
        is not looked at, so that a list of pages needs no query a row.
    """
    old = shareable.page_snapshot
    if not old or old.get("page") != str(page.pk) or not page.live:
        return False
    new = snapshot(page)
    parts = ["title", "summary"]
    if _shows_image(page):
        parts.append("image")
    return any(old.get(part, "") != new[part] for part in parts)


def _shows_image(page) -> bool:
    field = image_field(type(page))
    return (
        page.specific_class is type(page)
        and field is not None
        and field.attname not in page.get_deferred_fields()
    )


def differences(shareable, page) -> list[Difference]:
    """Return what differs, part by part; empty where nothing does.

    :param page: as it is published, of its specific class.
    """
    if not is_changed(shareable, page):
        return []
    old, new = shareable.page_snapshot, snapshot(page)
    return [
        Difference(part, label, _value(part, old), _value(part, new))
        for part, label in PARTS.items()
        if old.get(part, "") != new[part]
    ]


def _value(part: str, of: dict):
    value = of.get(part, "")
    if part != "image":
        return value
    # The old picture may be gone from the library.
    return get_image_model().objects.filter(pk=value).first() if value else None

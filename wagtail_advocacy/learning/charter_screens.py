"""What a charter's own page shows: the latest text, and what people said about it."""

from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from .charter_texts import choose_text, latest_texts, snapshot
from .models import (
    AbstractCharterPage,
    Charter,
    CharterText,
    CharterVersion,
    ConsultationComment,
)
from .models.charters import GROUP_KEY


def page_context(page: AbstractCharterPage) -> dict[str, Any]:
    """Return what a published page shows to everybody alike.

    Nothing in it is about the reader, so that a site may cache its pages.
    """
    version = (
        CharterVersion.objects.filter(
            charter__key=page.charter_key,
            charter__translation_key=page.translation_key,
            superseded=False,
        )
        .select_related("charter")
        .order_by("number")
        .last()
    )
    if version is None:
        return {**preview_context(page), "is_charter": False}
    texts = latest_texts([version.pk])[version.pk]
    text = choose_text(version, texts, page.locale.language_code)
    return {
        "is_charter": True,
        "version": version,
        "text": text,
        "is_untranslated": text.language != page.locale.language_code,
        "clauses": _with_comments(version, text),
        "group": group_text(page),
        "sign_address": sign_address(page.locale.language_code),
    }


def preview_context(page: AbstractCharterPage) -> dict[str, Any]:
    """Return what a page shows while it is being written."""
    text = CharterText(language=page.locale.language_code, **snapshot(page))
    return {
        "is_charter": True,
        "text": text,
        "clauses": text.clauses,
        "group": group_text(page),
    }


def group_text(page: AbstractCharterPage) -> CharterText | None:
    """Return the group's text in force, to which an addendum adds its clauses."""
    if page.entity_id is None:
        return None
    charter = Charter.objects.live().filter(key=GROUP_KEY).first()
    if charter is None:
        return None
    version = CharterVersion.objects.in_force().filter(charter=charter).first()
    if version is None:
        return None
    texts = latest_texts([version.pk])[version.pk]
    return choose_text(version, texts, page.locale.language_code)


def _with_comments(version: CharterVersion, text: CharterText) -> list[dict[str, Any]]:
    said = comments_about(version)
    is_open = version.is_open_for_comments
    return [
        {
            **clause,
            "comments": said.get(clause["id"], []),
            "comment_address": comment_address(version, clause) if is_open else "",
        }
        for clause in text.clauses
    ]


def sign_address(language: str) -> str:
    """Return where one signs, reading it in the language of the page one comes from."""
    address = reverse("wagtail_advocacy:learning:charter")
    return f"{address}?{urlencode({'language': language})}"


def comment_address(version: CharterVersion, clause: dict[str, Any]) -> str:
    return reverse("wagtail_advocacy:learning:comment", args=[version.pk, clause["id"]])


def comments_about(version: CharterVersion) -> dict[str, list[ConsultationComment]]:
    """Return what was said about each clause of a version before it was in force.

    Versions that were published while people commented belong to one consultation.
    Two queries.
    """
    earlier = CharterVersion.objects.filter(
        charter=version.charter_id,
        number__lt=version.number,
        superseded=False,
        effective_from__lte=timezone.localdate(),
    ).aggregate(number=Max("number"))["number"]
    comments = ConsultationComment.objects.filter(
        version__charter=version.charter_id,
        version__number__gt=earlier or 0,
        version__number__lte=version.number,
        state=ConsultationComment.State.SHOWN,
    )
    found: dict[str, list[ConsultationComment]] = {}
    for comment in comments.select_related("author"):
        found.setdefault(comment.clause_id, []).append(comment)
    return found

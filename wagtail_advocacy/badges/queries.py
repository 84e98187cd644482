"""Reads that more than one screen or task of this room needs."""

import datetime
from collections.abc import Iterable

from django.db import models, router
from django.db.models import Q
from django.utils import timezone

from . import translated
from .models import Award, Badge
from .periods import today


def originals() -> "models.QuerySet[Badge]":
    """Return the first badge of each set of translations: they are earned."""
    return translated.originals(Badge.objects.all())


def original_of(badge: Badge) -> Badge:
    """Return the first badge of its set of translations; itself, where it is that."""
    same = Badge.objects.filter(translation_key=badge.translation_key)
    return same.order_by("pk").first() or badge


def is_original(badge: Badge) -> bool:
    """Whether a badge is the one that is earned, and no translation of it."""
    return original_of(badge).pk == badge.pk


def offered(day: datetime.date | None = None) -> "models.QuerySet[Badge]":
    """Return the originals that can be earned on a day; today."""
    day = day or today()
    return originals().filter(
        Q(starts_on=None) | Q(starts_on__lte=day),
        Q(ends_on=None) | Q(ends_on__gte=day),
        live=True,
    )


def in_own_language(badges: Iterable[Badge]) -> dict[int, Badge]:
    """Return the translation that somebody reads, by primary key of the original.

    A live one in the active language, or else the original. One query, none without
    badges.

    :param badges: originals.
    """
    return translated.in_own_language(badges, Badge.objects.filter(live=True))


def awards() -> "models.QuerySet[Award]":
    """Return all awards from where they are written, with what became of them."""
    rows = Award.objects.using(router.db_for_write(Award))
    return rows.select_related("badge", "revocation", "public")


def current(rows: "models.QuerySet[Award]") -> "models.QuerySet[Award]":
    """Return those of some awards that hold: not revoked, not run out."""
    return rows.filter(
        Q(expires_at=None) | Q(expires_at__gt=timezone.now()), revocation=None
    )


def is_current(award: Award) -> bool:
    """Whether an award, as ``awards`` reads it, is neither revoked nor run out."""
    ends = award.expires_at
    is_over = ends is not None and ends <= timezone.now()
    return not is_over and not hasattr(award, "revocation")

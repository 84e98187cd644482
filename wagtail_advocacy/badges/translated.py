"""What a lead writes in several languages: one row each, of which the first counts."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language
from wagtail.models import TranslatableMixin


M = TypeVar("M", bound=TranslatableMixin)


def originals(rows: "QuerySet[M]") -> "QuerySet[M]":
    """Return those that are the first of their set of translations.

    :param rows: all there are.
    """
    earlier = rows.model._default_manager.filter(
        translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk")
    )
    return rows.filter(~Exists(earlier))


def in_own_language(
    originals: "Iterable[M]", translations: "QuerySet[M]"
) -> dict[Any, M]:
    """Return what somebody reads of each, by primary key of the original.

    The translation in the active language, or else the original: with its locale, where
    it is among ``translations``. One query, none where there are no originals.

    :param translations: those that may be read.
    """
    by_key = {one.translation_key: one for one in originals}
    if not by_key:
        return {}
    own = (get_language() or "").split("-")[0]
    found = {one.pk: one for one in by_key.values()}
    rows = translations.filter(translation_key__in=list(by_key))
    for row in rows.select_related("locale").order_by("-pk"):
        original = by_key[row.translation_key]
        is_own = row.locale.language_code.split("-")[0] == own
        if is_own or found[original.pk] is original and row.pk == original.pk:
            found[original.pk] = row
    return found

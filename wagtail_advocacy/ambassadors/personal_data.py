"""Which tables know something about a person; every room registers its own."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import router
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.layout import render_own
from wagtail_advocacy.registry import Registry

from .models import Ambassador


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


ITSELF = _("the person alone")

# What a spreadsheet takes for the beginning of a formula, in its full-width forms too.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Person:
    """Somebody whose data is exported or erased.

    :param user: their account, or ``None``: it is gone already.
    :param ambassador: their row, whether they take part or have left, or ``None``.
    """

    user: Any
    ambassador: Ambassador | None


@dataclass(frozen=True)
class PersonalTable:
    """A table with rows that refer to a person.

    :param model: label of the model, such as "wagtail_advocacy_sharing.Share".
    :param rows: returns the rows of a person; called with people who have no account
        or never joined, too.
    :param fields: names of the fields that an export shows, in this order; lookups
        such as "offer__title" are allowed.
    :param erase: forgets the person in this table, inside a transaction; not called
        where they have no rows (any more). What is not about the person, such as
        totals and codes that redirect, may stay.
    :param why: what it is kept for, as a data-protection officer asks it.
    :param until: how long, in words; name the kind of ``RETENTION`` where there is one.
    :param seen_by: who sees it.
    :param part: where one table says different things about several people: which of
        them this is, in a word of [a-z].
    :param part_label: what that part is called, in the plural.
    """

    model: str
    rows: Callable[[Person], "QuerySet[Any]"]
    fields: tuple[str, ...]
    erase: Callable[[Person], object]
    why: "StrOrPromise" = ""
    until: "StrOrPromise" = ""
    seen_by: "StrOrPromise" = ITSELF
    part: str = ""
    part_label: "StrOrPromise" = ""

    @property
    def key(self) -> str:
        return f"{self.model}.{self.part}" if self.part else self.model

    @property
    def label(self) -> str:
        """The name of the table, in the plural and the active language."""
        if self.part:
            return str(self.part_label)
        return str(apps.get_model(self.model)._meta.verbose_name_plural)

    @property
    def file_name(self) -> str:
        """What its files in an export are called, without the ending."""
        app_label, _dot, name = self.model.lower().partition(".")
        whole = f"{app_label.removeprefix('wagtail_advocacy_')}-{name}"
        return f"{whole}-{self.part}" if self.part else whole

    def written_rows(self, person: Person) -> "QuerySet[Any]":
        """Return the rows of a person from where they are written.

        A replica may not have the last ones yet.
        """
        rows = self.rows(person)
        return rows.using(router.db_for_write(rows.model))

    def exported(self, person: Person) -> list[dict[str, Any]]:
        """Return the rows of a person, with the fields that an export shows."""
        return list(self.written_rows(person).order_by("pk").values(*self.fields))


@dataclass(frozen=True)
class ImpersonalTable:
    """A table that leads to people and yet says nothing about them.

    :param model: label of the model.
    :param why: why it need not be exported or erased, in a sentence.
    """

    model: str
    why: str

    @property
    def key(self) -> str:
        return self.model


personal_tables: Registry[PersonalTable] = Registry("table with personal data")
impersonal_tables: Registry[ImpersonalTable] = Registry("table without personal data")


def person_of(user) -> Person:
    """Return who is behind an account, whether they ever joined or not. One query."""
    writing = Ambassador.objects.using(router.db_for_write(Ambassador))
    return Person(user, writing.filter(user=user).first())


def rows_of_ambassador(
    model: "type[Model]", path: str = "ambassador"
) -> Callable[[Person], "QuerySet[Any]"]:
    """Return what finds the rows of a person by their ambassador.

    :param path: from the row to the ambassador, such as "award__ambassador".
    """

    def rows(person: Person) -> "QuerySet[Any]":
        if person.ambassador is None:
            return model._default_manager.none()
        return model._default_manager.filter(**{path: person.ambassador})

    return rows


def erased_with_ambassador(person: Person) -> None:
    """Nothing to do: these rows go with the ambassador's own, by cascade."""


def write_export(person: Person, file: IO[bytes]) -> dict[str, int]:
    """Write everything kept about a person into a ZIP, in the active language.

    A JSON and a CSV for each table, and a text that says what it is.

    :returns: the number of rows, by label of the model.
    """
    counts = {}
    tables = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in personal_tables:
            rows = table.exported(person)
            counts[table.key] = len(rows)
            tables.append({"table": table, "count": len(rows)})
            archive.writestr(f"{table.file_name}.json", _as_json(rows))
            archive.writestr(f"{table.file_name}.csv", _as_csv(table.fields, rows))
        archive.writestr("README.txt", _readme(person, tables))
    return counts


def _readme(person: Person, tables: list[dict[str, Any]]) -> str:
    context = {
        "name": str(person.user) if person.user else gettext("a deleted account"),
        "now": timezone.now(),
        "tables": tables,
        "language": get_language(),
    }
    text = render_own("wagtail_advocacy/ambassadors/export/readme.txt", context, None)
    # With a mark, or old programs take it for another encoding; and their line ends.
    return "\ufeff" + text.strip().replace("\n", "\r\n") + "\r\n"


def _as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _as_csv(fields: tuple[str, ...], rows: list[dict[str, Any]]) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(fields)
    for row in rows:
        writer.writerow([_cell(row[field]) for field in fields])
    return "\ufeff" + file.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    elif hasattr(value, "isoformat"):
        text = value.isoformat()
    else:
        text = str(value)
    # An apostrophe in front makes it a text, and is not shown.
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) else text

"""The words of a charter: as they are kept, in which language, and what changed."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import expand_db_html

from wagtail_advocacy.sanitize import plain_text, rich_text

from .models import AbstractCharterPage, CharterText, CharterVersion


def snapshot(page: AbstractCharterPage) -> dict[str, Any]:
    """Return what is kept of a page: title, introduction and clauses, as plain data."""
    # As it is stored, because only there every clause has its id.
    stored = page.clauses.get_prep_value()
    return {
        "title": page.title,
        "introduction": rich_text(expand_db_html(page.introduction)),
        "clauses": [
            _clause(raw["id"], block.value)
            for raw, block in zip(stored, page.clauses, strict=True)
        ],
    }


def _clause(clause_id: str, value) -> dict[str, Any]:
    return {
        "id": clause_id,
        "title": value["title"],
        "text": rich_text(expand_db_html(value["text"].source)),
        "why": value["why"],
        "do": list(value["do"]),
        "dont": list(value["dont"]),
    }


def latest_texts(
    version_pks, *, using: str | None = None
) -> dict[int, dict[str, CharterText]]:
    """Return the latest text of each version in each language. One query."""
    texts: QuerySet[CharterText] = CharterText.objects.using(using)
    found: dict[int, dict[str, CharterText]] = {}
    for text in texts.filter(version__in=version_pks).order_by("pk"):
        found.setdefault(text.version_id, {})[text.language] = text
    return found


def choose_text(
    version: CharterVersion, texts: dict[str, CharterText], language: str | None = None
) -> CharterText:
    """Return the text for a reader: in their language, or the one that made it.

    :param language: such as "fr-be", which is served by "fr"; ``None``: the active one.
    """
    language = language or get_language() or ""
    for wanted in (language, language.split("-")[0], version.language):
        if wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()))


def is_in_language(text: CharterText, language: str | None = None) -> bool:
    """Whether ``text`` is in a language, ``None``: the active one, or its base."""
    language = language or get_language() or ""
    return text.language in {language, language.split("-")[0]}


@dataclass(frozen=True)
class Words:
    """Some words in a row that are in both texts, or in one of them."""

    kind: str  # "same", "added" or "removed"
    text: str


@dataclass(frozen=True)
class Part:
    """A part of a clause whose words changed."""

    label: Any
    words: list[Words]


@dataclass(frozen=True)
class ClauseChange:
    """A clause that is new, gone or changed.

    :param clause: as it is now, or as it last was.
    :param parts: what changed in it; empty where all of it is new or gone.
    """

    kind: str  # "added", "removed" or "changed"
    clause: dict[str, Any]
    parts: list[Part] = field(default_factory=list)


def differences(old: CharterText, new: CharterText) -> list[ClauseChange]:
    """Return how ``new`` differs from ``old``, clause by clause, in the order of new.

    Clauses are the same when their ids are, wherever they stand.
    """
    before = {clause["id"]: clause for clause in _with_introduction(old)}
    after = {clause["id"]: clause for clause in _with_introduction(new)}
    found = []
    for clause_id, clause in after.items():
        if clause_id not in before:
            found.append(ClauseChange("added", clause))
        elif parts := _changed_parts(before[clause_id], clause):
            found.append(ClauseChange("changed", clause, parts))
    gone = [clause for key, clause in before.items() if key not in after]
    return found + [ClauseChange("removed", clause) for clause in gone]


def _with_introduction(text: CharterText) -> list[dict[str, Any]]:
    if not text.introduction:
        return text.clauses
    introduction = {
        "id": "introduction",
        "title": str(_("Introduction")),
        "text": text.introduction,
        "why": "",
        "do": [],
        "dont": [],
    }
    return [introduction, *text.clauses]


def _changed_parts(old, new) -> list[Part]:
    parts = []
    for label, before, after in (
        (_("Title"), old["title"], new["title"]),
        (_("Text"), plain_text(old["text"]), plain_text(new["text"])),
        (_("Why"), old["why"], new["why"]),
        (_("Do"), "\n".join(old["do"]), "\n".join(new["do"])),
        (_("Don’t"), "\n".join(old["dont"]), "\n".join(new["dont"])),
    ):
        if before.split() != after.split():
            parts.append(Part(label, word_changes(before, after)))
    return parts


def word_changes(old: str, new: str) -> list[Words]:
    """Return both texts as one, word by word, what is gone before what is new."""
    before = re.findall(r"\S+\s*", old)
    after = re.findall(r"\S+\s*", new)
    matcher = SequenceMatcher(
        None,
        [word.strip() for word in before],
        [word.strip() for word in after],
        autojunk=False,
    )
    found = []
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            found.append(_words("same", after[new_start:new_end]))
            continue
        if end > start:
            found.append(_words("removed", before[start:end]))
        if new_end > new_start:
            found.append(_words("added", after[new_start:new_end]))
    return found


def _words(kind: str, words: list[str]) -> Words:
    # The last word of one text may stand in the middle of the two.
    text = "".join(words)
    return Words(kind, text if text[-1].isspace() else f"{text} ")

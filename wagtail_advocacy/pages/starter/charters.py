"""The charter to begin with; its text lies beside this file, one a language."""

import json
import uuid

from ..models import CharterPage
from . import Starter, charter_en, charter_fr, starters


TEXTS = {"en": charter_en, "fr": charter_fr}
# Clauses have the same ids in every language, so that each finds its translation.
IDS = uuid.UUID("5b0c1ff4-7d0e-4b38-9d07-a1f5b8a0f6cd")


def make_charter(language: str) -> CharterPage | None:
    """Return the unsaved charter, or ``None``: it is not written in this language."""
    text = TEXTS.get(language.split("-")[0])
    if text is None:
        return None
    return CharterPage(
        title=text.TITLE,
        introduction=text.INTRODUCTION,
        clauses=json.dumps([_clause(dict(clause)) for clause in text.CLAUSES]),
    )


def _clause(value: dict) -> dict:
    clause_id = uuid.uuid5(IDS, value.pop("key"))
    return {"type": "clause", "value": value, "id": str(clause_id)}


def register():
    """Add the charter to the texts that ``advocacy_starter`` knows."""
    starters.register(Starter("charter", make_charter))

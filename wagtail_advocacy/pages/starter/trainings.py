"""The trainings to begin with; their texts lie beside this file, one a language."""

import json
import uuid
from functools import partial
from pathlib import Path

from ..models import TrainingPage
from . import Starter, starters


FOLDER = Path(__file__).parent / "trainings"
# In the order in which people take them.
KEYS = ("why-and-how", "own-words", "when-it-goes-wrong")
# Lessons, questions and answers have the same ids in every language, so that what was
# begun in one is gone on with in another.
IDS = uuid.UUID("3d1f6a52-6c3f-4a0e-9f52-0a7c6f5f2b11")


def make_training(key: str, language: str) -> TrainingPage | None:
    """Return the unsaved training, or ``None``: it is not written in this language."""
    path = FOLDER / f"{key}.{language.split('-')[0]}.json"
    if not path.exists():
        return None
    text = json.loads(path.read_text(encoding="utf-8"))
    return TrainingPage(
        title=text["title"],
        introduction=text["introduction"],
        minutes=text["minutes"],
        required=text["required"],
        pass_mark=text["pass_mark"],
        valid_months=text["valid_months"],
        lessons=json.dumps(
            [
                _block(
                    "lesson",
                    {
                        "title": lesson["title"],
                        "body": [
                            _block(kind, value, key, "body", place, inner)
                            for inner, block in enumerate(lesson["body"])
                            for kind, value in block.items()
                        ],
                    },
                    key,
                    "lesson",
                    place,
                )
                for place, lesson in enumerate(text["lessons"])
            ]
        ),
        quiz=json.dumps(
            [
                _block(
                    "question",
                    {
                        "text": question["text"],
                        "kind": question["kind"],
                        "answers": [
                            _block(
                                "item",
                                {
                                    "text": answer["text"],
                                    "is_correct": answer["correct"],
                                    "explanation": answer["why"],
                                },
                                key,
                                "answer",
                                place,
                                inner,
                            )
                            for inner, answer in enumerate(question["answers"])
                        ],
                    },
                    key,
                    "question",
                    place,
                )
                for place, question in enumerate(text["quiz"])
            ]
        ),
    )


def _block(kind: str, value, *path) -> dict:
    name = "/".join(map(str, path))
    return {"type": kind, "value": value, "id": str(uuid.uuid5(IDS, name))}


def register():
    for key in KEYS:
        starters.register(Starter(f"training:{key}", partial(make_training, key)))

"""The texts we give are complete, alike in every language, and short where required."""

import json
import re

import pytest

from wagtail_advocacy.pages.starter import starters
from wagtail_advocacy.pages.starter.trainings import FOLDER, KEYS, make_training


pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "fr")
# What people read on a screen in a minute, at an unhurried pace.
WORDS_A_MINUTE = 200
KEYS_AND_LANGUAGES = [(key, language) for key in KEYS for language in LANGUAGES]


def words_of(value):
    if isinstance(value, str):
        return re.sub(r"<[^>]+>", " ", value).split()
    children = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return []
    return [word for child in children for word in words_of(child)]


def text_of(key, language):
    return json.loads((FOLDER / f"{key}.{language}.json").read_text(encoding="utf-8"))


def shape(value):
    if isinstance(value, dict):
        return {key: shape(child) for key, child in value.items()}
    if isinstance(value, list):
        return [shape(child) for child in value]
    return None if isinstance(value, str) else value


def test_every_training_is_registered_once():
    keys = [starter.key for starter in starters]
    assert [key for key in keys if key.startswith("training:")] == [
        f"training:{key}" for key in KEYS
    ]


@pytest.mark.parametrize(("key", "language"), KEYS_AND_LANGUAGES)
def test_it_could_be_published_as_it_is(key, language):
    page = make_training(key, language)
    page.check_complete()
    for name in ("lessons", "quiz"):
        field = page._meta.get_field(name)
        field.stream_block.clean(getattr(page, name))
    page.clean_fields(exclude=["path", "depth", "slug", "content_type", "locale"])
    assert 4 <= len(page.get_lessons()) <= 6
    assert 4 <= len(page.get_quiz().questions) <= 6
    for question in page.get_quiz().questions:
        assert all(answer.explanation for answer in question.answers)
        assert len(question.answers) >= 3


@pytest.mark.parametrize("key", KEYS)
def test_languages_say_the_same_with_the_same_ids(key):
    english, french = (make_training(key, language) for language in LANGUAGES)
    assert shape(text_of(key, "en")) == shape(text_of(key, "fr"))
    assert [one.key for one in english.get_lessons()] == [
        one.key for one in french.get_lessons()
    ]
    for ours, theirs in zip(
        english.get_quiz().questions, french.get_quiz().questions, strict=True
    ):
        assert (ours.key, ours.kind, ours.correct) == (
            theirs.key,
            theirs.kind,
            theirs.correct,
        )
        assert ours.text != theirs.text


def test_no_id_is_used_twice():
    seen = []
    for key in KEYS:
        page = make_training(key, "en")
        seen += [one.key for one in page.get_lessons()]
        for question in page.get_quiz().questions:
            seen += [question.key, *question.answer_keys]
    assert len(seen) == len(set(seen))


def test_one_is_required_and_takes_no_more_than_seven_minutes():
    required = [key for key in KEYS if make_training(key, "en").required]
    assert required == ["why-and-how"]
    for language in LANGUAGES:
        text = text_of("why-and-how", language)
        minutes = len(words_of([text["lessons"], text["quiz"]])) / WORDS_A_MINUTE
        assert minutes <= 7
        assert text["minutes"] <= 7


@pytest.mark.parametrize(("key", "language"), KEYS_AND_LANGUAGES)
def test_the_minutes_are_honest(key, language):
    text = text_of(key, language)
    minutes = len(words_of([text["lessons"], text["quiz"]])) / WORDS_A_MINUTE
    assert minutes <= text["minutes"] + 0.5


def test_regional_languages_get_the_text_of_their_language():
    assert make_training("why-and-how", "fr-be").title.startswith("Pourquoi")


def test_a_language_nobody_has_written_is_none():
    assert make_training("why-and-how", "de") is None


@pytest.mark.parametrize("key", KEYS)
def test_french_is_set_as_the_french_do(key):
    source = (FOLDER / f"{key}.fr.json").read_text(encoding="utf-8")
    # Straight apostrophes, and signs without the narrow space before or after them.
    assert not re.search(r"[a-zé]'[a-zéêâ]", source)
    assert not re.search(r"[^\u202f][?!;»]", source)
    assert not re.search(r"«[^\u202f]", source)

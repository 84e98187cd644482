import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale

from tests import factories
from wagtail_advocacy.learning.models import CharterVersion
from wagtail_advocacy.pages.models import CharterPage
from wagtail_advocacy.pages.starter import charter_en, charter_fr
from wagtail_advocacy.sanitize import rich_text


def start(*arguments):
    output = StringIO()
    call_command("advocacy_starter", *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def french_home(site_home):
    locale = Locale.objects.get(language_code="fr")
    home = site_home.copy_for_translation(locale)
    home.save_revision().publish()
    return home


def test_the_charter_is_a_draft_below_the_home_page(site_home):
    said = start("--locale", "en")
    page = CharterPage.objects.get()
    assert "“Our charter for sharing” is a draft now" in said
    assert not page.live
    assert page.get_parent().pk == site_home.pk
    assert len(page.clauses) == 10
    page.get_latest_revision().publish()
    assert CharterVersion.objects.get().texts.get().clauses[0]["do"]


def test_a_second_run_changes_nothing(site_home):
    start("--locale", "en")
    page = CharterPage.objects.get()
    page.title = "Our own title"
    page.save_revision().publish()
    assert "“Our own title” is there already" in start("--locale", "en")
    assert CharterPage.objects.get().title == "Our own title"


def test_the_french_text_is_a_translation_of_the_english_one(site_home, french_home):
    start("--locale", "en")
    start("--locale", "fr")
    english, french = CharterPage.objects.order_by("pk")
    assert french.title == "Notre charte de partage"
    assert french.get_parent().pk == french_home.pk
    assert french.translation_key == english.translation_key
    assert [block.id for block in french.clauses] == [
        block.id for block in english.clauses
    ]
    factories.publish_charter(english)
    factories.publish_charter(french)
    version = CharterVersion.objects.get()
    assert set(version.texts.values_list("language", flat=True)) == {"en", "fr"}


def test_a_site_that_has_a_charter_keeps_it(site_home):
    factories.live_charter(site_home, title="Ours")
    said = start("--locale", "en")
    assert "There is a charter of the group already: “Ours”" in said
    assert CharterPage.objects.count() == 1


def test_another_parent_can_be_named(site_home, article):
    page = article()
    start("--locale", "fr", "--parent", str(page.pk))
    assert CharterPage.objects.get().get_parent().pk == page.pk


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--locale", "xx"], "no text in “xx”"),
        (["--parent", "999999"], "no page number 999999"),
    ],
)
def test_what_is_not_there_is_said(site_home, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        start(*arguments)
    assert not CharterPage.objects.exists()


def test_both_languages_have_the_same_clauses_in_the_same_order():
    english, french = charter_en.CLAUSES, charter_fr.CLAUSES
    assert [one["key"] for one in english] == [one["key"] for one in french]
    assert len({one["key"] for one in english}) == 10
    for one, other in zip(english, french, strict=True):
        assert len(one["do"]) == len(other["do"])
        assert len(one["dont"]) == len(other["dont"])


@pytest.mark.parametrize("text", [charter_en, charter_fr], ids=["en", "fr"])
def test_every_clause_fits_its_fields_and_keeps_its_markup(text):
    for clause in text.CLAUSES:
        assert len(clause["title"]) <= 120
        assert all(len(line) <= 250 for line in clause["do"] + clause["dont"])
        assert rich_text(clause["text"]) == clause["text"]
        assert clause["why"]
    assert "TODO" not in json.dumps(text.CLAUSES)

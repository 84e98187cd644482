"""What a publication asks of whom: the material, typo and addendum cases."""

import datetime
import html
import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale, Revision

from tests import factories
from tests.factories import clause
from tests.learning.conftest import grace
from tests.testapp.models import SectionPage
from wagtail_advocacy.ambassadors import requirements
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.learning.models import (
    Charter,
    CharterText,
    CharterVersion,
    Signature,
)
from wagtail_advocacy.pages.models import CharterPage


pytestmark = pytest.mark.usefixtures("no_grace")


def blocked(people):
    unmet = requirements.requirements.get("charter").unmet(Ambassador.objects.all())
    pks = {ambassador.user_id for ambassador in unmet}
    return {name for name, user in people.items() if user.pk in pks}


def sign_link(page):
    return re.search(r'href="(/advocacy/charter/[^"]*)"', page.content.decode())[1]


def texts_shown(page):
    return re.findall(r'name="text" value="(\d+)"', page.content.decode())


NEW_TEXT = [clause("words", "Write it yourself, always."), clause("respect")]
TYPO = [clause("words", "Write in your own words!"), clause("respect")]
MATERIAL = {"change": "material", "change_summary": "Nothing is copied."}

# What is published after everybody signed, and who has to sign again.
CASES = [
    ("charter", NEW_TEXT, MATERIAL, {"ada", "nora"}),
    ("charter", TYPO, {"change": "wording"}, set()),
    ("charter", [], MATERIAL, set()),
    ("charter", [], {"change": "wording"}, set()),
    # Nobody said; then whoever signed is not taken to have signed something else.
    ("charter", NEW_TEXT, {"change": ""}, {"ada", "nora"}),
    ("charter", [], {"change": ""}, set()),
    ("addendum", [clause("regulator", "Ask first.")], MATERIAL, {"nora"}),
    ("addendum", [clause("regulator", "Ask, first.")], {"change": "wording"}, set()),
    ("addendum", [clause("regulator"), clause("more")], MATERIAL, {"nora"}),
]


@pytest.mark.parametrize(("which", "clauses", "fields", "expected"), CASES)
def test_who_signs_again(people, charter, addendum, which, clauses, fields, expected):
    assert blocked(people) == {"ada", "nora"}
    for user in people.values():
        factories.sign_charter(user)
    assert blocked(people) == set()

    page = {"charter": charter, "addendum": addendum}[which]
    factories.publish_charter(page, *clauses, **fields)

    assert blocked(people) == expected
    for user in people.values():
        factories.sign_charter(user)
    assert blocked(people) == set()


def test_signing_twice_the_same_leaves_one_signature_of_each_version(
    people, charter, addendum
):
    for _time in range(2):
        for user in people.values():
            factories.sign_charter(user)
    # Ada the charter; Nora that and the addendum.
    assert Signature.objects.count() == 3


def test_without_a_live_charter_nobody_is_asked(people, site_home, charter, addendum):
    charter.unpublish()
    assert blocked(people) == set()
    requirement = requirements.requirements.get("charter")
    assert requirement.checklist(Ambassador.objects.first()) == []
    draft = charter.get_latest_revision_as_object()
    draft.save_revision().publish()
    assert blocked(people) == {"ada", "nora"}


def test_publishing_again_what_was_unpublished_asks_nobody_again(people, charter):
    charter = factories.publish_charter(charter, *NEW_TEXT, **MATERIAL)
    for user in people.values():
        factories.sign_charter(user)
    charter.unpublish()
    charter.get_latest_revision().publish()
    assert blocked(people) == set()


def test_a_correction_can_still_be_declared_material(people, charter):
    factories.sign_charter(people["ada"])
    charter = factories.publish_charter(charter, *NEW_TEXT, change="wording")
    assert "ada" not in blocked(people)
    factories.publish_charter(charter, **MATERIAL)
    assert "ada" in blocked(people)


def test_grace_lets_those_who_signed_before_go_on_and_nobody_else(people, charter):
    grace(14)
    factories.sign_charter(people["ada"])
    factories.publish_charter(charter, *NEW_TEXT, **MATERIAL)
    assert blocked(people) == {"nora"}
    CharterVersion.objects.filter(number=2).update(required_from=timezone.localdate())
    assert blocked(people) == {"ada", "nora"}


def test_a_second_change_gives_nobody_back_the_grace_they_had_used_up(people, charter):
    factories.sign_charter(people["ada"])
    charter = factories.publish_charter(charter, *NEW_TEXT, **MATERIAL)
    assert "ada" in blocked(people)
    grace(14)
    factories.publish_charter(charter, clause("other"), **MATERIAL)
    assert "ada" in blocked(people)


def test_a_version_is_asked_for_from_its_day_on(people, charter, monkeypatch):
    for user in people.values():
        factories.sign_charter(user)
    day = timezone.localdate() + datetime.timedelta(days=30)
    factories.publish_charter(charter, *NEW_TEXT, **MATERIAL, effective_from=day)
    assert blocked(people) == set()
    monkeypatch.setattr(timezone, "localdate", lambda *args: day)
    assert blocked(people) == {"ada", "nora"}


def test_what_was_replaced_before_its_day_never_comes_into_force(
    people, charter, monkeypatch
):
    for user in people.values():
        factories.sign_charter(user)
    soon = timezone.localdate() + datetime.timedelta(days=10)
    later = soon + datetime.timedelta(days=20)
    charter = factories.publish_charter(
        charter, *NEW_TEXT, **MATERIAL, effective_from=soon
    )
    factories.publish_charter(
        charter, clause("other"), **MATERIAL, effective_from=later
    )
    monkeypatch.setattr(timezone, "localdate", lambda *args: soon)
    assert blocked(people) == set()


def test_the_day_of_what_has_not_begun_can_be_moved(charter):
    day = timezone.localdate() + datetime.timedelta(days=10)
    charter = factories.publish_charter(
        charter, *NEW_TEXT, **MATERIAL, effective_from=day
    )
    later = day + datetime.timedelta(days=5)
    factories.publish_charter(charter, change="wording", effective_from=later)
    version = CharterVersion.objects.get(number=2)
    assert version.effective_from == later


def test_scheduled_publishing_asks_nobody_what_the_change_was(people, charter):
    for user in people.values():
        factories.sign_charter(user)
    draft = charter.get_latest_revision_as_object()
    factories.write_clauses(draft, *NEW_TEXT)
    draft.change = "material"
    draft.go_live_at = timezone.now() + datetime.timedelta(days=1)
    revision = draft.save_revision()
    revision.publish()
    assert blocked(people) == set()

    Revision.objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1)
    )
    content = Revision.objects.get(pk=revision.pk)
    content.content["go_live_at"] = (
        timezone.now() - datetime.timedelta(minutes=1)
    ).isoformat()
    content.save()
    call_command("publish_scheduled")
    assert blocked(people) == {"ada", "nora"}


def test_the_very_text_outlives_the_page_and_its_revisions(people, client, charter):
    factories.sign_charter(people["ada"])
    charter = factories.publish_charter(charter, *NEW_TEXT, change="wording")
    charter.delete()
    Revision.objects.all().delete()
    signature = Signature.objects.get()
    client.force_login(people["ada"])
    page = client.get(f"/advocacy/charter/signed/{signature.pk}/")
    assert "Write in your own words." in page.content.decode()
    assert "Write it yourself" not in page.content.decode()
    assert blocked(people) == set()


def test_a_page_after_the_deleted_one_goes_on_with_the_numbers(
    people, site_home, charter
):
    for user in people.values():
        factories.sign_charter(user)
    charter.delete()
    factories.live_charter(site_home, *NEW_TEXT, title="Another")
    assert blocked(people) == {"ada", "nora"}
    assert list(CharterVersion.objects.values_list("number", flat=True)) == [1, 2]
    assert Charter.objects.count() == 1


def test_a_second_charter_that_slipped_through_has_no_effect(
    people, site_home, charter
):
    factories.sign_charter(people["ada"])
    # With its section, a page is copied past every form.
    section = site_home.add_child(instance=SectionPage(title="Rules", slug="rules"))
    charter.move(section, pos="last-child")
    section.refresh_from_db()
    section.copy(
        recursive=True, update_attrs={"slug": "copy", "title": "Copy"}, keep_live=True
    )
    copy = CharterPage.objects.exclude(pk=charter.pk).get()
    assert copy.live
    assert CharterVersion.objects.count() == 1
    assert blocked(people) == {"nora"}
    # And the charter itself can be changed as before.
    charter.refresh_from_db()
    factories.publish_charter(charter, *NEW_TEXT, **MATERIAL)
    assert blocked(people) == {"ada", "nora"}


class TestTranslations:
    @pytest.fixture
    def french(self, charter):
        locale = Locale.objects.get(language_code="fr")
        home = charter.get_parent().specific.copy_for_translation(locale)
        home.save_revision().publish()
        page = charter.copy_for_translation(locale)
        return factories.publish_charter(
            page, clause("words", "Écrivez."), clause("respect"), title="Notre charte"
        )

    def test_signing_the_french_charter_is_signing_the_charter(
        self, people, client, french
    ):
        client.force_login(people["ada"])
        page = client.get(html.unescape(sign_link(client.get(french.url))))
        assert "Écrivez." in page.content.decode()
        client.post("/advocacy/charter/", {"text": texts_shown(page)})
        assert blocked(people) == {"nora"}
        assert Signature.objects.get().text.language == "fr"
        assert CharterVersion.objects.count() == 1

    def test_a_change_that_is_not_translated_is_shown_in_the_source_language(
        self, people, client, charter, french
    ):
        factories.publish_charter(charter, *NEW_TEXT, **MATERIAL)
        client.force_login(people["ada"])
        reading = client.get(french.url)
        for page in (reading, client.get(html.unescape(sign_link(reading)))):
            shown = page.content.decode()
            assert "Write it yourself, always." in shown
            assert "Écrivez." not in shown
            assert 'lang="en"' in shown
            assert "not translated yet" in shown or "pas encore traduite" in shown

    def test_a_translation_makes_no_version_whatever_it_says(self, people, french):
        for user in people.values():
            factories.sign_charter(user)
        factories.publish_charter(french, clause("other", "Autre."), change="material")
        assert blocked(people) == set()

    def test_a_typo_in_an_old_translation_leaves_it_with_the_old_version(
        self, charter, french
    ):
        factories.publish_charter(charter, *NEW_TEXT, **MATERIAL)
        french = factories.publish_charter(
            french, clause("words", "Écrivez !"), change="wording"
        )
        assert CharterText.objects.filter(language="fr", version__number=1).count() == 2
        factories.publish_charter(
            french, clause("words", "Vous-même."), change="material"
        )
        assert CharterText.objects.filter(language="fr", version__number=2).count() == 1

    def test_when_the_source_page_is_deleted_a_translation_takes_over(
        self, people, charter, french
    ):
        for user in people.values():
            factories.sign_charter(user)
        charter.delete()
        assert blocked(people) == set()
        factories.publish_charter(french, change="wording")
        assert blocked(people) == set()
        factories.publish_charter(french, clause("autre", "Autre."), **MATERIAL)
        assert blocked(people) == {"ada", "nora"}

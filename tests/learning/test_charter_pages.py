"""Charters in Wagtail's own screens, and their page as employees see it."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests import factories
from tests.factories import clause
from tests.testapp.models import HouseRulesPage
from wagtail_advocacy.learning.charter_screens import page_context
from wagtail_advocacy.learning.models import (
    CharterVersion,
    ConsultationComment,
    Signature,
)
from wagtail_advocacy.pages.models import CharterPage


def form(title="Our charter", text="Write in your own words.", **fields):
    value = {
        "title": "Words",
        "text": rich_text(f"<p>{text}</p>"),
        "why": "",
        "do-count": 0,
        "dont-count": 0,
    }
    block = {**value, "id": fields.pop("clause_id", "")}
    block.pop("id")
    return nested_form_data(
        {
            "title": title,
            "slug": "our-charter",
            "introduction": rich_text(""),
            "clauses": streamfield([("clause", block)]),
            "entity": "",
            "audience": "",
            "comments_until": "",
            "effective_from": "",
            "comments": {
                "TOTAL_FORMS": 0,
                "INITIAL_FORMS": 0,
                "MIN_NUM_FORMS": 0,
                "MAX_NUM_FORMS": 0,
            },
            "action-publish": "1",
            **fields,
        }
    )


@pytest.fixture
def admin(client, db):
    client.force_login(factories.superuser())
    return client


def add_address(parent, model=CharterPage):
    return reverse(
        "wagtailadmin_pages:add",
        args=[model._meta.app_label, model._meta.model_name, parent.pk],
    )


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_a_first_charter_is_published_without_being_asked_what_changed(
    admin, site_home
):
    adding = admin.get(add_address(site_home))
    assert 'name="change"' not in adding.content.decode()
    admin.post(add_address(site_home), form())
    assert CharterPage.objects.get().live
    assert CharterVersion.objects.get().number == 1


def test_a_change_is_published_only_once_somebody_said_what_it_is(admin, charter):
    editing = admin.get(edit_address(charter)).content.decode()
    assert editing.count('name="change"') == 2
    assert "checked" not in editing.split('name="change"')[1].split(">")[0]
    refused = admin.post(edit_address(charter), form(text="Anew."))
    assert refused.status_code == 200
    assert "change" in refused.context["form"].errors
    unsaid = admin.post(edit_address(charter), form(text="Anew.", change="material"))
    assert "change_summary" in unsaid.context["form"].errors
    assert CharterVersion.objects.count() == 1
    admin.post(
        edit_address(charter),
        form(text="Anew.", change="material", change_summary="All of it."),
    )
    version = CharterVersion.objects.get(number=2)
    assert version.change_summary == "All of it."
    # The answer was about that change, and not about the next one.
    again = admin.get(edit_address(charter)).content.decode()
    assert "All of it." not in again
    assert admin.post(edit_address(charter), form(text="Again.")).status_code == 200


def test_a_draft_need_not_say_yet(admin, charter):
    data = form(text="Anew.")
    del data["action-publish"]
    assert admin.post(edit_address(charter), data).status_code == 302
    assert charter.get_latest_revision_as_object().change == ""


def test_the_workflow_asks_nobody_again(admin, client, charter, make_user):
    factories.workflow("Moderators").workflow_pages.create(page=charter.get_parent())
    data = form(text="Anew.", change="material", change_summary="All of it.")
    del data["action-publish"]
    admin.post(edit_address(charter), {**data, "action-submit": "1"})
    charter.refresh_from_db()
    state = charter.current_workflow_task_state
    assert CharterVersion.objects.count() == 1
    admin.post(
        reverse(
            "wagtailadmin_pages:workflow_action", args=[charter.pk, "approve", state.pk]
        )
    )
    assert CharterVersion.objects.get(number=2).change_summary == "All of it."


def refusal(page, parent, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as refused:
        page.check_place(parent)
    return " ".join(refused.value.messages)


def test_a_second_group_charter_is_refused(admin, site_home, charter):
    answer = admin.post(add_address(site_home), form(slug="other"))
    assert answer.status_code == 200
    assert "There is a charter of the group already" in answer.content.decode()
    assert CharterPage.objects.count() == 1


def test_so_is_one_of_another_type(admin, site_home, charter):
    answer = admin.post(add_address(site_home, HouseRulesPage), form(slug="other"))
    assert "There is a charter of the group already" in answer.content.decode()


def test_a_second_addendum_of_an_entity_is_refused(admin, charter, addendum, entity):
    answer = admin.post(add_address(charter), form(entity=entity.pk))
    assert "This entity has an addendum already" in answer.content.decode()


def test_a_page_below_the_charter_names_its_entity(admin, charter):
    answer = admin.post(add_address(charter), form())
    assert "choose the entity" in answer.content.decode()


def test_an_addendum_stands_below_the_charter(admin, site_home, charter, entity):
    answer = admin.post(add_address(site_home), form(entity=entity.pk, slug="other"))
    assert "An addendum stands below the charter" in answer.content.decode()


def test_a_circle_is_refused(admin, charter, addendum):
    south = factories.unit("Southern Heat", "entity")
    answer = admin.post(add_address(addendum), form(entity=south.pk))
    assert "is an addendum itself" in answer.content.decode()
    # Moving is refused, too: the charter below an addendum, and out of its place.
    assert not addendum.can_move_to(charter.get_parent().specific)
    other = factories.live_charter(charter, clause("b"), title="South", entity=south)
    assert not other.can_move_to(addendum)


def test_an_addendum_cannot_change_a_clause_of_the_group(charter, entity):
    with pytest.raises(ValidationError, match="is a clause of the group"):
        factories.draft_charter(
            charter, clause("words", "Copy whatever you like."), entity=entity
        )


def test_whose_it_is_cannot_be_changed_once_it_was_published(charter, addendum):
    south = factories.unit("Southern Heat", "entity")
    draft = addendum.get_latest_revision_as_object()
    assert "Make another page" in refusal(draft, charter, entity=south)


def test_copying_a_charter_is_refused_with_a_sentence(admin, charter):
    answer = admin.get(
        reverse("wagtailadmin_pages:copy", args=[charter.pk]), follow=True
    )
    assert "cannot be copied" in answer.content.decode()


def test_comments_end_before_it_is_in_force(admin, site_home):
    answer = admin.post(
        add_address(site_home),
        form(comments_until="2040-01-10", effective_from="2040-01-10"),
    )
    assert "Comments come before" in answer.content.decode()


def test_a_type_of_the_site_works_as_ours(client, make_user, site_home):
    rules = factories.live_charter(
        site_home, clause("words"), model=HouseRulesPage, title="House rules"
    )
    user = make_user("ada@example.com")
    factories.sign_charter(user)
    assert Signature.objects.get().text.title == "House rules"
    assert "House rules" in client.get(rules.url).content.decode()


def test_the_page_shows_every_clause_with_why_and_what_it_means(client, site_home):
    page = factories.live_charter(
        site_home,
        clause("words", why="So that it counts.", do=["Write."], dont=["Copy."]),
    )
    html = client.get(page.url).content.decode()
    for words in ("1. Words", "So that it counts.", "Write.", "Copy."):
        assert words in html


def test_the_page_of_an_addendum_shows_the_clauses_of_the_group(client, addendum):
    html = client.get(addendum.url).content.decode()
    assert "Regulator" in html
    assert "The charter of the group, which comes first" in html
    assert "Respect" in html


@pytest.mark.parametrize("template", ["testapp/base.html", "testapp/jinja_base.html"])
def test_the_page_stands_in_the_frame_of_the_site(client, settings, charter, template):
    settings.WAGTAIL_ADVOCACY = {
        **settings.WAGTAIL_ADVOCACY,
        "BASE_TEMPLATE": template,
        "BASE_BLOCK": "main",
    }
    html = client.get(charter.url).content.decode()
    assert html.count("<html") == 1
    assert "Write in your own words." in html


def test_the_preview_shows_what_is_being_written(admin, charter):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[charter.pk])
    admin.post(address, form(title="Draft charter", text="Not yet public."))
    html = admin.get(f"{address}?mode=").content.decode()
    assert "Not yet public." in html
    assert "Draft charter" in html


# There the index finds only what is committed.
@pytest.mark.searched
@pytest.mark.django_db(transaction=connection.vendor == "mysql")
def test_a_clause_is_found_by_search(charter):
    assert list(CharterPage.objects.all().search("Respect")) == [charter]


def test_the_page_costs_as_much_however_much_was_said(
    charter, people, django_assert_num_queries
):
    version = CharterVersion.objects.get()
    for user in [*people.values(), None]:
        for name in ("words", "respect"):
            ConsultationComment.objects.create(
                version=version,
                clause_id=clause(name)["id"],
                text="Said.",
                author=user,
                written_on=version.effective_from,
                state="shown",
            )
    page = CharterPage.objects.select_related("locale").get()
    with django_assert_num_queries(4):
        context = page_context(page)
        assert [len(one["comments"]) for one in context["clauses"]] == [3, 3]
        assert context["clauses"][0]["comments"][0].author_name


def test_ids_of_clauses_stay_when_the_page_is_translated(charter):
    locale = Locale.objects.get(language_code="fr")
    home = charter.get_parent().specific.copy_for_translation(locale)
    assert home.pk
    french = charter.copy_for_translation(locale)
    ids = [block.id for block in charter.clauses]
    assert [block.id for block in french.clauses] == ids
    stored = json.loads(json.dumps(french.clauses.get_prep_value()))
    assert [block["id"] for block in stored] == ids

from html import unescape

import pytest
from django.urls import reverse

from tests import factories
from wagtail_advocacy.shareables.models import Offer, PageShareable


pytestmark = pytest.mark.django_db


@pytest.fixture
def page(article):
    return article("Old title", search_description="Old words.")


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def show(client, page):
    return client.get(reverse("wagtail_advocacy_admin:page", args=[page.pk]))


def answer(client, page, choice):
    return client.post(
        reverse("wagtail_advocacy_admin:page_changes", args=[page.pk]),
        {choice: "1"},
        follow=True,
    )


def change(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def fields_that_differ(response):
    return [difference.field for difference in response.context["differences"]]


def test_nothing_differs_at_first(as_editor, page):
    factories.published_page_shareable(page, title="Written for outside")
    assert fields_that_differ(show(as_editor, page)) == []


def test_old_and_new_are_shown(as_editor, page):
    factories.published_page_shareable(page)
    change(page, title="New title", picture=factories.image())
    response = show(as_editor, page)
    assert fields_that_differ(response) == ["title", "image"]
    content = unescape(response.content.decode())
    assert "Old title" in content
    assert "New title" in content


def test_a_change_of_the_text_alone_asks_nothing(as_editor, page):
    factories.published_page_shareable(page)
    change(page, body="<p>Another body.</p>")
    assert fields_that_differ(show(as_editor, page)) == []


def test_keeping_changes_nothing_and_asks_no_more(as_editor, page):
    factories.published_page_shareable(page)
    change(page, title="New title")
    response = answer(as_editor, page, "keep")
    assert fields_that_differ(response) == []
    assert Offer.objects.current().get().title == "Old title"
    change(page, title="Newest title")
    assert fields_that_differ(show(as_editor, page)) == ["title"]


def test_updating_goes_through_approval(as_editor, page, approver):
    factories.published_page_shareable(page, call_to_action="Read on")
    change(page, title="New title", search_description="New words.")
    response = answer(as_editor, page, "update")
    assert "until they are approved" in unescape(response.content.decode())
    assert fields_that_differ(response) == []
    assert Offer.objects.current().get().title == "Old title"
    shareable = PageShareable.objects.get(page=page)
    shareable.current_workflow_task_state.approve(user=approver)
    offer = Offer.objects.current().get()
    assert (offer.title, offer.summary) == ("New title", "New words.")
    assert offer.call_to_action == "Read on"
    assert fields_that_differ(show(as_editor, page)) == []


def test_a_new_image_has_to_be_cleared_again(as_editor, page, approver):
    old = factories.image("Old")
    change(page, picture=old)
    factories.published_page_shareable(page, image=old, image_cleared=True)
    change(page, picture=factories.image("New"))
    answer(as_editor, page, "update")
    draft = PageShareable.objects.get(page=page).get_latest_revision_as_object()
    assert draft.image.title == "New"
    assert not draft.image_cleared


def test_a_page_that_lost_its_description_leaves_ours(as_editor, page):
    factories.published_page_shareable(page, summary="Ours.")
    change(page, search_description="")
    assert fields_that_differ(show(as_editor, page)) == ["summary"]
    answer(as_editor, page, "update")
    draft = PageShareable.objects.get(page=page).get_latest_revision_as_object()
    assert draft.summary == "Ours."


def test_publishing_an_older_draft_does_not_ask_again(as_editor, page):
    shareable = factories.published_page_shareable(page)
    shareable.hashtags = "#hay"
    shareable.save_revision()
    change(page, title="New title")
    answer(as_editor, page, "keep")
    factories.publish(PageShareable.objects.get(page=page))
    assert fields_that_differ(show(as_editor, page)) == []


def test_while_in_moderation_it_cannot_be_updated(as_editor, editor, page):
    from wagtail_advocacy.shareables import actions

    shareable = factories.published_page_shareable(page)
    actions.submit(shareable.get_latest_revision_as_object(), editor)
    change(page, title="New title")
    response = show(as_editor, page)
    assert "Update the card" not in unescape(response.content.decode())
    answer(as_editor, page, "update")
    assert fields_that_differ(show(as_editor, page)) == ["title"]


def test_an_answer_about_a_page_without_shareable_is_not_found(as_editor, page):
    assert answer(as_editor, page, "keep").status_code == 404


def test_answers_are_for_those_who_may(client, make_user, page, editor):
    factories.published_page_shareable(page)
    change(page, title="New title")
    client.force_login(make_user("writer@example.com", groups=["Page editors"]))
    client.post(
        reverse("wagtail_advocacy_admin:page_changes", args=[page.pk]), {"keep": "1"}
    )
    shareable = PageShareable.objects.get(page=page)
    assert shareable.page_snapshot["title"] == "Old title"

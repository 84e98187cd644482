from html import unescape

import pytest
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests import factories
from wagtail_advocacy.shareables.models import Offer, PageShareable


pytestmark = pytest.mark.django_db


def address(page, name="page"):
    return reverse(f"wagtail_advocacy_admin:{name}", args=[page.pk])


def data(*, question=factories.QUESTION, action="submit", **fields):
    return nested_form_data(
        {
            "title": "Heat pumps dry hay",
            "summary": "A summer of drying hay.",
            "language": "en",
            "image": "",
            "call_to_action": "",
            "hashtags": "",
            "may_say": "",
            "may_not_say": "",
            "nature": "employer_brand",
            "staff_first_hours": "0",
            "prompts": streamfield([("prompt", {"text": question, "network": ""})]),
            f"action-{action}": "1",
            **fields,
        }
    )


def text(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def page(article):
    return article(search_description="A summer of <b>drying</b> hay.")


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def test_the_form_comes_filled_in(as_editor, page):
    picture = factories.image()
    page.picture = picture
    page.save_revision().publish()
    form = as_editor.get(address(page)).context["form"]
    assert form["title"].value() == page.title
    assert form["summary"].value() == "A summer of drying hay."
    assert form["image"].value() == picture.pk
    assert form["language"].value() == "en"
    assert not form["image_cleared"].value()


def test_a_french_page_is_proposed_in_french(as_editor, page):
    page.locale = Locale.objects.get(language_code="fr")
    page.save()
    assert as_editor.get(address(page)).context["form"]["language"].value() == "fr"


def test_a_long_description_is_cut_after_a_word(as_editor, article):
    page = article(search_description="Hay and heat " * 40)
    summary = as_editor.get(address(page)).context["form"]["summary"].value()
    assert len(summary) <= 300
    assert summary.endswith(("Hay…", "and…", "heat…"))


def test_one_question_and_submit_are_enough(as_editor, approver, page):
    response = as_editor.post(address(page), data(), follow=True)
    assert "Submitted." in text(response)
    assert "Next: Approvers approve it." in text(response)
    shareable = PageShareable.objects.get(page=page)
    assert not shareable.live
    assert shareable.workflow_in_progress
    assert shareable.prompts[0].value["text"] == factories.QUESTION
    assert not Offer.objects.exists()
    shareable.current_workflow_task_state.approve(user=approver)
    assert Offer.objects.current().get().title == "Heat pumps dry hay"


def test_what_was_typed_is_kept_when_the_question_is_missing(as_editor, page):
    response = as_editor.post(address(page), data(question="", title="My own title"))
    assert response.status_code == 200
    assert "what you wrote is kept" in text(response)
    assert response.context["form"]["title"].value() == "My own title"
    assert response.context["card"].title == "My own title"
    assert not PageShareable.objects.exists()


def test_a_draft_may_be_incomplete(as_editor, page):
    as_editor.post(address(page), data(question="", action="draft"))
    shareable = PageShareable.objects.get(page=page)
    assert not shareable.live
    assert not shareable.workflow_in_progress
    response = as_editor.get(address(page))
    assert response.context["form"]["title"].value() == "Heat pumps dry hay"
    # And is completed and submitted later.
    as_editor.post(address(page), data())
    assert PageShareable.objects.get(page=page).workflow_in_progress


def test_in_moderation_the_author_reads_and_the_approver_writes(
    as_editor, approver, page
):
    as_editor.post(address(page), data())
    response = as_editor.get(address(page))
    assert not response.context["can_edit"]
    assert "action-submit" not in response.content.decode()
    assert "awaiting moderation" in text(response)
    refused = as_editor.post(address(page), data(title="Sneaked in"))
    assert "not saved" in text(refused)
    shareable = PageShareable.objects.get(page=page)
    assert shareable.get_latest_revision_as_object().title == "Heat pumps dry hay"


def test_the_moderators_wish_is_shown_and_submitting_again_answers_it(
    as_editor, approver, page
):
    as_editor.post(address(page), data())
    shareable = PageShareable.objects.get(page=page)
    shareable.current_workflow_task_state.reject(user=approver, comment="Shorter!")
    assert "Please change: Shorter!" in text(as_editor.get(address(page)))
    as_editor.post(address(page), data(title="Short"))
    assert PageShareable.objects.get(page=page).workflow_in_progress


def test_editing_what_is_live_changes_nothing_outside_until_approved(
    as_editor, approver, page
):
    factories.published_page_shareable(page, title="Approved")
    as_editor.post(address(page), data(title="Not yet approved"))
    assert Offer.objects.current().get().title == "Approved"
    shareable = PageShareable.objects.get(page=page)
    shareable.current_workflow_task_state.approve(user=approver)
    assert Offer.objects.current().get().title == "Not yet approved"


def test_somebody_else_preparing_it_at_the_same_moment_is_said(
    as_editor, page, monkeypatch
):
    from wagtail_advocacy.shareables import actions

    submit = actions.submit

    def late(shareable, user):
        factories.draft_page_shareable(page)
        return submit(shareable, user)

    monkeypatch.setattr(actions, "submit", late)
    response = as_editor.post(address(page), data())
    assert response.status_code == 200
    assert "A colleague has prepared this page" in text(response)


def test_only_who_may_edit_the_page_gets_in(client, editor, make_user, page):
    from wagtail_advocacy.ambassadors.setup_steps import EDITORS

    stranger = make_user("stranger@example.com", groups=[EDITORS])
    client.force_login(stranger)
    response = client.get(address(page))
    assert response.status_code == 302
    assert response["Location"] == reverse("wagtailadmin_home")
    assert client.post(address(page), data()).status_code == 302
    assert not PageShareable.objects.exists()


def test_only_who_may_prepare_shareables_gets_in(client, editor, make_user, page):
    client.force_login(
        make_user("writer@example.com", groups=["Page editors", "Editors"])
    )
    assert client.get(address(page))["Location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("key", ["0", "nonsense", "99999999"])
def test_a_page_that_is_not_there_is_not_found(as_editor, key):
    response = as_editor.get(reverse("wagtail_advocacy_admin:page", args=[key]))
    assert response.status_code == 404


def test_an_unpublished_page_can_be_prepared(as_editor, article, approver):
    page = article(live=False)
    assert "once the page is published" in text(as_editor.get(address(page)))
    as_editor.post(address(page), data())
    shareable = PageShareable.objects.get(page=page)
    shareable.current_workflow_task_state.approve(user=approver)
    assert not Offer.objects.current().exists()
    page.save_revision().publish()
    assert Offer.objects.current().exists()


@pytest.mark.parametrize("kind", ["groups", "password"])
def test_a_restricted_page_says_why_it_is_not_offered(as_editor, page, kind):
    PageViewRestriction.objects.create(
        page=page, restriction_type=kind, password="secret"
    )
    assert "restricted to some groups or by a password" in text(
        as_editor.get(address(page))
    )


def test_few_shares_are_not_counted_out_loud(as_editor, make_user, page):
    shareable = factories.published_page_shareable(page)
    offer = factories.offer_of(shareable)
    for number in range(4):
        factories.confirmed_share(make_user(f"{number}@example.com"), offer)
    shown = dict(as_editor.get(address(page)).context["overview"].displayed_figures)
    assert shown == {"Readers": "0", "Shares": "fewer than 5"}
    factories.confirmed_share(make_user("fifth@example.com"), offer)
    shown = dict(as_editor.get(address(page)).context["overview"].displayed_figures)
    assert shown["Shares"] == "5"


def test_the_card_shows_the_own_image_only_once_it_is_cleared(as_editor, page):
    picture = factories.image()
    shareable = factories.draft_page_shareable(page, image=picture)
    default = as_editor.get(address(page)).context["card"].image_url
    assert default.endswith("wagtail_advocacy/img/card.jpg")
    shareable.image_cleared = True
    shareable.save_revision()
    assert as_editor.get(address(page)).context["card"].image_url != default
    # The card asks here for an image that was just chosen.
    chosen = reverse("wagtail_advocacy_admin:image", args=[picture.pk])
    assert as_editor.get(chosen).status_code == 302


def test_an_image_somebody_may_not_choose_is_not_shown(client, make_user, db):
    from django.contrib.auth.models import Permission

    user = make_user("nobody@example.com")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    picture = factories.image()
    response = client.get(reverse("wagtail_advocacy_admin:image", args=[picture.pk]))
    assert response["Location"] == reverse("wagtailadmin_home")


def test_without_a_workflow_who_may_publish_publishes(client, lead, page, approval):
    approval.deactivate()
    client.force_login(lead)
    response = client.get(address(page))
    assert response.context["submit_label"] == "Publish"
    assert "Colleagues can share it now" in text(
        client.post(address(page), data(), follow=True)
    )
    assert Offer.objects.current().exists()


def test_without_a_workflow_who_may_not_publish_is_told(as_editor, page, approval):
    approval.deactivate()
    response = as_editor.post(address(page), data(), follow=True)
    assert "somebody who may publish" in text(response)
    assert not Offer.objects.exists()

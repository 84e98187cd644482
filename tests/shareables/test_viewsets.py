import csv
import io
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.log_actions import registry as log_registry
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests import factories
from wagtail_advocacy.shareables import actions
from wagtail_advocacy.shareables.models import (
    LinkShareable,
    Offer,
    PageShareable,
    Topic,
)


pytestmark = pytest.mark.django_db

# The full-text index of MySQL and MariaDB finds only what is committed.
searching = pytest.mark.django_db(transaction=connection.vendor == "mysql")


def url(model, name, *args):
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def text(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def data(*, question=factories.QUESTION, **fields):
    return nested_form_data(
        {
            "title": "The grid of tomorrow",
            "summary": "What a newspaper writes.",
            "language": "en",
            "image": "",
            "url": "https://news.example.org/grid",
            "call_to_action": "",
            "hashtags": "",
            "may_say": "",
            "may_not_say": "",
            "nature": "industry",
            "staff_first_hours": "0",
            "prompts": streamfield([("prompt", {"text": question, "network": ""})]),
            **fields,
        }
    )


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def test_the_menu_has_one_entry_for_everything(as_lead):
    response = text(as_lead.get(reverse("wagtailadmin_home")))
    assert '"advocacy-pages"' in response
    assert '"advocacy-links"' in response
    assert '"advocacy-topics"' in response


def test_the_menu_is_not_for_everybody(client, make_user, approval):
    client.force_login(make_user("writer@example.com", groups=["Editors"]))
    assert "advocacy-pages" not in text(client.get(reverse("wagtailadmin_home")))


def test_the_list_says_where_each_one_stands(as_lead, article):
    factories.published_page_shareable(article(), networks=["linkedin", "x"])
    response = text(as_lead.get(url(PageShareable, "list")))
    assert "Offered" in response
    assert "LinkedIn, X" in response
    assert "fewer than 5" in response


@pytest.mark.parametrize("model", [PageShareable, LinkShareable])
def test_the_list_costs_the_same_whatever_its_length(as_lead, article, model):
    def add(number):
        if model is PageShareable:
            factories.published_page_shareable(article(f"Page {number}"))
        else:
            factories.published_link_shareable(title=f"Link {number}")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert as_lead.get(url(model, "list")).status_code == 200
        return len(queries)

    for number in range(2):
        add(number)
    cost()
    few = cost()
    for number in range(2, 20):
        add(number)
    assert cost() == few


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("offered", "Live"),
        ("staff_first", "Embargoed"),
        ("moderation", "Waiting"),
        ("draft", "Only a draft"),
        ("ended", "Over"),
        ("withdrawn", "Taken back"),
    ],
)
def test_the_list_is_filtered_by_state(as_lead, lead, editor, state, title):
    factories.published_link_shareable(title="Live")
    factories.published_link_shareable(title="Embargoed", staff_first_hours=9)
    factories.draft_link_shareable(title="Only a draft")
    actions.submit(factories.draft_link_shareable(title="Waiting"), editor)
    factories.published_link_shareable(title="Over").unpublish()
    taken = factories.published_link_shareable(title="Taken back")
    actions.withdraw(taken, lead, reason="Wrong")
    response = as_lead.get(url(LinkShareable, "list"), {"state": state})
    assert [str(found) for found in response.context["object_list"]] == [title]


def test_the_list_is_filtered_by_network(as_lead):
    factories.published_link_shareable(title="Everywhere")
    factories.published_link_shareable(title="Only X", networks=["x"])
    factories.published_link_shareable(title="Only mail", networks=["email"])
    response = as_lead.get(url(LinkShareable, "list"), {"network": "x"})
    found = {str(shareable) for shareable in response.context["object_list"]}
    assert found == {"Everywhere", "Only X"}


@pytest.mark.searched
@searching
def test_the_list_can_be_searched_and_filtered_by_topic(as_lead):
    topic = Topic.objects.create(name="Grid", locale=Locale.get_default())
    factories.published_link_shareable(title="Turbines", topics=[topic])
    factories.published_link_shareable(title="Apprentices")
    response = as_lead.get(url(LinkShareable, "list"), {"q": "turb"})
    assert [str(found) for found in response.context["object_list"]] == ["Turbines"]
    response = as_lead.get(url(LinkShareable, "list"), {"topics": topic.pk})
    assert [str(found) for found in response.context["object_list"]] == ["Turbines"]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_spreadsheet_runs_what_somebody_typed(as_lead, start):
    factories.published_link_shareable(title=start, summary="Plain words.")
    response = as_lead.get(url(LinkShareable, "list"), {"export": "csv"})
    content = b"".join(response.streaming_content).decode()
    (row,) = csv.DictReader(io.StringIO(content, newline=""))
    assert row["Title"] == f"'{start}"
    assert row["Summary"] == "Plain words."
    assert row["State"] == "Offered"
    assert row["Readers"] == "0"


@pytest.mark.searched
@searching
def test_the_export_is_whole_also_when_searching(as_lead):
    for number in range(25):
        factories.published_link_shareable(title=f"Turbine {number}")
    response = as_lead.get(
        url(LinkShareable, "list"), {"export": "csv", "q": "turbine"}
    )
    content = b"".join(response.streaming_content).decode()
    assert len(list(csv.DictReader(io.StringIO(content)))) == 25


def test_the_excel_export_opens_and_holds_no_formula(as_lead):
    factories.published_link_shareable(title="=1+1")
    response = as_lead.get(url(LinkShareable, "list"), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cell = sheet.cell(2, 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,hello",
        "//news.example.org/grid",
        " //news.example.org/grid",
        "https://user:password@news.example.org/",
        "https://news.example.org/a\x00b",
        "https://news.example.org/a\tb",
        "https://news.example.org/a\u202eb",
        "ftp://news.example.org/",
        "https://",
        "file:///etc/passwd",
    ],
)
def test_a_bad_address_is_refused_at_creation(as_lead, address):
    for action in ({}, {"action-submit": "1"}):
        response = as_lead.post(url(LinkShareable, "add"), data(url=address, **action))
        assert response.status_code == 200
        assert response.context["form"].errors["url"]
    assert not LinkShareable.objects.exists()


def test_a_good_address_is_created_and_submitted(as_lead):
    response = as_lead.post(url(LinkShareable, "add"), data(**{"action-submit": "1"}))
    assert response.status_code == 302
    assert LinkShareable.objects.get().workflow_in_progress


def test_networks_and_hashtags_are_kept(as_lead):
    as_lead.post(
        url(LinkShareable, "add"),
        {**data(hashtags="hay, #grid"), "networks": ["x", "email"]},
    )
    shareable = LinkShareable.objects.get()
    assert shareable.networks == ["x", "email"]
    as_lead.post(
        url(LinkShareable, "edit", shareable.pk),
        data(hashtags="two words!", **{"action-submit": "1"}),
    )
    assert LinkShareable.objects.get().hashtags == "#hay #grid"


@pytest.mark.parametrize("mode", ["linkedin", "x", "intranet", "outside"])
def test_every_preview_renders(as_lead, mode):
    preview = url(LinkShareable, "preview_on_add")
    as_lead.post(preview, data())
    response = as_lead.get(preview, {"mode": mode})
    assert response.status_code == 200
    assert "The grid of tomorrow" in text(response)
    assert "<style" not in text(response)
    assert "style=" not in text(response)


def test_the_previews_of_networks_show_nobody_elses_words(as_lead):
    preview = url(LinkShareable, "preview_on_add")
    as_lead.post(preview, data())
    response = text(as_lead.get(preview, {"mode": "linkedin"}))
    assert factories.QUESTION not in response
    assert "own words" in response


def test_inspecting_shows_words_and_not_codes(as_lead):
    shareable = factories.published_link_shareable(networks=["x"])
    response = text(as_lead.get(url(LinkShareable, "inspect", shareable.pk)))
    assert factories.QUESTION in response
    assert "English" in response
    assert "Employer brand" in response


def test_withdrawing_asks_for_a_reason_and_is_logged(as_lead, lead):
    shareable = factories.published_link_shareable()
    address = url(LinkShareable, "withdraw", shareable.pk)
    assert "Nobody is offered it" in text(as_lead.get(address))
    assert as_lead.post(address, {"reason": ""}).context["form"].errors["reason"]
    assert Offer.objects.current().exists()
    as_lead.post(address, {"reason": "A wrong number."})
    offer = Offer.objects.get()
    assert offer.is_withdrawn
    assert offer.withdrawn_because == "A wrong number."
    entry = log_registry.get_logs_for_instance(shareable).first()
    assert "A wrong number." in str(entry.message)
    assert "A wrong number." in text(
        as_lead.get(url(LinkShareable, "history", shareable.pk))
    )


def test_only_who_may_publish_may_withdraw(client, editor):
    shareable = factories.published_link_shareable()
    client.force_login(editor)
    response = client.post(
        url(LinkShareable, "withdraw", shareable.pk), {"reason": "No"}
    )
    assert response["Location"] == reverse("wagtailadmin_home")
    assert Offer.objects.current().exists()
    edit = text(client.get(url(LinkShareable, "edit", shareable.pk)))
    assert "Withdraw…" not in edit


def test_the_form_leads_to_withdrawing_only_where_something_is_out(as_lead):
    draft = factories.draft_link_shareable()
    assert "Withdraw…" not in text(as_lead.get(url(LinkShareable, "edit", draft.pk)))
    assert as_lead.get(url(LinkShareable, "withdraw", draft.pk)).status_code == 302
    live = factories.published_link_shareable()
    assert "Withdraw…" in text(as_lead.get(url(LinkShareable, "edit", live.pk)))


def test_what_is_withdrawn_does_not_come_back_by_a_stale_approval(
    as_lead, lead, editor
):
    shareable = factories.published_link_shareable()
    actions.submit(shareable.get_latest_revision_as_object(), editor)
    actions.withdraw(LinkShareable.objects.get(pk=shareable.pk), lead, reason="Wrong")
    assert not LinkShareable.objects.get(pk=shareable.pk).workflow_in_progress


def test_locked_is_locked_for_others(client, lead, editor, article):
    shareable = factories.draft_page_shareable(article())
    client.force_login(lead)
    client.post(url(PageShareable, "lock", shareable.pk))
    client.force_login(editor)
    address = reverse("wagtail_advocacy_admin:page", args=[shareable.page_id])
    response = client.get(address)
    assert not response.context["can_edit"]
    assert "was locked" in text(response)


def test_approving_in_wagtails_own_screen_offers_it(client, editor, approver):
    shareable = factories.draft_link_shareable()
    actions.submit(shareable, editor)
    client.force_login(approver)
    task_state = shareable.current_workflow_task_state
    client.post(
        url(LinkShareable, "workflow_action", shareable.pk, "approve", task_state.pk)
    )
    assert Offer.objects.current().get().title == shareable.title


def test_the_settings_are_for_leads(as_lead, client, editor):
    address = reverse(
        "wagtailsettings:edit",
        args=["wagtail_advocacy_shareables", "shareablessettings"],
    )
    assert as_lead.get(address, follow=True).status_code == 200
    client.force_login(editor)
    assert "Public addresses" not in text(client.get(address, follow=True))


def test_a_lead_finds_both_settings_in_the_menu(as_lead):
    response = text(as_lead.get(reverse("wagtailadmin_home")))
    assert "/settings/wagtail_advocacy_shareables/shareablessettings/" in response
    assert "/settings/wagtail_advocacy_sharing/sharingsettings/" in response

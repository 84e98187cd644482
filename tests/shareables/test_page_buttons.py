import datetime
from html import unescape

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.testapp.models import SectionPage
from wagtail_advocacy.shareables import actions
from wagtail_advocacy.sharing.models import Visit


pytestmark = pytest.mark.django_db


def labels(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def explorer(client, parent):
    return client.get(reverse("wagtailadmin_explore", args=[parent.pk]))


def editor_of(client, page):
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def in_moderation(page, editor, approver):
    actions.submit(factories.draft_page_shareable(page), editor)


def changes_requested(page, editor, approver):
    shareable = factories.draft_page_shareable(page)
    actions.submit(shareable, editor)
    shareable.current_workflow_task_state.reject(user=approver, comment="No")


def scheduled(page, editor, approver):
    shareable = factories.draft_page_shareable(
        page, go_live_at=timezone.now() + datetime.timedelta(days=1)
    )
    factories.publish(shareable)


def staff_first(page, editor, approver):
    factories.published_page_shareable(page, staff_first_hours=48)


def unpublished(page, editor, approver):
    factories.published_page_shareable(page).unpublish()


def changed(page, editor, approver):
    factories.published_page_shareable(page)
    page.title = "Something else"
    page.save_revision().publish()


STATES = [
    (lambda *args: None, "Make shareable"),
    (lambda page, *args: factories.draft_page_shareable(page), "Shareable: draft"),
    (in_moderation, "Shareable: in moderation"),
    (changes_requested, "Shareable: changes requested"),
    (scheduled, "Shareable: scheduled"),
    (staff_first, "Shareable: staff first"),
    (
        lambda page, *args: factories.published_page_shareable(page),
        "Shareable: no readers yet",
    ),
    (unpublished, "Sharing ended"),
    (changed, "Shareable: page changed"),
]


@pytest.mark.parametrize(("arrange", "label"), STATES, ids=[s[1] for s in STATES])
def test_the_button_says_where_the_page_stands(
    as_lead, article, site_home, editor, approver, arrange, label
):
    page = article()
    arrange(page, editor, approver)
    assert label in labels(explorer(as_lead, site_home))
    assert label in labels(editor_of(as_lead, page))


def test_withdrawn_is_said(as_lead, lead, article, site_home):
    shareable = factories.published_page_shareable(article())
    actions.withdraw(shareable, lead, reason="A mistake")
    assert "Withdrawn" in labels(explorer(as_lead, site_home))


@pytest.mark.parametrize(("readers", "label"), [(1, "1 reader"), (12, "12 readers")])
def test_readers_are_counted(as_lead, article, site_home, make_user, readers, label):
    offer = factories.offer_of(factories.published_page_shareable(article()))
    share = factories.confirmed_share(make_user("ada@example.com"), offer)
    Visit.objects.bulk_create(
        Visit(link=share.link, visitor=str(number), half_hour=1)
        for number in range(readers)
    )
    assert f"Shared: {label}" in labels(explorer(as_lead, site_home))


def test_a_draft_of_the_page_does_not_count_as_a_change(as_lead, article):
    page = article()
    factories.published_page_shareable(page)
    page.title = "Only a draft"
    page.save_revision()
    assert "Shareable: no readers yet" in labels(editor_of(as_lead, page))


def test_who_may_not_prepare_shareables_sees_no_button(
    client, make_user, article, site_home, editor
):
    article()
    client.force_login(
        make_user("writer@example.com", groups=["Page editors", "Editors"])
    )
    assert "Make shareable" not in labels(explorer(client, site_home))


def test_a_list_of_pages_costs_the_same_whatever_its_length(
    as_lead, article, site_home
):
    def ours():
        with CaptureQueriesContext(connection) as queries:
            assert explorer(as_lead, site_home).status_code == 200
        return len(
            [q for q in queries if "wagtail_advocacy_" in q["sql"].split(" WHERE ")[0]]
        ), len(queries)

    for number in range(5):
        factories.published_page_shareable(article(f"Page {number}"))
    # The first request fills caches of content types and the like.
    ours()
    few_ours, few = ours()
    for number in range(5, 45):
        factories.published_page_shareable(article(f"Page {number}"))
    many_ours, many = ours()
    assert few_ours == many_ours
    # Badges add one: what waits in their menu.
    assert many_ours <= 6 + apps.is_installed("wagtail_advocacy.badges")
    assert few == many


def test_pages_of_many_parents_cost_the_same(as_lead, article, site_home):
    def search():
        with CaptureQueriesContext(connection) as queries:
            response = as_lead.get(
                reverse("wagtailadmin_pages:type_use", args=["testapp", "articlepage"])
            )
            assert labels(response).count("Shareable: no readers yet") >= 3
        return len([q for q in queries if "wagtail_advocacy_" in q["sql"]])

    def add(number):
        section = site_home.add_child(
            instance=SectionPage(title=f"Section {number}", slug=f"section-{number}")
        )
        factories.published_page_shareable(article(f"In {number}", parent=section))

    for number in range(3):
        add(number)
    few = search()
    for number in range(3, 9):
        add(number)
    assert search() == few

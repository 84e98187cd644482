"""The report about groups, and who gets to see it."""

import csv
import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse

from tests import factories
from wagtail_advocacy.ambassadors import group_figures
from wagtail_advocacy.ambassadors.models import (
    DirectoryPerson,
    DirectorySync,
    Headcount,
)


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme(db):
    call_command("advocacy_setup", verbosity=0, stdout=io.StringIO())


@pytest.fixture
def lead(client, make_user):
    client.force_login(make_user("lead@example.com", groups=["Advocacy leads"]))
    return client


def department(name, people, joined):
    unit = factories.unit(name)
    for place in range(people):
        user = get_user_model().objects.create(email=f"{unit.pk}.{place}@example.com")
        factories.directory_person(user, [unit])
        if place < joined:
            factories.ambassador(user)
    Headcount.objects.create(unit=unit, day="2026-11-23", people=people)


@pytest.fixture
def _figures():
    department("Sales", 20, 8)
    department("Design", 20, 2)
    department("=Works", 40, 9)
    DirectorySync.objects.create(
        pk=1, read_at="2026-11-23T03:00Z", day="2026-11-23", lists_everybody=True
    )
    group_figures.take_snapshot()


def address():
    return reverse("wagtail_advocacy_figures:participation")


@pytest.mark.usefixtures("_figures")
def test_a_lead_sees_shown_and_protected_figures_of_a_day(lead):
    response = lead.get(address())
    text = response.content.decode()
    assert "Figures are taken once a day" in text
    assert ">19<" in text
    assert "24%" in text
    assert "protected" in text
    # Two of design are nowhere, and neither is what would lead to them.
    assert ">2<" not in text
    assert ">10<" not in text


@pytest.mark.usefixtures("_figures")
def test_the_file_says_what_the_screen_says_and_runs_no_formula(lead):
    response = lead.get(address(), {"export": "csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    # What other rooms count follows.
    assert {"protected"} == {cell for row in rows[1:] for cell in row[4:]}
    assert [row[:4] for row in rows] == [
        ["Department", "People", "Take part", "Take part, per cent"],
        ["'=Works", "40", "9", "22"],
        ["Design", "20", "protected", "protected"],
        ["Sales", "20", "protected", "protected"],
        ["Everybody", "80", "19", "24"],
    ]


@pytest.mark.usefixtures("_figures")
@pytest.mark.parametrize("group", ["Advocacy editors", "Advocacy trainers", None])
def test_nobody_else_sees_them(client, make_user, group):
    client.force_login(make_user("ada@example.com", groups=[group] if group else []))
    for options in ({}, {"export": "csv"}):
        response = client.get(address(), options)
        assert response.status_code == 302
        assert b"Sales" not in response.content
    refused = client.post(reverse("wagtail_advocacy_figures:read_directory"))
    assert refused.status_code == 302
    assert DirectoryPerson.objects.count() == 80


def test_before_the_first_figures_it_says_so(lead):
    assert "There are no figures yet" in lead.get(address()).content.decode()
    assert "no figures yet" in lead.get(address(), {"export": "csv"}).content.decode()


def test_a_lead_reads_the_directory(lead):
    read = reverse("wagtail_advocacy_figures:read_directory")
    assert lead.get(read).status_code == 405
    response = lead.post(read, follow=True)
    assert "The directory was read: 1 person." in response.content.decode()
    assert DirectoryPerson.objects.count() == 1


def test_a_lead_reads_why_the_directory_was_refused(lead, monkeypatch):
    monkeypatch.setattr(
        "wagtail_advocacy.ambassadors.directory.GroupDirectory.people", lambda self: []
    )
    read = reverse("wagtail_advocacy_figures:read_directory")
    response = lead.post(read, follow=True)
    assert "named nobody at all" in response.content.decode()


@pytest.mark.usefixtures("_figures")
def test_the_screen_takes_the_same_few_queries_however_many_departments(
    lead, django_assert_num_queries
):
    lead.get(address())
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        lead.get(address())
    ours = [
        query["sql"]
        for query in queries
        if "figure" in query["sql"] or "directory" in query["sql"]
    ]
    assert len(ours) == 3


def test_the_menu_leads_there_for_leads_only(lead, client, make_user):
    home = reverse("wagtailadmin_home")
    assert address() in lead.get(home).content.decode()
    client.force_login(make_user("ed@example.com", groups=["Advocacy editors"]))
    assert address() not in client.get(home).content.decode()

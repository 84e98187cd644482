"""How many are ready, for those who train them; about groups, never about people."""

import csv
import datetime
import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from wagtail_advocacy.ambassadors import group_figures
from wagtail_advocacy.ambassadors.models import Ambassador, DirectorySync, Headcount
from wagtail_advocacy.learning.charter_queries import standings
from wagtail_advocacy.learning.models import (
    CharterVersion,
    Completion,
    QuestionCount,
    Signature,
)

from .conftest import grace
from .training_factory import training


pytestmark = pytest.mark.django_db

DAY = "2026-11-23"


@pytest.fixture(autouse=True)
def _programme(db):
    call_command("advocacy_setup", verbosity=0, stdout=io.StringIO())


@pytest.fixture
def trainer(client, make_user):
    client.force_login(make_user("tess@example.com", groups=["Advocacy trainers"]))
    return client


def address():
    return reverse("wagtail_advocacy_readiness")


def department(name, people, joined):
    """Make a department; return the ambassadors in it."""
    unit = factories.unit(name)
    users = [
        get_user_model().objects.create(email=f"{unit.pk}.{place}@example.com")
        for place in range(people)
    ]
    for user in users:
        factories.directory_person(user, [unit])
    Headcount.objects.create(unit=unit, day=DAY, people=people)
    return [
        Ambassador.objects.create(user=user, joined_at=timezone.now())
        for user in users[:joined]
    ]


def sign(people, version_pk):
    version = CharterVersion.objects.get(pk=version_pk)
    text = version.texts.first()
    for one in people:
        Signature.objects.create(ambassador=one, version=version, text=text)


def complete(people, page, *, period=1, days=None):
    """Let people pass; it ends in so many days, or never."""
    now = timezone.now()
    for one in people:
        Completion.objects.create(
            ambassador=one,
            training=page.translation_key,
            page=page,
            title=page.title,
            language="en",
            period=period,
            completed_at=now,
            valid_until=days and now + datetime.timedelta(days=days),
        )


def take_figures():
    DirectorySync.objects.update_or_create(
        defaults={"read_at": f"{DAY}T03:00Z", "day": DAY, "lists_everybody": True}
    )
    group_figures.FigureSnapshot.objects.all().delete()
    group_figures.take_snapshot()
    return group_figures.latest()


def everybody(figures):
    return {
        key: cell.people if cell.is_shown else cell.state.value
        for key, cell in figures.everybody.cells.items()
    }


def own(figures):
    """Leave out what rooms above this one count of posts."""
    return {
        key: figure
        for key, figure in figures.items()
        if key not in {"replied", "own_words"}
    }


@pytest.fixture
def course(site_home):
    return training(site_home, required=True)


@pytest.fixture
def company(charter, course):
    """Sales: 30 joined, 20 signed, 15 trained, 10 ready. Works: 20, 10, 10, 5."""
    [standing] = standings()
    sales, works = department("=Sales", 60, 30), department("Works", 50, 20)
    sign(sales[:20], standing.current)
    complete(sales[10:25], course)
    sign(works[:10], standing.current)
    complete(works[5:15], course)
    return sales, works


@pytest.mark.usefixtures("company")
def test_a_trainer_sees_how_many_are_ready_by_department(trainer):
    take_figures()
    rows = list(
        csv.reader(
            io.StringIO(
                trainer.get(address(), {"export": "csv"}).content.decode("utf-8-sig")
            )
        )
    )
    assert [row[:1] + row[2::2] for row in rows[:4]] == [
        ["Department", "Take part", "Signed", "Trained", "Ready to share"],
        ["'=Sales", "30", "20", "15", "10"],
        ["Works", "20", "10", "10", "5"],
        ["Everybody", "50", "30", "25", "15"],
    ]
    text = trainer.get(address()).content.decode()
    assert ">Ready to share</th>" in text
    assert ">15<" in text
    assert "nobody here sees who signed" in text


@pytest.mark.parametrize("group", ["Advocacy editors", None])
@pytest.mark.usefixtures("company")
def test_nobody_but_trainers_and_leads_sees_it(client, make_user, group):
    take_figures()
    client.force_login(make_user("ed@example.com", groups=[group] if group else []))
    for options in ({}, {"export": "csv"}):
        response = client.get(address(), options)
        assert response.status_code == 302
        assert b"Sales" not in response.content
    client.force_login(make_user("lead@example.com", groups=["Advocacy leads"]))
    assert "Sales" in client.get(address()).content.decode()


def test_the_menu_leads_trainers_there(trainer, client, make_user):
    home = reverse("wagtailadmin_home")
    assert address() in trainer.get(home).content.decode()
    client.force_login(make_user("ed@example.com", groups=["Advocacy editors"]))
    assert address() not in client.get(home).content.decode()


def test_before_the_first_figures_it_says_so(trainer):
    assert "There are no figures yet" in trainer.get(address()).content.decode()


def test_what_nobody_can_do_is_no_column(trainer, charter):
    [standing] = standings()
    sign(department("Sales", 60, 30)[:20], standing.current)
    assert own(everybody(take_figures())).keys() == {"joined", "signed"}
    text = trainer.get(address()).content.decode()
    assert ">Signed</th>" in text
    assert ">Trained</th>" not in text
    assert ">Ready</th>" not in text


@pytest.mark.usefixtures("company")
def test_one_who_joins_or_signs_today_changes_nothing_until_tomorrow(trainer, company):
    before = take_figures()
    [standing] = standings()
    sign(company[0][28:], standing.current)
    group_figures.take_snapshot()
    assert group_figures.latest() == before


def test_versions_signed_earlier_are_counted_where_no_few_are_told(trainer, charter):
    grace(30)
    people = department("Sales", 90, 40)
    first = standings()[0].current
    sign(people[:30], first)
    factories.publish_charter(charter, factories.clause("a"), change="material")
    second = standings()[0].current
    assert second != first
    sign(people[:20], second)
    figures = everybody(take_figures())
    assert figures["signed"] == 20
    assert figures[f"charter:{first}"] == 10
    text = trainer.get(address()).content.decode()
    assert "What is in force today" in text
    assert "Version 1, of" in text
    assert "<strong>10</strong>" in text
    # Six of the ten sign: four are too few to be told of.
    sign(people[20:26], second)
    assert everybody(take_figures())[f"charter:{first}"] == "protected"
    # All but three of those who have to sign have signed the first.
    sign(people[30:37], first)
    assert everybody(take_figures())[f"charter:{first}"] == "protected"


def test_whoever_lacks_only_an_addendum_is_in_no_figure_of_their_own(
    charter, addendum, entity
):
    people = department("Sales", 60, 30)
    for one in people[:15]:
        one.user.wagtail_advocacy_directory_person.entity = entity
        one.user.wagtail_advocacy_directory_person.save()
    group, local = sorted(standings(), key=lambda one: one.entity_id is not None)
    sign(people, group.current)
    sign(people[:5], local.current)
    figures = own(everybody(take_figures()))
    assert figures == {"joined": 30, "signed": 20}


def test_renewals_due_count_those_who_are_trained_and_not_renewed(trainer, course):
    people = department("Sales", 60, 40)
    complete(people[:10], course, days=59)
    complete(people[10:30], course, days=61)
    # They have renewed already.
    complete(people[:3], course, period=2, days=400)
    figures = everybody(take_figures())
    assert figures["renewals:due"] == 7
    assert "<strong>7</strong>" in trainer.get(address()).content.decode()
    # Who is no longer trained has nothing to renew.
    complete(people[30:40], course, days=-3)
    assert everybody(take_figures())["renewals:due"] == 7
    complete(people[3:6], course, period=2, days=400)
    assert everybody(take_figures())["renewals:due"] == "protected"


def test_a_training_for_an_audience_is_in_no_count_of_renewals(site_home):
    sales = department("Sales", 60, 40)
    only = factories.audience(departments=[factories.unit("Other")])
    page = training(site_home, required=True, audience=only)
    complete(sales[:20], page, days=10)
    assert "renewals:due" not in everybody(take_figures())


@pytest.mark.parametrize(
    ("answered", "wrong", "shown"),
    [(20, 5, 25), (20, 15, 75), (20, 4, None), (20, 16, None), (9, 5, None)],
)
def test_a_question_is_hard_only_where_five_were_right_and_five_wrong(
    trainer, course, answered, wrong, shown
):
    department("Sales", 60, 30)
    question = course.get_quiz().questions[0]
    QuestionCount.objects.create(
        training=course.translation_key,
        question=question.key,
        answered=99,
        first_answered=answered,
        first_wrong=wrong,
    )
    figures = take_figures()
    cell = figures.everybody.cell(
        f"question:{course.translation_key.hex}:{question.key}"
    )
    # How many they were is nowhere: only the rate.
    assert (cell.people, cell.rate) == (None, shown)
    text = trainer.get(address()).content.decode()
    assert (question.text in text) == (shown is not None)
    assert (f"{shown}%" in text) == (shown is not None)
    file = trainer.get(address(), {"export": "csv"}).content.decode()
    assert (question.text in file) == (shown is not None)


def test_the_hardest_question_comes_first_and_runs_no_formula(trainer, site_home):
    department("Sales", 60, 30)
    page = training(site_home, title="=HYPERLINK(1)")
    for question, wrong in zip(page.get_quiz().questions, (6, 12, 9), strict=True):
        QuestionCount.objects.create(
            training=page.translation_key,
            question=question.key,
            first_answered=30,
            first_wrong=wrong,
        )
    take_figures()
    rows = csv.reader(
        io.StringIO(trainer.get(address(), {"export": "csv"}).content.decode())
    )
    assert list(rows)[-3:] == [
        ["'=HYPERLINK(1)", "Who is told?", "40"],
        ["'=HYPERLINK(1)", "What may go out?", "30"],
        ["'=HYPERLINK(1)", "Who posts?", "20"],
    ]


@pytest.mark.usefixtures("company")
def test_the_screen_takes_no_more_queries_however_much_there_is(
    trainer, course, site_home
):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            trainer.get(address())
        return [
            query["sql"]
            for query in captured
            if any(
                word in query["sql"]
                for word in ("wagtail_advocacy_", "trainingpage", "charter")
            )
            and "auth_permission" not in query["sql"]
        ]

    for number in range(3):
        department(f"Team {number}", 12, 6)
    for question in course.get_quiz().questions:
        QuestionCount.objects.create(
            training=course.translation_key,
            question=question.key,
            first_answered=30,
            first_wrong=9,
        )
    take_figures()
    trainer.get(address())
    few = queries()
    for number in range(10):
        department(f"Group {number}", 12, 6)
        page = training(site_home, title=f"Course {number}")
        for question in page.get_quiz().questions:
            QuestionCount.objects.create(
                training=page.translation_key,
                question=question.key,
                first_answered=30,
                first_wrong=9,
            )
    take_figures()
    many = queries()
    assert len(many) == len(few)
    assert len(many) <= 8

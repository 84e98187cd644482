"""One set of figures a day, and nothing hidden in them."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from tests import factories
from wagtail_advocacy.ambassadors import actions, group_figures
from wagtail_advocacy.ambassadors.disclosure import Cell, State
from wagtail_advocacy.ambassadors.group_figures import GroupMetric, metrics
from wagtail_advocacy.ambassadors.models import (
    Ambassador,
    AmbassadorsSettings,
    DirectorySync,
    FigureCell,
    Headcount,
    Unit,
)


pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    set_day(monkeypatch, TODAY)


def set_day(monkeypatch, day):
    monkeypatch.setattr(
        "django.utils.timezone.localdate", lambda value=None, timezone=None: day
    )


def department(name, *, people, joined=0, headcount="counted"):
    """Make a department of so many people, and let the first of them join."""
    unit = factories.unit(name)
    users = colleagues(people, [unit])
    for user in users[:joined]:
        factories.ambassador(user)
    read_directory()
    Headcount.objects.create(
        unit=unit, day=TODAY, people=people if headcount == "counted" else headcount
    )
    return users


def colleagues(number, units=()):
    known = get_user_model().objects.count()
    return [
        factories.directory_person(
            get_user_model().objects.create(email=f"{known + place}@example.com"),
            units,
        )
        for place in range(number)
    ]


def read_directory(*, lists_everybody=True):
    DirectorySync.objects.update_or_create(
        pk=1,
        defaults={
            "read_at": datetime.datetime(2026, 11, 23, 3, tzinfo=datetime.UTC),
            "day": TODAY,
            "lists_everybody": lists_everybody,
        },
    )


def joined():
    """Return today's figures of those who joined, by the name of the line."""
    figures = group_figures.latest()
    lines = {line.name: line.cell("joined") for line in figures.groups}
    return lines | {"all": figures.everybody.cell("joined")}


def test_figures_are_broken_down_by_department():
    department("Sales", people=20, joined=8)
    department("Design", people=10, joined=5)
    assert group_figures.take_snapshot()
    assert joined() == {
        "Sales": Cell(State.SHOWN, 8, 40),
        "Design": Cell(State.SHOWN, 5, 50),
        "all": Cell(State.SHOWN, 13, 43),
    }
    figures = group_figures.latest()
    assert figures.day == TODAY
    assert figures.everybody.headcount == 30


def test_nothing_hidden_is_stored():
    department("Sales", people=20, joined=2)
    department("Design", people=10, joined=5)
    department("Works", people=40, joined=9)
    group_figures.take_snapshot()
    stored = FigureCell.objects.exclude(state=State.SHOWN)
    assert stored.filter(metric="joined").count() == 2
    assert not stored.exclude(people=None, rate=None).exists()


def test_there_is_one_snapshot_a_day(monkeypatch):
    users = department("Sales", people=20, joined=8)
    assert group_figures.take_snapshot()
    factories.ambassador(users[-1])
    AmbassadorsSettings.objects.create(minimum_group=9, figures_by="location")
    assert not group_figures.take_snapshot()
    assert joined()["Sales"].people == 8
    set_day(monkeypatch, TODAY + datetime.timedelta(days=1))
    assert group_figures.take_snapshot()
    figures = group_figures.latest()
    assert (figures.kind, figures.minimum) == ("location", 9)
    assert joined()["all"].people == 9


def test_who_left_or_was_deactivated_is_not_counted():
    users = department("Sales", people=30, joined=10)
    actions.leave(users[0], source="test")
    users[1].is_active = False
    users[1].save()
    group_figures.take_snapshot()
    assert joined()["Sales"].people == 8


def test_who_has_no_department_is_a_line_of_its_own():
    department("Sales", people=20, joined=8)
    for user in colleagues(12)[:6]:
        factories.ambassador(user)
    group_figures.take_snapshot()
    assert joined()["None or unknown"] == Cell(State.SHOWN, 6, 50)
    assert joined()["all"].people == 14


def test_who_is_in_two_departments_counts_in_the_first():
    department("Sales", people=20, joined=8, headcount=30)
    department("Design", people=10, joined=5)
    both = [Unit.objects.get(name="Sales"), Unit.objects.get(name="Design")]
    for user in colleagues(10, both)[:5]:
        factories.ambassador(user)
    group_figures.take_snapshot()
    assert joined()["Sales"].people == 13
    assert joined()["Design"].people == 5
    assert joined()["all"].people == 18


def test_who_is_not_in_the_directory_is_in_no_figure(make_user):
    department("Sales", people=20, joined=8)
    factories.ambassador(make_user("guest@example.com"))
    group_figures.take_snapshot()
    assert joined()["all"].people == 8


def test_an_unknown_headcount_leaves_the_rate_unknown():
    department("Sales", people=20, joined=8, headcount=None)
    department("Design", people=20, joined=8)
    group_figures.take_snapshot()
    assert joined() == {
        "Sales": Cell(State.SHOWN, 8, None),
        "Design": Cell(State.SHOWN, 8, 40),
        "all": Cell(State.SHOWN, 16, None),
    }
    assert group_figures.latest().everybody.headcount is None


def test_how_many_have_no_department_is_unknown_where_not_all_are_listed():
    department("Sales", people=20, joined=8)
    colleagues(12)
    read_directory(lists_everybody=False)
    group_figures.take_snapshot()
    assert group_figures.latest().groups[-1].headcount is None


def test_a_department_that_is_closed_is_no_line():
    department("Sales", people=20, joined=8)
    Unit.objects.create(kind="department", key="old", name="Old", is_active=False)
    group_figures.take_snapshot()
    assert set(joined()) == {"Sales", "all"}


def test_before_the_directory_was_read_there_are_no_figures(make_user):
    factories.ambassador(make_user("ada@example.com"))
    assert not group_figures.take_snapshot()
    assert group_figures.latest() is None


def test_the_smallest_group_cannot_be_lowered_behind_the_form():
    department("Sales", people=20, joined=2)
    AmbassadorsSettings.objects.create(minimum_group=1)
    group_figures.take_snapshot()
    assert joined()["Sales"].state == State.PROTECTED


class Early(GroupMetric):
    """Those who were the first to join."""

    key = "early"
    label = "Came early"
    within = ("joined",)

    def people(self) -> QuerySet:
        first = Ambassador.objects.order_by("pk").values("pk")[6:7]
        return Ambassador.objects.filter(pk__lt=first).values_list("user")


@pytest.fixture
def _early():
    metrics.register(Early())
    yield
    metrics.unregister("early")


@pytest.mark.usefixtures("_early")
def test_a_metric_within_another_is_protected_from_both_sides():
    department("Sales", people=30, joined=12)
    department("Design", people=30, joined=12)
    group_figures.take_snapshot()
    cells = {line.name: line.cell("early") for line in group_figures.latest().groups}
    # Nobody in design came early, so the total would tell of sales, and is hidden.
    assert cells["Sales"].state == cells["Design"].state == State.PROTECTED
    assert joined()["Sales"].people == 12


def test_a_metric_that_was_not_counted_that_day_is_unavailable():
    department("Sales", people=20, joined=8)
    group_figures.take_snapshot()
    line = group_figures.latest().groups[0]
    assert line.cell("early") == Cell(State.UNAVAILABLE)


def test_queries_do_not_grow_with_departments(django_assert_max_num_queries):
    for number in range(12):
        department(f"Department {number}", people=3, joined=1)
    with django_assert_max_num_queries(24):
        group_figures.take_snapshot()
    with django_assert_max_num_queries(3):
        group_figures.latest()

"""What departments reach together: nothing but the stored figures of groups."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests import factories
from tests.badges import factories as make
from wagtail_advocacy.ambassadors import actions, group_figures
from wagtail_advocacy.ambassadors.models import FigureSnapshot
from wagtail_advocacy.badges.models import Goal
from wagtail_advocacy.badges.teams.goals import goal_metrics, goals_for
from wagtail_advocacy.sharing.models import Share


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock):
    clock(make.TODAY)


@pytest.fixture
def offer():
    return factories.offer_of(factories.published_link_shareable())


@pytest.fixture
def sales(offer):
    """Forty people of whom twenty take part and eight answered readers."""
    unit, people = make.department("Sales", 40, 20)
    for one in people[:8]:
        make.share(one, offer, replied=True)
    return unit, people


@pytest.fixture
def works(offer):
    """Forty people of whom twenty take part and two answered readers."""
    unit, people = make.department("Works", 40, 20)
    for one in people[:2]:
        make.share(one, offer, replied=True)
    return unit, people


def address():
    return reverse("wagtail_advocacy:badges:goals")


def text_of(response):
    return " ".join(response.content.decode().split())


def test_a_goal_is_of_those_who_take_part(sales, make_user):
    make.goal(sales[0])
    make.take_figures()
    [shown] = goals_for(make_user("ada@example.com"))
    [line] = shown.others
    assert (line.name, line.rate, line.is_reached) == ("Sales", 40, True)


def test_what_the_rule_keeps_back_is_a_word(client, sales, works, make_user):
    make.goal(sales[0], works[0])
    make.take_figures()
    client.force_login(make_user("ada@example.com"))
    text = text_of(client.get(address()))
    assert "protected" in text
    # Nobody learns of sales either: with the total it would tell of works.
    assert "40%, goal 40%" not in text
    assert "10%" not in text


def test_without_departments_it_is_of_everybody_together(sales, works, make_user):
    make.goal()
    make.take_figures()
    [shown] = goals_for(make_user("ada@example.com"))
    assert (shown.own.name, shown.own.rate, shown.others) == ("Everybody", 25, [])


def test_ones_own_department_stands_first_and_the_others_by_name(
    client, offer, make_user
):
    units = []
    for name, answered in (("Works", 9), ("Sales", 15), ("Design", 5)):
        unit, people = make.department(name, 40, 20)
        units.append(unit)
        for one in people[:answered]:
            make.share(one, offer, replied=True)
    make.goal(*units)
    make.take_figures()
    reader = factories.directory_person(make_user("ada@example.com"), [units[0]])
    [shown] = goals_for(reader)
    assert shown.own.name == "Works"
    assert [line.name for line in shown.others] == ["Design", "Sales"]


def test_everybody_who_is_logged_in_sees_it_taking_part_or_not(
    client, sales, make_user
):
    make.goal(sales[0])
    make.take_figures()
    assert client.get(address()).status_code == 302
    client.force_login(make_user("ada@example.com"))
    response = client.get(address())
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "40%, goal 40%" in text_of(response)
    assert "reached" in text_of(response)


def test_nothing_is_counted_while_one_looks(sales, offer, make_user):
    make.goal(sales[0])
    make.take_figures()
    ada = make_user("ada@example.com")
    for one in sales[1][8:12]:
        make.share(one, offer, replied=True)
    [shown] = goals_for(ada)
    assert shown.others[0].rate == 40


def test_while_it_runs_its_figures_change_once_a_week(sales, offer, make_user, clock):
    make.goal(sales[0])
    ada = make_user("ada@example.com")
    rates = []
    # From a Wednesday on; somebody more answers each day.
    for place in range(7):
        clock(make.TODAY + datetime.timedelta(days=place))
        make.take_figures()
        rates.append(goals_for(ada)[0].others[0].rate)
        make.share(sales[1][8 + place], offer, replied=True)
    assert rates == [40, 40, 40, 40, 40, 65, 65]


def test_a_goal_that_is_over_keeps_its_last_figures_for_a_month(
    sales, offer, make_user, clock
):
    make.goal(sales[0], ends_on=make.TODAY)
    make.take_figures()
    ada = make_user("ada@example.com")
    make.share(sales[1][8], offer, replied=True)
    clock(make.TODAY + datetime.timedelta(days=1))
    make.take_figures()
    [shown] = goals_for(ada)
    assert (shown.is_over, shown.day, shown.others[0].rate) == (True, make.TODAY, 40)
    clock(make.TODAY + datetime.timedelta(days=31))
    assert goals_for(ada) == []


def test_goals_of_other_days_show_no_other_day_of_a_week(sales, make_user, clock):
    monday = make.TODAY - datetime.timedelta(days=make.TODAY.weekday())
    days = [monday + datetime.timedelta(days=place) for place in range(9)]
    for day in days:
        make.goal(starts_on=day)
        make.goal(ends_on=day)
    ada = make_user("ada@example.com")
    for day in days:
        clock(day)
        make.take_figures()
    shown = {one.day for one in goals_for(ada)}
    # What began after the last Monday waits for the next one.
    assert shown == {None, monday, monday + datetime.timedelta(days=7)}


def test_figures_of_before_it_began_are_not_its_figures(sales, client, make_user):
    make.take_figures()
    FigureSnapshot.objects.update(day=make.TODAY - datetime.timedelta(days=1))
    make.goal(sales[0], starts_on=make.TODAY)
    client.force_login(make_user("ada@example.com"))
    assert "There are no figures yet" in text_of(client.get(address()))


def test_a_goal_that_has_not_begun_is_not_shown(sales, make_user):
    make.goal(sales[0], starts_on=make.TODAY + datetime.timedelta(days=1))
    assert goals_for(make_user("ada@example.com")) == []


def test_what_nobody_counts_is_unavailable(sales, client, make_user):
    location = factories.unit("Leeds", kind="location")
    make.goal(sales[0], metric="of_a_room_that_is_gone")
    make.goal(location)
    make.take_figures()
    client.force_login(make_user("ada@example.com"))
    text = text_of(client.get(address()))
    assert text.count('<span class="advocacy-hint">unavailable</span>') == 2
    assert "<progress" not in text


def test_queries_do_not_grow_with_goals_and_departments(
    client, offer, make_user, django_assert_num_queries
):
    ada = make_user("ada@example.com")
    for number in range(3):
        unit, people = make.department(f"Department {number}", 20, 10)
        for one in people[:5]:
            make.share(one, offer, replied=True)
        make.goal(unit)
    make.goal()
    make.goal(ends_on=make.TODAY - datetime.timedelta(days=1))
    make.take_figures()
    with django_assert_num_queries(7):
        assert len(goals_for(ada)) == 5


# What is counted.


def counted(metric):
    make.take_figures()
    return group_figures.latest().everybody.cell(metric).people


def test_each_person_counts_once_however_often_they_post(sales, offer):
    for _number in range(50):
        make.share(sales[1][0], offer, replied=True)
    assert counted("replied") == 8


def test_own_words_count_as_the_lead_draws_the_line(offer):
    _unit, people = make.department("Sales", 40, 20)
    for one, originality in zip(people, [90] * 6 + [50, 49, 0, None], strict=False):
        make.share(one, offer, originality=originality)
    assert counted("own_words") == 7


def test_what_was_done_before_this_quarter_does_not_count(offer):
    _unit, people = make.department("Sales", 40, 20)
    for one in people[:9]:
        make.share(one, offer, replied=True, at=datetime.date(2026, 10, 1))
    for one in people[9:15]:
        make.share(one, offer, replied=True, at=datetime.date(2026, 9, 30))
    make.take_figures()
    line = group_figures.latest().everybody
    assert line.cell("replied").people == 9
    assert line.cell("own_words").people == 9


def test_who_left_does_not_count_and_what_was_taken_down_still_does(sales, offer):
    make.share(sales[1][8], offer, replied=True, state=Share.State.WITHDRAWN)
    actions.leave(sales[1][0].user, source="test")
    assert counted("replied") == 8


def test_how_many_take_part_is_nobodys_goal():
    keys = [metric.key for metric in goal_metrics()]
    assert "joined" not in keys
    assert {"replied", "own_words", "trained"} <= set(keys)


# The form.


@pytest.fixture
def lead(client, make_user):
    call_command("advocacy_setup", verbosity=0, stdout=io.StringIO())
    client.force_login(make_user("lead@example.com", groups=["Advocacy leads"]))
    return client


PREFIX = "wagtailsnippets_wagtail_advocacy_badges_goal"


def save(client, *units, **fields):
    return client.post(
        reverse(f"{PREFIX}:add"),
        {
            "name": "Answer our readers",
            "metric": "replied",
            "target": "40",
            "units": [unit.pk for unit in units],
            "starts_on": "2026-10-01",
            "ends_on": "2026-12-31",
            **fields,
        },
    )


def errors(response):
    assert response.status_code == 200
    return response.context["form"].errors


def test_a_lead_sets_a_goal(lead):
    sales = factories.unit("Sales")
    assert save(lead, sales).status_code == 302
    made = Goal.objects.get()
    assert (made.metric, made.target) == ("replied", 40)
    assert list(made.units.all()) == [sales]
    listed = text_of(lead.get(reverse(f"{PREFIX}:list")))
    assert "Answered comments this quarter" in listed
    assert save(lead).status_code == 302


def test_it_says_what_is_wrong_with_a_goal(lead):
    assert "choose a later day" in str(errors(save(lead, ends_on="2026-09-30")))
    found = errors(save(lead, ends_on="2027-01-01"))
    assert "Dec. 31, 2026" in str(found["ends_on"])
    assert "target" in errors(save(lead, target="101"))
    assert "metric" in errors(save(lead, metric="joined"))
    assert not Goal.objects.exists()


def test_what_is_not_of_a_quarter_may_run_for_a_year(lead):
    assert save(lead, metric="trained", ends_on="2027-09-30").status_code == 302


def test_departments_are_those_that_figures_are_broken_down_by(lead):
    leeds = factories.unit("Leeds", kind="location")
    assert "units" in errors(save(lead, leeds))


def test_a_goal_of_a_room_that_is_gone_can_still_be_changed(lead):
    made = make.goal(metric="of_a_room_that_is_gone")
    response = lead.post(
        reverse(f"{PREFIX}:edit", args=[made.pk]),
        {
            "name": "Another name",
            "metric": made.metric,
            "target": "40",
            "starts_on": "2026-10-01",
            "ends_on": "2026-12-31",
        },
    )
    assert response.status_code == 302
    assert Goal.objects.get().name == "Another name"


@pytest.mark.parametrize("group", ["Advocacy editors", "Advocacy trainers", None])
def test_nobody_else_sets_goals(lead, make_user, group):
    lead.force_login(make_user("ada@example.com", groups=[group] if group else []))
    assert save(lead).status_code == 302
    assert not Goal.objects.exists()

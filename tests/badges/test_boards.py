"""Boards: off by default, of a quarter that is over, and of nobody who did not ask."""

import datetime

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.ambassadors.attacker import Universe, is_possible, leaks
from tests.badges import factories as make
from wagtail_advocacy.ambassadors import actions, disclosure, retention
from wagtail_advocacy.ambassadors.models import (
    Ambassador,
    AmbassadorsSettings,
    DirectorySync,
)
from wagtail_advocacy.badges.models import Board, BoardLine, BoardPlace
from wagtail_advocacy.badges.teams import boards
from wagtail_advocacy.sharing.models import SharingSettings


# The quarter that is over, and when its board is taken.
SUMMER = datetime.date(2026, 8, 12)
TAKEN = datetime.date(2026, 10, 8)


@pytest.fixture
def offer(db):
    return factories.offer_of(factories.published_link_shareable())


@pytest.fixture(autouse=True)
def _today(request):
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("clock")(TAKEN)


@pytest.fixture
def _on(db):
    make.settings(boards=True)
    DirectorySync.objects.create(
        pk=1, read_at="2026-10-08T03:00Z", day=TAKEN, lists_everybody=True
    )


def team(name, offer, *, joined, replied=0, own_words=0):
    """Make a department of whose people so many did something in summer."""
    unit, people = make.department(name, 3 * joined, joined)
    for place, one in enumerate(people):
        if place < max(replied, own_words):
            make.share(
                one,
                offer,
                at=SUMMER,
                replied=place < replied,
                originality=80 if place < own_words else 20,
            )
    return unit


def lines():
    return [
        (line.name, line.conversed, line.own_words) for line in boards.newest().lines
    ]


def address():
    return reverse("wagtail_advocacy:badges:board")


def text_of(response):
    return " ".join(response.content.decode().split())


def named(user, offer, *, replied=0, silent=0, originality=80):
    """Let somebody who says yes to the board answer readers on so many posts."""
    [one] = make.members([user])
    for number in range(replied + silent):
        make.share(
            one, offer, at=SUMMER, replied=number < replied, originality=originality
        )
    actions.decide(user, "by_name", True, "test")
    return one


@pytest.mark.django_db
def test_while_boards_are_off_there_is_none(client, offer, make_user):
    DirectorySync.objects.create(pk=1, read_at="2026-10-08T03:00Z", day=TAKEN)
    team("Sales", offer, joined=20, replied=8)
    boards.take_due()
    assert not Board.objects.exists()
    client.force_login(make_user("ada@example.com"))
    assert client.get(address()).status_code == 404
    goals = client.get(reverse("wagtail_advocacy:badges:goals"))
    assert address() not in text_of(goals)


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_departments_by_conversations_and_own_words_first(client, offer, make_user):
    team("Works", offer, joined=20, replied=12, own_words=6)
    team("Design", offer, joined=40, replied=12, own_words=20)
    team("Sales", offer, joined=20, replied=6, own_words=12)
    boards.take_due()
    assert lines() == [("Works", 6, 3), ("Sales", 3, 6), ("Design", 3, 5)]
    assert client.get(address()).status_code == 302
    # Whoever is logged in, taking part or not.
    client.force_login(make_user("ada@example.com"))
    response = client.get(address())
    assert "no-store" in response["Cache-Control"]
    assert "6 of 10" in text_of(response)
    assert "quarter 3 of 2026" in text_of(response)


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_a_flood_of_posts_moves_nothing(offer):
    unit = team("Sales", offer, joined=20, replied=6)
    team("Works", offer, joined=20, replied=8)
    spammer = Ambassador.objects.filter(
        user__wagtail_advocacy_directory_person__department=unit
    ).order_by("pk")[0]
    for _number in range(100):
        make.share(spammer, offer, at=SUMMER, replied=True)
    boards.take_due()
    assert lines() == [("Works", 4, None), ("Sales", 3, None)]


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_what_the_rule_hides_is_not_listed_and_not_kept(offer):
    # Too few take part; too few answered; all did; and one that would give it away.
    team("Small", offer, joined=4, replied=4)
    team("Quiet", offer, joined=20, replied=4)
    team("Eager", offer, joined=12, replied=12)
    team("Sales", offer, joined=40, replied=20)
    boards.take_due()
    assert lines() == [("Sales", 5, None)]
    assert BoardLine.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_the_smallest_group_is_the_leads(offer):
    AmbassadorsSettings.objects.create(minimum_group=9)
    team("Sales", offer, joined=20, replied=8)
    boards.take_due()
    assert lines() == []
    assert boards.newest().board.minimum == 9


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_it_is_taken_once_a_week_after_the_quarter(offer, clock):
    unit = team("Sales", offer, joined=20, replied=8)
    clock(TAKEN - datetime.timedelta(days=1))
    boards.take_due()
    assert boards.newest() is None
    clock(TAKEN)
    boards.take_due()
    taken = lines()
    late = Ambassador.objects.filter(
        user__wagtail_advocacy_directory_person__department=unit
    ).order_by("-pk")
    for one in late[:6]:
        make.share(one, offer, at=SUMMER, replied=True)
    clock(datetime.date(2026, 12, 31))
    boards.take_due()
    assert lines() == taken == [("Sales", 4, None)]
    assert Board.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_what_was_done_in_other_quarters_is_on_other_boards(offer):
    _unit, people = make.department("Sales", 60, 20)
    for one in people[:8]:
        make.share(one, offer, at=datetime.date(2026, 6, 30), replied=True)
        make.share(one, offer, at=datetime.date(2026, 10, 1), replied=True)
    boards.take_due()
    assert lines() == []


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_where_own_words_are_required_only_conversations_count(offer):
    SharingSettings.objects.create(originality_policy="require")
    team("Sales", offer, joined=20, replied=8, own_words=12)
    boards.take_due()
    assert lines() == [("Sales", 4, None)]


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_only_who_said_yes_is_named_by_conversations_and_not_by_posts(
    client, offer, make_user
):
    named(make_user("a@example.com", first_name="Ada"), offer, replied=2)
    named(make_user("g@example.com", first_name="Grace"), offer, replied=3)
    named(
        make_user("s@example.com", first_name="Spam"), offer, silent=30, originality=5
    )
    named(make_user("w@example.com", first_name="Wilma"), offer, silent=30)
    [quiet] = make.members([make_user("q@example.com", first_name="Quentin")])
    make.share(quiet, offer, at=SUMMER, replied=True)
    boards.take_due()
    assert [place.name for place in boards.newest().places] == ["Grace", "Ada", "Wilma"]
    # Of the others nothing is kept at all.
    assert BoardPlace.objects.count() == 3
    client.force_login(quiet.user)
    text = text_of(client.get(address()))
    assert "Grace" in text
    assert "Quentin" not in text
    assert "30" not in text


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_what_somebody_says_beyond_one_a_week_moves_their_name_no_further(
    offer, make_user
):
    named(make_user("a@example.com", first_name="Ada"), offer, replied=12)
    named(make_user("b@example.com", first_name="Bob"), offer, replied=40)
    boards.take_due()
    places = boards.newest().places
    assert [(one.name, one.conversations, one.is_most) for one in places] == [
        ("Ada", 12, True),
        ("Bob", 12, True),
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_a_no_takes_the_name_off_at_once_and_for_good(client, offer, make_user):
    ada = make_user("a@example.com", first_name="Ada")
    named(ada, offer, replied=2)
    boards.take_due()
    client.force_login(ada)
    assert "Ada" in text_of(client.get(address()))
    actions.decide(ada, "by_name", False, "test")
    assert "Ada" not in text_of(client.get(address()))
    boards.take_due()
    assert not BoardPlace.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_leaving_takes_the_name_off_at_once(offer, make_user):
    ada = make_user("a@example.com", first_name="Ada")
    named(ada, offer, replied=2)
    boards.take_due()
    actions.leave(ada, source="test")
    assert boards.newest().places == []
    assert not BoardPlace.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_whose_account_is_switched_off_is_not_named(offer, make_user):
    ada = make_user("a@example.com", first_name="Ada")
    named(ada, offer, replied=2)
    boards.take_due()
    ada.is_active = False
    ada.save()
    assert boards.newest().places == []


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_names_are_forgotten_and_the_board_is_not_taken_again(offer, make_user, clock):
    team("Sales", offer, joined=20, replied=8)
    named(make_user("a@example.com", first_name="Ada"), offer, replied=2)
    boards.take_due()
    clock(TAKEN + datetime.timedelta(days=119))
    retention.apply_all()
    assert BoardPlace.objects.count() == 1
    clock(TAKEN + datetime.timedelta(days=121))
    retention.apply_all()
    assert not BoardPlace.objects.exists()
    assert Board.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_the_profile_asks_whether_to_be_named(client, make_user):
    ada = make_user("a@example.com")
    factories.ambassador(ada)
    client.force_login(ada)
    me = text_of(client.get(reverse("wagtail_advocacy:ambassadors:me")))
    assert "On boards, colleagues may see my name" in me
    assert address() in me


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_before_the_first_one_it_says_when_it_comes(client, make_user):
    client.force_login(make_user("ada@example.com"))
    assert "There is none yet" in text_of(client.get(address()))


@pytest.mark.django_db
@pytest.mark.usefixtures("_on")
def test_queries_do_not_grow_with_departments_and_names(
    client, offer, make_user, django_assert_num_queries
):
    for number in range(3):
        team(f"Department {number}", offer, joined=12, replied=6)
        named(make_user(f"{number}@example.com"), offer, replied=1)
    boards.take_due()
    with django_assert_num_queries(3):
        assert len(boards.newest().places) == 3
    client.force_login(make_user("ada@example.com"))
    client.get(address())
    # Beside these: session, account, ambassador, settings and own units.
    with django_assert_num_queries(8):
        client.get(address())


# Whatever people did, nobody can be told from a board beside the figures of its day.

OF_THE_DAY = {"joined": (), "replied": ("joined",)}
OF_A_BOARD = {
    "joined": (),
    "replied_then": ("joined",),
    "own_words_then": ("joined",),
}
ALL = {**OF_THE_DAY, **OF_A_BOARD}
PATTERNS = [
    frozenset(chosen)
    for chosen in (
        {metric for place, metric in enumerate(ALL) if number >> place & 1}
        for number in range(2 ** len(ALL))
    )
    if is_possible(chosen, ALL, is_exact=False)
]


@st.composite
def universes(draw):
    sizes = st.one_of(st.integers(0, 7), st.sampled_from([10, 20]))
    groups = st.fixed_dictionaries(dict.fromkeys(PATTERNS, sizes))
    return Universe(draw(st.lists(groups, min_size=1, max_size=3)), ALL)


def published(universe, metrics, minimum):
    counted = [
        disclosure.Group(
            group.key,
            group.known,
            group.headcount,
            {metric: group.counts[metric] for metric in metrics},
        )
        for group in universe.counted()
    ]
    return disclosure.publish(counted, metrics, minimum)


def beside(day, board):
    """Return the figures of a day with what a board tells, were it not rounded."""
    groups = [
        disclosure.PublishedGroup(
            one.key,
            one.headcount,
            {**one.cells, **{key: other.cells[key] for key in OF_A_BOARD}},
        )
        for one, other in zip(day.groups, board.groups, strict=True)
    ]
    return disclosure.Publication(groups, day.everybody)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(universe=universes(), minimum=st.integers(3, 6))
def test_a_board_beside_the_figures_of_the_day_tells_of_nobody(universe, minimum):
    day = published(universe, OF_THE_DAY, minimum)
    board = published(universe, OF_A_BOARD, minimum)
    assert list(leaks(universe, minimum, beside(day, board))) == []


@settings(max_examples=150, deadline=None)
@given(universe=universes(), minimum=st.integers(3, 6))
def test_an_average_is_shown_only_where_its_figure_is(universe, minimum):
    board = published(universe, OF_A_BOARD, minimum)
    for group in board.groups:
        for metric in ("replied_then", "own_words_then"):
            cell = group.cells[metric]
            average = boards._of_ten(group, metric)
            assert (average is None) != cell.is_shown
            assert average is None or 1 <= average <= 9

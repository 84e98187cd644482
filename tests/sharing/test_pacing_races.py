"""However many leave for a network at once, no cap is exceeded and nobody meets a 500.

Through the composer's own view, each request on a connection of its own; see
``tests/faults/test_pacing_races.py`` for two hundred, and for SQLite.
"""

import pytest
from django.conf import settings
from django.db import connection, connections

from tests import factories
from wagtail_advocacy.sharing import actions
from wagtail_advocacy.sharing.models import Draft, PaceCount, Share

from .races import at_once, leaving


IN_A_FILE = settings.DATABASES["default"].get("TEST", {}).get("NAME")

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite" and not IN_A_FILE,
        reason="SQLite in memory is one connection's alone",
    ),
]

PEOPLE = 24


@pytest.fixture(
    autouse=True,
    params=["read committed", "repeatable read"]
    if connection.vendor == "mysql"
    else ["as it is"],
)
def isolation(request, transactional_db):
    """Let new connections to MariaDB see what Django sets, and what a site may set."""
    if connection.vendor != "mysql":
        yield
        return
    options = connections.settings["default"].setdefault("OPTIONS", {})
    before = dict(options)
    options["isolation_level"] = request.param
    connection.close()
    yield
    options.clear()
    options.update(before)
    connection.close()


@pytest.fixture
def offers(article):
    return [
        factories.offer_of(factories.published_page_shareable(article(f"Article {n}")))
        for n in range(4)
    ]


@pytest.fixture
def people(make_user):
    found = []
    for number in range(PEOPLE):
        user = make_user(f"n{number}@example.com")
        factories.ambassador(user)
        found.append(user)
    return found


def test_an_offers_cap_holds_and_every_text_is_kept(people, offers):
    factories.caps(offer_hourly_cap=PEOPLE // 2, offer_daily_cap=PEOPLE // 4)
    answers = at_once(*[leaving(user, offers[0]) for user in people])
    assert set(answers) == {302, 409}
    assert answers.count(302) == PEOPLE // 4
    assert Share.objects.count() == PEOPLE // 4
    # Whoever found no place finds their text.
    assert Draft.objects.count() == PEOPLE - PEOPLE // 4
    taken = PaceCount.objects.order_by("window").values_list("taken", flat=True)
    # By the day; by the hour, which may have changed meanwhile.
    assert taken[0] == sum(taken[1:]) == PEOPLE // 4


def test_a_persons_cap_holds_in_all_their_tabs(people, offers):
    factories.caps(person_daily_cap=3)
    networks = ("linkedin", "x", "bluesky")
    answers = at_once(
        *[
            leaving(people[0], offer, network)
            for offer in offers
            for network in networks
        ]
    )
    assert set(answers) == {302, 409}
    assert answers.count(302) == 3
    assert Share.objects.of(people[0]).count() == 3


def test_places_that_are_given_back_are_given_once(people, offers):
    factories.caps(offer_daily_cap=PEOPLE // 2)
    leavers = people[: PEOPLE // 4]
    shares = {user: factories.open_share(user, offers[0]) for user in leavers}

    class Done:
        status_code = 302

    def give_back(user):
        def run():
            actions.drop_share(user, shares[user].pk)
            return Done

        return run

    # Each of them in two tabs, while as many others come.
    answers = at_once(
        *[give_back(user) for user in leavers for _tab in range(2)],
        *[leaving(user, offers[0]) for user in people[PEOPLE // 4 : PEOPLE // 2]],
    )
    assert set(answers) == {302}
    day = PaceCount.objects.get(window__startswith="day:")
    assert day.taken == Share.objects.open().count() == PEOPLE // 4


def test_several_offers_at_once_wait_for_nobody_forever(people, offers):
    factories.caps(offer_daily_cap=5, person_daily_cap=2)
    answers = at_once(
        *[
            leaving(user, offers[(number + turn) % len(offers)])
            for number, user in enumerate(people)
            for turn in range(3)
        ]
    )
    assert set(answers) == {302, 409}
    counts = PaceCount.objects.filter(window__startswith="day:")
    assert sorted(counts.values_list("taken", flat=True)) == [5] * len(offers)
    assert Share.objects.count() == 5 * len(offers)

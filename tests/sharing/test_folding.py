"""Raw visits become daily counts, and no visit is ever lost or counted twice."""

import datetime
import threading

import pytest
from django.db import DatabaseError, connection, connections
from django.db.models import OuterRef
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import (
    confirmed_share,
    offer_of,
    open_share,
    published_link_shareable,
)
from wagtail_advocacy.sharing import queries, tasks, visits
from wagtail_advocacy.sharing.models import (
    Share,
    TrackedLink,
    Visit,
    VisitCount,
)


HALF_HOUR = visits.HALF_HOUR
# 20 November 2026, noon in UTC: the hour does not matter, the calendar does.
NOON = int(datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC).timestamp())
THIS_HALF_HOUR = NOON // HALF_HOUR

NEEDS_TWO_CONNECTIONS = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite in memory belongs to one connection"
)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    monkeypatch.setattr(visits.time, "time", lambda: NOON)


@pytest.fixture
def offer(db):
    return offer_of(published_link_shareable())


def link_to(offer):
    return TrackedLink.objects.create(offer=offer, network="linkedin")


def visit(link, number=1, half_hours_ago=3, visitors="v"):
    Visit.objects.bulk_create(
        Visit(
            link=link,
            visitor=f"{visitors}{index}",
            half_hour=THIS_HALF_HOUR - half_hours_ago,
        )
        for index in range(number)
    )


def total_of(link):
    return (
        TrackedLink.objects.annotate(total=visits.total(link=OuterRef("pk")))
        .get(pk=link.pk)
        .total
    )


@pytest.mark.django_db
def test_visits_of_past_half_hours_become_a_daily_count(offer):
    link = link_to(offer)
    visit(link, 5)
    tasks.fold_visits()
    count = VisitCount.objects.get()
    assert (count.link, count.visits) == (link, 5)
    assert count.day == datetime.date(2026, 11, 20)
    assert not Visit.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("half_hours_ago", [0, 1, 2])
def test_visits_wait_until_the_same_visitor_would_count_again(offer, half_hours_ago):
    visit(link_to(offer), half_hours_ago=half_hours_ago)
    tasks.fold_visits()
    assert Visit.objects.count() == 1


@pytest.mark.django_db
def test_folding_again_adds_only_what_is_new(offer):
    link = link_to(offer)
    visit(link, 5)
    tasks.fold_visits()
    tasks.fold_visits()
    visit(link, 2, visitors="later")
    tasks.fold_visits()
    assert VisitCount.objects.get().visits == 7


@pytest.mark.django_db
def test_a_day_is_the_sites_day(offer):
    # 23:30 UTC is half past midnight in Paris.
    link = link_to(offer)
    visit(link, half_hours_ago=26)
    visit(link, half_hours_ago=25)
    tasks.fold_visits()
    assert list(VisitCount.objects.order_by("day").values_list("day", "visits")) == [
        (datetime.date(2026, 11, 20), 2),
    ]
    visit(link, half_hours_ago=27)
    tasks.fold_visits()
    assert VisitCount.objects.earliest("day").day == datetime.date(2026, 11, 19)


@pytest.mark.django_db
def test_more_than_a_batch_is_folded_in_one_run(offer, monkeypatch):
    monkeypatch.setattr(visits, "FOLD_BATCH", 3)
    link, other = link_to(offer), link_to(offer)
    visit(link, 8)
    visit(other, 2)
    assert visits.fold() == 10
    assert (total_of(link), total_of(other)) == (8, 2)
    assert VisitCount.objects.count() == 2


@pytest.mark.django_db
def test_a_full_batch_fits_the_database(offer):
    links = [link_to(offer) for _ in range(20)]
    for link in links:
        visit(link, visits.FOLD_BATCH // 20)
    assert visits.fold() == visits.FOLD_BATCH
    assert VisitCount.objects.count() == 20


@pytest.mark.django_db
def test_a_total_is_folded_and_tail_together(offer):
    link = link_to(offer)
    assert total_of(link) == 0
    visit(link, 4)
    assert total_of(link) == 4
    tasks.fold_visits()
    assert total_of(link) == 4
    visit(link, 3, half_hours_ago=0, visitors="new")
    assert total_of(link) == 7


@pytest.mark.django_db
def test_readers_of_an_offer_are_those_of_its_published_shares(
    offer, make_user, django_assert_num_queries
):
    published = confirmed_share(make_user("a@example.com"), offer)
    another = confirmed_share(make_user("b@example.com"), offer, "x")
    pending = open_share(make_user("c@example.com"), offer)
    unread = offer_of(published_link_shareable(title="Unread"))
    visit(published.link, 3)
    visit(another.link, 2)
    visit(pending.link, 5)
    tasks.fold_visits()
    visit(published.link, 1, half_hours_ago=0)
    with django_assert_num_queries(1):
        readers = queries.readers_of_offers([offer.pk, unread.pk])
    assert readers == {offer.pk: 6}


@pytest.mark.django_db
def test_visits_before_the_yes_count_once_it_is_said(offer, make_user):
    user = make_user("a@example.com")
    share = open_share(user, offer)
    visit(share.link, 3)
    tasks.fold_visits()
    assert queries.readers_of_offers([offer.pk]) == {}
    confirmed_share(user, offer)
    assert queries.readers_of_offers([offer.pk]) == {offer.pk: 3}


@pytest.mark.django_db
def test_readers_of_a_share_need_no_query_of_their_own(
    offer, make_user, django_assert_num_queries
):
    user = make_user("a@example.com")
    visit(open_share(user, offer).link, 3)
    visit(open_share(user, offer, "x").link, 1)
    with django_assert_num_queries(1):
        readers = {share.network: share.readers for share in queries.shares_of(user)}
    assert readers == {"linkedin": 3, "x": 1}


class Killed(BaseException):
    """Not an Exception, as little as a signal is."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("manager", "method"),
    [
        (VisitCount, "bulk_create"),
        (VisitCount, "bulk_update"),
        (Visit, "filter"),
    ],
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_folding_that_is_stopped_loses_and_doubles_nothing(
    monkeypatch, manager, method, when
):
    offer = offer_of(published_link_shareable())
    link, fresh = link_to(offer), link_to(offer)
    visit(link, 4)
    visits.fold()
    visit(link, 3, visitors="more")
    visit(fresh, 2)

    # VisitCount is written to, Visit deleted from, through these.
    was = getattr(manager.objects, method)

    def stop(*args, **kwargs):
        if when == "after":
            was(*args, **kwargs)
        raise Killed

    if manager is Visit:
        # filter() is what deleting begins with; folding has none before.
        monkeypatch.setattr(Visit.objects, "select_for_update", Visit.objects.all)
    with monkeypatch.context() as patch:
        patch.setattr(manager.objects, method, stop)
        with pytest.raises(Killed):
            visits.fold()
    assert (total_of(link), total_of(fresh)) == (7, 2)
    visits.fold()
    assert (total_of(link), total_of(fresh)) == (7, 2)
    assert not Visit.objects.exists()


@NEEDS_TWO_CONNECTIONS
@pytest.mark.django_db(transaction=True)
def test_two_workers_folding_at_once_count_everything_once(monkeypatch):
    monkeypatch.setattr(visits, "FOLD_BATCH", 40)
    offer = offer_of(published_link_shareable())
    links = [link_to(offer) for _ in range(5)]
    for link in links:
        visit(link, 100)
    ready = threading.Barrier(4)
    failures = []

    def work():
        try:
            ready.wait(timeout=10)
            for _ in range(3):
                visits.fold()
        except DatabaseError as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    ready.wait(timeout=10)
    # Readers meanwhile see every visit, wherever it is just now.
    while any(thread.is_alive() for thread in threads):
        assert [total_of(link) for link in links] == [100] * 5
    for thread in threads:
        thread.join()
    assert failures == []
    visits.fold()
    assert [total_of(link) for link in links] == [100] * 5
    assert not Visit.objects.exists()


STEPS = st.lists(
    st.one_of(
        # (link, visitor): somebody comes
        st.tuples(st.integers(0, 2), st.integers(0, 3)),
        # half-hours that pass
        st.integers(0, 60),
        st.just("fold"),
    ),
    max_size=40,
)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, batch=st.integers(1, 5))
def test_totals_are_right_after_any_sequence(offer, monkeypatch, steps, batch):
    links = [link_to(offer) for _ in range(3)]
    expected = {link.pk: set() for link in links}
    now = THIS_HALF_HOUR
    monkeypatch.setattr(visits, "FOLD_BATCH", batch)
    monkeypatch.setattr(visits, "_half_hour", lambda: now)
    monkeypatch.setattr(visits, "visitor_hash", lambda visitor: f"visitor {visitor}")
    for step in steps:
        if step == "fold":
            visits.fold()
        elif isinstance(step, int):
            now += step
        else:
            link = links[step[0]]
            visits.record(step[1], link)
            expected[link.pk].add((step[1], now))
        totals = dict(
            TrackedLink.objects.filter(pk__in=expected)
            .annotate(total=visits.total(link=OuterRef("pk")))
            .values_list("pk", "total")
        )
        assert totals == {pk: len(seen) for pk, seen in expected.items()}


@pytest.mark.django_db
def test_reading_totals_counts_no_raw_rows_of_the_past(offer):
    link = link_to(offer)
    for days in range(30):
        visit(link, 10, half_hours_ago=48 * days + 3, visitors=f"day {days} ")
    visits.fold()
    assert Visit.objects.count() == 0
    assert VisitCount.objects.count() == 30
    assert total_of(link) == 300
    assert Share.objects.annotate(readers=visits.readers_of_share()).count() == 0

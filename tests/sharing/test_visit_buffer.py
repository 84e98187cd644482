"""``"VISITS": "redis"``: a visit waits in Redis until the queue writes it down."""

import os
import socket

import pytest

from tests.factories import offer_of, published_link_shareable
from wagtail_advocacy import checks
from wagtail_advocacy.checks import check_settings
from wagtail_advocacy.shareables import actions as shareables
from wagtail_advocacy.sharing import buffer, lookups, tasks, visits
from wagtail_advocacy.sharing.models import TrackedLink, Visit, VisitCount


redis = pytest.importorskip("redis")

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def redis_url():
    """Return the address of a Redis of this process's own, as far as there is one."""
    number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return os.environ.get("REDIS_URL") or f"redis://127.0.0.1:6379/{number}"


@pytest.fixture
def closed(settings, monkeypatch):
    """The site writes visits to a Redis that nobody runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{probe.getsockname()[1]}/0"
    settings.WAGTAIL_ADVOCACY = {
        **settings.WAGTAIL_ADVOCACY,
        "VISITS": "redis",
        "REDIS_URL": url,
    }
    monkeypatch.setattr(lookups, "_kept", {})
    monkeypatch.setattr(buffer, "_look_at", 0.0)
    monkeypatch.setattr(buffer, "_closed_until", 0.0)
    return settings


@pytest.fixture
def stream(closed, monkeypatch):
    """The site writes visits to Redis; this is the client of it."""
    url = redis_url()
    client = redis.Redis.from_url(url)
    try:
        client.ping()
    except redis.RedisError as error:
        pytest.skip(f"no Redis: {error}")
    closed.WAGTAIL_ADVOCACY = {**closed.WAGTAIL_ADVOCACY, "REDIS_URL": url}
    monkeypatch.setattr(buffer, "STREAM", f"{buffer.STREAM}:test")
    client.delete(buffer.STREAM)
    yield client
    client.delete(buffer.STREAM)
    client.close()


@pytest.fixture
def link(db):
    offer = offer_of(published_link_shareable())
    return TrackedLink.objects.create(offer=offer, network="linkedin")


@pytest.fixture
def come(client, link):
    def come(address="192.0.2.1", agent=BROWSER, status=302):
        response = client.get(
            f"/go/s/{link.code}", headers={"user-agent": agent}, REMOTE_ADDR=address
        )
        assert response.status_code == status

    return come


def test_visit_waits_in_redis_until_the_queue_writes_it(stream, come):
    come()
    come("192.0.2.2")
    assert not Visit.objects.exists()
    assert stream.xlen(buffer.STREAM) == 2
    tasks.drain_visits()
    assert Visit.objects.count() == 2
    assert stream.xlen(buffer.STREAM) == 0
    tasks.drain_visits()
    assert Visit.objects.count() == 2


def test_the_same_visitor_counts_once_within_a_half_hour(stream, come):
    come()
    come()
    tasks.drain_visits()
    come()
    tasks.drain_visits()
    assert Visit.objects.count() == 1


def test_robots_are_not_written_anywhere(stream, come):
    come(agent="LinkedInBot/1.0")
    assert stream.xlen(buffer.STREAM) == 0


def test_what_waits_says_nothing_about_anybody(stream, come):
    come("192.0.2.77")
    stored = str(stream.xrange(buffer.STREAM))
    assert "192.0.2.77" not in stored
    assert "Firefox" not in stored


def test_readers_cost_no_query(stream, come, django_assert_num_queries):
    come()
    with django_assert_num_queries(0):
        come("192.0.2.2")


def test_withdrawn_link_is_gone_within_seconds(
    stream, come, link, make_user, monkeypatch
):
    come()
    editor = make_user("editor@example.com", is_superuser=True)
    shareables.withdraw(link.offer.shareable, editor, reason="Wrong figures.")
    now = lookups.time.monotonic()
    monkeypatch.setattr(lookups.time, "monotonic", lambda: now + lookups.KEPT_SECONDS)
    come(status=410)


def test_links_that_are_kept_have_an_end(stream, come, link, monkeypatch):
    monkeypatch.setattr(lookups, "KEPT_LINKS", 1)
    come()
    other = TrackedLink.objects.create(offer=link.offer, network="x")
    assert lookups.find_link(other.code) == other
    assert set(lookups._kept) == {other.code}


def test_redis_that_does_not_answer_stops_nobody(closed, come):
    come()
    come("192.0.2.2")
    assert Visit.objects.count() == 2


def test_nobody_waits_again_for_a_redis_that_just_did_not_answer(closed, come):
    come()
    closed.WAGTAIL_ADVOCACY = {**closed.WAGTAIL_ADVOCACY, "REDIS_URL": "nonsense"}
    come("192.0.2.2")
    assert Visit.objects.count() == 2


def test_full_buffer_sends_visits_to_the_database(stream, come, monkeypatch):
    monkeypatch.setattr(buffer, "MAX_LENGTH", 1)
    come()
    monkeypatch.setattr(buffer, "_look_at", 0.0)  # a second later
    come("192.0.2.2")
    assert stream.xlen(buffer.STREAM) == 1
    assert Visit.objects.count() == 1
    tasks.drain_visits()
    assert Visit.objects.count() == 2


def test_interrupted_after_writing_counts_nothing_twice(stream, come, monkeypatch):
    come()

    def die(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(redis.Redis, "xtrim", die)
        with pytest.raises(KeyboardInterrupt):
            tasks.drain_visits()
    assert stream.xlen(buffer.STREAM) == 1
    # Hours later the visit is a number, and no row holds a second one back.
    now = visits.time.time()
    monkeypatch.setattr(visits.time, "time", lambda: now + 3 * 3600)
    tasks.fold_visits()
    assert [count.visits for count in VisitCount.objects.all()] == [1]
    assert not Visit.objects.exists()
    assert stream.xlen(buffer.STREAM) == 0


def test_nothing_is_folded_while_more_waits_than_one_run_can_write(
    stream, come, monkeypatch
):
    come()
    monkeypatch.setattr(buffer, "DRAIN_SECONDS", 0)
    now = visits.time.time()
    monkeypatch.setattr(visits.time, "time", lambda: now + 3 * 3600)
    tasks.fold_visits()
    assert not VisitCount.objects.exists()
    assert stream.xlen(buffer.STREAM) == 1


def test_many_are_written_in_several_turns(stream, come, monkeypatch):
    monkeypatch.setattr(buffer, "BATCH", 2)
    for number in range(5):
        come(f"192.0.2.{number}")
    tasks.drain_visits()
    assert Visit.objects.count() == 5


def test_link_that_is_gone_takes_no_other_visit_along(stream, come, link):
    come()
    buffer.add(link.pk + 1, "v" * 32, 1)
    tasks.drain_visits()
    assert [visit.link for visit in Visit.objects.all()] == [link]


def test_draining_where_the_database_is_used_does_nothing(db):
    assert buffer.drain() is True


def test_unknown_place_for_visits_is_a_check_error(settings):
    settings.WAGTAIL_ADVOCACY = {"VISITS": "memory", "JOBS": "immediate"}
    found = [error.id for error in check_settings(None)]
    assert found == ["wagtail_advocacy.E014"]


def test_redis_without_its_package_is_a_check_error(closed, monkeypatch):
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    found = [error.id for error in check_settings(None)]
    assert found == ["wagtail_advocacy.E015"]

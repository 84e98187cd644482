"""One visitor, one half-hour, one visit; and nothing that says who it was."""

import datetime
import threading

import pytest
from django.db import connection, connections
from django.test import RequestFactory

from tests.factories import offer_of, published_link_shareable
from wagtail_advocacy.sharing import tasks, visits
from wagtail_advocacy.sharing.models import TrackedLink, Visit, VisitorSalt


pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
OTHER = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0"
# After every offer of these tests has opened.
NOON = datetime.datetime(2100, 11, 20, 12, 0, tzinfo=datetime.UTC)


class Clock:
    """What time it is for visits; moved by hand."""

    def __init__(self, monkeypatch):
        self.now = NOON
        monkeypatch.setattr(visits.time, "time", lambda: self.now.timestamp())
        monkeypatch.setattr(visits.timezone, "now", lambda: self.now)
        monkeypatch.setattr(visits, "_salt_of_day", None)

    def forward(self, **delta):
        self.now += datetime.timedelta(**delta)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def link(db):
    offer = offer_of(published_link_shareable())
    return TrackedLink.objects.create(offer=offer, network="linkedin")


@pytest.fixture
def come(client, link):
    """Follow the link: ``come("192.0.2.1", agent=OTHER)``."""

    def come(address="192.0.2.1", agent=BROWSER, to=link, **headers):
        response = client.get(
            f"/go/s/{to.code}",
            headers={"user-agent": agent, **headers},
            REMOTE_ADDR=address,
        )
        assert response.status_code == 302

    return come


def test_the_same_visitor_counts_once_within_a_half_hour(come, clock):
    come()
    clock.forward(minutes=29)
    come()
    assert Visit.objects.count() == 1


def test_the_same_visitor_counts_again_in_the_next_half_hour(come, clock):
    come()
    clock.forward(minutes=30)
    come()
    assert Visit.objects.count() == 2


def test_another_address_or_browser_is_another_visitor(come, clock):
    come()
    come("192.0.2.2")
    come(agent=OTHER)
    assert Visit.objects.count() == 3


def test_two_links_count_the_same_visitor_each(come, clock, link):
    come()
    come(to=TrackedLink.objects.create(offer=link.offer, network="x"))
    assert Visit.objects.count() == 2


def test_what_is_stored_says_nothing_about_anybody(come, clock, link):
    come("192.0.2.77")
    visit = Visit.objects.get()
    fields = {field.name for field in Visit._meta.get_fields()}
    assert fields == {"id", "link", "visitor", "half_hour"}
    assert len(visit.visitor) == 32
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if not table.startswith("wagtail_advocacy"):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            stored = str(cursor.fetchall())
            assert "192.0.2.77" not in stored
            assert "Firefox" not in stored


def test_nobody_is_recognised_on_another_day(come, clock):
    come()
    clock.forward(days=1)
    come()
    first, second = Visit.objects.values_list("visitor", flat=True)
    assert first != second


def test_yesterdays_key_is_destroyed_by_the_first_visitor_of_today(come, clock):
    come()
    yesterday = bytes(VisitorSalt.objects.get().salt)
    clock.forward(days=1)
    come()
    assert bytes(VisitorSalt.objects.get().salt) != yesterday


def test_yesterdays_key_is_destroyed_where_nobody_comes(come, clock):
    come()
    clock.forward(days=1)
    tasks.destroy_what_is_over()
    days = VisitorSalt.objects.order_by("day").values_list("day", flat=True)
    today = clock.now.date()
    assert list(days) == [today, today + datetime.timedelta(days=1)]


def test_todays_key_is_kept(come, clock):
    come()
    salt = bytes(VisitorSalt.objects.get().salt)
    clock.forward(hours=11, minutes=59)
    tasks.destroy_what_is_over()
    assert bytes(VisitorSalt.objects.earliest("day").salt) == salt


def test_tomorrows_visitors_find_the_key_that_was_made_ahead(come, clock):
    tasks.destroy_what_is_over()
    salt = bytes(VisitorSalt.objects.latest("day").salt)
    clock.forward(days=1)
    come()
    assert bytes(VisitorSalt.objects.get().salt) == salt


def test_processes_share_the_key_of_the_day(come, clock, monkeypatch):
    come()
    monkeypatch.setattr(visits, "_salt_of_day", None)  # another process
    come()
    assert Visit.objects.count() == 1
    assert VisitorSalt.objects.count() == 1


def test_a_process_whose_clock_is_behind_still_counts(come, clock, monkeypatch):
    clock.forward(days=1)
    come()
    clock.forward(days=-1)
    monkeypatch.setattr(visits, "_salt_of_day", None)
    come()
    assert Visit.objects.count() == 2


def test_a_key_destroyed_by_a_clock_that_is_ahead_stops_nobody(link, monkeypatch):
    # The other process destroys the day's key right after it was made.
    made = VisitorSalt.objects.none()
    monkeypatch.setattr(VisitorSalt.objects, "using", lambda alias: made)
    monkeypatch.setattr(type(made), "bulk_create", lambda *args, **kwargs: [])
    assert len(visits._stored_salt(NOON.date())) == visits.SALT_BYTES


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite in memory belongs to one connection"
)
def test_visitor_who_clicks_twice_at_once_counts_once(link):
    visits._salt_of_day = None
    request = RequestFactory().get("/", headers={"user-agent": BROWSER})
    ready = threading.Barrier(4)
    failures = []

    def click():
        try:
            ready.wait(timeout=10)
            visits.record(request, link)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []
    assert Visit.objects.count() == 1


PROXY = "10.0.0.1"
TRUSTED = ("10.0.0.0/8", "2001:db8:aaaa::/48")


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "expected"),
    [
        # Nobody is trusted: the header is anybody's.
        ((), "192.0.2.1", None, "192.0.2.1"),
        ((), "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ((), PROXY, "203.0.113.9", PROXY),
        ((), "", "203.0.113.9", ""),
        # Not through the proxy.
        (TRUSTED, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        # Through it.
        (TRUSTED, PROXY, "203.0.113.9", "203.0.113.9"),
        (TRUSTED, PROXY, None, PROXY),
        (TRUSTED, PROXY, "", PROXY),
        (TRUSTED, PROXY, " , ,", PROXY),
        # A visitor wrote the beginning; the proxy only adds to the end.
        (TRUSTED, PROXY, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (TRUSTED, PROXY, "10.0.0.9, 203.0.113.9", "203.0.113.9"),
        # Two proxies of ours.
        (TRUSTED, PROXY, "203.0.113.9, 10.1.2.3", "203.0.113.9"),
        (TRUSTED, PROXY, "198.51.100.1, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
        # Everybody in the list is ours: the furthest.
        (TRUSTED, PROXY, "10.9.9.9, 10.1.2.3", "10.9.9.9"),
        # Ports, brackets, zones, and one address in two spellings.
        (TRUSTED, PROXY, "203.0.113.9:51234", "203.0.113.9"),
        (TRUSTED, PROXY, "[2001:db8::1]:51234", "2001:db8::1"),
        (TRUSTED, PROXY, "[2001:db8::1]", "2001:db8::1"),
        (TRUSTED, PROXY, "2001:DB8:0:0::1", "2001:db8::1"),
        (TRUSTED, "fe80::1%eth0", None, "fe80::1"),
        (TRUSTED, "2001:db8:aaaa::5", "203.0.113.9", "203.0.113.9"),
        (TRUSTED, "::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (TRUSTED, PROXY, "::ffff:203.0.113.9", "203.0.113.9"),
        # A proxy that does not know, or that hides it.
        (TRUSTED, PROXY, "unknown", "unknown"),
        (TRUSTED, PROXY, "198.51.100.1, unknown", "unknown"),
        (TRUSTED, PROXY, "203.0.113.999", "203.0.113.999"),
        # Over a Unix socket there is no address.
        (TRUSTED, "", "203.0.113.9", "203.0.113.9"),
        (TRUSTED, "", None, ""),
        # One address, written as such.
        ((PROXY,), PROXY, "203.0.113.9", "203.0.113.9"),
        ((PROXY,), "10.0.0.2", "203.0.113.9", "10.0.0.2"),
    ],
)
def test_address_is_the_visitors(settings, trusted, remote, forwarded, expected):
    settings.WAGTAIL_ADVOCACY = {"TRUSTED_PROXIES": trusted}
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)
    assert visits.client_address(request) == expected


def test_invented_addresses_make_no_visitors(come, clock, settings):
    settings.WAGTAIL_ADVOCACY = {"TRUSTED_PROXIES": [PROXY]}
    for last in range(20):
        # Straight to us, and through the proxy, which adds the true address.
        come("203.0.113.9", **{"x-forwarded-for": f"198.51.100.{last}"})
        come(PROXY, **{"x-forwarded-for": f"198.51.100.{last}, 203.0.113.9"})
    assert Visit.objects.count() == 1


def test_agent_that_is_no_text_is_a_visitor_too(clock, link):
    # Servers hand on header bytes as Latin-1, and some as lone surrogates.
    request = RequestFactory().get("/", HTTP_USER_AGENT="Mozilla/5.0 (\udce9)")
    visits.record(request, link)
    assert Visit.objects.count() == 1

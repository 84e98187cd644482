"""Nobody joins, writes or hands over so often that only a script would."""

import datetime
import threading
import time
import zoneinfo

import pytest
from django.db import connection, connections
from django.utils import timezone

from tests.factories import ambassador, offer_of, open_share, published_link_shareable
from wagtail_advocacy.ambassadors import rate_limits
from wagtail_advocacy.ambassadors.models import Ambassador, AttemptCount, Consent
from wagtail_advocacy.ambassadors.rate_limits import (
    COMPOSING,
    HANDING_OFF,
    JOINING,
    RateLimit,
    TooManyAttempts,
    WeeklyLimit,
    count_attempt,
    limits,
)
from wagtail_advocacy.ambassadors.tasks import forget_old_attempts
from wagtail_advocacy.sharing.models import Handoff, Share


pytestmark = pytest.mark.django_db

LIMIT = RateLimit("test", times=3, seconds=600)
JOIN = "/advocacy/join/"


@pytest.fixture
def clock(monkeypatch):
    """The time that windows are counted by: ``clock.now``, in seconds."""

    class Clock:
        now = 472_223 * 3600  # when every window begins, of minutes and of an hour

        def time(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(rate_limits, "time", clock)
    return clock


@pytest.fixture
def user(make_user):
    return make_user("ada@example.com")


@pytest.fixture
def logged_in(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def offer(db):
    return offer_of(published_link_shareable())


def spend(user, limit):
    for _attempt in range(limit.times):
        count_attempt(user, limit)


def compose(client, offer, text="My own words."):
    return client.post(
        f"/advocacy/share/{offer.public_id}/", {"network": "linkedin", "text": text}
    )


def test_so_many_attempts_and_not_one_more(user, clock):
    spend(user, LIMIT)
    for _again in range(2):
        with pytest.raises(TooManyAttempts):
            count_attempt(user, LIMIT)
    assert AttemptCount.objects.get().attempts == LIMIT.times


def test_next_window_counts_anew_and_the_old_one_is_forgotten(user, clock):
    spend(user, LIMIT)
    clock.now += LIMIT.seconds
    count_attempt(user, LIMIT)
    assert AttemptCount.objects.get().attempts == 1


class TestAWeek:
    """From Monday to Sunday, by the clocks of the site: those of Paris."""

    LIMIT = WeeklyLimit("weekly", times=1)

    @staticmethod
    def at(clock, *moment):
        paris = zoneinfo.ZoneInfo("Europe/Paris")
        clock.now = int(datetime.datetime(*moment, tzinfo=paris).timestamp())

    def refused(self, user):
        with pytest.raises(TooManyAttempts) as refused:
            count_attempt(user, self.LIMIT)
        return refused.value.retry_after

    def test_begins_on_monday_where_the_site_is(self, user, clock, settings):
        assert settings.TIME_ZONE == "Europe/Paris"
        self.at(clock, 2026, 11, 2)
        count_attempt(user, self.LIMIT)
        assert self.refused(user) == 7 * 86_400
        self.at(clock, 2026, 11, 8, 23, 59, 59)
        with timezone.override("Pacific/Auckland"):
            assert self.refused(user) == 1
        clock.now += 1
        count_attempt(user, self.LIMIT)
        assert AttemptCount.objects.get().attempts == 1

    def test_is_not_over_on_the_day_on_which_time_began(self, user, clock):
        self.at(clock, 2026, 11, 4, 12)
        count_attempt(user, self.LIMIT)
        self.at(clock, 2026, 11, 5, 12)
        assert self.refused(user) > 0

    @pytest.mark.parametrize(
        ("monday", "hours"), [((2026, 3, 23), 167), ((2026, 10, 19), 169)]
    )
    def test_is_an_hour_shorter_or_longer_when_clocks_change(
        self, user, clock, monday, hours
    ):
        self.at(clock, *monday)
        count_attempt(user, self.LIMIT)
        assert self.refused(user) == hours * 3600

    def test_each_has_a_number_and_they_rise(self, clock):
        found = []
        for days in range(0, 800, 7):
            self.at(clock, 2026, 1, 1)
            clock.now += days * 86_400
            found.append(self.LIMIT.window(clock.now)[0])
        assert found == list(range(found[0], found[0] + len(found)))

    def test_is_forgotten_when_it_is_over(self, user, clock):
        limits.register(self.LIMIT)
        try:
            self.at(clock, 2026, 11, 8, 23, 59)
            count_attempt(user, self.LIMIT)
            forget_old_attempts()
            assert AttemptCount.objects.exists()
            clock.now += 60
            forget_old_attempts()
            assert not AttemptCount.objects.exists()
        finally:
            limits.unregister(self.LIMIT.key)


def test_told_to_come_back_when_the_window_is_over(user, clock):
    spend(user, LIMIT)
    clock.now += 430
    with pytest.raises(TooManyAttempts) as refused:
        count_attempt(user, LIMIT)
    assert refused.value.retry_after == 170
    assert "wait 3 minutes" in refused.value.sentence
    clock.now += 169
    with pytest.raises(TooManyAttempts, match="test") as refused:
        count_attempt(user, LIMIT)
    assert "wait 1 minute and" in refused.value.sentence
    clock.now += 1
    count_attempt(user, LIMIT)


def test_one_person_and_one_action_leave_the_others_alone(user, make_user, clock):
    spend(user, LIMIT)
    count_attempt(make_user("bob@example.com"), LIMIT)
    count_attempt(user, RateLimit("other", times=1, seconds=600))


def test_the_usual_attempt_costs_one_query(user, clock, django_assert_num_queries):
    count_attempt(user, LIMIT)
    with django_assert_num_queries(1):
        count_attempt(user, LIMIT)


def test_rows_do_not_say_whose_they_are(user, clock):
    count_attempt(user, JOINING)
    row = AttemptCount.objects.values().get()
    assert str(user.pk) not in str(row)
    assert user.pk.hex not in str(row)
    assert user.email not in str(row)


def test_housekeeping_forgets_windows_that_are_over(user, clock):
    # One that a lead decides about, such as thanks a week, is counted elsewhere.
    hourly = [limit for limit in limits if limit.seconds <= 3600]
    for limit in hourly:
        count_attempt(user, limit)
    clock.now += COMPOSING.seconds
    forget_old_attempts()
    kept = AttemptCount.objects.values_list("action", flat=True)
    assert set(kept) == {
        limit.action for limit in hourly if limit.seconds > COMPOSING.seconds
    }
    clock.now += 3600
    forget_old_attempts()
    assert not AttemptCount.objects.exists()


def test_joining_is_refused_with_a_sentence_and_the_way_back_is_kept(
    logged_in, user, clock
):
    spend(user, JOINING)
    response = logged_in.post(JOIN, {"next": "/our-hay/"})
    page = response.content.decode()
    assert response.status_code == 429
    assert response.headers["Retry-After"] == str(JOINING.seconds)
    assert "please wait 60 minutes" in page
    assert 'value="/our-hay/"' in page
    assert not Ambassador.objects.exists()
    clock.now += JOINING.seconds
    assert logged_in.post(JOIN).status_code == 302
    assert Ambassador.objects.get().is_active


def test_leaving_is_never_refused(logged_in, user, clock):
    for _time in range(JOINING.times):
        logged_in.post(JOIN)
        assert logged_in.post("/advocacy/leave/").status_code == 302
    assert logged_in.post(JOIN).status_code == 429
    assert logged_in.post("/advocacy/leave/").status_code == 302
    assert not Ambassador.objects.active().exists()
    # The ledger cannot be made to grow for ever.
    assert Consent.objects.count() == 2 * JOINING.times


def test_composing_is_refused_and_the_text_is_kept(logged_in, user, offer, clock):
    ambassador(user)
    spend(user, COMPOSING)
    response = compose(logged_in, offer, "Hay <b>smells</b> of summer.")
    page = response.content.decode()
    assert response.status_code == 429
    assert response.headers["Retry-After"] == str(COMPOSING.seconds)
    assert "please wait 10 minutes" in page
    assert "Hay &lt;b&gt;smells&lt;/b&gt; of summer." in page
    assert not Share.objects.exists()
    clock.now += COMPOSING.seconds
    assert compose(logged_in, offer).status_code == 302


def test_a_script_gets_the_same_answer_as_a_piece_of_the_page(
    logged_in, user, offer, clock
):
    ambassador(user)
    spend(user, COMPOSING)
    response = logged_in.post(
        f"/advocacy/share/{offer.public_id}/",
        {"network": "linkedin", "text": "Hay."},
        headers={"x-advocacy-fragment": "1"},
    )
    assert response.status_code == 429
    assert 'data-advocacy-screen="compose"' in response.content.decode()


def test_what_is_sent_incomplete_counts_too(logged_in, user, offer, clock):
    ambassador(user)
    for _time in range(COMPOSING.times):
        assert compose(logged_in, offer, "").status_code == 422
    assert compose(logged_in, offer, "").status_code == 429


def test_changing_the_network_without_a_script_is_no_attempt(
    logged_in, user, offer, clock
):
    ambassador(user)
    for _time in range(COMPOSING.times + 1):
        response = logged_in.post(
            f"/advocacy/share/{offer.public_id}/",
            {"network": "x", "text": "Hay.", "refresh": "1"},
        )
        assert response.status_code == 200


def test_handing_over_to_a_phone_is_refused_before_a_mail_is_sent(
    logged_in, user, offer, clock, mailoutbox
):
    share = open_share(user, offer)
    spend(user, HANDING_OFF)
    response = logged_in.post(f"/advocacy/shares/{share.pk}/phone/", {"by_mail": "1"})
    assert response.status_code == 429
    assert response.headers["Retry-After"] == str(HANDING_OFF.seconds)
    assert "please wait 60 minutes" in response.content.decode()
    assert not Handoff.objects.exists()
    assert not mailoutbox


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite in memory is one connection's own: nobody to race with",
)
def test_requests_at_the_same_moment_take_no_place_twice(user):
    limit = RateLimit("race", times=20, seconds=86_400)
    start = threading.Barrier(8)
    outcomes = []

    def attempt():
        try:
            start.wait()
            for _time in range(5):
                try:
                    count_attempt(user, limit)
                except TooManyAttempts:
                    outcomes.append("refused")
                else:
                    outcomes.append("counted")
        finally:
            connections.close_all()

    # Not across midnight, when the window changes.
    if 86_400 - time.time() % 86_400 < 30:
        time.sleep(30)
    threads = [threading.Thread(target=attempt) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("counted") == limit.times
    assert outcomes.count("refused") == 40 - limit.times
    assert AttemptCount.objects.get().attempts == limit.times

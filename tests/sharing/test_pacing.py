"""A place is taken by leaving, and what is posted is never refused."""

import datetime
import zoneinfo

import pytest
from django.utils import timezone

from tests import factories
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors.queries import active_ambassador
from wagtail_advocacy.sharing import actions, pacing, planning
from wagtail_advocacy.sharing.models import Draft, PaceCount, Share, SharingSettings
from wagtail_advocacy.sharing.tasks import destroy_what_is_over


pytestmark = [pytest.mark.django_db, pytest.mark.nights]

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=PARIS)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def clock(monkeypatch):
    """Say what time it is: ``clock(moment)``."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(NOON)
    return set_to


@pytest.fixture
def offers(clock, article):
    """Three articles that may be shared since a year ago."""
    clock(datetime.datetime(2025, 11, 1, tzinfo=PARIS))
    made = [
        factories.offer_of(factories.published_page_shareable(article(f"Article {n}")))
        for n in range(3)
    ]
    clock(NOON)
    return made


@pytest.fixture
def ada(make_user):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    return user


def leave(user, offer, network="linkedin"):
    return factories.open_share(user, offer, network)


def refused(user, offer, network="linkedin"):
    """Return why somebody cannot leave now; "": they can."""
    try:
        leave(user, offer, network)
    except actions.Refused as refusal:
        return refusal.code
    return ""


def taken_of(offer):
    counts = PaceCount.objects.filter(offer=offer).order_by("window")
    return list(counts.values_list("taken", flat=True))


class TestPerson:
    def test_so_many_a_day_and_no_more(self, ada, offers):
        factories.caps(person_daily_cap=2)
        assert [refused(ada, offer) for offer in offers] == ["", "", "person_full"]

    def test_so_many_a_week_whatever_the_days(self, ada, offers, clock):
        factories.caps(person_weekly_cap=2)
        for number, offer in enumerate(offers[:2]):
            clock(NOON + number * DAY)
            actions.confirm_share(ada, leave(ada, offer).pk)
        # Sunday, and Monday.
        clock(NOON + 6 * DAY)
        assert refused(ada, offers[2]) == "person_full"
        clock(NOON + 7 * DAY)
        assert refused(ada, offers[2]) == ""

    def test_the_day_is_that_of_their_own_clock(self, ada, offers, clock):
        factories.caps(person_daily_cap=1)
        ambassadors.change_profile(ada, time_zone="Asia/Tokyo")
        # 23:30 in Tokyo.
        clock(datetime.datetime(2026, 11, 23, 15, 30, tzinfo=PARIS))
        leave(ada, offers[0])
        assert refused(ada, offers[1]) == "person_full"
        clock(datetime.datetime(2026, 11, 23, 16, 30, tzinfo=PARIS))
        assert refused(ada, offers[1]) == ""

    @pytest.mark.parametrize(("month", "day"), [(3, 29), (10, 25)])
    def test_a_day_of_23_or_25_hours_is_a_day(self, ada, offers, clock, month, day):
        factories.caps(person_daily_cap=1)

        def at(hour, minute=0, more=0):
            on = datetime.datetime(2026, month, day, hour, minute, tzinfo=PARIS)
            return on + more * DAY

        clock(at(0, 1))
        actions.confirm_share(ada, leave(ada, offers[0]).pk)
        clock(at(23, 59))
        assert refused(ada, offers[1]) == "person_full"
        clock(at(0, 1, more=1))
        assert refused(ada, offers[1]) == ""

    def test_somebody_elses_posts_are_not_theirs(self, ada, make_user, offers):
        factories.caps(person_daily_cap=1)
        leave(ada, offers[0])
        assert refused(make_user("grace@example.com"), offers[0]) == ""


class TestOffer:
    def test_so_many_an_hour_by_everybody_together(self, make_user, offers, clock):
        factories.caps(offer_hourly_cap=2)
        people = [make_user(f"n{number}@example.com") for number in range(4)]
        found = [refused(user, offers[0]) for user in people[:3]]
        assert found == ["", "", "offer_full"]
        assert refused(people[2], offers[1]) == ""
        clock(NOON + HOUR)
        assert refused(people[3], offers[0]) == ""

    def test_so_many_a_day_in_the_sites_own_time_zone(self, make_user, offers, clock):
        factories.caps(offer_daily_cap=1)
        ada, grace = make_user("ada@example.com"), make_user("grace@example.com")
        clock(datetime.datetime(2026, 11, 23, 23, 30, tzinfo=PARIS))
        leave(ada, offers[0])
        assert refused(grace, offers[0]) == "offer_full"
        clock(datetime.datetime(2026, 11, 24, 0, 30, tzinfo=PARIS))
        assert refused(grace, offers[0]) == ""

    def test_the_hour_that_comes_twice_is_two_hours(self, make_user, offers, clock):
        factories.caps(offer_hourly_cap=1)
        ada, grace = make_user("ada@example.com"), make_user("grace@example.com")
        twice = datetime.datetime(2026, 10, 25, 2, 30, tzinfo=PARIS)
        clock(twice)
        leave(ada, offers[0])
        assert refused(grace, offers[0]) == "offer_full"
        clock(twice.replace(fold=1))
        assert refused(grace, offers[0]) == ""

    def test_a_refusal_takes_no_place_and_leaves_nothing(self, make_user, offers):
        factories.caps(offer_daily_cap=1)
        ada, grace = make_user("ada@example.com"), make_user("grace@example.com")
        leave(ada, offers[0])
        assert refused(grace, offers[0]) == "offer_full"
        assert Share.objects.count() == 1
        assert taken_of(offers[0]) == [1, 1]

    def test_a_cap_that_is_set_at_noon_counts_the_morning(self, make_user, offers):
        factories.caps()
        leave(make_user("ada@example.com"), offers[0])
        factories.caps(offer_daily_cap=1)
        assert refused(make_user("grace@example.com"), offers[0]) == "offer_full"


class TestPlace:
    def test_leaving_again_within_the_day_keeps_it(self, ada, offers, clock):
        factories.caps(person_daily_cap=1, offer_daily_cap=1, offer_hourly_cap=1)
        leave(ada, offers[0])
        clock(NOON + 23 * HOUR)
        assert refused(ada, offers[0]) == ""
        assert taken_of(offers[0]) == [1, 1]

    def test_after_its_day_it_takes_another(self, ada, make_user, offers, clock):
        factories.caps(offer_daily_cap=1)
        share = leave(ada, offers[0])
        clock(NOON + DAY)
        leave(make_user("grace@example.com"), offers[0])
        assert refused(ada, offers[0]) == "offer_full"
        share.refresh_from_db()
        assert share.state == Share.State.OPEN

    def test_changing_ones_mind_gives_it_back(self, ada, make_user, offers):
        factories.caps(person_daily_cap=1, offer_daily_cap=1, offer_hourly_cap=1)
        share = leave(ada, offers[0])
        grace = make_user("grace@example.com")
        assert refused(grace, offers[0]) == "offer_full"
        actions.drop_share(ada, share.pk)
        actions.drop_share(ada, share.pk)
        assert taken_of(offers[0]) == [0, 0]
        assert refused(grace, offers[0]) == ""
        assert refused(ada, offers[1]) == ""

    def test_whoever_left_the_programme_gives_it_back_too(self, ada, offers):
        share = leave(ada, offers[0])
        ambassadors.leave(ada, source="test")
        actions.drop_share(ada, share.pk)
        assert taken_of(offers[0]) == [0, 0]

    def test_after_a_day_without_a_yes_it_counts_no_more(self, ada, offers, clock):
        factories.caps(person_weekly_cap=1)
        share = leave(ada, offers[0])
        assert refused(ada, offers[1]) == "person_full"
        clock(NOON + DAY)
        assert pacing.holds_place(share, timezone.now()) is False
        assert refused(ada, offers[1]) == ""

    def test_what_is_posted_is_never_refused(self, ada, make_user, offers, clock):
        factories.caps(person_weekly_cap=1, offer_daily_cap=1)
        share = leave(ada, offers[0])
        clock(NOON + DAY)
        leave(make_user("grace@example.com"), offers[0])
        leave(ada, offers[1])
        factories.caps(person_daily_cap=1, person_weekly_cap=1, offer_hourly_cap=1)
        clock(NOON + 2 * DAY)
        actions.confirm_share(ada, share.pk)
        share.refresh_from_db()
        assert share.state == Share.State.CONFIRMED
        # And it counts in the week in which they left with it.
        assert refused(ada, offers[2]) == "person_full"

    def test_counts_of_days_that_are_over_are_deleted(self, ada, offers, clock):
        leave(ada, offers[0])
        clock(NOON + HOUR)
        destroy_what_is_over()
        assert taken_of(offers[0]) == [1]
        clock(NOON + DAY)
        destroy_what_is_over()
        assert taken_of(offers[0]) == []


class TestSlot:
    def test_it_keeps_away_from_posts_and_reminders(
        self, ada, make_user, offers, clock
    ):
        factories.caps(offer_hourly_cap=2, offer_daily_cap=4)
        grace = make_user("grace@example.com")
        leave(grace, offers[0])
        ambassador = active_ambassador(ada)
        slots = []
        for number in range(6):
            found = pacing.suggest_slot(ambassador, offers[0], "linkedin")
            slots.append(found.astimezone(PARIS))
            other = make_user(f"n{number}@example.com")
            factories.ambassador(other)
            planning.plan_share(
                other, offers[0], "linkedin", text="Mine.", remind_at=found
            )
        assert slots == sorted(slots)
        assert {(one.day, one.minute) for one in slots} == {
            (day, slots[0].minute) for day in (23, 24)
        }
        assert min(b - a for a, b in zip(slots, slots[1:], strict=False)) >= HOUR

    def test_ones_own_plan_for_it_does_not_stand_in_ones_way(self, ada, offers):
        ambassador = active_ambassador(ada)
        first = pacing.suggest_slot(ambassador, offers[0], "linkedin")
        planning.plan_share(ada, offers[0], "linkedin", text="Mine.", remind_at=first)
        assert pacing.suggest_slot(ambassador, offers[0], "linkedin") == first

    def test_six_queries_whatever_there_is(
        self, ada, make_user, offers, django_assert_num_queries
    ):
        factories.caps()
        ambassador = active_ambassador(ada)
        for number in range(5):
            leave(make_user(f"n{number}@example.com"), offers[0])
            with django_assert_num_queries(6):
                pacing.suggest_slot(ambassador, offers[0], "linkedin")


class TestComposer:
    def post(self, client, offer, **fields):
        data = {"network": "linkedin", "text": "My own words.", **fields}
        return client.post(f"/advocacy/share/{offer.public_id}/", data)

    def test_beyond_an_offers_cap_it_says_when(
        self, client, employee, make_user, offers
    ):
        factories.caps(offer_daily_cap=1)
        leave(make_user("grace@example.com"), offers[0])
        response = self.post(client, offers[0])
        assert response.status_code == 409
        assert (
            "This article is going round a lot already. Your text is kept. Shall we"
            " remind you? Next good moment: tomorrow at 9"
        ) in response.text
        assert Draft.objects.get().text == "My own words."
        for other in offers[1:]:
            assert f"/advocacy/share/{other.public_id}/" in response.text
        assert not Share.objects.of(employee).exists()

    def test_beyond_ones_own_cap_it_says_so(self, client, employee, offers):
        factories.caps(person_daily_cap=1)
        leave(employee, offers[1])
        response = self.post(client, offers[0])
        assert response.status_code == 409
        assert "You have shared a lot today already." in response.text
        assert "Or something else" not in response.text

    def test_where_no_moment_is_left_it_says_that(
        self, client, employee, make_user, offers
    ):
        factories.caps(offer_daily_cap=1)
        type(offers[0]).objects.filter(pk=offers[0].pk).update(expires_at=NOON + HOUR)
        leave(make_user("grace@example.com"), offers[0])
        response = self.post(client, offers[0])
        assert response.status_code == 409
        assert "Next good moment" not in response.text
        assert "Your text is kept." in response.text

    def test_one_click_plans_it_for_that_moment(
        self, client, employee, make_user, offers
    ):
        factories.caps(offer_daily_cap=1)
        leave(make_user("grace@example.com"), offers[0])
        rhythm = self.post(client, offers[0]).context["rhythm"]
        response = self.post(client, offers[0], plan=rhythm.value)
        assert response.status_code == 302
        assert response.url == "/advocacy/planned/?notice=planned"
        plan = employee_plan(employee)
        assert plan.remind_at == rhythm.slot
        assert plan.text == "My own words."
        assert not Draft.objects.exists()


def employee_plan(user):
    from wagtail_advocacy.sharing.models import PlannedShare

    return PlannedShare.objects.of(user).get()


def test_defaults_are_those_of_a_programme_of_fifty():
    settings = SharingSettings.read()
    assert settings.person_daily_cap == 3
    assert settings.person_weekly_cap == 10
    assert settings.offer_hourly_cap == 5
    assert settings.offer_daily_cap == 20


def test_leaving_costs_few_queries_more(ada, offers, django_assert_num_queries):
    share = leave(ada, offers[0])
    ambassador = active_ambassador(ada)
    with django_assert_num_queries(0):
        pacing.reserve(share, ambassador)
    share.place_taken_at = None
    with django_assert_num_queries(6):
        pacing.reserve(share, ambassador)

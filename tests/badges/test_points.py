"""What is there earns once, what is gone loses it, and the total is the ledger."""

import datetime
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import IntegrityError, models
from django.db.models import Value
from django.utils import timezone

from tests import factories
from tests.badges import factories as make
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors.ledger import LedgerError
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.ambassadors.queries import active_ambassador
from wagtail_advocacy.badges import points
from wagtail_advocacy.badges.models import PointEntry, PointTotal
from wagtail_advocacy.badges.rules import PointRule, point_rules
from wagtail_advocacy.sharing import actions as sharing
from wagtail_advocacy.sharing.models import Share


pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
# Inside a test's own it is a savepoint, and its end.
TRANSACTION = 2


@pytest.fixture
def offer(article):
    factories.caps()
    return factories.offer_of(factories.published_page_shareable(article()))


@pytest.fixture
def ada(make_user):
    return factories.ambassador(make_user("ada@example.com"))


def balance(ambassador):
    total = points.total_of(ambassador)
    return total.earned, total.spent, total.balance


class TestSettling:
    def test_a_post_earns_once_however_often_it_is_settled(self, ada, offer):
        (share,) = make.confirmed_shares(ada.user, offer, 1)
        assert points.settle(ada.pk, ["share"]) is True
        assert points.settle(ada.pk, ["share"]) is False
        assert make.entries(ada) == [(str(share.pk), "entry", 2, "earned")]
        assert balance(ada) == (2, 0, 2)

    def test_what_is_taken_down_loses_its_points_and_once(self, ada, offer):
        (share,) = make.confirmed_shares(ada.user, offer, 1)
        points.settle(ada.pk, ["share"])
        sharing.withdraw_share(ada.user, share.pk)
        points.settle(ada.pk, ["share"])
        assert points.settle(ada.pk, ["share"]) is False
        assert make.entries(ada) == [
            (str(share.pk), "entry", 2, "earned"),
            (str(share.pk), "reversal", -2, "gone"),
        ]
        assert balance(ada) == (0, 0, 0)

    def test_what_was_reversed_earns_nothing_any_more(self, ada, offer):
        (share,) = make.confirmed_shares(ada.user, offer, 1)
        points.settle(ada.pk, ["share"])
        Share.objects.update(state=Share.State.WITHDRAWN)
        points.settle(ada.pk, ["share"])
        Share.objects.update(state=Share.State.CONFIRMED)
        assert points.settle(ada.pk, ["share"]) is False
        assert balance(ada) == (0, 0, 0)

    def test_a_hundred_shares_earn_no_more_than_the_cap(self, ada, offer):
        make.confirmed_shares(ada.user, offer, 100, at=make.monday())
        points.settle(ada.pk, ["share"])
        assert balance(ada) == (4, 0, 4)
        assert [row[2] for row in make.entries(ada)] == [2, 2] + [0] * 98
        assert {row[3] for row in make.entries(ada)[2:]} == {"capped"}

    def test_the_oldest_come_first(self, ada, offer):
        late, early, middle = make.confirmed_shares(ada.user, offer, 3)
        for share, days in ((late, 3), (early, 1), (middle, 2)):
            Share.objects.filter(pk=share.pk).update(
                confirmed_at=make.monday() + days * DAY
            )
        points.settle(ada.pk, ["share"])
        assert [(row[0], row[2]) for row in make.entries(ada)] == [
            (str(early.pk), 2),
            (str(middle.pk), 2),
            (str(late.pk), 0),
        ]

    def test_each_week_has_a_cap_of_its_own(self, ada, offer):
        for week in range(3):
            make.confirmed_shares(ada.user, offer, 5, at=make.monday(week))
        points.settle(ada.pk, ["share"])
        assert balance(ada) == (12, 0, 12)

    def test_weeks_are_those_of_the_site(self, ada, offer, settings):
        settings.TIME_ZONE = "Pacific/Auckland"
        timezone.get_default_timezone.cache_clear()
        try:
            # Sunday noon in London is Monday in Auckland.
            sunday = datetime.datetime(2026, 6, 7, 12, 30, tzinfo=datetime.UTC)
            make.confirmed_shares(ada.user, offer, 2, at=sunday - DAY)
            make.confirmed_shares(ada.user, offer, 2, at=sunday)
            points.settle(ada.pk, ["share"])
        finally:
            timezone.get_default_timezone.cache_clear()
        assert balance(ada)[0] == 8
        days = PointEntry.objects.values_list("day", flat=True).distinct()
        assert set(days) == {datetime.date(2026, 6, 7), datetime.date(2026, 6, 8)}

    def test_part_of_the_last_one_fits(self, ada, offer):
        make.worth("share", amount=3, cap=5)
        make.confirmed_shares(ada.user, offer, 3, at=make.monday())
        points.settle(ada.pk, ["share"])
        assert [row[2:] for row in make.entries(ada)] == [
            (3, "earned"),
            (2, "capped"),
            (0, "capped"),
        ]

    def test_what_is_taken_down_makes_room_in_its_week(self, ada, offer):
        first, *_others = make.confirmed_shares(ada.user, offer, 2, at=make.monday())
        points.settle(ada.pk, ["share"])
        sharing.withdraw_share(ada.user, first.pk)
        make.confirmed_shares(ada.user, offer, 2, at=make.monday() + DAY)
        points.settle(ada.pk, ["share"])
        assert [row[1:3] for row in make.entries(ada)] == [
            ("entry", 2),
            ("entry", 2),
            ("reversal", -2),
            ("entry", 2),
            ("entry", 0),
        ]
        assert balance(ada) == (4, 0, 4)

    def test_what_earned_nothing_is_not_reversed(self, ada, offer):
        shares = make.confirmed_shares(ada.user, offer, 3, at=make.monday())
        points.settle(ada.pk, ["share"])
        sharing.withdraw_share(ada.user, shares[-1].pk)
        assert points.settle(ada.pk, ["share"]) is False

    def test_other_amounts_change_nothing_that_was_written(self, ada, offer):
        make.confirmed_shares(ada.user, offer, 3, at=make.monday())
        points.settle(ada.pk, ["share"])
        make.worth("share", amount=50, cap=None)
        assert points.settle(ada.pk) is False
        make.confirmed_shares(ada.user, offer, 1, at=make.monday() + DAY)
        points.settle(ada.pk, ["share"])
        assert balance(ada) == (54, 0, 54)

    def test_a_reversal_takes_what_the_entry_gave(self, ada, offer):
        (share,) = make.confirmed_shares(ada.user, offer, 1)
        points.settle(ada.pk, ["share"])
        make.worth("share", amount=50)
        sharing.withdraw_share(ada.user, share.pk)
        points.settle(ada.pk, ["share"])
        assert balance(ada) == (0, 0, 0)

    def test_who_left_keeps_their_ledger_and_finds_it_settled_again(self, ada, offer):
        (share,) = make.confirmed_shares(ada.user, offer, 1)
        points.settle(ada.pk)
        ambassadors.leave(ada.user, source="test")
        sharing.withdraw_share(ada.user, share.pk)
        assert points.settle(ada.pk) is False
        points.settle_all()
        assert balance(ada) == (2, 0, 2)
        factories.ambassador(ada.user)
        assert points.settle(ada.pk) is True
        assert balance(ada) == (0, 0, 0)

    def test_nobody_else_and_no_other_rule_is_touched(self, ada, make_user, offer):
        eve = factories.ambassador(make_user("eve@example.com"))
        for person in (ada, eve):
            make.confirmed_shares(person.user, offer, 1)
        points.settle(ada.pk, ["training"])
        assert not PointEntry.objects.exists()
        points.settle(ada.pk)
        assert set(PointEntry.objects.values_list("ambassador", flat=True)) == {ada.pk}

    def test_a_rule_that_is_taken_out_leaves_what_it_gave(self, ada, offer):
        make.confirmed_shares(ada.user, offer, 1)
        points.settle(ada.pk, ["share"])
        rule = point_rules.get("share")
        point_rules.unregister("share")
        try:
            assert points.settle(ada.pk) is False
            assert points.settle(ada.pk, ["share"]) is False
        finally:
            point_rules.register(rule)
        assert balance(ada) == (2, 0, 2)

    def test_no_rule_earns_under_the_key_of_what_is_spent(self):
        class Prizes(Anniversaries):
            key = PointEntry.REWARD

        with pytest.raises(ImproperlyConfigured, match="Choose another key"):
            point_rules.register(Prizes())
        assert PointEntry.REWARD not in point_rules

    def test_entries_cannot_be_changed(self, ada, offer):
        make.confirmed_shares(ada.user, offer, 1)
        points.settle(ada.pk, ["share"])
        with pytest.raises(LedgerError):
            PointEntry.objects.update(amount=100)
        with pytest.raises(LedgerError):
            PointEntry.objects.get().delete()

    def test_the_database_refuses_a_second_entry(self, ada):
        values = {"rule": "share", "source": "1", "amount": 2}
        day = timezone.localdate()
        PointEntry.objects.create(ambassador=ada, day=day, **values)
        with pytest.raises(IntegrityError):
            PointEntry.objects.create(ambassador=ada, day=day, **values)


class TestQueries:
    def test_looking_in_vain_asks_little_and_locks_nothing(
        self, ada, offer, django_assert_num_queries
    ):
        make.confirmed_shares(ada.user, offer, 3)
        points.settle(ada.pk)
        # The ledger, and one for each rule.
        with django_assert_num_queries(1 + len(point_rules)) as queries:
            points.settle(ada.pk)
        assert not any("FOR UPDATE" in query["sql"] for query in queries)

    @pytest.mark.parametrize("count", [1, 40])
    def test_one_event_asks_as_much_however_much_there_is(
        self, ada, offer, count, django_assert_num_queries
    ):
        make.confirmed_shares(ada.user, offer, count)
        # The ledger, the evidence, what the lead decided.
        looked_at = 3
        # Looked at before and behind the lock, there also whether they take part; then
        # entries, sums and the total.
        with django_assert_num_queries(2 * looked_at + 2 + 3 + TRANSACTION):
            points.settle(ada.pk, ["share"])

    @pytest.mark.parametrize("people", [1, 12])
    def test_a_batch_asks_as_much_whoever_is_in_it(
        self, make_user, offer, people, django_assert_num_queries
    ):
        for number in range(people):
            person = factories.ambassador(make_user(f"n{number}@example.com"))
            make.confirmed_shares(person.user, offer, 2)
        looked_at = 1 + len(point_rules) + 1
        # Who is in the batch, who is not in the next; who is locked, who is active.
        with django_assert_num_queries(2 + 2 * looked_at + 2 + 3 + TRANSACTION):
            points.settle_all()


class TestEverybody:
    def test_a_programme_older_than_this_room_is_caught_up(self, make_user, offer):
        people = [
            factories.ambassador(make_user(f"n{number}@example.com"))
            for number in range(5)
        ]
        for number, person in enumerate(people):
            make.confirmed_shares(person.user, offer, number, at=make.monday())
        planned = points.settle_all(dry_run=True)
        assert not PointEntry.objects.exists()
        assert planned == points.settle_all()
        assert (planned.people, planned.entries, planned.points) == (4, 10, 14)
        assert points.settle_all() == points.Settled()

    def test_batches_miss_nobody(self, make_user, offer, monkeypatch):
        monkeypatch.setattr(points, "BATCH", 2)
        for number in range(5):
            person = factories.ambassador(make_user(f"n{number}@example.com"))
            make.confirmed_shares(person.user, offer, 1)
        assert points.settle_all().people == 5


class TestSpending:
    @pytest.fixture
    def rich(self, ada, offer):
        make.worth("share", amount=30)
        make.confirmed_shares(ada.user, offer, 1)
        points.settle(ada.pk)
        return ada

    def test_what_is_spent_is_not_earned_less(self, rich):
        points.spend(rich, "redemption:1", 20)
        assert balance(rich) == (30, 20, 10)

    def test_spending_twice_for_one_thing_is_spending_once(self, rich):
        for _time in range(2):
            points.spend(rich, "redemption:1", 20)
        assert balance(rich) == (30, 20, 10)

    def test_nobody_spends_what_they_do_not_have(self, rich):
        points.spend(rich, "redemption:1", 20)
        with pytest.raises(points.NotEnough):
            points.spend(rich, "redemption:2", 11)
        assert balance(rich) == (30, 20, 10)
        points.spend(rich, "redemption:2", 10)
        assert balance(rich) == (30, 30, 0)

    def test_what_is_refused_is_returned_once(self, rich):
        points.spend(rich, "redemption:1", 20)
        for _time in range(2):
            points.give_back(rich, "redemption:1")
        assert balance(rich) == (30, 0, 30)
        with pytest.raises(PointEntry.DoesNotExist):
            points.give_back(rich, "redemption:2")

    def test_whoever_loses_what_they_spent_owes_nothing_and_spends_nothing(self, rich):
        points.spend(rich, "redemption:1", 20)
        sharing.withdraw_share(rich.user, Share.objects.get().pk)
        points.settle(rich.pk)
        assert balance(rich) == (0, 20, 0)
        with pytest.raises(points.NotEnough):
            points.spend(rich, "redemption:2", 1)

    def test_settling_leaves_what_was_spent_alone(self, rich):
        points.spend(rich, "redemption:1", 20)
        assert points.settle(rich.pk) is False


class TestRebuilding:
    def test_a_wrong_total_is_told_and_mended(self, ada, offer):
        make.confirmed_shares(ada.user, offer, 1)
        points.settle(ada.pk)
        PointTotal.objects.update(earned=7, spent=1)
        out = StringIO()
        call_command("advocacy_points", "--rebuild", "--dry-run", stdout=out)
        assert balance(ada) == (7, 1, 6)
        assert f"Ambassador {ada.pk}" in out.getvalue()
        call_command("advocacy_points", "--rebuild", stdout=out)
        assert balance(ada) == (2, 0, 2)
        again = StringIO()
        call_command("advocacy_points", "--rebuild", stdout=again)
        assert f"Ambassador {ada.pk}" not in again.getvalue()

    def test_a_lost_total_comes_back_and_so_does_one_of_nothing(self, ada, offer):
        make.confirmed_shares(ada.user, offer, 1)
        points.settle(ada.pk)
        PointTotal.objects.all().delete()
        assert len(list(points.rebuild())) == 1
        assert balance(ada) == (2, 0, 2)

    def test_the_command_settles_and_says_what_it_would(self, ada, offer):
        make.confirmed_shares(ada.user, offer, 3)
        out = StringIO()
        call_command("advocacy_points", "--settle", "--dry-run", stdout=out)
        assert not PointEntry.objects.exists()
        call_command("advocacy_points", "--settle", stdout=out)
        assert balance(ada) == (4, 0, 4)

    def test_the_command_wants_to_be_told_what_to_do(self):
        with pytest.raises(CommandError):
            call_command("advocacy_points")


class Anniversaries(PointRule):
    """A rule of a site's own."""

    key = "anniversaries"
    label = "A year with us"
    explanation = "For each whole year."
    amount = 5
    is_stepwise = True

    years = 1

    def evidence(self):
        return Ambassador.objects.order_by().values(
            source=Value("years"),
            ambassador=models.F("pk"),
            at=models.F("joined_at"),
            units=Value(self.years),
        )


@pytest.fixture
def anniversaries():
    yield point_rules.register(Anniversaries())
    point_rules.unregister(Anniversaries.key)


def test_steps_are_earned_and_lost_one_by_one(ada, anniversaries):
    for years in (1, 3, 2, 3, 4):
        anniversaries.years = years
        points.settle(ada.pk, ["anniversaries"])
    assert [row[:3] for row in make.entries(ada)] == [
        ("years:1", "entry", 5),
        ("years:2", "entry", 5),
        ("years:3", "entry", 5),
        ("years:3", "reversal", -5),
        ("years:4", "entry", 5),
    ]


def test_erasing_takes_the_ledger_along(ada, offer):
    make.confirmed_shares(ada.user, offer, 1)
    points.settle(ada.pk)
    ambassadors.erase(ada.user)
    assert not PointEntry.objects.exists()
    assert not PointTotal.objects.exists()
    assert active_ambassador(ada.user) is None

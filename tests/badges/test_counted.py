import datetime

import pytest
from django.utils import timezone
from wagtail.models import Locale

from tests import factories as people
from tests.badges import factories
from tests.badges.factories import completion, offer, reads, share, take_down
from wagtail_advocacy.badges.awarding import (
    evaluate_badge,
    evaluate_person,
    numbers_of,
)
from wagtail_advocacy.badges.conditions import Window, conditions
from wagtail_advocacy.badges.models import Award, PointEntry, PointTotal, Recognition
from wagtail_advocacy.badges.queries import current
from wagtail_advocacy.shareables.models import Topic


pytestmark = pytest.mark.django_db

NOVEMBER = Window(datetime.date(2026, 11, 1), datetime.date(2026, 12, 1))
EVER = Window()


def number(person, key, window=EVER):
    """How many there are, as everybody's badges and as one person's count them."""
    found = numbers_of(person.pk, [(key, window)])[key, window]
    rows = conditions.get(key).counts(window)
    of_all = {row["ambassador"]: row["number"] for row in rows}
    assert of_all.get(person.pk, 0) == found
    return found


@pytest.mark.parametrize(
    ("moment", "is_in"),
    [
        ((2026, 10, 31, 23, 59, 59), False),
        ((2026, 11, 1, 0, 0), True),
        ((2026, 11, 30, 23, 59, 59), True),
        ((2026, 12, 1, 0, 0), False),
    ],
)
def test_days_are_those_of_the_site_whoever_asks(ada_row, clock, moment, is_in):
    share(ada_row, at=clock(*moment))
    with timezone.override("Pacific/Auckland"):
        assert number(ada_row, "shares", NOVEMBER) == is_in
    assert number(ada_row, "shares") == 1


def test_a_thing_on_three_networks_is_shared_once(ada_row):
    same = offer()
    for network in ("linkedin", "x", "bluesky"):
        share(ada_row, same, network=network)
    share(ada_row)
    assert number(ada_row, "shares") == 2


def test_what_is_not_out_is_not_shared(ada_row):
    take_down(share(ada_row))
    share(ada_row, state="open", confirmed_at=None)
    assert number(ada_row, "shares") == 0


def test_own_words_are_those_far_from_what_others_wrote(ada_row):
    for originality in (None, 0, 69, 70, 100):
        share(ada_row, originality=originality)
    assert number(ada_row, "own_words") == 2


def test_words_that_were_forgotten_by_themselves_still_count_for_who_has_it(ada_row):
    share(ada_row, text="", originality=None)
    share(ada_row, text="Copied.", originality=3)
    assert number(ada_row, "own_words") == 0
    (row,) = conditions.get("own_words").still(EVER)
    assert row["number"] == 1


def test_a_reply_counts_on_the_day_it_was_said_first(ada_row, clock):
    post = share(ada_row)
    reads(post, replied=1, at=clock(2026, 10, 31, 12))
    reads(post, replied=1, at=clock(2026, 11, 2, 12))
    assert number(ada_row, "replied") == 1
    assert number(ada_row, "replied", NOVEMBER) == 0
    reads(post, replied=0, at=clock(2026, 11, 3, 12))
    assert number(ada_row, "replied") == 0
    reads(post, replied=1, at=clock(2026, 11, 4, 12))
    assert number(ada_row, "replied") == 1


def test_a_reply_goes_with_its_post(ada_row):
    post = share(ada_row)
    reads(post, replied=1)
    take_down(post)
    assert number(ada_row, "replied") == 0


def test_renewing_a_training_is_no_other_training(ada_row):
    first = completion(ada_row)
    completion(ada_row, training=first.training, period=2)
    completion(ada_row)
    assert number(ada_row, "trainings") == 2


def test_a_later_version_is_the_same_charter(ada_row, site_home):
    page = people.live_charter(site_home, people.clause())
    people.sign_charter(ada_row.user)
    people.publish_charter(page, people.clause("a"), change="material")
    people.sign_charter(ada_row.user)
    assert number(ada_row, "charters") == 1


def test_a_topic_is_the_same_in_every_language(ada_row, site_home):
    english, french = Locale.objects.order_by("language_code")
    hay = Topic.objects.create(name="Hay", locale=english)
    foin = Topic.objects.create(
        name="Foin", locale=french, translation_key=hay.translation_key
    )
    grid = Topic.objects.create(name="Grid", locale=english)
    share(ada_row, offer(topics=[hay]))
    share(ada_row, offer(topics=[foin, grid]))
    share(ada_row, offer())
    assert number(ada_row, "topics") == 2


def test_editors_who_file_an_offer_otherwise_take_nothing(ada_row, site_home):
    locale = Locale.objects.get(language_code="en")
    topics = [Topic.objects.create(name=name, locale=locale) for name in ("Hay", "Sun")]
    badge = factories.badge(asks={"topics": 2})
    post = share(ada_row, offer(topics=topics))
    evaluate_person(ada_row.pk)
    post.offer.topics.clear()
    evaluate_person(ada_row.pk)
    held = current(Award.objects.filter(badge=badge, ambassador=ada_row))
    assert held.exists()
    take_down(post)
    evaluate_person(ada_row.pk)
    assert not held.exists()


def test_engagement_is_the_latest_figure_of_each_post(ada_row, clock):
    post = share(ada_row)
    reads(post, comments=9, at=clock(2026, 11, 6, 12), source="self-reported")
    reads(post, comments=4, at=clock(2026, 11, 7, 12), source="self-reported")
    reads(post, reactions=20, at=clock(2026, 12, 7, 12))
    reads(share(ada_row), comments=2, source="self-reported")
    # By the day of the post; what Ada tells counts half.
    assert number(ada_row, "engagement", NOVEMBER) == 22
    assert number(ada_row, "engagement") == 23


@pytest.mark.parametrize("source", ["measured", "self-reported"])
def test_one_post_that_pleases_thousands_does_not_make_a_badge(ada_row, source):
    post = share(ada_row)
    reads(post, reactions=12_000, source=source)
    assert number(ada_row, "engagement") == 50
    # The most that a reading holds.
    reads(post, comments=2_147_483_647, source=source)
    reads(post, reactions=2_147_483_647, source=source)
    assert number(ada_row, "engagement") == 50


def test_what_one_tells_counts_half_in_a_badge_as_in_points(ada_row):
    first, second = share(ada_row), share(ada_row)
    reads(first, comments=3, source="self-reported")
    assert number(ada_row, "engagement") == 1
    # Halves of several posts are added before anything is rounded.
    reads(second, reactions=3, source="self-reported")
    assert number(ada_row, "engagement") == 3
    reads(second, reactions=60, source="self-reported")
    assert number(ada_row, "engagement") == 31
    badge = factories.badge(asks={"engagement": 32})
    evaluate_person(ada_row.pk)
    assert evaluate_badge(badge.pk).awarded == 0
    # The network says it.
    reads(second, reactions=60)
    evaluate_badge(badge.pk)
    assert current(Award.objects.filter(badge=badge, ambassador=ada_row)).exists()


@pytest.mark.parametrize(("told", "is_enough"), [(19, False), (20, True)])
def test_a_night_and_a_deed_round_what_is_told_alike(ada_row, bob_row, told, is_enough):
    for person in (ada_row, bob_row):
        reads(share(person), comments=told, source="self-reported")
    badge = factories.badge(asks={"engagement": 10})
    evaluate_person(ada_row.pk)
    assert evaluate_badge(badge.pk).awarded == (1 if is_enough else 0)
    assert Award.objects.count() == (2 if is_enough else 0)


def test_spending_points_takes_nothing(ada_row):
    today = timezone.localdate()
    for rule, amount in (("training", 20), ("reward", -15), ("replied", 8)):
        PointEntry.objects.create(
            ambassador=ada_row, rule=rule, source="1", amount=amount, day=today
        )
    PointEntry.objects.create(
        ambassador=ada_row,
        rule="replied",
        source="1",
        kind=PointEntry.Kind.REVERSAL,
        amount=-8,
        day=today,
    )
    PointTotal.objects.create(ambassador=ada_row, earned=20, spent=15)
    assert number(ada_row, "points") == 20
    assert number(ada_row, "points", NOVEMBER) == 20


def test_thanks_that_reached_somebody_and_count(ada_row, bob_row):
    def thank(key, **fields):
        Recognition.objects.create(
            giver=bob_row.user,
            receiver=ada_row.user,
            text="Thank you.",
            given_at=timezone.now(),
            counted_key=key,
            **{"live": True, **fields},
        )

    thank("ada_row:bob_row:2026-Q4")
    thank(None)
    thank("waits", live=False)
    assert number(ada_row, "thanks") == 1
    assert number(bob_row, "thanks") == 0


def test_what_belongs_to_nobody_any_more_counts_for_nobody(ada_row):
    post = share(None)
    reads(post, comments=3, source="self-reported")
    reads(post, replied=1)
    for condition in conditions:
        for window in (EVER, NOVEMBER):
            assert list(condition.counts(window)) == []


def test_shares_are_asked_for_up_to_a_low_number():
    assert conditions.get("shares").most == 10

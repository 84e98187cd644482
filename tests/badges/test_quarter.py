"""A quarter with a spammer, three liars, a ring of admirers and somebody quiet.

Everybody signs the charter and takes the required training. The honest one comes out
ahead, in points; by far, of those who tell no lies about their readers.
"""

import datetime
from itertools import product
from types import SimpleNamespace

import pytest

from tests import factories
from tests.badges import factories as make
from tests.badges.factories import PARIS
from tests.learning import training_factory
from wagtail_advocacy.ambassadors.queries import active_ambassador
from wagtail_advocacy.badges import points, showing
from wagtail_advocacy.badges.models import (
    Award,
    BadgesSettings,
    PointEntry,
    PublicAward,
    Recognition,
)
from wagtail_advocacy.badges.rules import point_rules
from wagtail_advocacy.badges.tasks import settle_everybody
from wagtail_advocacy.badges.thanks import actions as thanking
from wagtail_advocacy.learning.actions import trainings
from wagtail_advocacy.shareables.models import Offer
from wagtail_advocacy.sharing import actions as sharing
from wagtail_advocacy.sharing import conversation
from wagtail_advocacy.sharing.models import Share


pytestmark = pytest.mark.django_db

# A Monday; thirteen weeks later it is still the third quarter.
BEGINNING = datetime.datetime(2026, 6, 29, 9, tzinfo=PARIS)
WEEKS = 13
DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
RING = [f"ring {number}" for number in range(10)]
# In three weeks each of the ring has thanked all others; then it begins again.
ADMIRING = 4
COPY = "Our heat pumps now dry hay, and three farms lend us their barns."
OWN = [
    "My uncle laughed when I told him that his barn would be warm in June.",
    "Yesterday a farmer rang me to say the second cut smelled of summer again.",
    "I had to learn what moisture content means; ask me about it over lunch.",
    "Rain for nine days. Nobody at the depot believed the meter would stay down.",
    "What surprised me is how quiet it is: you hear the swallows, not the fans.",
    "Two of us drove out to see it. We came back with hay in our shoes.",
    "A pupil asked why we do not burn the bales instead. Good question, really.",
]


class Quarter:
    """Who does what, by the clock of the test."""

    def __init__(self, clock, offers, people, trainings_there):
        self.clock = clock
        self.offers = offers
        self.people = people
        self.trainings = trainings_there

    def post(self, name, number, text):
        """Leave for a network and say that it is out; a copy leaves, too."""
        user = self.people[name]
        offer = self.offers[number % len(self.offers)]
        share = sharing.open_share(user, offer, "linkedin", text=text, hashtags=())
        return sharing.confirm_share(user, share.pk)

    def report(self, name, share, **figures):
        conversation.report(self.people[name], share.pk, figures)

    def learn(self, name, number):
        page = self.trainings[number]
        answers = training_factory.chosen(training_factory.right_answers(page))
        trainings.hand_in(self.people[name], page, 1, answers)

    def thank(self, giver, receiver):
        shown = PublicAward.objects.get(award__ambassador__user=self.people[receiver])
        thanking.thank_for_award(self.people[giver], shown.public_id, "You helped me.")

    def spam(self, week):
        for weekday in range(3):
            for turn in range(3):
                self.clock(BEGINNING + week * 7 * DAY + weekday * DAY + turn * HOUR)
                self.post("spammer", weekday * 3 + turn, COPY)

    def lie(self, week):
        """Often enough for all that a week gives; the test looks whether it was."""
        for weekday in range(3):
            self.clock(BEGINNING + week * 7 * DAY + weekday * DAY + 4 * HOUR)
            share = self.post("boaster", weekday, COPY)
            self.report("boaster", share, comments=5000, reactions=5000)
            share = self.post("liar", weekday, COPY)
            self.report("liar", share, replied=1)
            share = self.post("brazen", weekday, COPY)
            self.report("brazen", share, comments=5000, reactions=5000, replied=1)

    def admire(self, week):
        self.clock(BEGINNING + week * 7 * DAY + 3 * DAY)
        most = BadgesSettings.read().thanks_per_week
        if week < ADMIRING:
            for place, turn in product(range(len(RING)), range(most)):
                further = 1 + (week * most + turn) % (len(RING) - 1)
                self.thank(RING[place], RING[(place + further) % len(RING)])
            with pytest.raises(thanking.Refused):
                self.thank(RING[0], RING[1])
        if week % 4 == 0:
            for name in RING[:3]:
                self.post(name, week, COPY)

    def be_honest(self, week):
        self.clock(BEGINNING + week * 7 * DAY + 4 * DAY)
        if week % 2 == 0:
            number = week // 2
            share = self.post("honest", number, OWN[number])
            self.clock(BEGINNING + week * 7 * DAY + 5 * DAY)
            self.report("honest", share, comments=2, reactions=6)
            if number:
                self.report("honest", share, replied=1)
        if week in (3, 8):
            self.learn("honest", 1 + week // 8)
        if week in (5, 11):
            self.thank(f"stranger {week % 2 + week // 11}", "honest")

    def end_week(self, week):
        self.clock(BEGINNING + week * 7 * DAY + 6 * DAY)
        settle_everybody()

    def standing(self):
        return {
            name: points.total_of(active_ambassador(user)).earned
            for name, user in self.people.items()
        }


@pytest.fixture
def quarter(clock, article, site_home, make_user, monkeypatch):
    def at(moment):
        now = clock(*moment.timetuple()[:6])
        # Attempts are counted by the machine's clock.
        watch = SimpleNamespace(time=now.timestamp)
        monkeypatch.setattr("wagtail_advocacy.ambassadors.rate_limits.time", watch)

    at(BEGINNING - 365 * DAY)
    offers = [
        factories.offer_of(factories.published_page_shareable(article(f"Article {n}")))
        for n in range(9)
    ]
    Offer.objects.update(opens_at=BEGINNING - 365 * DAY)
    factories.caps(person_daily_cap=3, person_weekly_cap=10)
    factories.live_charter(site_home)
    pages = [
        training_factory.training(site_home, title)
        for title in ("Why and how", "Writing", "Answering")
    ]
    at(BEGINNING)
    names = ["spammer", "boaster", "liar", "brazen", *RING, "honest"]
    names += ["stranger 1", "stranger 2"]
    people = {name: make_user(f"n{n}@example.com") for n, name in enumerate(names)}
    made = Quarter(at, offers, people, pages)
    for name in names:
        factories.sign_charter(people[name])
        made.learn(name, 0)
    make.badge(asks={"charters": 1})
    settle_everybody()
    for name in [*RING, "honest"]:
        award = Award.objects.get(ambassador__user=people[name])
        showing.show(people[name], award.pk, name)
    return made


def earned(quarter, name, rule):
    rows = PointEntry.objects.filter(ambassador__user=quarter.people[name], rule=rule)
    return sum(rows.values_list("amount", flat=True))


def test_the_honest_one_comes_out_ahead(quarter):
    for week in range(WEEKS):
        quarter.spam(week)
        quarter.lie(week)
        quarter.admire(week)
        quarter.be_honest(week)
        quarter.end_week(week)
    standing = quarter.standing()
    honest = standing.pop("honest")
    assert honest > max(standing.values()), standing
    # A ring is thanked for each pair in it, and once.
    of_ring = Recognition.objects.filter(receiver__in=map(quarter.people.get, RING))
    assert of_ring.count() == ADMIRING * 3 * len(RING)
    assert of_ring.exclude(counted_key=None).count() == len(RING) * 9 // 2
    # Liars have had all that a rule ever gives: lying more often brings nothing.
    for name, rule in (("boaster", "engagement"), ("liar", "replied")):
        assert earned(quarter, name, rule) == WEEKS * point_rules.get(rule).cap
    # Who tells both lies has no more of it than who tells the better one.
    of_both = [earned(quarter, "brazen", rule) for rule in ("engagement", "replied")]
    assert sum(of_both) == WEEKS * point_rules.get("replied").cap
    assert standing["brazen"] == standing["liar"]
    # What everybody gets for charter and training counts for all of them.
    liars = ("boaster", "liar", "brazen")
    truthful = [standing[name] for name in standing if name not in liars]
    assert honest > 1.5 * max(truthful), standing
    # And the spammer is not even worth more than somebody who posts twice a week.
    assert Share.objects.filter(ambassador__user=quarter.people["spammer"]).count() > 99
    for name in ("spammer", *liars):
        assert earned(quarter, name, "share") == WEEKS * 4

"""What people do earns points within seconds; what they take back, too."""

import datetime

import pytest
from django.utils import timezone

from tests import factories
from tests.badges import factories as make
from tests.learning import training_factory
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.badges import earning, points
from wagtail_advocacy.badges.models import PointEntry
from wagtail_advocacy.badges.rules import point_rules
from wagtail_advocacy.badges.signals import thanked
from wagtail_advocacy.badges.tasks import settle_everybody, settle_person
from wagtail_advocacy.learning.actions import trainings
from wagtail_advocacy.sharing import actions as sharing
from wagtail_advocacy.sharing import conversation, retention
from wagtail_advocacy.sharing.models import Reading, Share


pytestmark = pytest.mark.django_db

SELF_REPORTED = Reading.Source.SELF_REPORTED


@pytest.fixture
def offer(article):
    factories.caps()
    return factories.offer_of(factories.published_page_shareable(article()))


@pytest.fixture
def ada(make_user):
    return factories.ambassador(make_user("ada@example.com"))


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Let the queue run what was handed over: ``with committed(): …``."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def earned(ambassador, rule):
    return sum(row[2] for row in make.entries(ambassador, rule))


class TestLearning:
    def test_a_training_once_until_it_is_renewed(self, ada, site_home, committed):
        page = training_factory.training(site_home)
        answers = training_factory.chosen(training_factory.right_answers(page))
        with committed():
            trainings.hand_in(ada.user, page, 1, answers)
        with committed():
            trainings.hand_in(ada.user, page, 2, answers)
        assert [row[2] for row in make.entries(ada, "training")] == [20]

    def test_a_failed_training_earns_nothing(self, ada, site_home, committed):
        page = training_factory.training(site_home)
        answers = training_factory.chosen(training_factory.wrong_answers(page, 3))
        with committed():
            trainings.hand_in(ada.user, page, 1, answers)
        assert make.entries(ada) == []

    def test_a_charter_once_whatever_its_versions(self, ada, site_home, committed):
        page = factories.live_charter(site_home)
        with committed():
            factories.sign_charter(ada.user)
        assert [row[2] for row in make.entries(ada, "charter")] == [10]
        factories.publish_charter(
            page, factories.clause(text="Other words."), change="material"
        )
        with committed():
            factories.sign_charter(ada.user)
        assert [row[2] for row in make.entries(ada, "charter")] == [10]


class TestSharing:
    def test_saying_that_it_is_out_and_that_it_is_not(self, ada, offer, committed):
        with committed():
            share = factories.open_share(ada.user, offer, text=make.OWN)
        assert make.entries(ada) == []
        with committed():
            sharing.confirm_share(ada.user, share.pk)
        assert (earned(ada, "share"), earned(ada, "originality")) == (2, 6)
        make.reads(share, comments=9)
        with committed():
            make.reply(ada.user, share)
        with committed():
            settle_everybody()
        assert (earned(ada, "replied"), earned(ada, "engagement")) == (8, 3)
        with committed():
            sharing.withdraw_share(ada.user, share.pk)
        assert points.total_of(ada).earned == 0

    def test_words_of_others_earn_less(self, ada, make_user, offer, committed):
        eve = make_user("eve@example.com")
        with committed():
            factories.confirmed_share(ada.user, offer, text=make.OWN)
            factories.confirmed_share(eve, offer, text=make.OWN)
        assert points.total_of(ada).earned == 8
        copier = factories.ambassador(eve)
        assert points.total_of(copier).earned == 2

    def test_the_same_words_again_are_not_new_ones(self, ada, offer, article):
        other = factories.offer_of(factories.published_page_shareable(article("Hay")))
        first, *_others = make.confirmed_shares(ada.user, offer, 2, originality=100)
        make.confirmed_shares(ada.user, other, originality=100)
        points.settle(ada.pk)
        assert earned(ada, "originality") == 6
        # That was decided: nothing moves up.
        sharing.withdraw_share(ada.user, first.pk)
        points.settle(ada.pk)
        assert earned(ada, "originality") == 0

    def test_nor_do_many_ways_to_say_one_thing_earn_more(self, ada, offer):
        for text in ("One way.", "Another way."):
            make.confirmed_shares(ada.user, offer, text=text, originality=100)
        points.settle(ada.pk)
        assert earned(ada, "originality") == 6

    def test_what_was_said_to_be_out_first_is_the_first(self, ada, offer):
        for text in ("One way.", "Another way."):
            make.confirmed_shares(ada.user, offer, text=text, originality=100)
        older, younger = Share.objects.order_by("pk")
        Share.objects.filter(pk=younger.pk).update(confirmed_at=make.monday())
        Share.objects.filter(pk=older.pk).update(state=Share.State.OPEN)
        points.settle(ada.pk)
        Share.objects.filter(pk=older.pk).update(
            state=Share.State.CONFIRMED, confirmed_at=make.monday(weeks=1)
        )
        points.settle(ada.pk)
        assert earned(ada, "originality") == 6

    def test_what_was_not_judged_is_not_taken_for_own(self, ada, offer):
        make.confirmed_shares(ada.user, offer, originality=None)
        make.confirmed_shares(ada.user, offer, originality=earning.OWN_WORDS - 1)
        points.settle(ada.pk)
        assert earned(ada, "originality") == 0

    def test_what_is_forgotten_after_years_is_not_lost(self, ada, offer):
        make.confirmed_shares(ada.user, offer, originality=100)
        points.settle(ada.pk)
        (rule,) = [one for one in retention.RULES if one.key == "share_texts"]
        rule.apply(timezone.now() + datetime.timedelta(days=1))
        assert Share.objects.get().originality is None
        assert points.settle(ada.pk) is False
        assert earned(ada, "originality") == 6

    def test_nor_does_what_was_forgotten_earn_anything_years_later(self, ada, offer):
        make.confirmed_shares(ada.user, offer, originality=None)
        points.settle(ada.pk)
        Share.objects.update(text="")
        assert points.settle(ada.pk) is False


class TestConversation:
    @pytest.fixture
    def share(self, ada, offer):
        return factories.confirmed_share(ada.user, offer)

    def test_a_reply_earns_once(self, ada, share, committed):
        for _time in range(2):
            with committed():
                make.reply(ada.user, share)
        assert earned(ada, "replied") == 8

    def test_not_after_all_takes_it_back(self, ada, share, committed):
        with committed():
            make.reply(ada.user, share)
        with committed():
            make.reply(ada.user, share, 0)
        assert earned(ada, "replied") == 0

    def test_whoever_corrects_a_slip_loses_nothing(self, ada, share, committed):
        for value in (1, 0, 1, 0, 1):
            with committed():
                make.reply(ada.user, share, value)
        assert earned(ada, "replied") == 8
        assert len(make.entries(ada, "replied")) == 5

    def test_saying_it_again_in_another_week_brings_no_more(self, ada):
        rule = point_rules.get("replied")
        posts = [make.share(ada) for _ in range(rule.cap // rule.amount + 2)]

        def say(value, at):
            for share in posts:
                make.reads(share, replied=value, at=at)
            points.settle(ada.pk, ["replied"])

        say(1, make.monday())
        for week in (1, 2):
            say(0, make.monday(week))
            assert earned(ada, "replied") == 0
            say(1, make.monday(week))
            assert earned(ada, "replied") == rule.cap

    def test_reactions_in_steps(self, ada, share, committed):
        found = []
        for comments, reactions in ((4, 0), (4, 1), (4, 15), (4, 16), (90, 90)):
            make.reads(share, comments=comments, reactions=reactions)
            points.settle(ada.pk, ["engagement"])
            found.append(earned(ada, "engagement"))
        assert found == [0, 3, 3, 6, 6]
        make.reads(share, comments=5, reactions=0)
        points.settle(ada.pk, ["engagement"])
        assert earned(ada, "engagement") == 3

    def test_what_somebody_says_counts_half(self, ada, share, committed):
        with committed():
            conversation.report(ada.user, share.pk, {"comments": 9})
        assert earned(ada, "engagement") == 0
        with committed():
            conversation.report(ada.user, share.pk, {"comments": 10})
        assert earned(ada, "engagement") == 3
        make.reads(share, comments=10, source=Reading.Source.ESTIMATED)
        assert points.settle(ada.pk, ["engagement"]) is False

    def test_no_week_brings_more_than_its_most(self, ada, offer, share):
        for one in [share, *make.confirmed_shares(ada.user, offer, 3)]:
            make.reads(one, comments=1000, reactions=1000)
        points.settle(ada.pk, ["engagement"])
        assert earned(ada, "engagement") == 6

    def test_comments_alone_or_reactions_alone_are_enough(self, ada, offer, share):
        make.reads(share, reactions=5)
        points.settle(ada.pk, ["engagement"])
        assert earned(ada, "engagement") == 3


class TestWhatIsOnlyTold:
    """Answers, and figures nobody measured, have one most a week together."""

    def tell(self, ada, source="self-reported", *, at=None, **figures):
        share = make.share(ada, at=at)
        for metric, value in figures.items():
            make.reads(share, **{metric: value}, at=at, source=source)
        return share

    def both(self, ada):
        return earned(ada, "replied"), earned(ada, "engagement")

    def test_two_lies_bring_no_more_than_one(self, ada):
        for _time in range(3):
            self.tell(ada, comments=900, replied=1)
        points.settle(ada.pk)
        assert sum(self.both(ada)) == 8
        reasons = {row[3] for row in make.entries(ada, "engagement")}
        assert "capped" in reasons

    @pytest.mark.parametrize("rules", [["replied"], ["engagement"], None])
    def test_whatever_is_told_first_and_whichever_rule_is_asked(self, ada, rules):
        first = self.tell(ada, comments=900)
        points.settle(ada.pk, rules)
        assert self.both(ada) == (0, 6)
        make.reads(first, replied=1)
        points.settle(ada.pk, rules)
        assert self.both(ada) == (2, 6)

    def test_what_was_measured_has_room_of_its_own(self, ada):
        self.tell(ada, replied=1)
        points.settle(ada.pk)
        self.tell(ada, "measured", reactions=900)
        points.settle(ada.pk)
        assert self.both(ada) == (8, 6)

    def test_a_step_counts_as_told_where_measured_alone_does_not_reach_it(self, ada):
        share = self.tell(ada, "measured", reactions=5)
        make.reads(share, comments=900, source="self-reported")
        make.reads(share, replied=1)
        points.settle(ada.pk)
        # The first step is measured; of the second and the reply, 8 at most.
        assert sum(self.both(ada)) == 3 + 8

    def test_what_a_network_confirms_later_leaves_room_for_what_is_told(self, ada):
        share = self.tell(ada, reactions=900)
        points.settle(ada.pk)
        make.reads(share, reactions=900)
        make.reads(share, replied=1)
        points.settle(ada.pk)
        assert self.both(ada) == (8, 6)

    def test_what_is_taken_back_leaves_room_for_what_is_told_anew(self, ada):
        share = self.tell(ada, replied=1)
        points.settle(ada.pk)
        make.reads(share, replied=0)
        points.settle(ada.pk)
        self.tell(ada, comments=900)
        points.settle(ada.pk)
        assert self.both(ada) == (0, 6)
        make.reads(share, replied=1)
        points.settle(ada.pk)
        assert self.both(ada) == (2, 6)

    def test_each_week_has_its_own(self, ada):
        for week in range(3):
            at = make.monday(week)
            self.tell(ada, at=at, comments=900, replied=1)
        points.settle(ada.pk)
        assert sum(self.both(ada)) == 3 * 8

    def test_the_lead_decides_how_much_by_the_limits_of_the_rules(self, ada):
        make.worth("engagement", amount=3, cap=12)
        make.worth("replied", amount=8, cap=8)
        for _time in range(3):
            self.tell(ada, comments=900, replied=1)
        points.settle(ada.pk)
        assert sum(self.both(ada)) == 12

    def test_a_rule_without_a_limit_is_not_in_it(self, ada):
        make.worth("replied", amount=8, cap=None)
        for _time in range(2):
            self.tell(ada, comments=900, replied=1)
        points.settle(ada.pk)
        assert self.both(ada) == (16, 6)

    def test_everybody_has_their_own(self, ada, make_user):
        joe = factories.ambassador(make_user("joe@example.com"))
        for person in (ada, joe):
            self.tell(person, comments=900, replied=1)
        points.settle_all()
        assert sum(self.both(ada)) == sum(self.both(joe)) == 8


class TestThanks:
    @pytest.fixture
    def eve(self, make_user):
        return make_user("eve@example.com")

    def test_thanks_that_count_earn_for_the_receiver(self, ada, eve, committed):
        recognition = make.thanks(eve, ada.user, key="2026-Q2:1:2")
        with committed():
            thanked.send(sender=type(recognition), recognition=recognition)
        assert earned(ada, "recognition") == 10
        assert PointEntry.objects.count() == 1

    @pytest.mark.parametrize("fields", [{"live": False}, {"key": ""}])
    def test_others_are_welcome_and_earn_nothing(self, ada, eve, fields):
        make.thanks(eve, ada.user, **{"key": "k", **fields})
        assert points.settle(ada.pk) is False

    def test_thanks_that_are_taken_back_earn_nothing(self, ada, eve):
        recognition = make.thanks(eve, ada.user, key="k")
        points.settle(ada.pk)
        recognition.live = False
        recognition.save()
        points.settle(ada.pk)
        assert earned(ada, "recognition") == 0

    def test_who_does_not_take_part_earns_nothing(self, eve, make_user, committed):
        recognition = make.thanks(eve, make_user("joe@example.com"), key="k")
        with committed():
            thanked.send(sender=type(recognition), recognition=recognition)
        points.settle_all()
        assert not PointEntry.objects.exists()


def test_whoever_comes_back_is_settled(ada, offer, committed):
    (share,) = make.confirmed_shares(ada.user, offer)
    points.settle(ada.pk)
    ambassadors.leave(ada.user, source="test")
    with committed():
        sharing.withdraw_share(ada.user, share.pk)
    assert points.total_of(ada).earned == 2
    with committed():
        factories.ambassador(ada.user)
    assert points.total_of(ada).earned == 0


def test_the_task_does_nothing_about_somebody_who_is_gone(ada):
    settle_person(ada.pk + 1)
    ambassadors.erase(ada.user)
    settle_person(ada.pk, "share")


def test_what_matters_is_worth_more_than_shares():
    shares = point_rules.get("share").cap
    for key in ("training", "charter", "originality", "replied", "recognition"):
        assert point_rules.get(key).amount > shares


@pytest.mark.parametrize("rule", earning.RULES, ids=lambda rule: rule.key)
def test_every_rule_says_how_it_is_earned(rule):
    assert len(rule.key) <= 64
    assert str(rule.explanation).endswith(".")

"""Whatever two colleagues say at once: one of it counts, and none is too many."""

import pytest
from django.conf import settings
from django.db.models import Q

from tests import factories
from tests.badges import factories as make
from tests.learning.test_training_races import at_once
from wagtail_advocacy.badges import showing
from wagtail_advocacy.badges.models import PublicAward, Recognition
from wagtail_advocacy.badges.thanks import actions as thanking


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
        reason="SQLite in memory is one connection's alone",
    ),
]


@pytest.fixture
def pair(make_user, root_page):
    """Two colleagues, each with the badge they show."""
    badge = make.badge()
    shown = {}
    for name in ("ada", "bo"):
        user = make_user(f"{name}@example.com")
        award = make.award(factories.ambassador(user), badge)
        shown[user] = showing.show(user, award.pk, name)
    return shown


def saying(giver, shown):
    return lambda: thanking.thank_for_award(giver, shown.public_id, "Thank you.")


@pytest.mark.parametrize("turn", range(3))
def test_of_what_two_say_at_once_one_counts(pair, turn):
    make.settings(thanks_per_week=10)
    (ada, of_ada), (bo, of_bo) = pair.items()
    both = [saying(ada, of_bo), saying(bo, of_ada)]
    assert at_once(*both * 4) == [None] * 8
    assert Recognition.objects.filter(live=True).count() == 8
    assert Recognition.objects.filter(~Q(counted_key=None)).count() == 1


def test_eight_at_once_are_no_more_than_the_weeks(pair):
    make.settings(thanks_per_week=3)
    (ada, _of_ada), (_bo, of_bo) = pair.items()
    raised = at_once(*[saying(ada, of_bo)] * 8)
    assert raised.count(None) == 3
    assert {getattr(one, "code", None) for one in raised if one} == {"too_many"}
    assert Recognition.objects.count() == 3


@pytest.mark.parametrize("turn", range(5))
def test_hiding_and_thanking_do_not_break_each_other(pair, turn):
    (ada, of_ada), (bo, _of_bo) = pair.items()
    hidden, said = at_once(
        lambda: showing.hide(ada, of_ada.award_id), saying(bo, of_ada)
    )
    assert hidden is None
    assert said is None or said.code == "gone"
    assert not PublicAward.objects.filter(pk=of_ada.pk).exists()
    assert Recognition.objects.filter(award=None).count() == (said is None)


def test_showing_and_hiding_leave_one_or_none(pair):
    (ada, of_ada), _other = pair.items()
    pk = of_ada.award_id
    show = lambda: showing.show(ada, pk, "Ada")  # noqa: E731
    hide = lambda: showing.hide(ada, pk)  # noqa: E731
    assert at_once(*[show, hide] * 4) == [None] * 8
    showing.hide(ada, pk)
    assert not PublicAward.objects.filter(award=pk).exists()

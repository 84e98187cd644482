"""Somebody who is recognised in every way there is, for tests about every table."""

import datetime

from django.utils import timezone

from tests.badges import award_factories, reward_factory
from tests.badges.factories import thanks
from wagtail_advocacy.ambassadors.models import Unit
from wagtail_advocacy.ambassadors.queries import active_ambassador
from wagtail_advocacy.badges import points, showing
from wagtail_advocacy.badges.models import (
    Badge,
    Board,
    BoardPlace,
    Redemption,
    Revocation,
)
from wagtail_advocacy.badges.rewards import actions as rewarding


def recognise(user, colleague, *, word="Hay"):
    """Give ``user`` something in every table of the room that is about people.

    :param colleague: thanks and is thanked; takes part or not.
    :param word: stands wherever somebody can write something.
    :returns: the award that is shown to anybody.
    """
    ambassador = active_ambassador(user)
    points.settle(ambassador.pk)
    badge = award_factories.badge(picture=award_factories.SVG, name="Voice")
    award = award_factories.award(ambassador, badge)
    shown = showing.show(user, award.pk, f"Ada {word}")
    lost = award_factories.award(ambassador, award_factories.badge(name="Lost"))
    Revocation.objects.create(
        award=lost, reason=Revocation.Reason.BY_HAND, note=f"Given by mistake. {word}"
    )
    Badge.objects.filter(pk=lost.badge_id).update(locked_by=user, locked=True)
    thanks(colleague, user, award=shown)
    thanks(user, colleague)
    board = Board.objects.create(
        quarter="2026-Q1",
        kind=Unit.Kind.DEPARTMENT,
        minimum=5,
        taken_at=timezone.now() - datetime.timedelta(days=1),
    )
    BoardPlace.objects.create(
        board=board, ambassador=ambassador, conversations=2, own_words=True
    )
    spend(user)
    return award


def spend(user):
    """Let somebody ask for a mug, and have looked at that as a lead."""
    reward_factory.open_rewards()
    reward_factory.give_points(user)
    mug = reward_factory.reward()
    asked = rewarding.redeem(user, mug.pk, cost=mug.cost)
    Redemption.objects.filter(pk=asked.pk).update(
        decided_by=user, decided_at=timezone.now()
    )

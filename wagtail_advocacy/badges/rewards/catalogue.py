"""What points can be spent on, as people and actions find it."""

from collections.abc import Iterable

from django.db import models, router
from django.db.models import Count, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from wagtail_advocacy.ambassadors import audiences

from .. import translated
from ..models import BadgesSettings, Redemption, Reward


# On a request: menus ask several times for one page.
IN_MENU = "_wagtail_advocacy_rewards_in_menu"


def is_open() -> bool:
    """Whether the lead lets people spend points. One query."""
    return BadgesSettings.read().rewards


def in_menu(request: HttpRequest) -> tuple[bool, int]:
    """Return whether people can spend points, and how many wait for something.

    One query, once for a request.
    """
    if not hasattr(request, IN_MENU):
        everybody = Redemption.objects.filter(state__in=Redemption.OPEN).order_by()
        waiting = everybody.annotate(any=Value(1)).values("any")
        number = Subquery(waiting.annotate(number=Count("pk")).values("number"))
        settings = BadgesSettings.base_queryset().annotate(waiting=Coalesce(number, 0))
        found = settings.values_list("rewards", "waiting").first()
        # No row: nobody ever switched them on, so nobody waits.
        setattr(request, IN_MENU, found or (False, 0))
    return getattr(request, IN_MENU)


def written() -> "models.QuerySet[Reward]":
    """Return all rewards from where they are written: a replica lags behind stock."""
    return Reward.objects.using(router.db_for_write(Reward))


def originals() -> "models.QuerySet[Reward]":
    """Return the first reward of each set of translations: they are asked for."""
    return translated.originals(written())


def offered() -> "models.QuerySet[Reward]":
    """Return the originals that are on offer, whether or not any is left."""
    return originals().filter(is_offered=True)


def meant_for(user) -> "models.QuerySet[Reward]":
    """Return those on offer that are for everybody, or for an audience of ``user``.

    One query where none of them has an audience, eleven at most where some have.
    """
    rewards = offered()
    wanted = set(
        rewards.exclude(audience=None).order_by().values_list("audience", flat=True)
    )
    if not wanted:
        return rewards.filter(audience=None)
    theirs = audiences.for_user(user).filter(pk__in=wanted)
    belongs_to = list(theirs.values_list("pk", flat=True))
    return rewards.filter(Q(audience=None) | Q(audience__in=belongs_to))


def is_meant_for(reward: Reward, user) -> bool:
    """Whether ``user`` may have it; no query where it is for everybody."""
    return reward.audience is None or audiences.includes(reward.audience, user)


def in_own_language(rewards: Iterable[Reward]) -> dict[int, Reward]:
    """Return the translation that somebody reads, by primary key of the original.

    One in the active language, or else the original; with its locale. One query, none
    without rewards.

    :param rewards: originals.
    """
    return translated.in_own_language(rewards, written())


def redemptions() -> "models.QuerySet[Redemption]":
    """Return everything that was asked for, from where it is written."""
    return Redemption.objects.using(router.db_for_write(Redemption))


def names(sources: Iterable[str]) -> dict[str, str]:
    """Return what the reward is called that points were spent on, by their source.

    What is not known any more is missing. Two queries.
    """
    start = Redemption.SOURCE
    pks = [key.removeprefix(start) for key in sources if key.startswith(start)]
    asked = redemptions().filter(pk__in=[pk for pk in pks if pk.isdecimal()])
    asked_for = list(asked.select_related("reward"))
    words = in_own_language(redemption.reward for redemption in asked_for)
    return {one.source: words[one.reward_id].name for one in asked_for}

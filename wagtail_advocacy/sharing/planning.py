"""A text of which somebody wants to be reminded. They post it themselves, or nobody."""

import datetime
import functools
import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors import launch
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.ambassadors.profile import profile_of
from wagtail_advocacy.contention import tried_again
from wagtail_advocacy.shareables.models import Offer

from . import notices
from .actions import NETWORK_NOT_ALLOWED, NOT_OFFERED, Refused, locked_ambassador
from .kept_texts import forget_draft
from .models import MAX_INSTANCE, PlannedShare
from .queries import offered_networks


logger = logging.getLogger(__name__)

# Further ahead nobody knows whether it is still news.
FURTHEST = datetime.timedelta(days=90)
SNOOZE = datetime.timedelta(hours=1)
# What comes later than this says so, and waits for the morning.
LATE = datetime.timedelta(hours=2)
# After that long nobody is waiting for it; it stays on the list.
TOO_LATE = datetime.timedelta(days=7)

NO_MOMENT = _("Choose a day and a time for the reminder.")
MOMENT_OVER = _("This moment is over already. Choose a later one.")
TOO_FAR = _("That is far ahead. Choose a day within the next three months.")
OFFER_ENDS_BEFORE = _("It cannot be shared any more then. Choose an earlier moment.")


@tried_again(PlannedShare)
def plan_share(
    user,
    offer: Offer,
    network_key: str,
    *,
    text: str,
    remind_at: datetime.datetime | None,
    hashtags=(),
    instance: str = "",
) -> PlannedShare:
    """Remind somebody of posting a text, instead of what they planned before for the
    same offer and network.

    Nothing is posted by it, and no place is taken. The text stands in the plan from
    now on; no draft of it is left beside it.

    :param remind_at: an aware moment, or ``None``: they named none.
    :raises Refused: not an ambassador (any more), not offered (any more), a network
        the editor did not allow, or no moment to come (``"moment"``).
    """
    with transaction.atomic():
        ambassador = locked_ambassador(user)
        current = Offer.objects.current().filter(pk=offer.pk).first()
        if current is None or not current.is_meant_for(user):
            raise Refused("not_offered", NOT_OFFERED)
        if network_key not in {one.key for one in offered_networks(current)}:
            raise Refused("network", NETWORK_NOT_ALLOWED)
        forget_draft(ambassador, current, network_key)
        plan, _created = PlannedShare.objects.update_or_create(
            ambassador=ambassador,
            offer=current,
            network=network_key,
            defaults={
                "text": text,
                "hashtags": list(hashtags),
                "instance": instance[:MAX_INSTANCE],
                "planned_at": timezone.now(),
                "remind_at": _moment_to_come(remind_at, current),
                "reminded_at": None,
            },
        )
    return plan


@tried_again(PlannedShare)
def move_plan(user, plan_pk: int, remind_at: datetime.datetime | None) -> PlannedShare:
    """Remind somebody at another moment: "later", or whenever they say.

    :param remind_at: as for ``plan_share``.
    :raises PlannedShare.DoesNotExist: there is none, or it is somebody else's.
    :raises Refused: not an ambassador (any more), or no moment to come.
    """
    with transaction.atomic():
        ambassador = locked_ambassador(user)
        plans = PlannedShare.objects.select_related("offer")
        plan = plans.get(pk=plan_pk, ambassador=ambassador)
        plan.remind_at = _moment_to_come(remind_at, plan.offer)
        plan.reminded_at = None
        plan.save(update_fields=["remind_at", "reminded_at"])
    return plan


def tomorrow(
    moment: datetime.datetime, zone: datetime.tzinfo, now: datetime.datetime
) -> datetime.datetime:
    """Return tomorrow at the time of day of ``moment``.

    :param zone: of whoever is to be reminded.
    """
    local = moment.astimezone(zone)
    day = now.astimezone(zone).date() + datetime.timedelta(days=1)
    # An hour that the clock leaves out is the one after it.
    return datetime.datetime.combine(day, local.time(), tzinfo=zone).astimezone(
        datetime.UTC
    )


def drop_plan(user, plan_pk: int) -> None:
    """Forget a planned text; nobody is reminded of it.

    :raises PlannedShare.DoesNotExist: there is none, or it is somebody else's.
    """
    PlannedShare.objects.of(user).get(pk=plan_pk).delete()


def remind_due() -> None:
    """Remind everybody of what they wanted to be reminded of by now.

    Run it every few minutes; twice is once. Whoever is to be reminded of several
    texts, after days without a worker say, gets one reminder. What has ended since
    its reminder, and waited to be posted, ends as what was never reminded of does.
    Nobody is reminded while sharing is closed.
    """
    if not launch.is_open():
        return
    due = PlannedShare.objects.filter(
        reminded_at=None, remind_at__lte=timezone.now(), ambassador__left_at=None
    )
    _for_everybody(due, _remind)
    reminded = PlannedShare.objects.exclude(reminded_at=None)
    over = reminded.exclude(offer__in=Offer.objects.current())
    _for_everybody(over.filter(ambassador__left_at=None), _end_over)


def end_plans(offer: Offer) -> None:
    """Tell whoever planned an offer that it has ended, and give them their text back.

    :param offer: one that is not offered any more.
    """
    plans = PlannedShare.objects.filter(offer=offer, ambassador__left_at=None)
    _for_everybody(plans, functools.partial(_end_all, offer=offer))


def _for_everybody(plans: QuerySet[PlannedShare], do: Callable[[int], object]) -> None:
    """Do something once for each person who made one of ``plans``.

    :param do: takes the primary key of the ambassador.
    """
    for pk in list(plans.order_by().values_list("ambassador", flat=True).distinct()):
        try:
            do(pk)
        except Exception:
            # One that fails does not keep the others; it is tried again.
            logger.exception("Ambassador %s could not be reminded", pk)


@tried_again(PlannedShare)
def _end_all(ambassador_pk: int, *, offer: Offer) -> None:
    with transaction.atomic():
        ambassador = _locked_if_active(ambassador_pk)
        if ambassador is None:
            return
        plans = PlannedShare.objects.filter(ambassador=ambassador, offer=offer)
        for plan in plans.select_related("offer"):
            _end(plan, ambassador)


@tried_again(PlannedShare)
def _end_over(ambassador_pk: int) -> None:
    with transaction.atomic():
        ambassador = _locked_if_active(ambassador_pk)
        if ambassador is None:
            return
        reminded = PlannedShare.objects.filter(ambassador=ambassador).exclude(
            reminded_at=None
        )
        for plan in reminded.select_related("offer__page"):
            if not plan.offer.is_current:
                _end(plan, ambassador)


@tried_again(PlannedShare)
def _remind(ambassador_pk: int) -> None:
    with transaction.atomic():
        ambassador = _locked_if_active(ambassador_pk)
        if ambassador is None:
            return
        now = timezone.now()
        due = PlannedShare.objects.filter(
            ambassador=ambassador, reminded_at=None, remind_at__lte=now
        )
        plans = list(due.select_related("offer__page"))
        is_late = all(now - plan.remind_at > LATE for plan in plans)
        # They chose that moment; what comes when they did not choose it waits for day.
        if not plans or (is_late and profile_of(ambassador).is_asleep(now)):
            return
        told = []
        for plan in plans:
            if not _can_be_shared(plan, ambassador):
                _end(plan, ambassador)
                continue
            plan.reminded_at = now
            plan.save(update_fields=["reminded_at"])
            if now - plan.remind_at <= TOO_LATE:
                told.append(plan)
        if told:
            notices.remind(ambassador, told, is_late=is_late)


def _end(plan: PlannedShare, ambassador: Ambassador) -> None:
    notices.tell_ended(ambassador, plan)
    plan.delete()


def _can_be_shared(plan: PlannedShare, ambassador: Ambassador) -> bool:
    return plan.offer.is_current and plan.offer.is_meant_for(ambassador.user)


def _moment_to_come(
    moment: datetime.datetime | None, offer: Offer
) -> datetime.datetime:
    now = timezone.now()
    if moment is None:
        raise Refused("moment", NO_MOMENT)
    if moment <= now:
        raise Refused("moment", MOMENT_OVER)
    if moment > now + FURTHEST:
        raise Refused("moment", TOO_FAR)
    if offer.expires_at is not None and moment >= offer.expires_at:
        raise Refused("moment", OFFER_ENDS_BEFORE)
    return moment


def _locked_if_active(pk: int) -> Ambassador | None:
    # The account is read apart: a join would lock it as well.
    active = Ambassador.objects.active().select_for_update()
    return active.filter(pk=pk).first()

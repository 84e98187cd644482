"""One way to tell one person one thing once, by mail and on the intranet.

On the intranet whoever takes part finds it in the hub and on their profile: it is said
where they come by themselves. A mail comes to them, so it needs more: a yes to its
purpose, the end of their quiet hours and of their pause. What has no purpose is the
answer to something they did, such as having shared what was withdrawn since; it needs
no yes and waits for no pause, only for their morning.
"""

import datetime
import logging
from collections.abc import Iterable
from typing import Any

from django.db import router, transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from wagtail_advocacy import jobs

from . import consents, launch
from .models import Ambassador, Delivery, DismissedInvitation
from .notice_kinds import ShownNotice, notice_kinds, show
from .notice_mails import mailbox, message_of
from .profile import profile_of
from .queries import active_ambassador


logger = logging.getLogger(__name__)

TASK = "wagtail_advocacy.ambassadors.tasks.deliver_notice"
SWEEP_ON = "wagtail_advocacy.ambassadors.tasks.sweep_more_notices"

# Whoever has not said within it what became of a mail has died with it.
LEASE = datetime.timedelta(minutes=30)
# A mail server that is down is asked after 5, 10, 20… minutes, for half a week.
FIRST_WAIT = datetime.timedelta(minutes=5)
LONGEST_WAIT = datetime.timedelta(hours=12)
MOST_ATTEMPTS = 14
# Mails that one run of the sweep hands over: other jobs, and a worker's sign of life,
# wait behind no more than these.
BATCH = 500
# More than this on a screen is a list and no notice.
MOST_SHOWN = 5
# What is looked at for it: among it is what is over and was not put away yet.
MOST_LOOKED_AT = 50


def send(
    user,
    kind_key: str,
    *,
    occasion: str,
    context: dict[str, Any] | None = None,
    address: str = "",
) -> Delivery | None:
    """Tell somebody something, unless they were told already.

    It can be asked for twice, or in two tasks at once: they are told once.

    :param occasion: what it is about, at most 128 characters; the same one is told
        once to each person, for as long as they take part.
    :param context: plain values for the template, as JSON has them.
    :param address: path of the intranet where it goes on; "": nowhere.
    :returns: the delivery; ``None``: they were told before, or do not take part and
        this kind is not for everybody, or are not to be invited.
    :raises LookupError: there is no such kind.
    """
    kind = notice_kinds.get(kind_key)
    now = timezone.now()
    with transaction.atomic():
        is_told = (
            active_ambassador(user) is not None
            or (kind.reaches_everybody and user.is_active)
            or (kind.invites and _may_be_invited(user))
        )
        if not is_told:
            return None
        delivery, is_new = Delivery.objects.get_or_create(
            user=user,
            kind=kind.key,
            occasion=occasion,
            defaults={
                "context": context or {},
                "address": address,
                "created_at": now,
                "due_at": now,
                "put_away_at": now if kind.is_mail_only else None,
            },
        )
        if not is_new:
            return None
        jobs.enqueue(TASK, delivery.pk)
    return delivery


def send_to_all(
    kind_key: str,
    told: Iterable[tuple[Any, str, dict[str, Any]]],
    *,
    address: str = "",
) -> None:
    """Tell many people something, each unless they were told already.

    The sweep hands the mails over within minutes. One query for five hundred people,
    and nobody's place is asked for: whoever does not take part by then gets nothing.

    :param told: account, occasion and context of each, as ``send`` takes them.
    :raises LookupError: there is no such kind.
    """
    kind = notice_kinds.get(kind_key)
    now = timezone.now()
    Delivery.objects.bulk_create(
        (
            Delivery(
                user=user,
                kind=kind.key,
                occasion=occasion,
                context=context,
                address=address,
                created_at=now,
                due_at=now,
                put_away_at=now if kind.is_mail_only else None,
            )
            for user, occasion, context in told
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def deliver(delivery_pk: int) -> None:
    """Mail one notice if it is due and may be mailed.

    However many workers try it, one of them does: whoever moves ``due_at``. A worker
    that dies with it leaves it to the sweep, half an hour later.
    """
    now = timezone.now()
    claimed = (
        Delivery.objects.waiting()
        .filter(pk=delivery_pk, due_at__lte=now)
        .update(due_at=now + LEASE, attempts=F("attempts") + 1)
    )
    if not claimed:
        return
    delivery = _read(delivery_pk)
    if delivery is None:
        # Erased in this very moment.
        return
    if delivery.attempts > MOST_ATTEMPTS:
        # Each of them died with it, or was stopped: a mail server that neither takes a
        # mail nor refuses it.
        logger.error("Notice %s is given up: no attempt came to an end", delivery.pk)
        _settle(delivery, Delivery.State.FAILED)
        return
    verdict = _verdict(delivery, now)
    if isinstance(verdict, datetime.datetime):
        _put_off(delivery, verdict, attempts=F("attempts") - 1)
    elif verdict is not None:
        _settle(delivery, verdict)
    else:
        _mail(delivery)


def sweep(after: tuple[datetime.datetime, int] | None = None) -> None:
    """Hand over what is due: what waited, what failed, what a worker died with.

    Where there is more, the queue comes back for it as soon as it is through with
    these: a digest for thousands does not wait for the next run, and no job waits
    behind thousands of mails.

    :param after: when the last one handed over was due, and its primary key.
    """
    due = Delivery.objects.waiting().filter(due_at__lte=timezone.now())
    if not launch.is_open():
        due = due.exclude(kind__in=_encouraging())
    if after is not None:
        # None of the lot before, wherever in the queue it still is.
        due_at, pk = after
        due = due.filter(Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=pk))
    lot = list(due.order_by("due_at", "pk").values_list("due_at", "pk")[:BATCH])
    for _due_at, pk in lot:
        jobs.enqueue(TASK, pk)
    if len(lot) == BATCH and jobs.uses_queue():
        due_at, pk = lot[-1]
        jobs.enqueue(SWEEP_ON, due_at.isoformat(), pk)


def cancel_waiting(user) -> None:
    """Tell somebody nothing of what they were still to be told."""
    Delivery.objects.waiting().filter(user=user).update(
        state=Delivery.State.DROPPED, due_at=None, put_away_at=timezone.now()
    )


def put_away(user, delivery_pk: int) -> None:
    """Take a notice off somebody's screens; somebody else's stays."""
    theirs = Delivery.objects.filter(pk=delivery_pk, user=user, put_away_at=None)
    # Nothing is written for whoever it does not belong to.
    if theirs.exists():
        theirs.update(put_away_at=timezone.now())


def put_away_about(
    user_pk: Any, kind_key: str, about: str, *, but: Delivery | None = None
) -> None:
    """Take notices of one kind off somebody's screens: what they say is over.

    :param about: what the occasions of these notices begin with, such as "share:12:".
    :param but: a newer one that stays.
    """
    rows = _on_screens().filter(user=user_pk, kind=kind_key, occasion__startswith=about)
    over = rows.exclude(pk=but.pk) if but else rows
    # By primary key: a database that locks what it looks at locks nobody else's.
    if pks := list(over.values_list("pk", flat=True)):
        _on_screens().filter(pk__in=pks).update(put_away_at=timezone.now())


def put_away_what_is_over() -> None:
    """Take off the screens what does not hold any more; run it once a day.

    Screens leave it out anyway, but have to look at it. So only the people who have
    more notices than a screen shows.
    """
    crowded = (
        _on_screens().order_by().values("user").annotate(number=Count("pk"))
    ).filter(number__gt=MOST_SHOWN)
    people = Ambassador.objects.active().select_related("user")
    for pk in list(crowded.values_list("user", flat=True)):
        ambassador = people.filter(user=pk).first()
        if ambassador is not None:
            _put_away_over(ambassador)


def unread(ambassador: Ambassador | None) -> list[ShownNotice]:
    """Return what somebody has not put away, newest first.

    Nothing that is over, that encourages while sharing is closed, or, in somebody's
    pause, that they could do without. Three queries, and those of ``still_holds``.
    """
    if ambassador is None:
        return []
    rows = _on_screens().filter(
        user=ambassador.user_id, kind__in=[kind.key for kind in notice_kinds]
    )
    found = list(rows.order_by("-created_at", "-pk")[:MOST_LOOKED_AT])
    if not found:
        return []
    now = timezone.now()
    is_paused = profile_of(ambassador).is_paused(now)
    is_open = launch.is_open()
    shown = []
    for row in found:
        kind = notice_kinds.get(row.kind)
        is_held = (is_paused and kind.purpose) or (kind.encourages and not is_open)
        if not is_held and kind.still_holds(ambassador, row.context):
            shown.append(show(row))
        if len(shown) == MOST_SHOWN:
            break
    return shown


def forget_content(before: datetime.datetime) -> None:
    """Forget what notices said; that they were said stays, so that it is said once."""
    old = Delivery.objects.filter(created_at__lt=before, is_forgotten=False).exclude(
        state=Delivery.State.WAITING
    )
    for delivery in old.iterator():
        known = delivery.kind in notice_kinds
        kept = notice_kinds.get(delivery.kind).kept if known else ()
        Delivery.objects.filter(pk=delivery.pk).update(
            context={name: delivery.context.get(name) for name in kept},
            address="",
            is_forgotten=True,
            put_away_at=delivery.put_away_at or timezone.now(),
        )


def _on_screens() -> QuerySet[Delivery]:
    rows = Delivery.objects.using(router.db_for_write(Delivery))
    return rows.filter(put_away_at=None).exclude(state=Delivery.State.DROPPED)


def _put_away_over(ambassador: Ambassador) -> None:
    for row in list(_on_screens().filter(user=ambassador.user_id)):
        if row.kind not in notice_kinds:
            continue
        try:
            holds = notice_kinds.get(row.kind).still_holds(ambassador, row.context)
        except Exception:
            # A rule of the site's own that fails does not keep the others.
            logger.exception("Nobody can tell whether notice %s holds", row.pk)
            continue
        if not holds:
            _on_screens().filter(pk=row.pk).update(put_away_at=timezone.now())


def _read(delivery_pk: int) -> Delivery | None:
    rows = Delivery.objects.using(router.db_for_write(Delivery))
    return rows.select_related("user").filter(pk=delivery_pk).first()


def _encouraging() -> list[str]:
    return [kind.key for kind in notice_kinds if kind.encourages]


def _verdict(
    delivery: Delivery, now: datetime.datetime
) -> Delivery.State | datetime.datetime | None:
    """Return what becomes of it without a mail, or when to ask again; ``None``: it is
    mailed now.
    """
    ambassador = _recipient(delivery)
    if delivery.user is None or delivery.kind not in notice_kinds:
        return Delivery.State.DROPPED
    kind = notice_kinds.get(delivery.kind)
    if kind.invites and ambassador is None:
        is_invited = _may_be_invited(delivery.user) and mailbox(delivery.user)
        return None if is_invited else Delivery.State.DROPPED
    if kind.invites:
        # They said which mails they want; this one was not among them.
        return Delivery.State.INTRANET_ONLY
    if kind.reaches_everybody and ambassador is None:
        is_reached = (
            delivery.user.is_active
            and mailbox(delivery.user)
            and kind.still_holds(None, delivery.context)
        )
        return None if is_reached else Delivery.State.DROPPED
    if ambassador is None:
        return Delivery.State.DROPPED
    if kind.encourages and not launch.is_open():
        # The sweep leaves it alone until sharing opens.
        return now
    if not kind.still_holds(ambassador, delivery.context):
        return Delivery.State.DROPPED
    agreed = kind.purpose is None or consents.granted(ambassador, kind.purpose.key)
    if not agreed or not mailbox(delivery.user):
        dropped, shown = Delivery.State.DROPPED, Delivery.State.INTRANET_ONLY
        return dropped if kind.is_mail_only else shown
    return profile_of(ambassador).silent_until(now, through_pause=kind.purpose is None)


def _may_be_invited(user) -> bool:
    """Whether somebody who does not take part never said that they do not want to."""
    dismissed = DismissedInvitation.objects.using(
        router.db_for_write(DismissedInvitation)
    )
    known = Ambassador.objects.using(router.db_for_write(Ambassador))
    return (
        user.is_active
        and not dismissed.filter(user=user).exists()
        and not known.filter(user=user).exists()
    )


def _recipient(delivery: Delivery) -> Ambassador | None:
    if delivery.user is None:
        return None
    writing = Ambassador.objects.using(router.db_for_write(Ambassador))
    return writing.active().select_related("user").filter(user=delivery.user).first()


def _settle(delivery: Delivery, state: Delivery.State) -> None:
    fields: dict[str, Any] = {"state": state, "due_at": None}
    if state == Delivery.State.DROPPED:
        fields["put_away_at"] = timezone.now()
    Delivery.objects.filter(pk=delivery.pk).update(**fields)


def _put_off(delivery: Delivery, until: datetime.datetime, **fields) -> None:
    # Whoever left meanwhile is told nothing: their row does not wait any more.
    Delivery.objects.waiting().filter(pk=delivery.pk).update(due_at=until, **fields)


def _mail(delivery: Delivery) -> None:
    try:
        message_of(delivery).send()
    except Exception as error:
        # Whatever the site's own mail backend raises, and a mistake in a template of
        # the site's: the mail is tried again, and the intranet shows it meanwhile.
        if delivery.attempts >= MOST_ATTEMPTS:
            logger.error(
                "Notice %s could not be mailed and is given up: %s", delivery.pk, error
            )
            _settle(delivery, Delivery.State.FAILED)
            return
        wait = min(FIRST_WAIT * 2 ** (delivery.attempts - 1), LONGEST_WAIT)
        logger.warning(
            "Notice %s could not be mailed, again in %s: %s", delivery.pk, wait, error
        )
        _put_off(delivery, timezone.now() + wait)
        return
    _settle(delivery, Delivery.State.SENT)

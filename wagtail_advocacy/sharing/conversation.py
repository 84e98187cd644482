"""After "yes, it is out": who reacts, and whether the author answers.

A post whose author never answers is worse than none. So they are asked, a few times
within a week and where they like by mail; and they tell what they want to tell.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import router, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import notices
from wagtail_advocacy.ambassadors.consents import Purpose
from wagtail_advocacy.ambassadors.models import Ambassador, Delivery
from wagtail_advocacy.ambassadors.notice_kinds import Choice, NoticeKind, notice_kinds
from wagtail_advocacy.ambassadors.queries import language_of
from wagtail_advocacy.contention import tried_again
from wagtail_advocacy.rows import in_batches
from wagtail_advocacy.shareables.models import Offer

from . import readings, signals
from .models import Reading, Share, SharingSettings
from .nudge_times import WEEK


Metric = Reading.Metric

# Shares that are looked at at once.
BATCH = 500

BY_MAIL = Purpose(
    "mail:conversation",
    wording="2026-11",
    sentence=_(
        "You may ask me by mail, a few times within a week of a post, whether somebody"
        " reacted, so that I answer them."
    ),
    group="mail",
)


@tried_again(Reading)
def report(
    user, share_pk: int, figures: dict[str, int], *, at: datetime.datetime | None = None
) -> list[Reading]:
    """Write down what somebody says about their own published post.

    Saying it again on the same day adds nothing.

    :param figures: value by key of the metric; what they do not know is left out.
    :param at: when they said it; now.
    :raises Share.DoesNotExist: there is none, it is somebody else's, or not published.
    :raises NotTakingPart: the person has left.
    """
    with transaction.atomic():
        # No other tab or mail of theirs is between looking and writing.
        ambassador = ambassadors.lock(user)
        share = _published(ambassador).get(pk=share_pk)
        return _report(share, figures, at or timezone.now())


@tried_again(Share)
def stop_nudges(user, share_pk: int, *, stopped: bool = True) -> None:
    """Ask somebody no more about one post; ``stopped=False``: ask again.

    :raises Share.DoesNotExist: there is none, it is somebody else's, or not published.
    :raises NotTakingPart: the person has left.
    """
    with transaction.atomic():
        ambassador = ambassadors.lock(user)
        share = _published(ambassador).get(pk=share_pk)
        _stop(share, timezone.now() if stopped else None)


def are_nudges_over(share: Share) -> bool:
    """Whether nobody asks its author any more, whatever they answer."""
    return _is_over(share, timezone.now()) or not SharingSettings.read().nudge_after


def nudge() -> None:
    """Ask the authors of posts how it goes, where it is time. Twice is once.

    After days in which nothing ran, each post is asked about once, not as often as it
    would have been.
    """
    times = SharingSettings.read().nudge_after
    if not times:
        return
    now = timezone.now()
    for shares in _batches(now, times[0]):
        known = readings.latest(share.pk for share in shares)
        asked = _last_asked(shares, now)
        for share in shares:
            number, due_at = _due(share, times, now)
            is_asked = share.pk in asked and asked[share.pk] >= due_at
            if not is_asked and not _has_replied(known.get(share.pk, {})):
                _ask(share, number)


def _is_over(share: Share, now: datetime.datetime) -> bool:
    return (
        share.confirmed_at is None
        or share.offer.is_withdrawn
        or now - share.confirmed_at >= WEEK
    )


def _batches(now: datetime.datetime, first: datetime.timedelta) -> Iterator[list]:
    shares = (
        Share.objects.using(router.db_for_write(Share))
        .confirmed()
        .filter(
            confirmed_at__gt=now - WEEK,
            confirmed_at__lte=now - first,
            nudges_stopped_at=None,
            ambassador__left_at=None,
            ambassador__user__is_active=True,
        )
        .exclude(offer__end_reason=Offer.EndReason.WITHDRAWN)
        .select_related("offer", "ambassador__user")
    )
    yield from in_batches(shares, BATCH)


def _last_asked(
    shares: list[Share], now: datetime.datetime
) -> dict[int, datetime.datetime]:
    """Return when each of these posts was last asked about. One query."""
    rows = Delivery.objects.using(router.db_for_write(Delivery)).filter(
        kind=NUDGE.key,
        user__in={share.ambassador.user_id for share in shares if share.ambassador},
        created_at__gt=now - WEEK,
    )
    found: dict[int, datetime.datetime] = {}
    for occasion, created_at in rows.order_by("created_at").values_list(
        "occasion", "created_at"
    ):
        found[int(occasion.split(":")[1])] = created_at
    return found


def _due(
    share: Share, times: list[datetime.timedelta], now: datetime.datetime
) -> tuple[int, datetime.datetime]:
    """Return which question it is time for, from 1, and since when; 0: for none."""
    confirmed_at = share.confirmed_at or now
    number = sum(confirmed_at + time <= now for time in times)
    return number, confirmed_at + times[number - 1] if number else now


def _ask(share: Share, number: int) -> None:
    author = share.ambassador
    if author is None:
        return
    with translation.override(language_of(author.user)):
        address = reverse("wagtail_advocacy:sharing:share", args=[share.pk])
    asked = notices.send(
        author.user,
        NUDGE.key,
        occasion=f"{_about(share)}{number}",
        context={
            "share": share.pk,
            "number": number,
            "title": share.offer.title,
            "post_address": share.post_address,
        },
        address=address,
    )
    if asked is not None:
        # Nobody is asked twice at once.
        notices.put_away_about(author.user_id, NUDGE.key, _about(share), but=asked)


def _about(share: Share) -> str:
    return f"share:{share.pk}:"


def _put_away_questions(share: Share) -> None:
    if share.ambassador is not None:
        notices.put_away_about(share.ambassador.user_id, NUDGE.key, _about(share))


def _published(ambassador: Ambassador):
    shares = Share.objects.using(router.db_for_write(Share))
    return shares.confirmed().filter(ambassador=ambassador)


def _report(
    share: Share, figures: dict[str, int], at: datetime.datetime
) -> list[Reading]:
    known = readings.latest([share.pk]).get(share.pk, {})
    return [
        _add(share, metric, value, at)
        for metric, value in figures.items()
        if not _is_said(known.get(metric), value, at)
    ]


def _is_said(known: Reading | None, value: int, at: datetime.datetime) -> bool:
    return (
        known is not None
        and known.value == value
        and known.source == Reading.Source.SELF_REPORTED
        and timezone.localdate(known.at) == timezone.localdate(at)
    )


def _add(share: Share, metric: str, value: int, at: datetime.datetime) -> Reading:
    is_answer = metric == Metric.REPLIED and value > 0
    answered_before = is_answer and (
        share.readings.filter(metric=metric, value__gt=0).exists()
    )
    reading = Reading.objects.create(
        share=share,
        metric=metric,
        value=value,
        source=Reading.Source.SELF_REPORTED,
        at=at,
    )
    signals.reading_added.send(sender=Reading, share=share, reading=reading)
    if is_answer:
        _put_away_questions(share)
    if is_answer and not answered_before:
        signals.comments_answered.send(sender=Share, share=share)
    return reading


def _stop(share: Share, at: datetime.datetime | None) -> None:
    Share.objects.filter(pk=share.pk).update(nudges_stopped_at=at)
    if at is not None:
        _put_away_questions(share)


def _has_replied(known: dict[str, Reading]) -> bool:
    return Metric.REPLIED in known and known[Metric.REPLIED].value > 0


def _still_asks(ambassador: Ambassador, context: dict[str, Any]) -> bool:
    share = _published(ambassador).select_related("offer")
    share = share.filter(pk=context.get("share") or 0, nudges_stopped_at=None).first()
    times = SharingSettings.read().nudge_after
    now = timezone.now()
    if share is None or not times or _is_over(share, now):
        return False
    # A later question takes its place: nobody is asked twice at once.
    number, _since = _due(share, times, now)
    is_last = number <= context.get("number", 0)
    return is_last and not _has_replied(readings.latest([share.pk]).get(share.pk, {}))


def _replied(ambassador, context, said_at) -> None:
    share = _published(ambassador).filter(pk=context.get("share") or 0).first()
    if share is not None:
        _report(share, {Metric.REPLIED: 1}, said_at)


def _nothing_yet(ambassador, context, said_at) -> None:
    # No figure: nobody knows whether it means no comment, or none answered.
    pass


def _enough(ambassador, context, said_at) -> None:
    share = _published(ambassador).filter(pk=context.get("share") or 0).first()
    if share is not None:
        _stop(share, said_at)


NUDGE = NoticeKind(
    "conversation",
    label=_("Reactions to a post"),
    template="wagtail_advocacy/sharing/notices/conversation.txt",
    purpose=BY_MAIL,
    still_holds=_still_asks,
    choices=(
        Choice(
            "replied",
            label=_("I replied"),
            done=_("Your readers will be glad. You are not asked about it again."),
            act=_replied,
        ),
        Choice(
            "nothing",
            label=_("Nothing yet"),
            done=_("No hurry. After a week you are not asked about it any more."),
            act=_nothing_yet,
        ),
        Choice(
            "enough",
            label=_("Stop reminding me"),
            done=_(
                "Done: you are not asked about this post any more. On your profile you"
                " can switch such mails off for all posts."
            ),
            act=_enough,
        ),
    ),
)


def register() -> None:
    notice_kinds.register(NUDGE)

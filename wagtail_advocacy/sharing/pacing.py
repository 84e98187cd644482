"""Caps: how much one person shares, and how often one article goes round.

A place is taken when somebody leaves for a network, and is theirs for a day, however
often they leave again. It is given back when they change their mind, or when the day is
over and they did not say that it is out; saying so later makes it count again, where it
was, and is never refused.

A person's days and weeks are those of their own time zone. An offer's hours are those
of the clock, its days those of the site's time zone: one calendar for everybody, since
they share it.
"""

import datetime

from django.db import router
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.models import Ambassador, Profile
from wagtail_advocacy.ambassadors.profile import profile_of
from wagtail_advocacy.rows import make_all_once
from wagtail_advocacy.shareables.models import Offer

from .models import PaceCount, PlannedShare, Share, SharingSettings
from .slots import HORIZON, Clock, Limits, Timetable, find_slot, monday_of


# How long a place is kept for somebody who has not said that it is out.
PLACE_HELD = datetime.timedelta(days=1)
# By this many minutes each offer is away from the one before it: no two articles are
# proposed for the same minute of an hour, before there are three.
OFFSET = 20

OFFER_FULL = _("This article is going round a lot already.")
PERSON_FULL_TODAY = _("You have shared a lot today already.")
PERSON_FULL_THIS_WEEK = _("You have shared a lot this week already.")


class Full(Exception):
    """There is no place now, with the sentence that says whose limit it is.

    :param code: ``"offer_full"`` or ``"person_full"``.
    """

    def __init__(self, code: str, sentence) -> None:
        self.code = code
        self.sentence = sentence
        super().__init__(code)


CODES = ("offer_full", "person_full")


def reserve(share: Share, ambassador: Ambassador) -> None:
    """Take a place for a share whose author leaves for the network, if it has none.

    Call it last in a transaction in which the author's row is locked: the rows of the
    offer are locked from here on, for everybody who shares it. ``place_taken_at`` is
    set and left to the caller to save. Six queries, none within a place's day.

    :param ambassador: the author, whose row is locked.
    :raises Full: a cap is reached; nothing is taken.
    """
    now = timezone.now()
    if holds_place(share, now):
        return
    settings = SharingSettings.read()
    _check_person(share, ambassador, settings, now)
    release(share)
    _take(share.offer_id, settings, now)
    share.place_taken_at = now


def holds_place(share: Share, now: datetime.datetime) -> bool:
    """Whether its author may leave with it again without asking for a place."""
    taken_at = share.place_taken_at
    return taken_at is not None and taken_at > now - PLACE_HELD


def release(share: Share) -> None:
    """Give the place of a share back, whose author's row is locked.

    ``place_taken_at`` is emptied and left to the caller to save.
    """
    if share.place_taken_at is None:
        return
    windows = [name for name, _over_at in windows_of(share.place_taken_at)]
    _counts(share.offer_id, windows).filter(taken__gt=0).update(taken=F("taken") - 1)
    share.place_taken_at = None


def windows_of(moment: datetime.datetime) -> list[tuple[str, datetime.datetime]]:
    """Return the day and the hour of an offer that a moment counts in, and their ends.

    In the order in which their rows are locked.
    """
    zone = timezone.get_default_timezone()
    day = moment.astimezone(zone).date()
    hour = int(moment.timestamp()) // 3600
    return [
        (f"day:{day}", _start(day + datetime.timedelta(days=1), zone)),
        (
            f"hour:{hour}",
            datetime.datetime.fromtimestamp((hour + 1) * 3600, datetime.UTC),
        ),
    ]


def forget_what_is_over() -> None:
    """Delete the counts of hours and days that are over."""
    PaceCount.objects.filter(over_at__lte=timezone.now()).delete()


def suggest_slot(
    ambassador: Ambassador,
    offer: Offer,
    network: str,
    profile: Profile | None = None,
) -> datetime.datetime | None:
    """Return when somebody had best post an offer on a network; ``None``: no more.

    Never in the past, never in their quiet hours (the night, where they set none) or
    their pause, and while the offer lasts; see ``slots.find_slot`` for how it is
    chosen. It is a proposal and no place: that is taken when they leave. Six queries,
    five with the profile.

    :param network: key of a network.
    :param profile: the person's own, where it is at hand.
    :returns: an aware moment, in UTC, on a whole minute.
    """
    now = timezone.now()
    profile = profile or profile_of(ambassador)
    settings = SharingSettings.read()
    quiet_from, quiet_until = profile.sleep
    clock = Clock(profile.zone, quiet_from, quiet_until, profile.paused_until)
    until = now + HORIZON
    return find_slot(
        _timetable_of_offer(ambassador, offer, network, now),
        _timetable_of_person(ambassador, offer, network, profile, now),
        clock,
        network=network,
        now=now,
        until=min(until, offer.expires_at) if offer.expires_at else until,
        limits=Limits(
            person_day=settings.person_daily_cap,
            person_week=settings.person_weekly_cap,
            offer_hour=settings.offer_hourly_cap,
            offer_day=settings.offer_daily_cap,
        ),
        offset=offer.pk * OFFSET % 60,
    )


def _timetable_of_offer(ambassador, offer: Offer, network: str, now) -> Timetable:
    day = _start(timezone.localdate(now), timezone.get_default_timezone())
    shares = _counted(now).filter(offer=offer, place_taken_at__gte=day)
    plans = _plans(now).filter(offer=offer)
    plans = plans.exclude(ambassador=ambassador, network=network)
    return Timetable(
        timezone.get_default_timezone(),
        [
            *shares.values_list("network", "place_taken_at"),
            *plans.values_list("network", "remind_at"),
        ],
    )


def _timetable_of_person(
    ambassador, offer: Offer, network: str, profile: Profile, now
) -> Timetable:
    plans = _plans(now).filter(ambassador=ambassador)
    plans = plans.exclude(offer=offer, network=network)
    return Timetable(
        profile.zone,
        [
            *_of_this_week(ambassador.pk, profile, now).values_list(
                "network", "place_taken_at"
            ),
            *plans.values_list("network", "remind_at"),
        ],
    )


def _plans(now):
    # Whoever was reminded within the hour may be about to leave.
    hour = datetime.timedelta(hours=1)
    return PlannedShare.objects.filter(remind_at__gt=now - hour).order_by()


def _check_person(share: Share, ambassador: Ambassador, settings, now) -> None:
    if settings.person_daily_cap is None and settings.person_weekly_cap is None:
        return
    profile = profile_of(ambassador)
    own = _of_this_week(ambassador.pk, profile, now).exclude(pk=share.pk)
    taken = list(own.values_list("place_taken_at", flat=True))
    today = _start(now.astimezone(profile.zone).date(), profile.zone)
    if not _has_room(
        len([one for one in taken if one >= today]), settings.person_daily_cap
    ):
        raise Full("person_full", PERSON_FULL_TODAY)
    if not _has_room(len(taken), settings.person_weekly_cap):
        raise Full("person_full", PERSON_FULL_THIS_WEEK)


def _has_room(taken: int, cap: int | None) -> bool:
    return cap is None or taken < cap


def _of_this_week(ambassador_pk, profile: Profile, now):
    zone = profile.zone
    monday = _start(monday_of(now.astimezone(zone).date()), zone)
    return _counted(now).filter(ambassador=ambassador_pk, place_taken_at__gte=monday)


def _counted(now):
    """Return the shares that have a place now: out, once at least, or on their
    way for a day."""
    on_their_way = Q(state=Share.State.OPEN, place_taken_at__gt=now - PLACE_HELD)
    return (
        Share.objects.using(router.db_for_write(Share))
        .filter(Q(state__in=Share.PUBLISHED) | on_their_way)
        .order_by()
    )


def _take(offer_pk: int, settings: SharingSettings, now: datetime.datetime) -> None:
    # Counted without a cap, too: a lead may set one in the middle of a day.
    caps = [settings.offer_daily_cap, settings.offer_hourly_cap]
    windows = windows_of(now)
    rows = [
        PaceCount(offer_id=offer_pk, window=name, over_at=over_at)
        for name, over_at in windows
    ]
    make_all_once(rows, ["offer", "window"])
    names = [name for name, _over_at in windows]
    counts = _counts(offer_pk, names)
    # They are locked already. Read as locked all the same: under REPEATABLE READ a
    # plain read shows what they were when this transaction began.
    taken = dict(counts.select_for_update().values_list("window", "taken"))
    if not all(
        _has_room(taken[name], cap) for name, cap in zip(names, caps, strict=True)
    ):
        raise Full("offer_full", OFFER_FULL)
    counts.update(taken=F("taken") + 1)


def _counts(offer_pk: int, windows: list[str]):
    counts = PaceCount.objects.using(router.db_for_write(PaceCount))
    return counts.filter(offer=offer_pk, window__in=windows)


def _start(day: datetime.date, zone: datetime.tzinfo) -> datetime.datetime:
    """Return when a day begins, in UTC: that compares in hours that come twice."""
    midnight = datetime.datetime.combine(day, datetime.time(), tzinfo=zone)
    return midnight.astimezone(datetime.UTC)

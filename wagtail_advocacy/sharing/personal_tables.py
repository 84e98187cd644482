"""What this room keeps about people, and how it forgets it."""

import datetime

from django.db import router
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.personal_data import (
    Person,
    PersonalTable,
    personal_tables,
)

from .models import Draft, Handoff, PlannedShare, Share, TrackedLink, VisitCount


UNTIL = _(
    "you erase it, or a year after you left (“left”); its text and address three"
    " years after you shared it (“share_texts”); what you gave up, at once"
)


def _shares(person: Person):
    if person.ambassador is None:
        return Share.objects.none()
    return Share.objects.filter(ambassador=person.ambassador)


def _drafts(person: Person):
    if person.ambassador is None:
        return Draft.objects.none()
    return Draft.objects.filter(ambassador=person.ambassador)


def _planned(person: Person):
    if person.ambassador is None:
        return PlannedShare.objects.none()
    return PlannedShare.objects.filter(ambassador=person.ambassador)


def _erase_shares(person: Person) -> None:
    """What was published goes on counting, for nobody; everything else goes.

    The links stay in any case: they may be out there.
    """
    # Not from a replica, which may lack the last one.
    shares = _shares(person).using(router.db_for_write(Share))
    for share in shares.confirmed():
        Share.objects.filter(pk=share.pk).update(
            ambassador=None,
            text="",
            hashtags=[],
            instance="",
            post_address="",
            postponed=0,
            place_taken_at=None,
            # The hour is nobody's business any more; the day is for totals.
            opened_at=_day(share.opened_at),
            confirmed_at=_day(share.confirmed_at or share.opened_at),
        )
    shares.delete()


def _day(moment: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


TABLES = (
    # Its links and counts are asked for through it, so it is erased after them.
    PersonalTable(
        Share._meta.label,
        rows=_shares,
        fields=(
            "id",
            "offer__title",
            "network",
            "instance",
            "text",
            "hashtags",
            "state",
            "opened_at",
            "confirmed_at",
            "place_taken_at",
            "postponed",
            "post_address",
        ),
        erase=_erase_shares,
        why=_("so that you find again what you wrote, and see what it brought"),
        until=UNTIL,
    ),
    PersonalTable(
        TrackedLink._meta.label,
        rows=lambda person: TrackedLink.objects.filter(share__in=_shares(person)),
        fields=("code", "network", "created_at"),
        # It knows no person, and must lead on.
        erase=lambda person: None,
        why=_("the short link in your post"),
        until=_("for good, without a person: it must lead on"),
        seen_by=_("whoever reads your post"),
    ),
    PersonalTable(
        VisitCount._meta.label,
        rows=lambda person: VisitCount.objects.filter(link__share__in=_shares(person)),
        fields=("link__code", "day", "visits"),
        # A total.
        erase=lambda person: None,
        why=_("how many people followed your link on a day; never who"),
        until=_("for good, without a person"),
        seen_by=_("the person, and in totals everybody"),
    ),
    PersonalTable(
        Draft._meta.label,
        rows=_drafts,
        fields=("offer__title", "network", "instance", "text", "hashtags", "saved_at"),
        erase=lambda person: _drafts(person).delete(),
        why=_("what you wrote, until you can leave for the network with it"),
        until=_("you leave for the network or the programme, or 14 days (“drafts”)"),
    ),
    PersonalTable(
        PlannedShare._meta.label,
        rows=_planned,
        fields=(
            "offer__title",
            "network",
            "instance",
            "text",
            "hashtags",
            "planned_at",
            "remind_at",
            "reminded_at",
        ),
        erase=lambda person: _planned(person).delete(),
        why=_("a text of which you want to be reminded, and when"),
        until=_(
            "you leave for the network with it, drop it or leave the programme, its"
            " offer ends, or 30 days after the reminder (“planned”)"
        ),
    ),
    PersonalTable(
        Handoff._meta.label,
        rows=lambda person: Handoff.objects.filter(share__in=_shares(person)),
        fields=("network", "instance", "text", "link_address", "title", "expires_at"),
        erase=lambda person: Handoff.objects.filter(share__in=_shares(person)).delete(),
        why=_("a text on its way to your phone, where it opens without a login"),
        until=_("an hour"),
        seen_by=_("whoever has the address, which only you get"),
    ),
)


def register() -> None:
    for table in TABLES:
        personal_tables.register(table)

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

from .models import (
    Draft,
    Handoff,
    HelpRequest,
    PlannedShare,
    Reading,
    Share,
    TrackedLink,
    VisitCount,
)


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


def _requests(person: Person):
    if person.ambassador is None:
        return HelpRequest.objects.none()
    return HelpRequest.objects.filter(ambassador=person.ambassador)


def _answers(person: Person):
    if person.user is None:
        return HelpRequest.objects.none()
    return HelpRequest.objects.filter(handled_by=person.user.pk)


def _erase_shares(person: Person) -> None:
    """What was published goes on counting, for nobody; everything else goes.

    The links stay in any case: they may be out there.
    """
    # Not from a replica, which may lack the last one.
    shares = _shares(person).using(router.db_for_write(Share))
    for share in shares.published():
        Share.objects.filter(pk=share.pk).update(
            ambassador=None,
            text="",
            hashtags=[],
            instance="",
            post_address="",
            originality=None,
            postponed=0,
            place_taken_at=None,
            nudges_stopped_at=None,
            # The hour is nobody's business any more; the day is for totals.
            opened_at=_day(share.opened_at),
            confirmed_at=_day(share.confirmed_at or share.opened_at),
            # That somebody took something down is nobody's business.
            state=Share.State.CONFIRMED,
            withdrawn_at=None,
        )
    shares.delete()


def _readings(person: Person):
    return Reading.objects.filter(share__in=_shares(person))


def _erase_readings(person: Person) -> None:
    """Figures of what was published stay, by the day; what its author did goes."""
    # Not by the manager of the ledger, which refuses: this is erasure.
    rows = Reading._base_manager.using(router.db_for_write(Reading))
    theirs = rows.filter(share__in=_shares(person))
    theirs.filter(metric=Reading.Metric.REPLIED).delete()
    for pk, at in list(theirs.values_list("pk", "at")):
        rows.filter(pk=pk).update(at=_day(at))


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
            "withdrawn_at",
            "postponed",
            "post_address",
            "nudges_stopped_at",
            "originality",
        ),
        erase=_erase_shares,
        why=_("so that you find again what you wrote, and see what it brought"),
        until=UNTIL,
    ),
    # Before the shares lose their author, through whom these are found.
    PersonalTable(
        Reading._meta.label,
        rows=_readings,
        fields=("share__offer__title", "metric", "value", "source", "at"),
        erase=_erase_readings,
        why=_("what you told of reactions and replies, so that you see how it goes"),
        until=_(
            "you erase it, or a year after you left (“left”); comments and reactions"
            " stay in totals, for nobody"
        ),
        seen_by=_("the person, and in totals everybody"),
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
    PersonalTable(
        HelpRequest._meta.label,
        rows=_requests,
        fields=(
            "kind",
            "offer__title",
            "network",
            "text",
            "address",
            "note",
            "state",
            "asked_at",
            "answer",
            "handled_at",
        ),
        erase=lambda person: _requests(person).delete(),
        why=_("what you asked of colleagues, and what they answered"),
        until=_(
            "you erase it, or 90 days after you sent it, answered or not"
            " (“help_requests”); a question before posting also when you leave"
        ),
        seen_by=_(
            "the leads; a question before posting, the trainers too; and you: it says"
            " so before you send it"
        ),
    ),
    PersonalTable(
        HelpRequest._meta.label,
        part="answers",
        part_label=_("answers to requests for help"),
        rows=_answers,
        fields=("kind", "state", "answer", "handled_at"),
        # What was said to somebody is theirs to read; who said it is forgotten.
        erase=lambda person: _answers(person).update(handled_by=None),
        why=_("so that whoever asked knows who answered"),
        until=_(
            "you erase it: your name, and the answer stays with who asked; or 90 days"
            " after it was asked (“help_requests”)"
        ),
        seen_by=_("who asked, and whoever may answer such requests"),
    ),
)


def register() -> None:
    for table in TABLES:
        personal_tables.register(table)

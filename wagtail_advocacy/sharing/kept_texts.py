"""What somebody wrote about an offer and can go on with."""

import datetime
from dataclasses import dataclass
from typing import Any

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.shareables.models import Offer

from .models import Draft, PlannedShare, Share


@dataclass(frozen=True)
class KeptText:
    """The text that the composer opens with.

    :param kept_for: key of the network it was kept for; "": none in particular.
    :param kept_at: since when it is kept here; a browser may have a later one.
    """

    text: str
    hashtags: list[str]
    instance: str
    kept_for: str
    kept_at: datetime.datetime


def kept_text(
    ambassador: Ambassador, offer: Offer, wanted: str = ""
) -> KeptText | None:
    """Return what to go on with, if there is something. Three queries.

    What was kept for the very network goes before anything else: that is what a
    reminder leads to. A draft or a plan is newer than what somebody left with, since
    leaving with it ends it.

    :param wanted: key of the network that was asked for; "": any.
    """
    here: dict[str, Any] = {"ambassador": ambassador, "offer": offer}
    plans = PlannedShare.objects.filter(**here)
    drafts = Draft.objects.filter(**here).order_by("-saved_at", "-pk")
    left_with = Share.objects.open().filter(**here)
    if wanted:
        left_with = left_with.filter(network=wanted)
    planned = [_kept(plan, plan.planned_at) for plan in plans]
    drafted = [_kept(draft, draft.saved_at) for draft in drafts]
    left = [_kept(share, share.opened_at) for share in left_with[:1]]
    there = [
        *(one for one in planned if one.kept_for == wanted),
        *(one for one in drafted if one.kept_for in ("", wanted)),
        *left,
    ]
    anything = [*drafted, *planned, *left]
    return next(iter([*there, *anything] if wanted else anything), None)


def forget_draft(ambassador: Ambassador, offer: Offer, network_key: str) -> None:
    """Forget the draft of a text that is kept elsewhere from now on.

    Drafts for other networks go only where the text can have been no other: with a
    plan or an open share of the same offer they may never have been on the screen.

    :param ambassador: one whose row is locked.
    :param network_key: where the text goes; "": nowhere in particular.
    """
    here: dict[str, Any] = {"ambassador": ambassador, "offer": offer}
    drafts = dict(Draft.objects.filter(**here).values_list("pk", "network"))
    going = [pk for pk, network in drafts.items() if network in ("", network_key)]
    is_only_text = len(drafts) == 1 and not (
        PlannedShare.objects.filter(**here).exists()
        or Share.objects.open().filter(**here).exists()
    )
    Draft.objects.filter(pk__in=drafts if is_only_text else going).delete()


def _kept(one: Draft | PlannedShare | Share, kept_at: datetime.datetime) -> KeptText:
    return KeptText(one.text, one.hashtags, one.instance, one.network, kept_at)

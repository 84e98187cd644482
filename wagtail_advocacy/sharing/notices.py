"""What this room tells people."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors import notices
from wagtail_advocacy.ambassadors.models import Ambassador, Delivery
from wagtail_advocacy.ambassadors.notice_kinds import NoticeKind, notice_kinds
from wagtail_advocacy.ambassadors.queries import language_of
from wagtail_advocacy.shareables.cards import organisation
from wagtail_advocacy.shareables.models import Offer

from .models import HelpRequest, PlannedShare, Share
from .queries import name_of_network


def _is_withdrawn(ambassador: Ambassador, context: dict[str, Any]) -> bool:
    # An editor may have offered it again since.
    offer = Offer.objects.filter(pk=context.get("offer") or 0).first()
    return offer is not None and offer.is_withdrawn


WITHDRAWN = NoticeKind(
    "withdrawn",
    label=_("Something you shared is withdrawn"),
    template="wagtail_advocacy/sharing/notices/withdrawn.txt",
    # Their name stands under it: they are told whatever mails they want.
    purpose=None,
    still_holds=_is_withdrawn,
)


def tell_withdrawn(share: Share) -> None:
    """Tell the author of a published share that its offer is withdrawn.

    :param share: with its offer, its author and their account.
    """
    author = share.ambassador
    if author is None or author.user is None:
        return
    with translation.override(language_of(author.user)):
        address = reverse("wagtail_advocacy:sharing:share", args=[share.pk])
    notices.send(
        author.user,
        WITHDRAWN.key,
        occasion=_occasion(share),
        context={
            "offer": share.offer_id,
            "title": share.offer.title,
            "reason": share.offer.withdrawn_because,
            "post_address": share.post_address,
            "organisation": organisation(),
        },
        address=address,
    )


def _is_still_planned(ambassador: Ambassador, context: dict[str, Any]) -> bool:
    """Whether one of them still waits: not left with, dropped, moved or ended."""
    waiting = PlannedShare.objects.exclude(reminded_at=None).filter(
        ambassador=ambassador,
        pk__in=[plan["pk"] for plan in context.get("plans", [])],
        offer__in=Offer.objects.current(),
    )
    return waiting.exists()


# What they asked for themselves, so that it needs no other yes.
REMINDER = NoticeKind(
    "planned-share",
    label=_("Reminders of what you planned to post"),
    template="wagtail_advocacy/sharing/notices/planned.txt",
    purpose=None,
    encourages=True,
    still_holds=_is_still_planned,
)
ENDED = NoticeKind(
    "planned-share-ended",
    label=_("Something you planned to post is not offered any more"),
    template="wagtail_advocacy/sharing/notices/planned_ended.txt",
    purpose=None,
)


def remind(ambassador: Ambassador, plans: list[PlannedShare], *, is_late: bool) -> None:
    """Remind somebody of one or more texts that they planned.

    :param plans: with their offers; at least one.
    :param is_late: they are told later than they asked for.
    """
    first = plans[0]
    with translation.override(language_of(ambassador.user)):
        address = reverse("wagtail_advocacy:sharing:planned")
        if len(plans) == 1:
            address = plan_address(first)
        told = notices.send(
            ambassador.user,
            REMINDER.key,
            # Moved to another moment, it is another occasion.
            occasion=f"plan:{first.pk}:{int(first.remind_at.timestamp())}",
            context={
                "plans": [
                    {
                        "pk": plan.pk,
                        "title": plan.offer.title,
                        "network": name_of_network(plan.network, plan.instance),
                    }
                    for plan in plans
                ],
                "is_late": is_late,
            },
            address=address,
        )
    for plan in plans if told is not None else []:
        # Of a moment that was moved since.
        notices.put_away_about(
            ambassador.user_id, REMINDER.key, f"plan:{plan.pk}:", but=told
        )


def tell_ended(ambassador: Ambassador, plan: PlannedShare) -> None:
    """Tell somebody that what they planned has ended, and give them their text back.

    :param plan: with its offer; it can be deleted after that.
    """
    with translation.override(language_of(ambassador.user)):
        address = reverse("wagtail_advocacy:home")
    notices.send(
        ambassador.user,
        ENDED.key,
        occasion=f"plan:{plan.pk}",
        context={"title": plan.offer.title, "text": plan.text},
        address=address,
    )


def plan_address(plan: PlannedShare) -> str:
    """Return the path of the composer, with the planned text ready."""
    compose = reverse("wagtail_advocacy:sharing:compose", args=[plan.offer.public_id])
    return f"{compose}?{urlencode({'network': plan.network})}"


def untold_withdrawn(offer_pk: int | None = None) -> Iterator[Share]:
    """Yield published shares whose offer is withdrawn, and whose author is not told.

    Two queries, whatever their number.

    :param offer_pk: primary key of the only offer to look at; ``None``: all.
    """
    published = Share.objects.confirmed().filter(
        offer__end_reason=Offer.EndReason.WITHDRAWN,
        ambassador__left_at=None,
        ambassador__user__isnull=False,
    )
    if offer_pk is not None:
        published = published.filter(offer=offer_pk)
    told = set(
        Delivery.objects.filter(kind=WITHDRAWN.key).values_list("occasion", flat=True)
    )
    for share in published.select_related("ambassador__user", "offer"):
        if _occasion(share) not in told:
            yield share


def _occasion(share: Share) -> str:
    return f"share:{share.pk}"


def _is_answered(ambassador: Ambassador, context: dict[str, Any]) -> bool:
    # It is forgotten some time later, or taken back.
    return HelpRequest.objects.filter(
        pk=context.get("request") or 0, ambassador=ambassador
    ).exists()


def _answered(user, context: dict[str, Any]) -> dict[str, Any]:
    # Read anew each time: what is taken back is kept nowhere else.
    asked = HelpRequest.objects.of(user).filter(pk=context.get("request") or 0)
    request = asked.select_related("offer").first()
    if request is None:
        return {}
    return {
        "kind": request.kind,
        "title": request.offer.title,
        "answer": request.answer,
    }


HELP_ANSWERED = NoticeKind(
    "help-answered",
    label=_("Answers to what you asked"),
    template="wagtail_advocacy/sharing/notices/help_answered.txt",
    # They asked.
    purpose=None,
    still_holds=_is_answered,
    details=_answered,
)


def tell_answered(request: HelpRequest) -> None:
    """Tell somebody that they were answered, and what.

    :param request: an answered one.
    """
    asking = request.ambassador.user
    if asking is None:
        return
    with translation.override(language_of(asking)):
        address = (
            reverse("wagtail_advocacy:sharing:share", args=[request.share_id])
            if request.share_id
            else reverse(
                "wagtail_advocacy:sharing:compose", args=[request.offer.public_id]
            )
        )
    notices.send(
        asking,
        HELP_ANSWERED.key,
        occasion=f"help:{request.pk}",
        context={"request": request.pk},
        address=f"{address}#advocacy-help",
    )


def register() -> None:
    for kind in (WITHDRAWN, REMINDER, ENDED, HELP_ANSWERED):
        notice_kinds.register(kind)

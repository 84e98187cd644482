"""What the queue runs. Every task may run twice and does nothing twice."""

import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.admin.utils import get_admin_base_url

from wagtail_advocacy.ambassadors.queries import language_of
from wagtail_advocacy.layout import render_own
from wagtail_advocacy.shareables.cards import organisation
from wagtail_advocacy.shareables.models import Offer

from . import buffer, conversation, notices, pacing, planning, visits
from .handoffs import handoff_address
from .models import Handoff, HelpRequest, SharingSettings


# A request for help is news to the team for so long.
NEWS_FOR = datetime.timedelta(days=1)
# A job that is not lost has run within it.
ON_ITS_WAY = datetime.timedelta(minutes=5)


def fold_visits() -> None:
    """Turn raw visits into daily counts."""
    visits.fold()


def drain_visits() -> None:
    """Write the visits that wait in Redis into the database."""
    buffer.drain()


def destroy_what_is_over() -> None:
    """Destroy the visitor keys of past days, the texts handed to phones, and counts of
    hours and days that are over.

    Tomorrow's key is made too: a public process that may not make one finds it.
    """
    today = timezone.now().date()
    visits.renew_salts(today, today + datetime.timedelta(days=1))
    Handoff.objects.filter(expires_at__lt=timezone.now()).delete()
    pacing.forget_what_is_over()


def remind_of_planned() -> None:
    """Remind people of what they planned to post by now."""
    planning.remind_due()


def end_plans(offer_pk: int) -> None:
    """Tell whoever planned an offer that it must not be posted any more.

    :param offer_pk: primary key of a withdrawn offer.
    """
    offer = Offer.objects.get(pk=offer_pk)
    if offer.is_withdrawn:
        planning.end_plans(offer)


def nudge_authors() -> None:
    """Ask the authors of posts whether somebody reacted, where it is time."""
    conversation.nudge()


def tell_withdrawn(offer_pk: int) -> None:
    """Tell whoever published an offer that it must not stand any more.

    :param offer_pk: primary key of a withdrawn offer.
    """
    # Begun anew where a worker was killed with it: nobody is looked at twice.
    for share in notices.untold_withdrawn(offer_pk):
        notices.tell_withdrawn(share)


def tell_all_withdrawn() -> None:
    """Tell whoever should have been told, and was not: the queue may lose a job."""
    for share in notices.untold_withdrawn():
        notices.tell_withdrawn(share)


def send_handoff(handoff_pk: int) -> None:
    """Mail somebody the address of their own text.

    :param handoff_pk: primary key of a handoff; nothing happens once it is gone.
    """
    handoff = (
        Handoff.objects.filter(pk=handoff_pk)
        .select_related("share__ambassador__user")
        .first()
    )
    if handoff is None:
        return
    author = handoff.share.ambassador
    if author is None or not author.is_active:
        return
    _mail(
        author.user,
        "wagtail_advocacy/sharing/mail/handoff",
        {"handoff": handoff, "address": handoff_address(handoff)},
    )


def tell_team(request_pk: int) -> None:
    """Tell the team's mailbox, where there is one, that somebody asks for help.

    Who, and what about, is read where it may be read.

    :param request_pk: primary key of a request; nothing happens once it is gone.
    """
    mailbox = SharingSettings.read().help_mailbox
    untold = HelpRequest.objects.filter(pk=request_pk, mailed_at=None)
    if not mailbox or not untold.exists():
        return
    with translation.override(settings.LANGUAGE_CODE):
        address = reverse("wagtail_advocacy_help:request", args=[request_pk])
        context = {"address": f"{get_admin_base_url() or ''}{address}"}
        template = "wagtail_advocacy/sharing/mail/help"
        subject = render_own(f"{template}_subject.txt", context, None)
        text = render_own(f"{template}.txt", context, None)
        send_mail(" ".join(subject.split()), text, None, [mailbox])
    # Not before: whoever dies with it leaves it to the schedule. Better a second mail
    # in a mailbox of colleagues than none.
    untold.update(mailed_at=timezone.now())


def tell_team_of_waiting() -> None:
    """Tell the team's mailbox what it should have been told, and was not: the queue may
    lose a job, and a worker may die with it.
    """
    now = timezone.now()
    # Not what is on its way just now, nor, where there is a mailbox at last, what
    # everybody knows by then.
    lost = HelpRequest.objects.waiting().filter(
        mailed_at=None, asked_at__gt=now - NEWS_FOR, asked_at__lte=now - ON_ITS_WAY
    )
    for pk in list(lost.order_by("asked_at").values_list("pk", flat=True)):
        tell_team(pk)


def _mail(user, template: str, context: dict) -> None:
    address = getattr(user, user.get_email_field_name(), "")
    if not address:
        return
    with translation.override(language_of(user)):
        context = {**context, "user": user, "organisation": organisation()}
        subject = render_own(f"{template}_subject.txt", context, None)
        send_mail(
            " ".join(subject.split()),
            render_own(f"{template}.txt", context, None),
            None,
            [address],
        )

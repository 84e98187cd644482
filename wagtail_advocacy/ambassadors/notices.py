"""One way to tell one person one thing once, by mail and on the intranet.

On the intranet whoever takes part finds it in the hub and on their profile: it is said
where they come by themselves. A mail comes to them, so it needs more: a yes to its
purpose, the end of their quiet hours and of their pause. What has no purpose is the
answer to something they did, such as having shared what was withdrawn since; it needs
no yes and waits for no pause, only for their morning.
"""

import datetime
import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.mail import EmailMultiAlternatives
from django.db import router, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from wagtail_advocacy import jobs
from wagtail_advocacy.addresses import NoPublicAddress, intranet_url
from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.layout import render_own
from wagtail_advocacy.registry import Registry

from . import consents, launch
from .answer_links import DISMISS, STOP, AnswerLink, answer_address
from .consents import Purpose, purposes
from .models import Ambassador, Delivery, DismissedInvitation
from .profile import profile_of
from .queries import active_ambassador, language_of


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


logger = logging.getLogger(__name__)

TASK = "wagtail_advocacy.ambassadors.tasks.deliver_notice"
PARTS = "wagtail_advocacy/ambassadors/notices"

# Whoever has not said within it what became of a mail has died with it.
LEASE = datetime.timedelta(minutes=30)
# A mail server that is down is asked after 5, 10, 20… minutes, for half a week.
FIRST_WAIT = datetime.timedelta(minutes=5)
LONGEST_WAIT = datetime.timedelta(hours=12)
MOST_ATTEMPTS = 14
# Mails that one run of the sweep hands over.
BATCH = 500
# More than this on a screen is a list and no notice.
MOST_SHOWN = 5


def _always(ambassador: Ambassador, context: dict[str, Any]) -> bool:
    return True


def _nothing(user, context: dict[str, Any]) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Choice:
    """One answer to a notice, given by one click: on the intranet, or from the mail.

    :param key: stable name, at most 32 characters; links in mails are signed with it.
    :param label: what stands on the button, in the words of the person.
    :param done: what they read once they have said it.
    :param act: does it, in a transaction and with the person locked, given them, the
        notice's context and the moment they said it. It is called once for each link
        in a mail; on the intranet, once for each click.
    """

    key: str
    label: "StrOrPromise"
    done: "StrOrPromise"
    act: Callable[[Ambassador, dict[str, Any], datetime.datetime], object]


@dataclass(frozen=True)
class NoticeKind:
    """What people are told about, such as "the editors withdrew what you shared".

    :param key: stable name, at most 64 characters; it is stored.
    :param label: what it is, in the plural, such as "Reminders to learn".
    :param template: its text, plain, with the blocks ``notice_subject``,
        ``notice_text`` and ``notice_link``; it ``{% extends notice_part %}``.
    :param purpose: what somebody agrees to by having it mailed; ``None``: it is about
        something they did, and no mail they could do without.
    :param encourages: it leads to sharing, so it waits while sharing is closed.
    :param still_holds: whether it is still so, asked with the person and the context
        before it is mailed and each time it is shown; at most three queries.
    :param invites: it goes to people who do not take part, so nobody could say yes to
        it: once, and never to whoever does not want to be invited, or left. Those who
        take part find it on the intranet.
    :param choices: what it can be answered with; answering puts it away.
    :param kept: names of the context that stay when the rest is forgotten, because
        the kind's own rule needs them.
    :param details: returns what the template is given besides the context, read anew
        each time; called with the account and the context. ``entries`` among it, each
        with a title, a text and an address of the intranet, is listed below the text
        of a mail.
    :param is_mail_only: the intranet says the same elsewhere, and shows no notice.
    """

    key: str
    label: "StrOrPromise"
    template: str
    purpose: Purpose | None = None
    encourages: bool = False
    still_holds: Callable[[Ambassador, dict[str, Any]], bool] = _always
    kept: tuple[str, ...] = ()
    invites: bool = False
    choices: tuple[Choice, ...] = ()
    details: Callable[[Any, dict[str, Any]], dict[str, Any]] = _nothing
    is_mail_only: bool = False

    def choice(self, key: str) -> Choice:
        """Return one of its choices.

        :raises LookupError: there is none of this key.
        """
        for choice in self.choices:
            if choice.key == key:
                return choice
        raise LookupError(f"{self.key!r} cannot be answered with {key!r}.")


class NoticeKinds(Registry[NoticeKind]):
    def register(self, item: NoticeKind) -> NoticeKind:
        """Add a kind, and its purpose to those the profile asks about.

        Two kinds may have the same purpose.
        """
        super().register(item)
        if item.purpose is not None and item.purpose.key not in purposes:
            purposes.register(item.purpose)
        return item


notice_kinds = NoticeKinds("kind of notice")


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
    :returns: the delivery; ``None``: they were told before, or do not take part, or
        are not to be invited.
    :raises LookupError: there is no such kind.
    """
    kind = notice_kinds.get(kind_key)
    now = timezone.now()
    with transaction.atomic():
        is_taking_part = active_ambassador(user) is not None
        if not is_taking_part and not (kind.invites and _may_be_invited(user)):
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


def sweep() -> None:
    """Hand over what is due: what waited, what failed, what a worker died with."""
    due = Delivery.objects.waiting().filter(due_at__lte=timezone.now())
    if not launch.is_open():
        due = due.exclude(kind__in=_encouraging())
    for pk in list(due.order_by("due_at").values_list("pk", flat=True)[:BATCH]):
        jobs.enqueue(TASK, pk)


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


@dataclass(frozen=True)
class ShownNotice:
    """A notice as the intranet shows it, in the reader's language."""

    pk: int
    subject: str
    text: str
    address: str
    link: str
    choices: tuple[Choice, ...] = ()
    entries: tuple[dict[str, str], ...] = ()


def unread(ambassador: Ambassador | None) -> list[ShownNotice]:
    """Return what somebody has not put away, newest first.

    Nothing that is over, that encourages while sharing is closed, or, in somebody's
    pause, that they could do without. Three queries, and those of ``still_holds``.
    """
    if ambassador is None:
        return []
    rows = (
        Delivery.objects.using(router.db_for_write(Delivery))
        .filter(user=ambassador.user_id, put_away_at=None)
        .exclude(state=Delivery.State.DROPPED)
        .order_by("-created_at", "-pk")
    )
    found = [row for row in rows[: 2 * MOST_SHOWN] if row.kind in notice_kinds]
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
    return shown[:MOST_SHOWN]


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
        is_invited = _may_be_invited(delivery.user) and _mailbox(delivery.user)
        return None if is_invited else Delivery.State.DROPPED
    if kind.invites:
        # They said which mails they want; this one was not among them.
        return Delivery.State.INTRANET_ONLY
    if ambassador is None:
        return Delivery.State.DROPPED
    if kind.encourages and not launch.is_open():
        # The sweep leaves it alone until sharing opens.
        return now
    if not kind.still_holds(ambassador, delivery.context):
        return Delivery.State.DROPPED
    agreed = kind.purpose is None or consents.granted(ambassador, kind.purpose.key)
    if not agreed or not _mailbox(delivery.user):
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
        _message(delivery).send()
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


def _message(delivery: Delivery) -> EmailMultiAlternatives:
    kind = notice_kinds.get(delivery.kind)
    with translation.override(language_of(delivery.user)):
        shown = show(delivery)
        profile = _absolute(reverse("wagtail_advocacy:ambassadors:me") + "#consents")
        address = _absolute(shown.address) if shown.address else ""
        base = _absolute("")
        stop = _answer(delivery, STOP, profile) if kind.purpose else ""
        refuse = _answer(delivery, DISMISS, f"{address}#no") if kind.invites else ""
        inside = _absolute(
            reverse("wagtail_advocacy:ambassadors:answer_notice", args=[delivery.pk])
        )
        context = {
            "notice": shown,
            "address": address,
            "entries": [
                {**entry, "address": base + entry["address"]} for entry in shown.entries
            ],
            "choices": [
                (one.label, _answer(delivery, one.key, f"{inside}?choice={one.key}"))
                for one in kind.choices
            ],
            "stop": stop,
            "refuse": refuse,
            "profile": profile,
        }
        message = EmailMultiAlternatives(
            " ".join(shown.subject.split()),
            render_own(f"{PARTS}/mail.txt", context, None),
            to=[_mailbox(delivery.user)],
            headers=_headers(delivery, stop or refuse),
        )
        message.attach_alternative(
            render_own(f"{PARTS}/mail.html", context, None), "text/html"
        )
    return message


def _headers(delivery: Delivery, stop: str) -> dict[str, str]:
    own = salted_hmac(
        "wagtail_advocacy.ambassadors.notices", str(delivery.pk), algorithm="sha256"
    ).hexdigest()[:32]
    host = urlsplit(_absolute("/")).hostname or "localhost"
    headers = {
        # The same one each time: where a worker died between the mail server's yes and
        # ours, mail programs can tell that it is the same mail.
        "Message-ID": f"<{own}@{host}>",
        # No "I am on holiday" in answer: https://www.rfc-editor.org/rfc/rfc3834
        "Auto-Submitted": "auto-generated",
    }
    if stop:
        headers["List-Unsubscribe"] = f"<{stop}>"
    # Only what needs no login can be done by a mail program, and only over HTTPS:
    # https://www.rfc-editor.org/rfc/rfc8058#section-3.1
    if stop.startswith("https://") and app_settings.PUBLIC_URL:
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _answer(delivery: Delivery, choice: str, inside: str) -> str:
    """Return the address of an answer that needs no login.

    :param inside: where it is answered on the intranet, for sites without
        ``PUBLIC_URL``.
    """
    language = language_of(delivery.user)
    try:
        return answer_address(AnswerLink(delivery.pk, delivery.kind, choice, language))
    except NoPublicAddress:
        return inside


def show(delivery: Delivery) -> ShownNotice:
    """Return a notice of a known kind in the active language."""
    kind = notice_kinds.get(delivery.kind)
    details = kind.details(delivery.user, delivery.context)

    def part(name: str) -> str:
        # Each part is a template of one block, so that no text of a person ends in
        # another part.
        context = {
            **delivery.context,
            **details,
            "notice_part": f"{PARTS}/{name}.txt",
        }
        text = render_own(kind.template, context, None).strip()
        # What a condition left empty.
        return re.sub(r"\n{3,}", "\n\n", text)

    return ShownNotice(
        delivery.pk,
        subject=part("subject"),
        text=part("text"),
        address=delivery.address,
        link=part("link"),
        choices=kind.choices,
        entries=tuple(details.get("entries", ())),
    )


def _mailbox(user) -> str:
    return getattr(user, user.get_email_field_name(), "") or ""


def _absolute(path: str) -> str:
    """Return an address of the intranet for somebody who reads a mail."""
    return intranet_url(path)

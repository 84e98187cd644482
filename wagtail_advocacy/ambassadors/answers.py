"""What people answer to notices by one click, on the intranet or from the mail.

From the mail an answer comes without a login, and often to a process that may do
nothing but write it down: it waits in an inbox, and the intranet carries it out.
"""

import datetime
import logging

from django.db import router, transaction
from django.utils import timezone

from wagtail_advocacy import addresses, jobs
from wagtail_advocacy.contention import tried_again
from wagtail_advocacy.rows import insert_once

from . import actions, notices
from .answer_links import DISMISS, STOP, AnswerLink
from .models import Ambassador, Delivery, MailAnswer
from .notice_kinds import Choice, NoticeKind, notice_kinds


logger = logging.getLogger(__name__)

TASK = "wagtail_advocacy.ambassadors.tasks.apply_answers"
# Answers that one run carries out.
BATCH = 500
# Where the consent ledger says that it was said.
SOURCE = "mail"


def take(link: AnswerLink) -> None:
    """Write down what somebody answered from a mail.

    The same link again adds nothing. It is carried out within a minute, and at once
    where the intranet itself was asked.
    """
    insert_once(
        MailAnswer,
        delivery=link.delivery,
        choice=link.choice,
        said_at=timezone.now(),
    )
    if not addresses.is_public_process():
        jobs.enqueue(TASK)


def apply_waiting() -> None:
    """Carry out the answers that wait, each once. Run it every minute; twice is once.

    One that fails keeps back no other.
    """
    waiting = MailAnswer.objects.using(router.db_for_write(MailAnswer)).filter(
        applied_at=None
    )
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        try:
            _apply(pk)
        except Exception:
            # Whatever a room or a site does with an answer.
            logger.exception("Answer %s could not be carried out", pk)


@tried_again(Delivery)
def give(user, delivery_pk: int, choice_key: str) -> Choice:
    """Answer one's own notice on the intranet.

    :returns: what was answered.
    :raises Delivery.DoesNotExist: there is none, it is somebody else's, or what it was
        about is forgotten.
    :raises LookupError: it cannot be answered like this.
    :raises NotTakingPart: the person has left.
    """
    delivery = find(user, delivery_pk)
    choice = notice_kinds.get(delivery.kind).choice(choice_key)
    with transaction.atomic():
        ambassador = actions.lock(user)
        choice.act(ambassador, delivery.context, timezone.now())
        notices.put_away(user, delivery.pk)
    return choice


def find(user, delivery_pk: int) -> Delivery:
    """Return one's own notice that can be answered.

    :raises Delivery.DoesNotExist: there is none, it is somebody else's, or what it was
        about is forgotten.
    """
    kinds = [kind.key for kind in notice_kinds if kind.choices]
    rows = Delivery.objects.using(router.db_for_write(Delivery))
    return rows.get(pk=delivery_pk, user=user, kind__in=kinds, is_forgotten=False)


def forget(before: datetime.datetime) -> None:
    """Forget what was answered; its links do not work any more."""
    MailAnswer.objects.filter(said_at__lt=before).delete()


def _apply(answer_pk: int) -> None:
    answers = MailAnswer.objects.using(router.db_for_write(MailAnswer))
    answer = answers.filter(pk=answer_pk).first()
    if answer is None:
        return
    deliveries = Delivery.objects.using(router.db_for_write(Delivery))
    delivery = deliveries.select_related("user").filter(pk=answer.delivery_id).first()
    if delivery is None or delivery.user is None:
        # Erased since.
        answers.filter(pk=answer_pk).delete()
        return
    with transaction.atomic():
        # The person first, as everywhere: erasing holds them while it takes this away.
        ambassador = _locked(delivery.user)
        now = timezone.now()
        claimed = answers.filter(pk=answer_pk, applied_at=None).update(applied_at=now)
        if not claimed:
            return
        _carry_out(delivery, ambassador, answer)
        if answer.choice in (STOP, DISMISS):
            # Whoever says yes again later may stop it again, from the same mail.
            answers.filter(pk=answer_pk).delete()


def _locked(user) -> Ambassador | None:
    try:
        return actions.lock(user)
    except actions.NotTakingPart:
        return None


def _carry_out(
    delivery: Delivery, ambassador: Ambassador | None, answer: MailAnswer
) -> None:
    user = delivery.user
    if delivery.kind not in notice_kinds:
        # The room that sent it was taken out.
        return
    kind = notice_kinds.get(delivery.kind)
    if answer.choice == DISMISS:
        if kind.invites and ambassador is None:
            actions.dismiss_invitation(user)
    elif answer.choice == STOP:
        if kind.purpose is not None and ambassador is not None:
            actions.decide(user, kind.purpose.key, False, SOURCE)
    elif ambassador is not None and not delivery.is_forgotten:
        _choose(kind, delivery, ambassador, answer)


def _choose(
    kind: NoticeKind, delivery: Delivery, ambassador: Ambassador, answer: MailAnswer
) -> None:
    try:
        choice = kind.choice(answer.choice)
    except LookupError:
        # It could be answered like this when the mail was written.
        return
    choice.act(ambassador, delivery.context, answer.said_at)
    notices.put_away(delivery.user, delivery.pk)

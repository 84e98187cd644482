"""Saying thanks, from one colleague to another.

It begins at something the other one chose to show, or at an answer they gave, so it
tells nothing about who takes part: whoever does not is thanked in the same way.
"""

import dataclasses
import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, router, transaction
from django.db.models import Q
from django.db.models.signals import pre_delete
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import ModelLogEntry, Revision, WorkflowState
from wagtail.signals import published, workflow_rejected

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.ambassadors.rate_limits import TooManyAttempts, count_attempt
from wagtail_advocacy.contention import tried_again
from wagtail_advocacy.quarters import Quarter
from wagtail_advocacy.sharing.helping import TOO_LONG
from wagtail_advocacy.sharing.models import HelpRequest, name_of
from wagtail_advocacy.sharing.refusals import Refused

from .. import notices, signals
from ..models import BadgesSettings, PublicAward, Recognition
from ..models.recognition import MAX_THANKS
from ..rate_limits import THANKING


NO_TEXT = gettext_lazy("Write a sentence: what did it do for you?")
PAIR = "wagtail_advocacy.badges.thanks.pair"


def shown_awards() -> "models.QuerySet[PublicAward]":
    """Return the awards that colleagues show, as they stand; without the pictures."""
    rows = PublicAward.objects.using(router.db_for_write(PublicAward))
    return (
        rows.filter(award__ambassador__in=Ambassador.objects.active())
        .select_related("picture", "award__ambassador__user")
        .defer("picture__content")
    )


def answer_to_thank_for(user, request_pk: int) -> HelpRequest:
    """Return a request of somebody's own that a colleague answered.

    :raises HelpRequest.DoesNotExist: there is none, it is somebody else's, nobody has
        answered, or whoever did is not there any more.
    """
    rows = HelpRequest.objects.using(router.db_for_write(HelpRequest)).of(user)
    return rows.select_related("handled_by", "offer").get(
        pk=request_pk,
        state=HelpRequest.State.ANSWERED,
        handled_by__is_active=True,
    )


@tried_again(Recognition)
def thank_for_award(giver, public_id, text: str) -> Recognition:
    """Thank whoever shows an award.

    :param giver: anybody who is logged in.
    :raises ValidationError: the text is empty or too long.
    :raises Refused: it is not shown any more, it is their own, or the week's are said.
    """
    cleaned = clean_text(text)
    with transaction.atomic():
        # Locked, so that hiding it waits, and finds these thanks.
        rows = PublicAward.objects.select_for_update()
        known = rows.filter(public_id=public_id).first()
        shown = known and shown_awards().filter(pk=known.pk).first()
        if not shown:
            raise Refused("gone", _("This badge is not shown any more."))
        receiver = shown.award.ambassador.user
        return _thank(giver, receiver, cleaned, said_to=shown.holder, award=shown)


@tried_again(Recognition)
def thank_for_answer(giver, request_pk: int, text: str) -> Recognition:
    """Thank whoever answered a request for help. Only who asked does.

    :raises ValidationError: the text is empty or too long.
    :raises HelpRequest.DoesNotExist: see ``answer_to_thank_for``.
    :raises Refused: it is their own answer, or the week's are said.
    """
    cleaned = clean_text(text)
    with transaction.atomic():
        # As whoever forgets what they asked does it.
        rows = HelpRequest.objects.select_for_update()
        known = rows.filter(pk=request_pk).first()
        request = answer_to_thank_for(giver, known.pk if known else 0)
        answerer = request.handled_by
        return _thank(
            giver, answerer, cleaned, said_to=name_of(answerer), answer=request
        )


def take_back(giver, pk: int) -> None:
    """Take thanks back that somebody gave; whoever got them has them no more.

    :raises Recognition.DoesNotExist: there are none, or they are somebody else's.
    """
    _forget_one(_written().filter(giver=giver).get(pk=pk))


def remove(receiver, pk: int) -> None:
    """Remove thanks that somebody got. What they earned goes with them.

    :raises Recognition.DoesNotExist: there are none, or they are somebody else's.
    """
    _forget_one(_written().filter(receiver=receiver, live=True).get(pk=pk))


def forget(rows: "models.QuerySet[Recognition]") -> None:
    """Delete thanks with whatever Wagtail keeps about them."""
    pks = list(
        rows.using(router.db_for_write(Recognition)).values_list("pk", flat=True)
    )
    _forget_history(pks)
    _written().filter(pk__in=pks).delete()


def forget_giver(rows: "models.QuerySet[Recognition]") -> None:
    """Forget who gave thanks, and what they said; what counted goes on counting.

    Whoever got them keeps what it earned, and nothing here tells from whom.
    """
    forget(rows.filter(Q(live=False) | Q(counted_key=None)))
    with transaction.atomic(using=router.db_for_write(Recognition)):
        # The key stays, and names nobody: erasing is no way to count once more.
        pks = list(
            rows.using(router.db_for_write(Recognition)).values_list("pk", flat=True)
        )
        _written().filter(pk__in=pks).update(
            giver=None,
            text="",
            said_to="",
            award=None,
            answer=None,
            latest_revision=None,
            live_revision=None,
        )
        _forget_history(pks)


def forget_words(before: datetime.datetime) -> None:
    """Forget what thanks said; that they were said stays, so that they count on."""
    for one in _written().filter(given_at__lt=before).exclude(text="").iterator():
        with transaction.atomic():
            _written().filter(pk=one.pk).update(text="", latest_revision=None)
            _written().filter(pk=one.pk).update(live_revision=None)
            one.revisions.all().delete()


def said_by_or_to(user) -> "models.QuerySet[Recognition]":
    """Return the thanks that somebody got, and those they gave, newest first."""
    return (
        _written()
        .filter(Q(receiver=user, live=True) | Q(giver=user))
        .exclude(text="")
        .select_related("giver", "receiver", "award")
    )


def clean_text(text: str) -> str:
    """Return thanks as they are kept.

    :raises ValidationError: the text is empty or too long.
    """
    cleaned = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not cleaned:
        raise ValidationError(NO_TEXT, code="required")
    if len(cleaned) > MAX_THANKS:
        raise ValidationError(TOO_LONG, params={"limit": MAX_THANKS}, code="too_long")
    return cleaned


def pair_key(giver_pk: Any, receiver_pk: Any, at: datetime.datetime) -> str:
    """Return what two people have in common in a quarter, whoever of them gave.

    It names neither of them, to nobody who has not got this site's secret key.
    """
    first, second = sorted([str(giver_pk), str(receiver_pk)])
    pair = f"{first}:{second}:{Quarter.at(at)}"
    return salted_hmac(PAIR, pair, algorithm="sha256").hexdigest()


def deliver(recognition: Recognition) -> None:
    """Hand thanks over to whoever they are for. Twice is once.

    Between two people one a quarter counts, whoever gave; the others are as welcome.
    """
    if not recognition.live or recognition.receiver is None:
        return
    _count(recognition)
    notices.tell_thanked(recognition)
    signals.thanked.send(sender=Recognition, recognition=recognition)


def _thank(giver, receiver, text: str, **about) -> Recognition:
    if receiver == giver:
        raise Refused("self", _("That is your own, so somebody else has to thank you."))
    _take_place(giver)
    thanks = Recognition.objects.create(
        giver=giver, receiver=receiver, text=text, given_at=timezone.now(), **about
    )
    revision = thanks.save_revision(user=giver)
    workflow = thanks.get_workflow()
    if workflow:
        workflow.start(thanks, giver)
    else:
        # Nobody moderates: whoever may say thanks may have it delivered. Wagtail's log
        # is for content, and would tell whoever reads it who thanked whom.
        revision.publish(user=giver, skip_permission_checks=True, log_action=False)
    return thanks


def _take_place(giver) -> None:
    """Count one of the week's thanks; the database sees to it that none is too many."""
    per_week = BadgesSettings.read().thanks_per_week
    if not per_week:
        raise Refused("off", _("Thanks are switched off just now."))
    try:
        count_attempt(giver, dataclasses.replace(THANKING, times=per_week))
    except TooManyAttempts as refusal:
        again = timezone.now() + datetime.timedelta(seconds=refusal.retry_after)
        sentence = ngettext(
            "You said thanks %(count)s time this week, which is all there is, so that"
            " each one means something. From %(day)s on you can again; your words are"
            " kept below.",
            "You said thanks %(count)s times this week, which is all there is, so that"
            " each one means something. From %(day)s on you can again; your words are"
            " kept below.",
            per_week,
        ) % {
            "count": per_week,
            "day": date_format(timezone.localtime(again), "DATETIME_FORMAT"),
        }
        raise Refused("too_many", sentence) from None


def _count(recognition: Recognition) -> None:
    if recognition.giver_id is None:
        return
    own = _written().filter(pk=recognition.pk)
    key = pair_key(recognition.giver_id, recognition.receiver_id, recognition.given_at)
    try:
        # Of its own, so that what was written before stays where it is refused.
        with transaction.atomic(using=own.db):
            own.update(counted_key=key)
    except IntegrityError:
        # Something between the two counted already this quarter.
        key = ""
    recognition.counted_key = key or None


def _forget_one(recognition: Recognition) -> None:
    with transaction.atomic():
        forget(_written().filter(pk=recognition.pk))
        signals.thanks_gone.send(sender=Recognition, recognition=recognition)


def _forget_history(pks: list[int]) -> None:
    content_type = ContentType.objects.get_for_model(Recognition)
    for model in (ModelLogEntry, WorkflowState, Revision):
        kept = model.objects.filter(content_type=content_type)
        kept.filter(object_id__in=[str(pk) for pk in pks]).delete()


def _written() -> "models.QuerySet[Recognition]":
    return Recognition.objects.using(router.db_for_write(Recognition))


def deliver_published(sender, instance, **kwargs):
    if instance.live:
        _written().filter(pk=instance.pk).update(refused_at=None)
        deliver(instance)


def tell_refused(sender, instance, **kwargs):
    recognition = instance.content_object
    if isinstance(recognition, Recognition):
        _written().filter(pk=recognition.pk).update(refused_at=timezone.now())
        notices.tell_refused(recognition)


def forget_deleted(sender, instance, **kwargs):
    forget(_written().filter(receiver=instance.pk))
    forget_giver(_written().filter(giver=instance.pk))


def connect() -> None:
    name = "wagtail_advocacy.badges.thanks.actions"
    published.connect(
        deliver_published, sender=Recognition, dispatch_uid=f"{name}.published"
    )
    workflow_rejected.connect(
        tell_refused, sender=WorkflowState, dispatch_uid=f"{name}.refused"
    )
    pre_delete.connect(
        forget_deleted,
        sender=get_user_model(),
        dispatch_uid=f"{name}.deleted",
    )

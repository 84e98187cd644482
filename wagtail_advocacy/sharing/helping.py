"""People help people: before posting, about a comment, after a slip.

Asking holds up nothing: who asked may post all the same, and who is not answered is
told whom to call.
"""

import datetime
import hashlib

from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy import jobs
from wagtail_advocacy.contention import tried_again
from wagtail_advocacy.sanitize import validate_web_address
from wagtail_advocacy.shareables.models import Offer

from . import notices
from .actions import NOT_OFFERED, NOT_PUBLISHED, Refused, locked_ambassador
from .models import HelpRequest, Share
from .models.help import MAX_ADDRESS, MAX_NOTE


TASK = "wagtail_advocacy.sharing.tasks.tell_team"
# Hexadecimal digits of an address in a key: 64 bits, for one person's own comments.
DIGEST_LENGTH = 16
SATURDAY = 5

TAKEN_ALREADY = _("A colleague has taken it meanwhile. You may answer all the same.")
NOT_WAITING = _(
    "This was answered or closed meanwhile, so your answer was not sent. It is kept"
    " below."
)
SENT_AGAIN = _(
    "The text was sent anew while you were writing. Read it again; your answer is kept"
    " below."
)
NOT_CLOSED = _("This was sent anew meanwhile, so it is not closed. Read it again.")
TOO_LONG = _("This is longer than %(limit)s characters.")


@tried_again(HelpRequest)
def ask_before_posting(
    user, offer: Offer, *, text: str, network: str = "", note: str = ""
) -> HelpRequest:
    """Send what somebody would post to whoever may answer. Nothing waits for it.

    Sending again before there is an answer changes what was sent.

    :param text: the whole text, with its hashtags.
    :param note: what they would like to know.
    :raises ValidationError: the note is too long.
    :raises Refused: not an ambassador (any more), or not offered (any more).
    """
    _check_note(note)
    with transaction.atomic():
        ambassador = locked_ambassador(user)
        current = Offer.objects.current().filter(pk=offer.pk).first()
        if current is None or not current.is_meant_for(user):
            raise Refused("not_offered", NOT_OFFERED)
        return _send(
            f"before:{ambassador.pk}:{offer.pk}",
            kind=HelpRequest.Kind.BEFORE_POSTING,
            ambassador=ambassador,
            offer=current,
            network=network,
            text=text,
            note=note,
        )


def hand_over(user, share_pk: int, *, address: str, note: str = "") -> HelpRequest:
    """Hand a comment under one's own post to communication.

    :param address: where the comment stands.
    :raises Share.DoesNotExist: there is none, or it is somebody else's.
    :raises ValidationError: the address is not one of the web, or something is too
        long.
    :raises Refused: not an ambassador (any more), or the share was never published.
    """
    _check_note(note)
    if len(address) > MAX_ADDRESS:
        raise ValidationError(TOO_LONG, params={"limit": MAX_ADDRESS}, code="too_long")
    validate_web_address(address)
    digest = hashlib.sha256(address.encode()).hexdigest()[:DIGEST_LENGTH]
    return _about_share(
        user,
        share_pk,
        f"comment:{share_pk}:{digest}",
        kind=HelpRequest.Kind.DIFFICULT_COMMENT,
        address=address,
        note=note,
    )


def tell_slip(user, share_pk: int, *, note: str = "") -> HelpRequest:
    """Tell the leads about a post that had better not be out. Only its author does.

    :raises Share.DoesNotExist: there is none, or it is somebody else's.
    :raises ValidationError: the note is too long.
    :raises Refused: not an ambassador (any more), or the share was never published.
    """
    _check_note(note)
    return _about_share(
        user, share_pk, f"slip:{share_pk}", kind=HelpRequest.Kind.SLIP, note=note
    )


@tried_again(HelpRequest)
def take(user, pk: int) -> HelpRequest:
    """Say "I look after this", so that no two do.

    :raises HelpRequest.DoesNotExist: there is none that ``user`` may answer.
    :raises Refused: somebody else has, or it is over.
    """
    with transaction.atomic():
        request = _locked(user, pk)
        if not request.is_waiting:
            raise Refused("not_waiting", NOT_WAITING)
        taken_by_other = request.handled_by_id not in (None, user.pk)
        if request.state == HelpRequest.State.TAKEN and taken_by_other:
            raise Refused("taken", TAKEN_ALREADY)
        _handle(request, user, HelpRequest.State.TAKEN)
    return request


@tried_again(HelpRequest)
def answer(user, pk: int, text: str, *, version: int) -> HelpRequest:
    """Answer who asked. They are told, and find it where they asked.

    :param version: the one that was read.
    :raises HelpRequest.DoesNotExist: there is none that ``user`` may answer.
    :raises Refused: it is over, or was sent anew meanwhile.
    """
    with transaction.atomic():
        request = _locked(user, pk)
        if not request.is_waiting:
            raise Refused("not_waiting", NOT_WAITING)
        if request.version != version:
            raise Refused("sent_again", SENT_AGAIN)
        request.answer = text
        _handle(request, user, HelpRequest.State.ANSWERED)
        notices.tell_answered(request)
    return request


@tried_again(HelpRequest)
def close(user, pk: int, *, version: int | None = None) -> HelpRequest:
    """Say that nothing more is to be done, such as after a call.

    :param version: the one that was read; nobody asks for it once it is answered.
    :raises HelpRequest.DoesNotExist: there is none that ``user`` may answer.
    :raises Refused: it was sent anew meanwhile.
    """
    with transaction.atomic():
        request = _locked(user, pk)
        if request.is_waiting and request.version != version:
            raise Refused("sent_again", NOT_CLOSED)
        if request.state != HelpRequest.State.CLOSED:
            _handle(request, user, HelpRequest.State.CLOSED)
    return request


@tried_again(HelpRequest)
def take_back(user, pk: int) -> HelpRequest:
    """Forget what somebody asked, with its answer. Whoever has left may, too.

    :returns: what was forgotten.
    :raises HelpRequest.DoesNotExist: there is none, or it is somebody else's.
    """
    with transaction.atomic():
        requests = HelpRequest.objects.using(router.db_for_write(HelpRequest))
        known = requests.of(user).only("pk").get(pk=pk)
        # Locked first: what a room above is about to point to it is found among what
        # goes with it.
        request = requests.select_for_update().get(pk=known.pk)
        request.delete()
    return request


def is_overdue(request: HelpRequest, zone: datetime.tzinfo) -> bool:
    """Whether nobody has answered within a working day.

    :param zone: of the person who asked.
    """
    due = a_working_day_after(request.asked_at, zone)
    return request.is_waiting and timezone.now() >= due


def a_working_day_after(
    moment: datetime.datetime, zone: datetime.tzinfo
) -> datetime.datetime:
    """Return when a working day has passed since ``moment``, in UTC.

    At the same time on the next day from Monday to Friday. What is asked at a weekend
    counts from Monday's first minute, so Monday passes first. Holidays are not known.

    :param moment: an aware one.
    :param zone: where the days are those of.
    """
    local = moment.astimezone(zone)
    clock = local.time() if local.weekday() < SATURDAY else datetime.time()
    day = local.date()
    while day.weekday() >= SATURDAY:
        day += datetime.timedelta(days=1)
    day += datetime.timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += datetime.timedelta(days=1)
    # In UTC, so that it compares in the hours the clock has twice or not at all.
    return datetime.datetime.combine(day, clock, tzinfo=zone).astimezone(datetime.UTC)


@tried_again(HelpRequest)
def _about_share(user, share_pk: int, key: str, **fields) -> HelpRequest:
    with transaction.atomic():
        ambassador = locked_ambassador(user)
        shares = Share.objects.using(router.db_for_write(Share))
        share = shares.of(user).select_related("offer").get(pk=share_pk)
        if not share.is_published:
            raise Refused("not_published", NOT_PUBLISHED)
        return _send(
            key,
            **{
                "ambassador": ambassador,
                "offer": share.offer,
                "share": share,
                "network": share.network,
                "address": share.post_address,
                **fields,
            },
        )


def _send(key: str, **fields) -> HelpRequest:
    waiting = _locked_waiting(key)
    if waiting is None:
        request = HelpRequest.objects.create(
            open_key=key, asked_at=timezone.now(), **fields
        )
        jobs.enqueue(TASK, request.pk)
        return request
    for name, value in fields.items():
        setattr(waiting, name, value)
    waiting.version += 1
    waiting.save()
    return waiting


def _locked_waiting(key: str) -> HelpRequest | None:
    # The person's row is locked, so no other tab of theirs is between the two; and
    # this one's, because somebody may be answering. It is found first and locked by
    # its primary key: MariaDB would lock the other index before the row, and an answer
    # does it the other way round.
    requests = HelpRequest.objects.using(router.db_for_write(HelpRequest))
    known = requests.filter(open_key=key).values_list("pk", flat=True).first()
    if known is None:
        return None
    locked = requests.select_for_update().filter(pk=known).first()
    return locked if locked is not None and locked.open_key == key else None


def _check_note(note: str) -> None:
    if len(note) > MAX_NOTE:
        raise ValidationError(TOO_LONG, params={"limit": MAX_NOTE}, code="too_long")


def _locked(user, pk: int) -> HelpRequest:
    # Who may is asked apart: locking a join locks the other rows as well.
    requests = HelpRequest.objects.using(router.db_for_write(HelpRequest))
    known = requests.for_helper(user).only("pk").get(pk=pk)
    return requests.select_for_update().get(pk=known.pk)


def _handle(request: HelpRequest, user, state: HelpRequest.State) -> None:
    request.state = state
    request.handled_by = user
    request.handled_at = timezone.now()
    if state not in HelpRequest.WAITING:
        request.open_key = None
    request.save(
        update_fields=["state", "handled_by", "handled_at", "answer", "open_key"]
    )

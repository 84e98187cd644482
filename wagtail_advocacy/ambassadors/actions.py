import datetime
from collections.abc import Iterable
from typing import IO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_advocacy import jobs
from wagtail_advocacy.rows import make_once

from . import consents, launch, personal_data, signals
from .consents import TAKE_PART, Purpose
from .models import (
    Ambassador,
    AmbassadorsSettings,
    Consent,
    DismissedInvitation,
    Expertise,
    NetworkHandle,
    Profile,
    SharingState,
)
from .models.launch import ONLY
from .personal_data import Person, personal_tables


# In Wagtail's log, on the settings of the programme.
LOG_OPEN = "wagtail_advocacy.open_sharing"
LOG_CLOSE = "wagtail_advocacy.close_sharing"
LOG_INVITE = "wagtail_advocacy.invite_managers"

INVITE_MANAGERS = "wagtail_advocacy.ambassadors.tasks.invite_managers"


class NotTakingPart(Exception):
    """Only who takes part can do this."""


class NotReady(Exception):
    """Something has to be there before sharing opens.

    :param missing: the checks that are not done.
    """

    def __init__(self, missing: list[launch.LaunchCheck]) -> None:
        self.missing = missing
        super().__init__(", ".join(check.key for check in missing))


def join(user, *, source: str) -> Ambassador:
    """Opt ``user`` in, and write the yes to the consent ledger.

    Joining twice, from two tabs say, is joining once.

    :param user: the person themselves; nobody is ever enrolled by somebody else.
    :param source: where the yes was given, e.g. ``"join-form"``.
    :raises ValueError: the account is not active.
    """
    if not user.is_active:
        raise ValueError("An inactive account cannot join.")
    now = timezone.now()
    with transaction.atomic():
        ambassador = _lock(user, now)
        if ambassador.left_at is None:
            return ambassador
        ambassador.joined_at = now
        ambassador.left_at = None
        ambassador.save(update_fields=["joined_at", "left_at"])
        _record(ambassador, TAKE_PART, granted=True, source=source)
        DismissedInvitation.objects.filter(user=user).delete()
        signals.joined.send(sender=Ambassador, ambassador=ambassador)
    return ambassador


def leave(user, *, source: str) -> None:
    """Take ``user`` out at once; somebody who never joined stays out.

    Every yes they gave ends with it: whoever comes back is asked anew.

    :param source: where the person left, e.g. ``"leave-form"``; ``"directory"`` where
        the site's directory does not know them any more.
    """
    with transaction.atomic():
        ambassador = (
            Ambassador.objects.select_for_update()
            .filter(user=user, left_at=None)
            .first()
        )
        if ambassador is None:
            return
        ambassador.left_at = timezone.now()
        ambassador.save(update_fields=["left_at"])
        for key, granted in consents.answers(ambassador).items():
            if granted:
                _record(ambassador, _purpose(key), granted=False, source=source)
        signals.left.send(sender=Ambassador, ambassador=ambassador)


def decide(user, purpose_key: str, granted: bool, source: str) -> None:
    """Write a yes or no into the consent ledger, where it is not the last word there.

    :param purpose_key: any purpose but taking part, which is joined and left.
    :param source: where it was said, at most 32 characters.
    :raises LookupError: there is no such purpose.
    :raises NotTakingPart: the person has not joined, or has left meanwhile.
    """
    purpose = consents.find_purpose(purpose_key)
    if purpose.key == TAKE_PART.key:
        raise ValueError("Taking part is decided by join() and leave().")
    with transaction.atomic():
        ambassador = lock(user)
        if consents.answers(ambassador).get(purpose_key) is not granted:
            _record(ambassador, purpose, granted=granted, source=source)


def lock(user) -> Ambassador:
    """Return the row of whoever takes part, locked until the transaction ends.

    :raises NotTakingPart: the person has not joined, or has left meanwhile.
    """
    ambassador = (
        Ambassador.objects.select_for_update().filter(user=user, left_at=None).first()
    )
    if ambassador is None or not user.is_active:
        raise NotTakingPart
    return ambassador


def change_profile(user, **fields) -> Profile:
    """Change fields of somebody's profile, which is made where there is none yet.

    :raises NotTakingPart: the person has not joined, or has left meanwhile.
    """
    with transaction.atomic():
        ambassador = lock(user)
        profile, _created = Profile.objects.get_or_create(ambassador=ambassador)
        for name, value in fields.items():
            setattr(profile, name, value)
        if fields:
            profile.save(update_fields=list(fields))
    return profile


def pause(user, until: datetime.date | None) -> None:
    """Send somebody nothing before a day; ``None``: the pause is over.

    Sharing stays free meanwhile.

    :raises NotTakingPart: the person has not joined, or has left meanwhile.
    """
    change_profile(user, paused_until=until)


def choose_expertise(user, chosen: Iterable[Expertise]) -> None:
    """Remember what somebody can be asked about, instead of what they chose before.

    :raises NotTakingPart: the person has not joined, or has left meanwhile.
    """
    with transaction.atomic():
        change_profile(user).expertise.set(chosen)


def name_handles(user, handles: dict[str, str]) -> None:
    """Remember what somebody is called on networks.

    :param handles: by key of the network; "": forget it. Other networks stay as they
        are.
    :raises NotTakingPart: the person has not joined, or has left meanwhile.
    """
    with transaction.atomic():
        ambassador = lock(user)
        for network, handle in handles.items():
            if handle:
                NetworkHandle.objects.update_or_create(
                    ambassador=ambassador,
                    network=network,
                    defaults={"handle": handle},
                )
            else:
                ambassador.handles.filter(network=network).delete()


def export(user, file: IO[bytes]) -> dict[str, int]:
    """Write everything kept about an account into a ZIP, in the active language.

    :param file: open for writing bytes.
    :returns: the number of rows, by label of the model.
    """
    return personal_data.write_export(personal_data.person_of(user), file)


def erase(user) -> None:
    """Forget everything about an account, in every room; it leaves first.

    The account itself is the intranet's and stays. So do totals, and links that are
    out there: they lead on, and do not say whose they were.
    """
    with transaction.atomic():
        leave(user, source="erasure")
        ambassador = Ambassador.objects.select_for_update().filter(user=user).first()
        erase_person(Person(user, ambassador))


def erase_person(person: Person) -> None:
    """Forget somebody in every room, those whose account is gone as well.

    Call it inside a transaction, with the ambassador's row locked.
    """
    # From the top: rows of higher rooms refer to those of lower ones.
    for table in reversed(list(personal_tables)):
        if table.written_rows(person).exists():
            table.erase(person)


def open_sharing(user) -> None:
    """Let people share. Opening twice is opening once.

    :raises PermissionDenied: ``user`` may not change the programme.
    :raises NotReady: the launch checklist is not done.
    """
    if not launch.may_launch(user):
        raise PermissionDenied
    with transaction.atomic():
        state = _lock_sharing()
        if state.is_open:
            return
        missing = [line.check for line in launch.checked() if not line.is_done]
        if missing:
            raise NotReady(missing)
        state.is_open = True
        state.save(update_fields=["is_open"])
        log(AmbassadorsSettings.load(), LOG_OPEN, user=user)


def close_sharing(user, sentence: str) -> None:
    """Pause all sharing. People go on writing; what is published stays as it is.

    Closing again is how the sentence is changed.

    :param sentence: what people read meanwhile, at most MAX_SENTENCE characters; "":
        our own words.
    :raises PermissionDenied: ``user`` may not change the programme.
    """
    if not launch.may_launch(user):
        raise PermissionDenied
    with transaction.atomic():
        state = _lock_sharing()
        was_open = state.is_open
        if not was_open and state.sentence == sentence:
            return
        state.is_open = False
        state.sentence = sentence
        state.save(update_fields=["is_open", "sentence"])
        log(
            AmbassadorsSettings.load(),
            LOG_CLOSE,
            user=user,
            data={"sentence": sentence},
        )
        if was_open:
            signals.sharing_closed.send(sender=SharingState)


def invite_managers(user) -> None:
    """Invite managers and executives, each once, whoever was invited before excepted.

    :raises PermissionDenied: ``user`` may not change the programme.
    """
    if not launch.may_launch(user):
        raise PermissionDenied
    with transaction.atomic():
        jobs.enqueue(INVITE_MANAGERS)
        log(AmbassadorsSettings.load(), LOG_INVITE, user=user)


def _lock_sharing() -> SharingState:
    SharingState.objects.get_or_create(key=ONLY)
    return SharingState.objects.select_for_update().get(key=ONLY)


def dismiss_invitation(user) -> None:
    """Never invite ``user`` again from a page; the menu entry still leads back."""
    DismissedInvitation.objects.get_or_create(user=user)


def _lock(user, now) -> Ambassador:
    while True:
        if not Ambassador.objects.filter(user=user).exists():
            # As somebody who is out, so that one of several tabs lets them in.
            make_once(Ambassador(user=user, joined_at=now, left_at=now), ["user"])
        locked = Ambassador.objects.select_for_update().filter(user=user).first()
        # None: it was erased while this waited for its lock.
        if locked is not None:
            return locked


def _purpose(key: str) -> Purpose:
    # A room or a network may have been taken out since; its yes ends all the same.
    try:
        return consents.find_purpose(key)
    except LookupError:
        return Purpose(key, wording="")


def _record(
    ambassador: Ambassador, purpose: Purpose, *, granted: bool, source: str
) -> None:
    Consent.objects.create(
        ambassador=ambassador,
        purpose=purpose.key,
        granted=granted,
        wording=purpose.wording,
        source=source,
    )

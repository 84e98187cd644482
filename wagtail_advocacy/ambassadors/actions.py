from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone

from . import signals
from .consents import TAKE_PART
from .models import Ambassador, Consent, DismissedInvitation


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
        ambassador, created = _lock(user, joined_at=now)
        if not created and ambassador.left_at is None:
            return ambassador
        ambassador.joined_at = now
        ambassador.left_at = None
        ambassador.save(update_fields=["joined_at", "left_at"])
        _record(ambassador, granted=True, source=source)
        DismissedInvitation.objects.filter(user=user).delete()
        signals.joined.send(sender=Ambassador, ambassador=ambassador)
    return ambassador


def leave(user, *, source: str) -> None:
    """Take ``user`` out at once; somebody who never joined stays out.

    :param source: where the person left, e.g. ``"leave-form"``.
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
        _record(ambassador, granted=False, source=source)
        signals.left.send(sender=Ambassador, ambassador=ambassador)


def dismiss_invitation(user) -> None:
    """Never invite ``user`` again from a page; the menu entry still leads back."""
    DismissedInvitation.objects.get_or_create(user=user)


def _lock(user, *, joined_at) -> tuple[Ambassador, bool]:
    # The insert may lose a race; the loser then waits for the winner's row lock.
    created = False
    if not Ambassador.objects.filter(user=user).exists():
        try:
            with transaction.atomic():
                Ambassador.objects.create(user=user, joined_at=joined_at)
                created = True
        except IntegrityError:
            # The row is there now, or the account has just been deleted.
            if not get_user_model()._default_manager.filter(pk=user.pk).exists():
                raise
    return Ambassador.objects.select_for_update().get(user=user), created


def _record(ambassador: Ambassador, *, granted: bool, source: str) -> None:
    Consent.objects.create(
        ambassador=ambassador,
        purpose=TAKE_PART.key,
        granted=granted,
        wording=TAKE_PART.wording,
        source=source,
    )

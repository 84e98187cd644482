"""The signed address that opens one text on its author's phone."""

from django.core import signing
from django.utils import timezone

from wagtail_advocacy import addresses

from .actions import HANDOFF_LIFETIME
from .grants import HANDOFF
from .models import Handoff


def handoff_address(handoff: Handoff) -> str:
    """Return the public address of a handoff.

    :raises NoPublicAddress: the site has no ``PUBLIC_URL``.
    """
    return addresses.public_url("sharing:handoff", _signer().sign(handoff.key))


def find_handoff(token: str) -> Handoff | None:
    """Return what a signed token opens, or ``None``: forged, over, or unknown."""
    try:
        key = _signer().unsign(token, max_age=HANDOFF_LIFETIME)
    except signing.BadSignature:
        return None
    return (
        Handoff.objects.filter(key=key, expires_at__gt=timezone.now())
        .only(*HANDOFF.read)
        .first()
    )


def _signer() -> signing.TimestampSigner:
    # Made anew each time: it takes over the keys when it is made.
    return signing.TimestampSigner(
        key=addresses.public_key(),
        fallback_keys=addresses.public_fallback_keys(),
        salt="wagtail_advocacy.sharing.handoff",
    )

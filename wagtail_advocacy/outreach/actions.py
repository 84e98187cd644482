"""The verbs of this room."""

from django.db import transaction
from django.utils import timezone

from wagtail_advocacy.ambassadors import actions as ambassadors

from .models import DigestChoice


def choose_frequency(user, frequency: str) -> None:
    """Remember how often somebody likes the digest; whether at all is a consent.

    It counts from now on: nothing that was due before comes because of it.

    :param frequency: of ``DigestChoice.Frequency``.
    :raises NotTakingPart: the person has not joined, or has left meanwhile.
    """
    with transaction.atomic():
        ambassador = ambassadors.lock(user)
        known = DigestChoice.objects.filter(ambassador=ambassador).first()
        if known is not None and known.frequency == frequency:
            return
        DigestChoice.objects.update_or_create(
            ambassador=ambassador,
            defaults={"frequency": frequency, "looked_at": timezone.now()},
        )

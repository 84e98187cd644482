"""Writes awards and revocations: what became of an award is a row of its own.

A person's row is locked before their awards are, and whoever holds it looks again: what
somebody takes back in this very moment is seen by one of the two.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db import router
from django.utils import timezone

from wagtail_advocacy.ambassadors.models import Ambassador

from . import signals
from .models import Award, PublicAward, Revocation


# People whose rows are locked at once.
BATCH = 500


def alias() -> str:
    """Return the database in which awards are written, and looked at before."""
    # A replica may not have what somebody has just done.
    return router.db_for_write(Award)


def lock(ambassador_pks: Iterable[int]) -> list[int]:
    """Lock the rows of some people, and return the keys of those who are there."""
    people = Ambassador.objects.using(alias()).filter(pk__in=list(ambassador_pks))
    locked = people.order_by("pk").select_for_update()
    return list(locked.values_list("pk", flat=True))


def batches(rows: Sequence) -> Iterator[Sequence]:
    """Yield as many rows at a time as are locked together."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def write_awards(awards: Sequence[Award], *, for_all: bool) -> list[Award]:
    """Write awards whose owners are locked, and tell who listens. Two queries.

    Whoever listens is inside the transaction: what they write is written with it, and
    what is enqueued runs after it.

    :param for_all: everybody is looked at, and not one person for what they just did.
    """
    if not awards:
        return []
    written = Award.objects.using(alias())
    # The key of the table decides, even if somebody comes without locking.
    written.bulk_create(awards, ignore_conflicts=True)
    # Read again: then the database does not tell the keys, nor which rows are ours.
    made = list(
        written.filter(public_id__in=[award.public_id for award in awards])
        .select_related("badge", "ambassador__user")
        .order_by("pk")
    )
    if made:
        signals.awarded.send(sender=Award, awards=made, for_all=for_all)
    return made


def write_revocations(
    pks: Sequence[int], reason: str, note: str = ""
) -> list[Revocation]:
    """Write revocations of awards whose owners are locked, and tell who listens."""
    if not pks:
        return []
    written = Revocation.objects.using(alias())
    written.bulk_create(
        [Revocation(award_id=pk, reason=reason, note=note) for pk in pks]
    )
    PublicAward.objects.using(alias()).filter(award__in=pks, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    made = list(
        written.filter(award__in=pks)
        .select_related("award__badge", "award__ambassador__user")
        .order_by("pk")
    )
    signals.revoked.send(sender=Revocation, revocations=made)
    return made

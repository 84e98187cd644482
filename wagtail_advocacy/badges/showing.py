"""Showing an award to anybody, and hiding it again. Only its owner does either."""

import hashlib
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.db.models.signals import post_save, pre_delete
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.addresses import NoPublicAddress, public_url
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import signals as ambassador_signals
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.contention import tried_again
from wagtail_advocacy.rows import make_once
from wagtail_advocacy.sharing.helping import TOO_LONG

from .models import Award, Badge, PublicAward, PublicPicture
from .pictures import picture_of
from .queries import awards, current, in_own_language


MAX_HOLDER = PublicAward._meta.get_field("holder").max_length or 0
NO_NAME = _("Say which name is shown with it.")


class Over(Exception):
    """The award counts no more, so there is nothing to show."""


@tried_again(PublicAward)
def show(user, award_pk: int, holder: str) -> PublicAward:
    """Show somebody's own award to anybody, in the language they read just now.

    What is shown is a copy: nothing else about them, or about the badge, can be read
    from outside. Showing again changes the name; the address stays.

    :param holder: the name that is shown, as its owner chose it.
    :raises NotTakingPart: the person has not joined, or has left meanwhile.
    :raises Award.DoesNotExist: there is none, or it is somebody else's.
    :raises Over: it was revoked, or ran out.
    :raises ValidationError: the name is empty or too long.
    """
    name = " ".join(holder.replace("\x00", "").split())
    if not name:
        raise ValidationError(NO_NAME, code="required")
    if len(name) > MAX_HOLDER:
        raise ValidationError(TOO_LONG, params={"limit": MAX_HOLDER}, code="too_long")
    with transaction.atomic():
        ambassador = ambassadors.lock(user)
        award = awards().filter(ambassador=ambassador).get(pk=award_pk)
        if not current(awards().filter(pk=award.pk)).exists():
            raise Over
        badge = in_own_language([award.badge])[award.badge_id]
        shown, _created = PublicAward.objects.update_or_create(
            award=award,
            defaults={
                "public_id": award.public_id,
                "holder": name,
                "language": get_language() or "",
                "name": badge.name,
                "description": badge.description,
                "how_to_earn": badge.how_to_earn,
                "picture": _public_picture(badge, award.badge),
                "awarded_at": award.awarded_at,
                "expires_at": award.expires_at,
                "revoked_at": None,
            },
        )
    return shown


def hide(user, award_pk: int) -> None:
    """Show somebody's own award to nobody any more; twice is once.

    Whoever has left may, too.

    :raises Award.DoesNotExist: there is none, or it is somebody else's.
    """
    award = awards().get(pk=award_pk, ambassador__user=user)
    _delete(_shown().filter(award=award))


def hide_all(ambassadors: "Iterable[Ambassador]") -> None:
    """Show nothing of these people any more."""
    _delete(_shown().filter(award__ambassador__in=ambassadors))


def verification_address(award: Award) -> str:
    """Return where anybody reads that an award is valid; "": nothing is public here.

    There is something only while it is shown.
    """
    try:
        return public_url("badges:verify", str(award.public_id))
    except NoPublicAddress:
        return ""


def _public_picture(badge: Badge, original: Badge) -> PublicPicture | None:
    found = picture_of(badge) or picture_of(original)
    if found is None:
        return None
    content, content_type = found
    digest = hashlib.sha256(content).hexdigest()
    pictures = PublicPicture.objects.using(router.db_for_write(PublicPicture))
    known = pictures.defer("content").filter(digest=digest).first()
    if known is None:
        make_once(
            PublicPicture(digest=digest, content=content, content_type=content_type),
            ["digest"],
        )
        known = pictures.defer("content").get(digest=digest)
    return known


def _delete(rows) -> None:
    # Locked first: thanks that are being said for one of them are waited for, and then
    # found among what points to it.
    with transaction.atomic(using=rows.db):
        pks = list(rows.order_by("pk").values_list("pk", flat=True))
        locked = _shown().filter(pk__in=pks).order_by("pk").select_for_update()
        _shown().filter(pk__in=[one.pk for one in locked]).delete()


def _shown():
    return PublicAward.objects.using(router.db_for_write(PublicAward))


def hide_who_left(sender, ambassador, **kwargs):
    hide_all([ambassador])


def hide_deactivated(sender, instance, update_fields=None, **kwargs):
    """Hide at once what somebody shows whose account is switched off.

    As everywhere they count as having left from then on, though their row says so a
    day later.
    """
    is_looked_at = update_fields is None or "is_active" in update_fields
    if is_looked_at and not instance.is_active:
        people = Ambassador.objects.using(router.db_for_write(Ambassador))
        with transaction.atomic(using=people.db):
            # Locked, as whoever shows locks it: what they are showing is found.
            hide_all(list(people.select_for_update().filter(user=instance.pk)))


def hide_deleted(sender, instance, **kwargs):
    hide_all(Ambassador.objects.filter(user=instance.pk))


def connect() -> None:
    name = "wagtail_advocacy.badges.showing"
    user_model = get_user_model()
    ambassador_signals.left.connect(hide_who_left, dispatch_uid=f"{name}.left")
    post_save.connect(
        hide_deactivated, sender=user_model, dispatch_uid=f"{name}.deactivated"
    )
    pre_delete.connect(hide_deleted, sender=user_model, dispatch_uid=f"{name}.deleted")

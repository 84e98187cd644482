"""Writes what the live shareables say onto the offers."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from . import signals
from .cards import IMAGE_TYPE, picture_of
from .models import Offer, OfferImage, shareable_models


def project(shareable) -> Offer | None:
    """Make the shareable's offer say what the shareable says now.

    Called whenever a shareable or its page changes state; calling it again
    changes nothing.

    :param shareable: as it stands in its table, not a draft.
    :returns: the offer, or ``None`` where it was never live.
    """
    with transaction.atomic():
        offer = _locked(shareable)
        if not shareable.live:
            if offer is not None:
                # Its links go on working, as long as there is a page behind them.
                offer.destination = shareable.get_destination()
                offer.save(update_fields=["destination"])
                _end(offer, _why_not_live(shareable))
            return offer
        return _write(shareable, offer)


def end_deleted(shareable) -> None:
    """End the offer of a shareable that has just been deleted."""
    with transaction.atomic():
        offer = _locked(shareable)
        if offer is not None:
            _end(offer, Offer.EndReason.DELETED)


def sync() -> int:
    """Rebuild every offer from its shareable; return how many shareables were read."""
    count = 0
    for model in shareable_models():
        content_type = _content_type(model)
        alive = set()
        for shareable in model._default_manager.iterator(chunk_size=500):
            project(shareable)
            alive.add(str(shareable.pk))
            count += 1
        for offer in Offer.objects.filter(content_type=content_type):
            if offer.object_id not in alive:
                _end(offer, Offer.EndReason.DELETED)
    return count


def offer_of(shareable) -> Offer | None:
    """Return the offer of a shareable, or ``None`` where it was never live."""
    return Offer.objects.filter(
        content_type=_content_type(type(shareable)), object_id=str(shareable.pk)
    ).first()


def _content_type(model):
    return ContentType.objects.get_for_model(model, for_concrete_model=False)


def _locked(shareable) -> Offer | None:
    return (
        Offer.objects.select_for_update()
        .filter(content_type=_content_type(type(shareable)), object_id=shareable.pk)
        .first()
    )


def _write(shareable, offer: Offer | None) -> Offer:
    was_offered = offer is not None and not offer.ended
    block = shareable.get_block()
    if offer is None:
        offer = Offer(
            content_type=_content_type(type(shareable)), object_id=str(shareable.pk)
        )
    offered_at = shareable.first_published_at or timezone.now()
    source_at = shareable.get_source_published_at() or offered_at
    offer.page = shareable.get_page()
    offer.title = shareable.title
    offer.summary = shareable.summary
    offer.language = shareable.language
    offer.nature = shareable.nature
    offer.audience_id = shareable.audience_id
    offer.call_to_action = shareable.call_to_action
    offer.hashtags = shareable.hashtags.split()
    offer.networks = list(shareable.networks)
    offer.destination = shareable.get_destination()
    offer.offered_at = offered_at
    offer.opens_at = max(
        offered_at, source_at + datetime.timedelta(hours=shareable.staff_first_hours)
    )
    offer.expires_at = shareable.expire_at
    offer.ended = bool(block)
    offer.end_reason = block
    offer.withdrawn_because = ""
    try:
        with transaction.atomic():
            offer.save()
    except IntegrityError:
        # Another process made the offer since we looked: write onto that one.
        return _write(shareable, _locked(shareable))
    offer.topics.set(shareable.topics.all())
    _write_image(shareable, offer)
    if not offer.ended and not was_offered:
        signals.offered.send(sender=Offer, offer=offer)
    return offer


def _write_image(shareable, offer: Offer) -> None:
    picture = picture_of(shareable)
    OfferImage.objects.update_or_create(
        offer=offer,
        defaults={
            "content": picture.content,
            "content_type": IMAGE_TYPE,
            "digest": picture.digest,
            "alt_text": picture.alt_text[:255],
        },
    )


def _why_not_live(shareable) -> Offer.EndReason:
    if shareable.expired:
        return Offer.EndReason.EXPIRED
    return Offer.EndReason.UNPUBLISHED


def _end(offer: Offer, reason: Offer.EndReason) -> None:
    if offer.is_withdrawn or (offer.ended and offer.end_reason == reason):
        return
    offer.ended = True
    offer.end_reason = reason
    offer.save(update_fields=["ended", "end_reason"])

import secrets

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.compat import PAGE_MODEL

from .topics import Topic


# 12 random bytes: 96 bits, which nobody guesses, in 16 characters of an address.
PUBLIC_ID_BYTES = 12


def new_public_id() -> str:
    """Return an unguessable identifier of 16 URL-safe characters."""
    return secrets.token_urlsafe(PUBLIC_ID_BYTES)


class OfferQuerySet(models.QuerySet):
    def current(self):
        """What may be shared now.

        The window and the page's own state are looked at here and not only when
        they change, because nobody may run the scheduler.
        """
        now = timezone.now()
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=now),
            Q(page=None) | Q(page__live=True),
            ended=False,
            opens_at__lte=now,
        )

    def embargoed(self):
        """What colleagues see first, and may share later."""
        return self.filter(ended=False, opens_at__gt=timezone.now())


class Offer(models.Model):
    """The approved, published snapshot of a shareable; never deleted.

    Everything that employees find and outsiders see is read from here. It is
    written by ``projection.project`` alone.
    """

    class EndReason(models.TextChoices):
        UNPUBLISHED = "unpublished", _("It was unpublished.")
        EXPIRED = "expired", _("Its time was over.")
        DELETED = "deleted", _("It was deleted.")
        WITHDRAWN = "withdrawn", _("It was withdrawn.")
        PAGE_DELETED = "page_deleted", _("Its page was deleted.")
        PAGE_UNPUBLISHED = "page_unpublished", _("Its page is not published.")
        PAGE_RESTRICTED = (
            "page_restricted",
            _("Its page is restricted to some groups or by a password."),
        )

    public_id = models.CharField(
        max_length=16, unique=True, default=new_public_id, editable=False
    )
    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+"
    )
    object_id = models.CharField(max_length=64)
    shareable = GenericForeignKey("content_type", "object_id")
    # Lets an article find its offer in one query.
    page = models.ForeignKey(
        PAGE_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    title = models.CharField(max_length=255)
    summary = models.TextField()
    language = models.CharField(max_length=100)
    nature = models.CharField(max_length=32)
    call_to_action = models.CharField(max_length=60)
    hashtags = models.JSONField(default=list)
    # Keys of the networks it may go to; empty: all.
    networks = models.JSONField(default=list)
    # Where the link leads; empty: to the public card.
    destination = models.URLField(max_length=2000)
    topics = models.ManyToManyField(Topic, related_name="+")

    offered_at = models.DateTimeField()
    opens_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField(null=True)
    ended = models.BooleanField(default=False, db_index=True)
    end_reason = models.CharField(max_length=32, choices=EndReason.choices, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = OfferQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                name="wagtail_advocacy_offer_shareable",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_withdrawn(self) -> bool:
        return self.end_reason == self.EndReason.WITHDRAWN

    @property
    def is_embargoed(self) -> bool:
        return self.opens_at > timezone.now()

    @property
    def is_current(self) -> bool:
        """The same rule as ``OfferQuerySet.current``, for a row at hand."""
        return (
            not self.ended
            and not self.is_embargoed
            and (self.expires_at is None or self.expires_at > timezone.now())
            and (self.page is None or self.page.live)
        )

    def allows(self, network_key: str) -> bool:
        return not self.networks or network_key in self.networks


class OfferImage(models.Model):
    """The picture of a public card, as bytes, so that a public process needs no
    media storage and a picture changed in the library changes no card."""

    offer = models.OneToOneField(
        Offer, primary_key=True, on_delete=models.CASCADE, related_name="image"
    )
    content = models.BinaryField()
    content_type = models.CharField(max_length=32)
    # Changes with the content: caches keep a picture for good under its digest.
    digest = models.CharField(max_length=64)
    alt_text = models.CharField(max_length=255, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("offer image")
        verbose_name_plural = _("offer images")

    def __str__(self):
        return f"Image of offer {self.offer_id}"

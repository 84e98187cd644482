import secrets

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors import audiences
from wagtail_advocacy.ambassadors.models import Audience
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

    def meant_for(self, user):
        """Those for everybody, and those for an audience that ``user`` belongs to.

        One query where none of them has an audience, eleven at most where some have.
        """
        wanted = set(
            self.exclude(audience=None).order_by().values_list("audience", flat=True)
        )
        if not wanted:
            return self.filter(audience=None)
        theirs = audiences.for_user(user).filter(pk__in=wanted)
        belongs_to = list(theirs.values_list("pk", flat=True))
        return self.filter(Q(audience=None) | Q(audience__in=belongs_to))

    def public_id_on(self, page, user) -> str | None:
        """Return the public id of what ``page`` offers ``user`` now; ``None``: nothing.

        It answers as ``current`` and ``meant_for`` do, but looks at the window here:
        this is asked in every article that an employee opens, where building the
        conditions would cost more than the row or two they might save.

        :param page: a page as it is in the database.
        """
        if not page.live:
            return None
        now = timezone.now()
        offers = self.filter(page=page.pk, ended=False).order_by()
        for public_id, opens_at, expires_at, audience in offers.values_list(
            "public_id", "opens_at", "expires_at", "audience"
        ):
            is_open = opens_at <= now and (expires_at is None or expires_at > now)
            if is_open and (audience is None or _belongs_to(user, audience)):
                return public_id
        return None

    def embargoed(self):
        """What colleagues see first, and may share later."""
        return self.filter(ended=False, opens_at__gt=timezone.now())


def _belongs_to(user, audience_pk: int) -> bool:
    return audiences.for_user(user).filter(pk=audience_pk).exists()


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
    audience = models.ForeignKey(
        Audience, null=True, on_delete=models.PROTECT, related_name="+"
    )
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

    def is_meant_for(self, user) -> bool:
        """Whether ``user`` belongs to whom it is for; no query where that is all."""
        return self.audience_id is None or _belongs_to(user, self.audience_id)

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

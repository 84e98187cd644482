import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail_advocacy.ambassadors.ledger import LedgerModel
from wagtail_advocacy.ambassadors.models import Ambassador

from .badges import Badge


class Criteria(LedgerModel):
    """What a badge asked for when it was awarded.

    Changing a badge takes nothing from those who have it: an award is looked at by the
    criteria of its own day. Nothing here is about a person.
    """

    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="+")
    match = models.CharField(max_length=8, choices=Badge.Match.choices)
    # [[key of a condition, at least], …], sorted.
    conditions = models.JSONField()
    # SHA-256 of both, hexadecimal.
    digest = models.CharField(max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("criteria of a badge")
        verbose_name_plural = _("criteria of badges")
        constraints = [
            models.UniqueConstraint(
                fields=["badge", "digest"], name="wagtail_advocacy_criteria_once"
            )
        ]

    def __str__(self):
        return f"Criteria {self.pk} of badge {self.badge_id}"


class Award(LedgerModel):
    """One person has one badge, for one period.

    Personal data: recognition the person earned; only they see it, unless they show it
    (``PublicAward``). It goes with the ambassador.
    """

    ambassador = models.ForeignKey(
        Ambassador, on_delete=models.CASCADE, related_name="+"
    )
    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="+")
    criteria = models.ForeignKey(Criteria, on_delete=models.PROTECT, related_name="+")
    # "": once; otherwise "2026-11" or "2026-Q4".
    period = models.CharField(max_length=16, blank=True)
    # How often it was revoked, or ran out, before: 0 for the first.
    turn = models.PositiveSmallIntegerField(default=0)
    # The days that counted, and go on counting: from the first of them, null being
    # since ever, to the day before the second, null being until now.
    counts_from = models.DateField(null=True)
    counts_until = models.DateField(null=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    awarded_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-awarded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "badge", "period", "turn"],
                name="wagtail_advocacy_award_once",
            )
        ]
        indexes = [
            models.Index(fields=["badge", "period"], name="wagtail_advocacy_award_of")
        ]

    def __str__(self):
        return f"Award {self.pk}"


class Revocation(LedgerModel):
    """An award counts no more: what it was for is not there any more.

    Personal data: so that its owner sees what became of it; goes with the award.
    """

    class Reason(models.TextChoices):
        EVIDENCE_GONE = "evidence_gone", _("what it was for was taken back")
        BY_HAND = "by_hand", _("a lead took it back")

    award = models.OneToOneField(
        Award, on_delete=models.CASCADE, related_name="revocation"
    )
    reason = models.CharField(max_length=16, choices=Reason.choices)
    note = models.TextField(blank=True)
    revoked_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")

    def __str__(self):
        return f"Revocation of award {self.award_id}"


class PublicPicture(models.Model):
    """The picture of a badge as outsiders get it: no media storage is asked.

    One row for each picture that was ever shown, whoever shows it; nothing in it is
    about a person.
    """

    # SHA-256 of the content, hexadecimal.
    digest = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    content_type = models.CharField(max_length=32)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("picture of a badge that is shown")
        verbose_name_plural = _("pictures of badges that are shown")

    def __str__(self):
        return f"Picture {self.digest[:12]}"


class PublicAward(models.Model):
    """What anybody may see of an award whose owner shows it.

    Personal data: the name its owner chose to show, and what they are recognised for.
    The public process reads nothing else. It goes as soon as they show it no more,
    leave, or erase what is kept.
    """

    class State(models.TextChoices):
        VALID = "valid", pgettext_lazy("award", "Valid")
        EXPIRED = "expired", pgettext_lazy("award", "Expired")
        REVOKED = "revoked", pgettext_lazy("award", "Revoked")

    award = models.OneToOneField(Award, on_delete=models.CASCADE, related_name="public")
    public_id = models.UUIDField(unique=True)
    holder = models.CharField(verbose_name=_("name that is shown"), max_length=150)
    language = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    description = models.TextField()
    how_to_earn = models.TextField()
    picture = models.ForeignKey(
        PublicPicture, null=True, on_delete=models.PROTECT, related_name="+"
    )
    awarded_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("award that is shown")
        verbose_name_plural = _("awards that are shown")
        ordering = ["-shown_at", "-pk"]

    def __str__(self):
        return f"Public award {self.pk}"

    @property
    def state(self) -> "PublicAward.State":
        """What a reader is told of it today."""
        if self.revoked_at is not None:
            return self.State.REVOKED
        if self.expires_at is not None and self.expires_at <= timezone.now():
            return self.State.EXPIRED
        return self.State.VALID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.shareables.models import Offer

from .shares import MAX_INSTANCE


class PaceCount(models.Model):
    """How many places of one offer are taken in one hour, or on one day.

    Personal data: none; a number about everybody together, deleted once its time is
    over. Whoever wants a place locks this row, so that no two take the last one.
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    # Such as "day:2026-11-23"; see ``pacing.windows_of``.
    window = models.CharField(max_length=16)
    taken = models.PositiveIntegerField(default=0)
    over_at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("count of places")
        verbose_name_plural = _("counts of places")
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "window"], name="wagtail_advocacy_pace_window"
            )
        ]

    def __str__(self):
        return f"{self.taken} in {self.window}"


class PlannedShareQuerySet(models.QuerySet):
    def of(self, user):
        """What one person has planned; nobody else ever sees it."""
        return self.filter(ambassador__user=user, ambassador__left_at=None)


class PlannedShare(models.Model):
    """Somebody wants to be reminded of posting a text of theirs. Nothing else reads
    it, and nothing posts it.

    Personal data: the person's own words and when they want to be reminded; only they
    see it. It goes when they leave for the network with it, drop it or leave the
    programme, when its offer ends, or a month after the reminder (``RETENTION``).
    """

    ambassador = models.ForeignKey(
        Ambassador, on_delete=models.CASCADE, related_name="+"
    )
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    network = models.CharField(max_length=32)
    instance = models.CharField(max_length=MAX_INSTANCE, blank=True)
    text = models.TextField()
    hashtags = models.JSONField(default=list)
    # When its text was planned or kept last.
    planned_at = models.DateTimeField(default=timezone.now)
    remind_at = models.DateTimeField(db_index=True)
    # When the person was reminded of ``remind_at``; null: not yet.
    reminded_at = models.DateTimeField(null=True)

    objects = PlannedShareQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("planned share")
        verbose_name_plural = _("planned shares")
        ordering = ["remind_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "offer", "network"],
                name="wagtail_advocacy_plan_once",
            )
        ]

    def __str__(self):
        return f"Planned share {self.pk}"

from django.db import models
from django.utils.translation import gettext_lazy as _

from .shares import TrackedLink


class Visit(models.Model):
    """A human followed a tracked link.

    Personal data: none that lasts. ``visitor`` is a keyed hash whose key is
    destroyed daily; the row is folded into a daily count after an hour.
    """

    link = models.ForeignKey(
        TrackedLink, on_delete=models.CASCADE, related_name="visits"
    )
    visitor = models.CharField(max_length=32)
    # Half-hours since 1970-01-01 UTC: a visitor who comes back within one counts once.
    half_hour = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.UniqueConstraint(
                fields=["link", "visitor", "half_hour"],
                name="wagtail_advocacy_visit_once",
            )
        ]
        indexes = [
            models.Index(fields=["half_hour"], name="wagtail_advocacy_visit_fold")
        ]

    def __str__(self):
        return f"Visit {self.pk}"


class VisitCount(models.Model):
    """The folded visits of one link on one day."""

    link = models.ForeignKey(
        TrackedLink, on_delete=models.CASCADE, related_name="visit_counts"
    )
    day = models.DateField()
    visits = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("visit count")
        verbose_name_plural = _("visit counts")
        constraints = [
            models.UniqueConstraint(
                fields=["link", "day"], name="wagtail_advocacy_visitcount_day"
            )
        ]

    def __str__(self):
        return f"{self.visits} on {self.day}"


class VisitorSalt(models.Model):
    """The key of one day's visitor hashes. Without it they say nothing about
    anybody, so it is destroyed when the day is over."""

    day = models.DateField(unique=True)
    salt = models.BinaryField(max_length=32)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("visitor salt")
        verbose_name_plural = _("visitor salts")

    def __str__(self):
        return str(self.day)


class VisitBuffer(models.Model):
    """How far a buffer of visits is written into the database, so that none of them
    is written twice, whenever that is interrupted."""

    key = models.CharField(max_length=64, unique=True)
    # Of the last entry that was written.
    last_id = models.CharField(max_length=41, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("visit buffer")
        verbose_name_plural = _("visit buffers")

    def __str__(self):
        return self.key

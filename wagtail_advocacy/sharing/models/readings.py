from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail_advocacy.ambassadors.ledger import LedgerModel

from .shares import Share


class Reading(LedgerModel):
    """One figure of the engagement with one share, at one moment, and who says so.

    What is unknown has no reading; 0 is a figure. Corrections are new readings.

    Personal data: what an author told of their post; kept so that they see how it
    goes, as long as the share is theirs. Once they are erased, comments and reactions
    stay with a share that is nobody's, by the day, for they are in totals; whether its
    author replied goes.
    """

    class Metric(models.TextChoices):
        COMMENTS = "comments", pgettext_lazy("reading", "Comments")
        REACTIONS = "reactions", pgettext_lazy("reading", "Reactions")
        # 1: the author answered those who commented; 0: not, after all.
        REPLIED = "replied", pgettext_lazy("reading", "The author replied")

    class Source(models.TextChoices):
        MEASURED = "measured", pgettext_lazy("reading", "measured")
        SELF_REPORTED = "self-reported", pgettext_lazy("reading", "self-reported")
        ESTIMATED = "estimated", pgettext_lazy("reading", "estimated")

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="readings")
    # Later rooms read other figures.
    metric = models.CharField(max_length=32, choices=Metric.choices)
    value = models.PositiveIntegerField()
    source = models.CharField(max_length=16, choices=Source.choices)
    # When it was so: what is said in a mail arrives later.
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["share", "metric"], name="wagtail_advocacy_reading_of")
        ]

    def __str__(self):
        return f"{self.metric}: {self.value}"

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Delivery.State.WAITING)


class Delivery(models.Model):
    """One person is told one thing once.

    Personal data: kept so that the person finds it on the intranet, and is not told
    again. What it said is forgotten some time later (``RETENTION``); that it was said
    stays until the person is erased, or long after they left.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("notice", "To be mailed")
        SENT = "sent", pgettext_lazy("notice", "Mailed")
        INTRANET_ONLY = "intranet", pgettext_lazy("notice", "On the intranet only")
        DROPPED = "dropped", pgettext_lazy("notice", "Not told")
        FAILED = "failed", pgettext_lazy("notice", "Mail refused")

    # Null for the moment in which an account is being deleted; see signal_handlers.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=64)
    # What it is about, in the kind's own words, such as "share:12".
    occasion = models.CharField(max_length=128)
    # Plain values for the kind's template.
    context = models.JSONField(default=dict)
    # A path of the intranet where it goes on; "": nowhere.
    address = models.CharField(max_length=500, blank=True)
    state = models.CharField(
        max_length=16, choices=State.choices, default=State.WAITING
    )
    created_at = models.DateTimeField(default=timezone.now)
    # When the mail is tried next, whether it waits for somebody's morning, for a mail
    # server, or for a worker that may have died with it; null: never again.
    due_at = models.DateTimeField(null=True, default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When it left the intranet's screens: the person put it away, or it is over.
    put_away_at = models.DateTimeField(null=True)
    # Only that it was said is still known.
    is_forgotten = models.BooleanField(default=False)

    objects = DeliveryQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "occasion"],
                name="wagtail_advocacy_notice_once",
            )
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="wagtail_advocacy_notice_due")
        ]

    def __str__(self):
        return f"Notice {self.pk}"

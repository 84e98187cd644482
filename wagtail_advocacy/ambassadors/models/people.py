from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.ledger import LedgerModel


class AmbassadorQuerySet(models.QuerySet):
    def active(self):
        """Those who take part today; somebody who left or was deactivated is out."""
        return self.filter(left_at=None, user__is_active=True)


class Ambassador(models.Model):
    """An employee who opted in.

    Personal data: kept so that the person can share and see what it brought.
    Nobody but its owner is ever shown that this row exists; that is also why a
    deleted user leaves it (``SET_NULL``) instead of pulling it along: the list of
    "related objects to be deleted" would tell an administrator who had joined.
    """

    # No reverse name: the person is reached from here, never from the user.
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="wagtail_advocacy_ambassador",
    )
    joined_at = models.DateTimeField(verbose_name=_("joined at"))
    left_at = models.DateTimeField(verbose_name=_("left at"), null=True)

    objects = AmbassadorQuerySet.as_manager()

    # Nothing here may appear in Wagtail's usage reports.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("ambassador")
        verbose_name_plural = _("ambassadors")

    def __str__(self):
        return f"Ambassador {self.pk}"

    @property
    def is_active(self) -> bool:
        return self.left_at is None and self.user is not None and self.user.is_active


class Consent(LedgerModel):
    """One yes or no of one person to one purpose, with the wording they read.

    Personal data: the proof of what was chosen, and when it ended; kept as long as
    the ambassador is.
    """

    ambassador = models.ForeignKey(
        Ambassador, on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(max_length=64)
    granted = models.BooleanField()
    wording = models.CharField(max_length=32)
    source = models.CharField(max_length=32)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]
        indexes = [
            # The latest entry of a purpose is asked for many people at once.
            models.Index(
                fields=["ambassador", "purpose"], name="wagtail_advocacy_consent_of"
            )
        ]

    def __str__(self):
        return f"{self.purpose} {'+' if self.granted else '-'}"


class DismissedInvitation(models.Model):
    """Somebody does not want to be invited again.

    Personal data: kept only so that the invitation stays away; gone as soon as
    the person joins, or with their account.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="wagtail_advocacy_dismissed_invitation",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("dismissed invitation")
        verbose_name_plural = _("dismissed invitations")

    def __str__(self):
        return f"Dismissed invitation {self.pk}"

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from wagtail_advocacy.sharing.models import HelpRequest

from .awards import PublicAward


# Longest thanks, in characters: a sentence or two.
MAX_THANKS = 300


class Recognition(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model
):
    """A sentence of thanks from one colleague to another, for something they showed.

    It begins at an award somebody shows or at an answer somebody gave, so that nothing
    tells who takes part. Where the site has assigned a workflow to it, somebody looks
    at it first.

    Personal data: what the giver wrote, for the receiver; both see it, and whoever
    moderates. It goes with the receiver's account, or when they erase it. When the
    giver's goes, or they erase it, what counted goes on counting, without them and
    their words.
    """

    # Live once it has reached its receiver.
    live = models.BooleanField(verbose_name=_("live"), default=False, editable=False)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("locked by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="wagtail_advocacy_locked_recognitions",
    )
    locked_by.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("thanks", "from"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="wagtail_advocacy_recognitions_given",
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("thanks", "to"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="wagtail_advocacy_recognitions_received",
    )
    # The name the giver read: whoever shows an award under another name is found by no
    # other one, whoever moderates or looks again.
    said_to = models.CharField(
        verbose_name=pgettext_lazy("thanks", "to"),
        max_length=400,
        blank=True,
        editable=False,
    )
    text = models.TextField(verbose_name=_("thanks"), max_length=MAX_THANKS)
    # What it is for; the other one is null, and both are once it is gone.
    award = models.ForeignKey(
        PublicAward, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.ForeignKey(
        HelpRequest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(verbose_name=_("given at"))
    # Whoever moderates did not pass it on; only the giver sees it any more.
    refused_at = models.DateTimeField(null=True, editable=False)
    # Both people and the quarter, whoever gave, as a code that names neither: between
    # two, one a quarter counts.
    # Null: it is as welcome, and earns nothing.
    counted_key = models.CharField(  # noqa: DJ001 - unique, so empty must be null
        max_length=200, unique=True, null=True, editable=False
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        ordering = ["-given_at", "-pk"]

    def __str__(self):
        return f"Thanks {self.pk}"

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsultationComment(models.Model):
    """What somebody said about a clause before the charter took effect.

    Personal data: with a name only where its author chose so; otherwise nothing says
    who wrote it, and the day alone is kept, so that no log tells either. Kept with the
    charter, whose making it belongs to.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a trainer")
        SHOWN = "shown", _("Shown beside the clause")
        HIDDEN = "hidden", _("Not shown")

    version = models.ForeignKey(
        "wagtail_advocacy_learning.CharterVersion",
        on_delete=models.PROTECT,
        related_name="comments",
        verbose_name=_("version"),
    )
    clause_id = models.CharField(max_length=64)
    # As it was called then.
    clause_title = models.CharField(max_length=120, verbose_name=_("clause"))
    text = models.TextField(max_length=1000, verbose_name=_("comment"))
    # Empty: without a name.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="wagtail_advocacy_consultation_comments",
    )
    written_on = models.DateField(verbose_name=_("written on"))
    state = models.CharField(
        max_length=16,
        choices=State.choices,
        default=State.WAITING,
        verbose_name=_("state"),
    )
    answer = models.TextField(
        blank=True,
        verbose_name=_("answer"),
        help_text=_("Shown below the comment, to everybody."),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comment on a charter")
        verbose_name_plural = _("comments on charters")
        ordering = ["pk"]

    def __str__(self):
        return self.clause_title

    def clean(self):
        super().clean()
        if self.version_id is None:
            raise ValidationError(_("Comments are written on the charter’s own page."))

    @property
    def author_name(self) -> str:
        """Return the name its author chose to give, or ""."""
        if self.author is None:
            return ""
        return self.author.get_full_name() or str(self.author)

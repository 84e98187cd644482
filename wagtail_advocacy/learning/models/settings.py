from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting


class LearningSettings(BaseGenericSetting):
    """What a trainer decides about charters and trainings as a whole."""

    grace_days = models.PositiveSmallIntegerField(
        verbose_name=_("days to sign again"),
        default=14,
        help_text=_(
            "When a charter changed, whoever signed it before can go on sharing for"
            " this many days. 0: they sign first."
        ),
    )

    panels = [FieldPanel("grace_days")]

    class Meta:
        verbose_name = _("advocacy: charters and trainings")

    @classmethod
    def read(cls) -> "LearningSettings":
        """Return the settings without making their row: looking never writes."""
        return cls.base_queryset().first() or cls()

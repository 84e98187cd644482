from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting

from wagtail_advocacy.hashtags import validate_hashtag


class SharingSettings(BaseGenericSetting):
    """What a programme lead decides about sharing."""

    disclosure_hashtag = models.CharField(
        verbose_name=_("employer hashtag"),
        max_length=50,
        blank=True,
        validators=[validate_hashtag],
        help_text=_(
            "Says that the author works here, such as #TeamAlder. It is proposed"
            " with every post; readers and the law expect openness."
        ),
    )

    panels = [FieldPanel("disclosure_hashtag")]

    class Meta:
        verbose_name = _("advocacy: sharing")

    @classmethod
    def read(cls):
        """Return the settings without making their row: looking never writes."""
        return cls.base_queryset().first() or cls()

    def clean(self):
        super().clean()
        if self.disclosure_hashtag:
            self.disclosure_hashtag = f"#{self.disclosure_hashtag.removeprefix('#')}"

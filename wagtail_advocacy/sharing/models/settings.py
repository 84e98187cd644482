import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting

from wagtail_advocacy.hashtags import validate_hashtag

from .. import nudge_times


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

    nudge_times = models.CharField(
        verbose_name=_("ask the author after"),
        max_length=60,
        blank=True,
        default=nudge_times.DEFAULT,
        validators=[nudge_times.validate_nudge_times],
        help_text=_(
            "How long after a post its author is asked whether somebody reacted, such"
            " as 3h, 1d, 3d: at most three times, within a week. They find it on the"
            " intranet, and in a mail if they said yes to it. It ends when they reply"
            " or want no more. Leave it empty to ask nobody."
        ),
    )

    panels = [
        FieldPanel("disclosure_hashtag"),
        MultiFieldPanel([FieldPanel("nudge_times")], heading=_("After the post")),
    ]

    class Meta:
        verbose_name = _("advocacy: sharing")

    @classmethod
    def read(cls):
        """Return the settings without making their row: looking never writes."""
        return cls.base_queryset().first() or cls()

    @property
    def nudge_after(self) -> list[datetime.timedelta]:
        """When an author is asked about their post, counted from their yes."""
        return nudge_times.parse_nudge_times(self.nudge_times)

    def clean(self):
        super().clean()
        self.nudge_times = nudge_times.write_nudge_times(self.nudge_after)
        if self.disclosure_hashtag:
            self.disclosure_hashtag = f"#{self.disclosure_hashtag.removeprefix('#')}"

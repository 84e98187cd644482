from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
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

    # For a programme of some fifty people; see docs/how-to/set-the-rhythm.md.
    person_daily_cap = models.PositiveSmallIntegerField(
        verbose_name=_("posts per person and day"),
        default=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "From midnight to midnight where the person is. Empty: no limit. Whoever"
            " reaches it keeps their text and is proposed a later moment."
        ),
    )
    person_weekly_cap = models.PositiveSmallIntegerField(
        verbose_name=_("posts per person and week"),
        default=10,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("From Monday to Sunday where the person is. Empty: no limit."),
    )
    offer_hourly_cap = models.PositiveSmallIntegerField(
        verbose_name=_("posts of one article per hour"),
        default=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "By everybody together, in each hour of the clock. Empty: no limit."
        ),
    )
    offer_daily_cap = models.PositiveSmallIntegerField(
        verbose_name=_("posts of one article per day"),
        default=20,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "By everybody together, from midnight to midnight in the site's time zone."
            " Empty: no limit. What is posted already is never refused, whatever you"
            " change here."
        ),
    )

    panels = [
        FieldPanel("disclosure_hashtag"),
        MultiFieldPanel(
            [
                FieldPanel("person_daily_cap"),
                FieldPanel("person_weekly_cap"),
                FieldPanel("offer_hourly_cap"),
                FieldPanel("offer_daily_cap"),
            ],
            heading=_("Rhythm"),
        ),
    ]

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

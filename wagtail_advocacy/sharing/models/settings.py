import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting

from wagtail_advocacy.hashtags import validate_hashtag

from .. import nudge_times
from ..originality import DEFAULT_THRESHOLD
from ..settings_form import SharingSettingsForm


class SharingSettings(BaseGenericSetting):
    """What a programme lead decides about sharing."""

    class Originality(models.TextChoices):
        OFF = "off", pgettext_lazy("originality", "Off: texts are not compared")
        NUDGE = (
            "nudge",
            pgettext_lazy("originality", "Nudge: a close text is asked about"),
        )
        REQUIRE = (
            "require",
            pgettext_lazy("originality", "Require: a close text does not leave"),
        )

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
    originality_policy = models.CharField(
        verbose_name=_("close texts"),
        max_length=16,
        choices=Originality.choices,
        default=Originality.NUDGE,
        help_text=_(
            "What happens when a text is close to the suggestions or to a colleague's"
            " post. Nudge: the composer asks once, and whoever presses “Continue” again"
            " leaves with it. Require: it stays in the composer until it is in the"
            " author's own words. Only authors learn what was found about their texts."
        ),
    )
    originality_minimum = models.PositiveSmallIntegerField(
        verbose_name=_("close below"),
        default=DEFAULT_THRESHOLD,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "From 0, a copy, to 100, all own words. Below this a text is close. 50 was"
            " chosen with a few hundred texts, so that own words are hardly ever asked"
            " about; a higher number asks about more of them. 0: never."
        ),
    )
    confidential_words = models.TextField(
        verbose_name=_("confidential words"),
        blank=True,
        help_text=_(
            "One to a line, such as the name of a project. Whoever writes one is asked"
            " once whether they are sure, and told whom to ask; they may go on. What is"
            " on this list is shown only to those who write it."
        ),
    )
    jargon = models.TextField(
        verbose_name=_("words of the trade"),
        blank=True,
        help_text=_(
            "One to a line: what people outside do not know. Authors get a hint, and"
            " may keep the word."
        ),
    )
    hints_off = models.JSONField(
        verbose_name=_("hints that are not given"), default=list, blank=True
    )

    contact_name = models.CharField(
        verbose_name=_("whom to call"),
        max_length=150,
        blank=True,
        help_text=_(
            "Somebody of communication whom colleagues may call: about a confidential"
            " word, after a slip, or when nobody answered them within a working day."
        ),
    )
    contact_phone = models.CharField(
        verbose_name=_("their telephone"), max_length=50, blank=True
    )
    contact_email = models.EmailField(verbose_name=_("their e-mail"), blank=True)
    help_mailbox = models.EmailField(
        verbose_name=_("mailbox of the team"),
        blank=True,
        help_text=_(
            "Told that somebody asks for help, with a link and nothing else. Empty:"
            " nobody is mailed, and the menu shows how many wait."
        ),
    )

    base_form_class = SharingSettingsForm

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
        MultiFieldPanel(
            [FieldPanel("originality_policy"), FieldPanel("originality_minimum")],
            heading=_("Own words"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("confidential_words"),
                FieldPanel("jargon"),
                FieldPanel("hints_off"),
            ],
            heading=_("Hints while writing"),
        ),
        MultiFieldPanel([FieldPanel("nudge_times")], heading=_("After the post")),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_email"),
                FieldPanel("help_mailbox"),
            ],
            heading=_("When colleagues need somebody"),
        ),
    ]

    class Meta:
        verbose_name = _("advocacy: sharing")

    @property
    def has_contact(self) -> bool:
        return bool(self.contact)

    @property
    def contact(self) -> str:
        """Whom to call, in one line; "": the lead named nobody."""
        known = (self.contact_name, self.contact_phone, self.contact_email)
        return ", ".join(filter(None, known))

    @classmethod
    def read(cls) -> "SharingSettings":
        """Return the settings without making their row: looking never writes."""
        return cls.base_queryset().first() or cls()

    @property
    def nudge_after(self) -> list[datetime.timedelta]:
        """When an author is asked about their post, counted from their yes."""
        return nudge_times.parse_nudge_times(self.nudge_times)

    @property
    def requires_own_words(self) -> bool:
        return self.originality_policy == self.Originality.REQUIRE

    def clean(self):
        super().clean()
        self.nudge_times = nudge_times.write_nudge_times(self.nudge_after)
        if self.disclosure_hashtag:
            self.disclosure_hashtag = f"#{self.disclosure_hashtag.removeprefix('#')}"

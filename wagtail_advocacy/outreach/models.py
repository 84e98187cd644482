import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.contrib.settings.models import BaseGenericSetting

from wagtail_advocacy.ambassadors.models import Ambassador

from .forms import OutreachSettingsForm
from .panels import FeedAddressPanel


# 24 random bytes: 192 bits, which nobody guesses, in 32 characters of an address.
TOKEN_BYTES = 24
# More than this in one mail is a catalogue, and nobody reads it.
LARGEST_DIGEST = 10
# From the first to the last hour a lead may choose. Mails are spread over two hours
# more, and none is begun in the evening.
HOURS = range(7, 17)


def new_token() -> str:
    """Return an unguessable token of 32 URL-safe characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class OutreachSettings(BaseGenericSetting):
    """What a programme lead decides about what goes to people."""

    class Weekday(models.IntegerChoices):
        # As ``datetime.date.weekday`` counts them.
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    digest_weekday = models.PositiveSmallIntegerField(
        verbose_name=_("day of the digest"),
        choices=Weekday.choices,
        default=Weekday.MONDAY,
        help_text=_(
            "Of those that come weekly, every two weeks or monthly. Each person decides"
            " how often; nobody gets any before they said yes."
        ),
    )
    digest_hour = models.PositiveSmallIntegerField(
        verbose_name=_("hour of the digest"),
        choices=[(hour, f"{hour}:00") for hour in HOURS],
        default=9,
        help_text=_(
            "From then on, spread over two hours, where each person is; later where"
            " their quiet hours last longer."
        ),
    )
    digest_size = models.PositiveSmallIntegerField(
        verbose_name=_("largest digest"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_DIGEST)],
        help_text=_("At most so many things to share in one mail."),
    )
    # Opens the feed without a login; "": there is none.
    feed_token = models.CharField(max_length=64, blank=True, editable=False)

    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("digest_weekday"),
                    FieldPanel("digest_hour"),
                    FieldPanel("digest_size"),
                ],
                heading=_("Digest"),
            ),
            MultiFieldPanel(
                [FeedAddressPanel(), FieldPanel("feed_change")],
                heading=_("Feed for your newsletter"),
            ),
        ],
        base_form_class=OutreachSettingsForm,
    )

    class Meta:
        verbose_name = _("advocacy: digest and feed")

    @classmethod
    def read(cls) -> "OutreachSettings":
        """Return the settings without making their row: looking never writes."""
        return cls.base_queryset().first() or cls()


class DigestChoice(models.Model):
    """How often an ambassador likes to hear what there is to share.

    Personal data: kept so that the digest comes as often as the person chose, and
    never twice; only they see it. That they want one at all is in the consent ledger.
    It goes with the profile.
    """

    class Frequency(models.TextChoices):
        DAILY = "daily", _("On every working day with something new")
        WEEKLY = "weekly", _("Once a week")
        FORTNIGHTLY = "fortnightly", _("Every two weeks")
        MONTHLY = "monthly", _("Once a month")

    ambassador = models.OneToOneField(
        Ambassador, on_delete=models.CASCADE, related_name="digest_choice"
    )
    frequency = models.CharField(
        max_length=16, choices=Frequency.choices, default=Frequency.WEEKLY
    )
    # When it was last looked for something new, or the person last chose; a digest
    # that was due before comes no more. Null: never yet.
    looked_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("choice of digest")
        verbose_name_plural = _("choices of digests")

    def __str__(self):
        return f"Digest of ambassador {self.ambassador_id}"

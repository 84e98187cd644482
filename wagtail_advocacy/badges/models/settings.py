from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting

from wagtail_advocacy.hashtags import split_hashtags

from ..panels import PointsPanel, WithPoints
from ..settings_form import BadgesSettingsForm


class BadgesSettings(BaseGenericSetting):
    """What a programme lead decides about recognition."""

    # {key of a rule: {"amount": points for one, "cap": most points a week or null}};
    # a rule that is missing keeps its own.
    rules = models.JSONField(verbose_name=_("points"), default=dict, blank=True)
    thanks_per_week = models.PositiveSmallIntegerField(
        verbose_name=_("thanks a week"),
        default=3,
        validators=[MaxValueValidator(50)],
        help_text=_(
            "How many times a week one person can thank others. 0: not at all."
        ),
    )
    boards = models.BooleanField(
        verbose_name=_("show boards"),
        default=False,
        help_text=_(
            "Departments by the average of those who take part, and people who chose to"
            " be named. Conversations and own words count, never the number of shares."
        ),
    )
    rewards = models.BooleanField(
        verbose_name=_("points can be spent on rewards"),
        default=False,
        help_text=_(
            "Then colleagues find what is on offer beside their points, and whoever may"
            " hand it over finds what they asked for. Talk to payroll and to the works"
            " council first."
        ),
    )
    reward_hashtags = models.CharField(
        verbose_name=_("hashtag of rewarded posts"),
        max_length=100,
        default="#rewarded",
        help_text=_(
            "Says in a post that its author may get something worth money for it. The"
            " composer proposes it while such a reward is on offer. Several, such as"
            " one a language, are separated by spaces: any of them is enough."
        ),
    )

    edit_handler = WithPoints(
        [
            PointsPanel(heading=_("Points")),
            MultiFieldPanel([FieldPanel("thanks_per_week")], heading=_("Thanks")),
            MultiFieldPanel([FieldPanel("boards")], heading=_("Boards")),
            MultiFieldPanel(
                [FieldPanel("rewards"), FieldPanel("reward_hashtags")],
                heading=_("Rewards"),
            ),
        ],
        base_form_class=BadgesSettingsForm,
    )

    class Meta:
        verbose_name = _("advocacy: badges")

    @classmethod
    def read(cls) -> "BadgesSettings":
        """Return the settings without making their row: looking never writes."""
        return cls.base_queryset().first() or cls()

    def clean(self):
        super().clean()
        try:
            self.reward_hashtags = " ".join(split_hashtags(self.reward_hashtags))
        except ValidationError as error:
            raise ValidationError({"reward_hashtags": error}) from None

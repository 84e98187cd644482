from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index

from wagtail_advocacy.ambassadors.models import Audience
from wagtail_advocacy.layout import own_engine


# Longest time after which a badge has to be earned anew, in months: ten years.
MOST_MONTHS = 120


class Badge(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    index.Indexed,
    ClusterableModel,
):
    """Something to be recognised for, in one language; its translations are linked.

    The first one of a set of translations, its original, says what earns it, for whom
    and when; the others have words and a picture of their own. Awards are of the
    original.
    """

    class Level(models.TextChoices):
        NONE = "", _("No level")
        BRONZE = "bronze", _("Bronze")
        SILVER = "silver", _("Silver")
        GOLD = "gold", _("Gold")
        OWN = "own", _("A level of our own")

    class Period(models.TextChoices):
        ONCE = "once", pgettext_lazy("badge", "Once")
        MONTH = "month", pgettext_lazy("badge", "Each month")
        QUARTER = "quarter", pgettext_lazy("badge", "Each quarter")

    class Match(models.TextChoices):
        ALL = "all", pgettext_lazy("conditions", "All of them")
        ANY = "any", pgettext_lazy("conditions", "Any of them")

    # Wagtail's default is True: a draft would be live the moment it is saved.
    live = models.BooleanField(verbose_name=_("live"), default=False, editable=False)
    # Wagtail's own reverse name could be taken by a model of the site.
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("locked by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="wagtail_advocacy_locked_badges",
    )
    locked_by.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    name = models.CharField(verbose_name=_("name"), max_length=100)
    description = models.TextField(
        verbose_name=_("description"),
        max_length=300,
        help_text=_("What somebody who has it did, in a sentence. May become public."),
    )
    message = models.TextField(
        verbose_name=_("words to whoever earns it"),
        max_length=300,
        blank=True,
        help_text=_(
            "Said to them alone, such as “You answered five readers: thank you.”"
        ),
    )
    how_to_earn = models.TextField(
        verbose_name=_("how to earn it"),
        max_length=300,
        help_text=_("In words, for those who do not have it yet."),
    )
    image = models.FileField(
        verbose_name=_("picture"),
        upload_to="advocacy/badges/",
        blank=True,
        help_text=_("SVG or PNG, square. Scripts and references are taken out."),
    )
    family = models.CharField(
        verbose_name=_("family"),
        max_length=64,
        blank=True,
        help_text=_("Badges of one family stand together, by level."),
    )
    level = models.CharField(
        verbose_name=_("level"),
        max_length=16,
        choices=Level.choices,
        default=Level.NONE,
        blank=True,
    )
    own_level = models.CharField(
        verbose_name=_("name of the level"), max_length=32, blank=True
    )
    match = models.CharField(
        verbose_name=_("conditions that have to be met"),
        max_length=8,
        choices=Match.choices,
        default=Match.ALL,
    )
    audience = models.ForeignKey(
        Audience,
        verbose_name=_("audience"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Only they earn it and see it. Empty: everybody who takes part."),
    )
    period = models.CharField(
        verbose_name=_("how often"),
        max_length=16,
        choices=Period.choices,
        default=Period.ONCE,
    )
    valid_months = models.PositiveSmallIntegerField(
        verbose_name=_("valid for, in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
        help_text=_("Empty: for good."),
    )
    hidden = models.BooleanField(
        verbose_name=_("hidden until earned"),
        default=False,
        help_text=_("A surprise: nobody sees it before they have it."),
    )
    starts_on = models.DateField(verbose_name=_("from"), null=True, blank=True)
    ends_on = models.DateField(
        verbose_name=_("until"),
        null=True,
        blank=True,
        help_text=_("The last day on which it can be earned."),
    )

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("live"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("badge")
        verbose_name_plural = _("badges")

    def __str__(self):
        return self.name

    def get_preview_template(self, request, mode_name):
        return "wagtail_advocacy/badges/admin/preview.html"

    def get_preview_context(self, request, mode_name):
        return {
            **super().get_preview_context(request, mode_name),
            "badge": self,
            "today": timezone.now(),
        }

    def serve_preview(self, request, mode_name):
        response = super().serve_preview(request, mode_name)
        response.using = own_engine()
        return response

    @property
    def level_place(self) -> int:
        """Where its level stands in a family, the lowest first."""
        return self.Level.values.index(self.level)

    @property
    def level_label(self) -> str:
        """What its level is called, or ""."""
        if self.level == self.Level.OWN:
            return self.own_level
        return str(self.Level(self.level).label) if self.level else ""


class BadgeCondition(Orderable):
    """One thing that a badge asks for."""

    badge = ParentalKey(Badge, on_delete=models.CASCADE, related_name="conditions")
    # Key of a condition of ``conditions.conditions``.
    condition = models.CharField(verbose_name=_("condition"), max_length=64)
    at_least = models.PositiveIntegerField(
        verbose_name=_("at least"), validators=[MinValueValidator(1)]
    )

    wagtail_reference_index_ignore = True

    class Meta(Orderable.Meta):
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")

    def __str__(self):
        return f"{self.condition} ≥ {self.at_least}"

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting

from .directory import Unit


# One of three can subtract themselves and still not tell the other two apart; one of
# two could. Statistical offices take three for the least as well.
LOWEST_MINIMUM = 3


class AmbassadorsSettings(BaseGenericSetting):
    """What a programme lead decides about the programme as a whole."""

    class WorksCouncil(models.TextChoices):
        INFORMED = "informed", pgettext_lazy("works council", "informed")
        CONSULTED = "consulted", pgettext_lazy("works council", "consulted")
        NONE = "none", pgettext_lazy("works council", "there is none here")

    objective = models.TextField(
        verbose_name=_("objective"),
        blank=True,
        help_text=_("What the programme is for, in words every employee may read."),
    )
    privacy_contact = models.EmailField(
        verbose_name=_("privacy contact"),
        blank=True,
        help_text=_("Whom an employee asks what is kept about them."),
    )
    works_council = models.CharField(
        verbose_name=_("works council"),
        max_length=16,
        blank=True,
        choices=WorksCouncil.choices,
        help_text=_("Staff representatives, whatever they are called where you are."),
    )
    works_council_on = models.DateField(
        verbose_name=_("on"),
        null=True,
        blank=True,
        help_text=_("The day they were informed or consulted."),
    )
    processing_register = models.CharField(
        verbose_name=_("entry in the processing register"),
        max_length=255,
        blank=True,
        help_text=_(
            "Its number or address in your records of processing activities; what is"
            " kept about whom stands in the documentation, under “privacy”."
        ),
    )
    minimum_group = models.PositiveSmallIntegerField(
        verbose_name=_("smallest group"),
        default=5,
        validators=[MinValueValidator(LOWEST_MINIMUM)],
        help_text=_(
            "A figure about a group appears only if at least so many people did"
            " something and as many did not. It holds from the next day's figures on."
        ),
    )
    figures_by = models.CharField(
        verbose_name=_("figures by"),
        max_length=16,
        choices=Unit.Kind.choices,
        default=Unit.Kind.DEPARTMENT,
        help_text=_(
            "Figures are broken down in one way only: two ways side by side would tell"
            " of single people. It holds from the next day's figures on."
        ),
    )
    department_groups = models.ManyToManyField(
        "auth.Group",
        verbose_name=_("groups that are departments"),
        blank=True,
        related_name="+",
        help_text=_(
            "For a site without a directory of its own: people in several of these"
            " groups count in the first by name."
        ),
    )
    everybody_has_account = models.BooleanField(
        verbose_name=_("every employee has an account"),
        default=False,
        help_text=_(
            "For a site without a directory of its own. Leave it unticked where"
            " accounts are made at the first login: how many people there are is then"
            " unknown."
        ),
    )

    panels = [
        FieldPanel("objective"),
        FieldPanel("privacy_contact"),
        MultiFieldPanel(
            [FieldPanel("works_council"), FieldPanel("works_council_on")],
            heading=_("Staff representatives"),
        ),
        FieldPanel("processing_register"),
        MultiFieldPanel(
            [FieldPanel("minimum_group"), FieldPanel("figures_by")],
            heading=_("Figures about groups"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("department_groups", widget=forms.CheckboxSelectMultiple),
                FieldPanel("everybody_has_account"),
            ],
            heading=_("Departments from groups"),
        ),
    ]

    class Meta:
        verbose_name = _("advocacy: programme")

    @property
    def works_council_is_settled(self) -> bool:
        if self.works_council in ("", self.WorksCouncil.NONE):
            return bool(self.works_council)
        return self.works_council_on is not None

    def clean(self):
        super().clean()
        if self.works_council in ("", self.WorksCouncil.NONE):
            self.works_council_on = None
        elif self.works_council_on is None:
            raise ValidationError({"works_council_on": _("Say on which day it was.")})
        elif self.works_council_on > timezone.localdate():
            raise ValidationError({"works_council_on": _("This day is still to come.")})

    @classmethod
    def read(cls) -> "AmbassadorsSettings":
        """Return the settings without making their row: looking never writes."""
        return cls.base_queryset().first() or cls()

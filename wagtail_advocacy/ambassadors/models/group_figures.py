from django.db import models
from django.utils.translation import gettext_lazy as _

from .directory import Unit


class FigureSnapshot(models.Model):
    """The group figures of one day, as the rule of that day let them be known.

    What the rule hides is not kept here at all, so no screen, export or query can show
    it; see ``disclosure``.
    """

    # Unique: of two workers that count at once, one does.
    day = models.DateField(verbose_name=_("day"), unique=True)
    kind = models.CharField(max_length=16, choices=Unit.Kind.choices)
    minimum = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("group figures of a day")
        verbose_name_plural = _("group figures")
        ordering = ["-day"]

    def __str__(self):
        return str(self.day)


class FigureGroup(models.Model):
    """One line of a snapshot: a unit, the people without one, or everybody."""

    class Scope(models.TextChoices):
        UNIT = "unit", _("Unit")
        NO_UNIT = "none", _("No unit")
        EVERYBODY = "all", _("Everybody")

    snapshot = models.ForeignKey(
        FigureSnapshot, on_delete=models.CASCADE, related_name="groups"
    )
    scope = models.CharField(max_length=8, choices=Scope.choices)
    unit = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # What it was called that day.
    name = models.CharField(max_length=255, blank=True)
    # Empty: unknown.
    headcount = models.PositiveIntegerField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("line of group figures")
        verbose_name_plural = _("lines of group figures")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name or self.get_scope_display()


class FigureCell(models.Model):
    """One count of one line, or why there is none."""

    class State(models.TextChoices):
        SHOWN = "shown", _("shown")
        PROTECTED = "protected", _("protected")
        UNAVAILABLE = "unavailable", _("unavailable")

    group = models.ForeignKey(
        FigureGroup, on_delete=models.CASCADE, related_name="cells"
    )
    # Or what people are divided into otherwise, and the part: for everybody only.
    metric = models.CharField(max_length=128)
    state = models.CharField(max_length=16, choices=State.choices)
    # Only where it is shown; the rate in per cent of those who could have.
    people = models.PositiveIntegerField(null=True)
    rate = models.PositiveSmallIntegerField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("group figure")
        verbose_name_plural = _("cells of group figures")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "metric"], name="wagtail_advocacy_figure_once"
            )
        ]

    def __str__(self):
        return f"{self.metric}: {self.state}"

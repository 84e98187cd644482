from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.models import Ambassador, Unit


class Goal(models.Model):
    """What departments want to reach together: how many of those who take part do one
    thing.

    Figures are those of ``group_figures``, so no goal tells who did what.
    """

    name = models.CharField(verbose_name=_("name"), max_length=100)
    # Key of a metric of ``group_figures.metrics``.
    metric = models.CharField(verbose_name=_("what people do"), max_length=64)
    target = models.PositiveSmallIntegerField(
        verbose_name=_("goal, in per cent"),
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_(
            "Of those who take part. How many do is nobody's goal: it is free."
        ),
    )
    units = models.ManyToManyField(
        Unit,
        verbose_name=_("departments"),
        blank=True,
        related_name="+",
        help_text=_("Each reaches it by itself. None: everybody together."),
    )
    starts_on = models.DateField(verbose_name=_("from"))
    ends_on = models.DateField(
        verbose_name=_("until"),
        help_text=_("Everybody sees for a month afterwards what became of it."),
    )

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["-ends_on", "name"]

    def __str__(self):
        return self.name


class Board(models.Model):
    """What may be known of departments in one quarter; taken once, when it is over.

    Only what is shown is kept; see ``boards``.
    """

    # Such as "2026-Q4"; unique: of two workers that count at once, one does.
    quarter = models.CharField(max_length=8, unique=True)
    # What kind of units its lines are of.
    kind = models.CharField(max_length=16, choices=Unit.Kind.choices)
    minimum = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("board of a quarter")
        verbose_name_plural = _("boards of quarters")
        ordering = ["-quarter"]

    def __str__(self):
        return self.quarter


class BoardLine(models.Model):
    """One unit on a board: of ten who take part, how many did something."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="lines")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # What it was called that day.
    name = models.CharField(max_length=255)
    # Of ten, 1 to 9. Null: it may not be known.
    conversed = models.PositiveSmallIntegerField(null=True)
    own_words = models.PositiveSmallIntegerField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("unit on a board")
        verbose_name_plural = _("units on boards")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "unit"], name="wagtail_advocacy_board_line_once"
            )
        ]

    def __str__(self):
        return self.name


class BoardPlace(models.Model):
    """What stands beside somebody's name on a board.

    Personal data: shown to colleagues while the person's last word on it is yes, and
    only made for those who had said so. It goes at once when they say no or leave, and
    with the board.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="places")
    ambassador = models.ForeignKey(
        Ambassador, on_delete=models.CASCADE, related_name="+"
    )
    # Posts of the quarter whose comments they answered, up to MOST_CONVERSATIONS.
    conversations = models.PositiveSmallIntegerField()
    # Whether their posts were their own words on average.
    own_words = models.BooleanField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("name on a board")
        verbose_name_plural = _("names on boards")
        constraints = [
            models.UniqueConstraint(
                fields=["board", "ambassador"], name="wagtail_advocacy_board_place_once"
            )
        ]

    def __str__(self):
        return f"Place {self.pk} on board {self.board_id}"

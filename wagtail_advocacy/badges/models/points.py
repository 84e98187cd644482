from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail_advocacy.ambassadors.ledger import LedgerModel
from wagtail_advocacy.ambassadors.models import Ambassador


# Longest name of what earned something, such as "share:12", in characters.
SOURCE_LENGTH = 128


class PointEntry(LedgerModel):
    """Points that one thing earned one person under one rule, or that it lost again.

    There is one entry and one reversal at most for each thing and rule, so nothing is
    counted twice, whatever is retried. What the week's cap left nothing for is an entry
    of 0: it is decided, and not decided again.

    Personal data: why somebody has the points they have; only they see it. It goes
    with the ambassador.
    """

    class Kind(models.TextChoices):
        ENTRY = "entry", pgettext_lazy("points", "Entry")
        REVERSAL = "reversal", pgettext_lazy("points", "Reversal")

    class Reason(models.TextChoices):
        EARNED = "earned", pgettext_lazy("points", "earned")
        CAPPED = "capped", _("the week's most was reached")
        GONE = "gone", _("what had earned it is not there any more")
        SPENT = "spent", _("for a reward")
        RETURNED = "returned", _("returned: the reward was not handed over")

    ambassador = models.ForeignKey(
        Ambassador, on_delete=models.CASCADE, related_name="+"
    )
    # Key of a rule of ``rules.point_rules``, or REWARD.
    rule = models.CharField(max_length=64)
    source = models.CharField(max_length=SOURCE_LENGTH)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.ENTRY)
    # Below 0 where something is spent, or what was earned is reversed.
    amount = models.IntegerField()
    # Of what earned it, in the site's time zone: weeks are counted by it.
    day = models.DateField()
    reason = models.CharField(
        max_length=16, choices=Reason.choices, default=Reason.EARNED
    )
    created_at = models.DateTimeField(auto_now_add=True)

    # The rule of what is spent on rewards.
    REWARD = "reward"

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("point entry")
        verbose_name_plural = _("point entries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "rule", "source", "kind"],
                name="wagtail_advocacy_points_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["ambassador", "day"], name="wagtail_advocacy_points_of"
            )
        ]

    def __str__(self):
        return f"{self.rule} {self.amount:+d}"


class PointTotal(models.Model):
    """What the ledger of one person adds up to, kept with every entry.

    Personal data: only they see it; goes with the ambassador. The command
    ``advocacy_points`` makes it again from the ledger.
    """

    ambassador = models.OneToOneField(
        Ambassador, on_delete=models.CASCADE, related_name="+"
    )
    # Whatever was earned and not lost again; spending does not lower it.
    earned = models.PositiveIntegerField(default=0)
    # On rewards that were neither refused nor given up.
    spent = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("total of points")
        verbose_name_plural = _("totals of points")

    def __str__(self):
        return f"{self.earned} − {self.spent}"

    @property
    def balance(self) -> int:
        """Points left to spend; 0 where what was spent has been lost since."""
        return max(self.earned - self.spent, 0)

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import TranslatableMixin

from wagtail_advocacy.ambassadors.models import Ambassador, Audience
from wagtail_advocacy.sharing.models import name_of


# Longest note with a refusal, in characters.
MAX_NOTE = 500

# What every translation of a reward has in common.
SHARED_FIELDS = ("cost", "stock", "audience", "is_cash_like", "is_offered")


class Reward(TranslatableMixin, models.Model):
    """Something points can be spent on, in one language; its translations are linked.

    The first of a set of translations, its original, is what people ask for. All of
    them have the same ``SHARED_FIELDS``, so that no list shows a stock that is not.
    """

    name = models.CharField(verbose_name=_("name"), max_length=100)
    description = models.TextField(verbose_name=_("description"), max_length=500)
    cost = models.PositiveIntegerField(
        verbose_name=_("cost, in points"), validators=[MinValueValidator(1)]
    )
    stock = models.PositiveIntegerField(
        verbose_name=_("stock"),
        help_text=_(
            "What is left of it. What was asked for is taken off already, and comes"
            " back where it is refused."
        ),
    )
    audience = models.ForeignKey(
        Audience,
        verbose_name=_("audience"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Only they find it. Empty: everybody who takes part."),
    )
    handed_over_by = models.CharField(
        verbose_name=_("who hands it over"),
        max_length=150,
        help_text=_("A person or a place, such as “Reception, ground floor”."),
    )
    is_cash_like = models.BooleanField(
        verbose_name=_("it is worth money"),
        default=False,
        help_text=_(
            "A voucher, a day off, a phone. Then a post that earns points towards it"
            " has to say so: people read it here and in the composer. It may be taxed"
            " like pay, so ask payroll before you offer it."
        ),
    )
    is_offered = models.BooleanField(verbose_name=_("on offer"), default=True)

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("reward")
        verbose_name_plural = _("rewards")
        ordering = ["cost", "name"]

    def __str__(self):
        return self.name


class Redemption(models.Model):
    """Somebody spent points on a reward.

    Personal data: so that they get it, once; seen by them and by whoever may hand it
    over. It goes a year after it is settled (``RETENTION``), or with the ambassador;
    the points stay in the ledger.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("reward", "Asked for")
        APPROVED = "approved", pgettext_lazy("reward", "Approved")
        HANDED_OVER = "handed_over", pgettext_lazy("reward", "Handed over")
        REFUSED = "refused", pgettext_lazy("reward", "Refused")
        # By the person, or because they left.
        GIVEN_UP = "given_up", pgettext_lazy("reward", "Given up")

    OPEN = (State.ASKED, State.APPROVED)
    # What ``source`` begins with.
    SOURCE = "redemption:"

    ambassador = models.ForeignKey(
        Ambassador, on_delete=models.CASCADE, related_name="+"
    )
    reward = models.ForeignKey(
        Reward,
        verbose_name=_("reward"),
        on_delete=models.PROTECT,
        related_name="redemptions",
    )
    # Points it was asked for with.
    cost = models.PositiveIntegerField(verbose_name=_("cost, in points"))
    state = models.CharField(
        verbose_name=_("state"),
        max_length=16,
        choices=State.choices,
        default=State.ASKED,
    )
    # One of a kind at a time, whatever is clicked twice: set while it is open, null
    # afterwards.
    open_key = models.CharField(  # noqa: DJ001 - unique, so empty must be null
        max_length=64, unique=True, null=True, editable=False
    )
    asked_at = models.DateTimeField(
        verbose_name=_("asked at"), default=timezone.now, db_index=True
    )
    # When it last changed its state, and who of the leads did that: nobody, where it
    # was given up. No screen tells when that was: it may be when they left.
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="wagtail_advocacy_decided_redemptions",
    )
    # Why it was refused, for the person.
    note = models.TextField(blank=True, max_length=MAX_NOTE)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("redemption")
        verbose_name_plural = _("redemptions")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        permissions = [("hand_over_redemption", "Can approve and hand over rewards")]

    def __str__(self):
        return f"Redemption {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_asked(self) -> bool:
        """Whether nobody has looked at it yet."""
        return self.state == self.State.ASKED

    @property
    def source(self) -> str:
        """What its entries in the ledger of points are named by."""
        return f"{self.SOURCE}{self.pk}"

    @property
    def asked_by(self) -> str:
        """The name of who asks: they chose to."""
        return name_of(self.ambassador.user)

    @property
    def settled_by(self) -> str:
        """The name of the lead who decided last, or "": nobody, or it is forgotten."""
        return name_of(self.decided_by)


def may_hand_over(user) -> bool:
    """Whether somebody may see, approve, hand over and refuse what was asked for."""
    return user.has_perm("wagtail_advocacy_badges.hand_over_redemption")

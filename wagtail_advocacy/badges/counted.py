"""The conditions that come with the room."""

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Floor
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.learning.models import Completion, Signature
from wagtail_advocacy.sharing.models import Reading, Share

from . import brought
from .conditions import Condition, Window, conditions
from .earning import OWN_WORDS
from .models import PointEntry, PointTotal, Recognition


# Nobody is asked for more posts than this, or whoever posts most would have it.
MOST_SHARES = 10
# The most a badge can ask for (``BadgeCondition.at_least``).
MOST = 2_147_483_647


class Points(Condition):
    key = "points"
    label = _("Points, whether they have been spent or not")

    def counts(self, window):
        if window == Window():
            totals = PointTotal.objects.filter(earned__gt=0).order_by()
            return totals.values("ambassador").annotate(number=F("earned"))
        entries = PointEntry.objects.exclude(rule=PointEntry.REWARD)
        return (
            entries.filter(window.days("day"))
            .order_by()
            .values("ambassador")
            .annotate(number=Sum("amount"))
        )


class Shares(Condition):
    """Something is shared once, on however many networks."""

    key = "shares"
    label = _("Things shared")
    most = MOST_SHARES

    def counts(self, window):
        return (
            _published(window)
            .values("ambassador")
            .annotate(number=Count("offer", distinct=True))
        )


class OwnWords(Condition):
    """Not by what the lead calls close: that changes, and nobody did anything."""

    key = "own_words"
    label = _("Posts in one's own words")

    def counts(self, window):
        return _number(_published(window).filter(originality__gte=OWN_WORDS))

    def still(self, window):
        # What ``share_texts`` has forgotten may have been their own words.
        is_forgotten = Q(originality=None, text="")
        own = Q(originality__gte=OWN_WORDS)
        return _number(_published(window).filter(own | is_forgotten))


class Replied(Condition):
    """On the day on which it was said first; whoever takes it back loses it."""

    key = "replied"
    label = _("Posts whose comments one answered")

    def counts(self, window):
        said = Reading.objects.filter(metric=Reading.Metric.REPLIED)
        same = said.filter(share=OuterRef("share"))
        earlier = Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk"))
        return (
            said.filter(
                ~Exists(same.filter(earlier, value__gt=0)),
                window.moments("at"),
                value__gt=0,
                share__state=Share.State.CONFIRMED,
                share__ambassador__isnull=False,
            )
            .alias(last=Subquery(same.order_by("-at", "-pk").values("value")[:1]))
            .filter(last__gt=0)
            .order_by()
            .values(ambassador=F("share__ambassador"))
            .annotate(number=Count("pk"))
        )


class Trainings(Condition):
    """Renewing one is learning too, but no other training."""

    key = "trainings"
    label = _("Trainings completed")

    def counts(self, window):
        return (
            Completion.objects.filter(window.moments("completed_at"))
            .order_by()
            .values("ambassador")
            .annotate(number=Count("training", distinct=True))
        )


class Charters(Condition):
    """Signing a later version is signing the same charter."""

    key = "charters"
    label = _("Charters signed")

    def counts(self, window):
        return (
            Signature.objects.filter(window.moments("signed_at"))
            .order_by()
            .values("ambassador")
            .annotate(number=Count("version__charter", distinct=True))
        )


class Topics(Condition):
    """How broad the interests are of which somebody speaks."""

    key = "topics"
    label = _("Different topics of what one shared")

    def counts(self, window):
        # A topic is the same one in every language.
        return (
            _published(window)
            .values("ambassador")
            .annotate(number=Count("offer__topics__translation_key", distinct=True))
        )

    def still(self, window):
        # Editors file offers under other topics, and nobody knows any more under which
        # ones an offer was: any of those that are shared still may have been enough.
        return (
            _published(window).values("ambassador").annotate(number=MOST * Count("pk"))
        )


class Engagement(Condition):
    """By the day of the post, since figures of a post grow for weeks."""

    key = "engagement"
    label = _(
        "Comments and reactions, of which 50 count for one post; what one tells counts"
        " half"
    )

    def counts(self, window):
        return (
            _published(window)
            .alias(weight=brought.weight())
            .values("ambassador")
            # What some databases round already, and others do not, is rounded down.
            .annotate(number=Floor(Sum("weight") / brought.MEASURED_WEIGHT))
        )


class Thanks(Condition):
    """Between two people, one a quarter counts."""

    key = "thanks"
    label = _("Thanks from colleagues")

    def counts(self, window):
        return (
            Recognition.objects.filter(
                window.moments("given_at"),
                live=True,
                counted_key__isnull=False,
                receiver__wagtail_advocacy_ambassador__isnull=False,
            )
            .order_by()
            .values(ambassador=F("receiver__wagtail_advocacy_ambassador"))
            .annotate(number=Count("pk"))
        )


def _published(window):
    shares = Share.objects.confirmed().filter(ambassador__isnull=False)
    return shares.filter(window.moments("confirmed_at")).order_by()


def _number(shares):
    return shares.values("ambassador").annotate(number=Count("pk"))


def register() -> None:
    for condition in (
        Points,
        Shares,
        OwnWords,
        Replied,
        Trainings,
        Charters,
        Topics,
        Engagement,
        Thanks,
    ):
        conditions.register(condition())

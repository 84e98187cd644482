"""The rules that come with the room.

Learning, conversations, own words and helping each give more than any number of shares
in a week: a share alone is hardly worth anything, and after the second of a week it is
worth nothing.
"""

from typing import Any

from django.db import models, router
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Greatest
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.learning.models import Charter, Completion, Signature
from wagtail_advocacy.sharing import readings
from wagtail_advocacy.sharing.models import Reading, Share

from . import brought
from .models import PointEntry, Recognition
from .rules import PointRule, point_rules


# Originality from which on a text is its author's own, 0 to 100. "Close" is below 50;
# between the two, nobody can be sure.
OWN_WORDS = 70
# Comments and reactions for the first step and for the second, where they were
# measured.
ENGAGEMENT_STEPS = (5, 20)


class TrainingCompleted(PointRule):
    key = "training"
    label = _("Trainings completed")
    explanation = _("For each training you complete, and again when you renew it.")
    amount = 20

    def evidence(self):
        return Completion.objects.order_by().values(
            "ambassador", source=F("pk"), at=F("completed_at"), units=Value(1)
        )

    def names(self, sources):
        found = _written(Completion).filter(pk__in=sources)
        return {str(pk): title for pk, title in found.values_list("pk", "title")}


class CharterSigned(PointRule):
    key = "charter"
    label = _("Charters signed")
    explanation = _(
        "For each charter you sign; later versions of it are part of the same."
    )
    amount = 10

    def evidence(self):
        return (
            Signature.objects.order_by()
            .values("ambassador", source=F("version__charter"))
            .annotate(at=Min("signed_at"), units=Value(1))
        )

    def names(self, sources):
        # The group's charter has one name for everybody; an addendum, its entity's.
        found = Charter.objects.filter(pk__in=sources).select_related("entity")
        return {
            str(charter.pk): str(charter.entity or _("The charter"))
            for charter in found
        }


class ShareRule(PointRule):
    """A rule about published shares; what it names begins with a share's number."""

    def of_shares(self, shares: "QuerySet[Share]", **columns: Any) -> "QuerySet[Any]":
        """Return shares as evidence.

        :param columns: those that are something else than usual.
        """
        usual = {"source": F("pk"), "at": F("confirmed_at"), "units": Value(1)}
        return shares.order_by().values("ambassador", **{**usual, **columns})

    def names(self, sources):
        shares = {source: int(source.partition(":")[0]) for source in sources}
        found = _written(Share).filter(pk__in=set(shares.values()))
        titles = dict(found.values_list("pk", "offer__title"))
        return {source: titles[pk] for source, pk in shares.items() if pk in titles}


class Shared(ShareRule):
    key = "share"
    label = _("Posts published")
    explanation = _(
        "For a post you said is out. The first ones of a week count, further ones"
        " bring no points: nobody gets ahead by posting a lot."
    )
    amount = 2
    cap = 4

    def evidence(self):
        return self.of_shares(Share.objects.confirmed())


class OwnWords(ShareRule):
    key = "originality"
    label = _("Posts in your own words")
    explanation = _(
        "For a post that is far from the suggestions and from what colleagues wrote;"
        " once for each thing you share, and once for the same words."
    )
    amount = 6
    cap = 18

    def evidence(self):
        # Years later text and figure are forgotten; what they earned is not lost.
        had_earned = PointEntry.objects.filter(
            rule=self.key,
            ambassador=OuterRef("ambassador"),
            source=_text(OuterRef("pk")),
        )
        is_forgotten = Q(originality=None, text="") & Exists(had_earned)
        # Originality compares with others. Pasted again, it says nothing new; that is
        # decided once, with nothing, or it would earn when the first is forgotten.
        # The first is the one that was said first to be out, whenever it was begun.
        is_earlier = Q(confirmed_at__lt=OuterRef("confirmed_at")) | Q(
            confirmed_at=OuterRef("confirmed_at"), pk__lt=OuterRef("pk")
        )
        earlier = Share.objects.confirmed().filter(
            is_earlier, ambassador=OuterRef("ambassador")
        )
        says_it_again = Exists(
            earlier.filter(
                Q(text=OuterRef("text"))
                | Q(offer=OuterRef("offer"), originality__gte=OWN_WORDS)
            )
        )
        return self.of_shares(
            Share.objects.confirmed().filter(
                Q(originality__gte=OWN_WORDS) | is_forgotten
            ),
            units=Case(When(says_it_again, then=0), default=1),
        )


class Replied(ShareRule):
    key = "replied"
    label = _("Comments answered")
    explanation = _("For a post on which you answered those who commented.")
    amount = 8
    # Nobody checks it: one a week, or saying so of every post would bring more than
    # all that an honest quarter does.
    cap = 8
    is_told = True

    def evidence(self):
        said = Reading.objects.filter(
            share=OuterRef("pk"), metric=Reading.Metric.REPLIED
        )
        taken_back = said.filter(value=0).order_by().values("share")
        # Whoever takes it back and says it again has said it anew. It stays in the week
        # in which it was said first, or each turn would have that week's most again.
        first = said.filter(value__gt=0).order_by("at", "pk")
        turn = Coalesce(Subquery(taken_back.annotate(n=Count("pk")).values("n")), 0)
        return self.of_shares(
            readings.replied(Share.objects.confirmed()),
            source=Concat(_text(F("pk")), Value(":"), _text(turn)),
            at=Subquery(first.values("at")[:1]),
            told=Value(1),
        )


class Engagement(ShareRule):
    key = "engagement"
    label = _("Reactions to your posts")
    explanation = _(
        "For the comments and reactions that a post brings, in two steps at most."
        " What was measured counts twice as much as what you tell."
    )
    amount = 3
    cap = 6
    is_stepwise = True
    is_told = True

    def evidence(self):
        is_known = Reading.objects.filter(
            share=OuterRef("pk"), metric__in=brought.METRICS
        )
        return self.of_shares(
            Share.objects.confirmed()
            .filter(Exists(is_known))
            .alias(_weight=brought.weight(), _measured=brought.weight(told=0))
            .filter(_weight__gte=ENGAGEMENT_STEPS[0] * brought.MEASURED_WEIGHT),
            at=Greatest(*[_moment(metric) for metric in brought.METRICS]),
            units=_steps("_weight"),
            told=_steps("_weight") - _steps("_measured"),
        )


class Thanked(PointRule):
    key = "recognition"
    label = _("Thanks received")
    explanation = _(
        "When a colleague thanks you. Between the same two people it counts once a"
        " quarter, whoever thanks."
    )
    amount = 10
    cap = 20

    def evidence(self):
        return (
            Recognition.objects.filter(live=True)
            .exclude(counted_key=None)
            .order_by()
            .values(
                ambassador=F("receiver__wagtail_advocacy_ambassador"),
                source=F("pk"),
                at=F("given_at"),
                units=Value(1),
            )
        )

    def names(self, sources):
        found = _written(Recognition).filter(pk__in=sources, live=True)
        return {str(pk): text for pk, text in found.values_list("pk", "text")}


RULES = (
    TrainingCompleted(),
    CharterSigned(),
    OwnWords(),
    Replied(),
    Engagement(),
    Thanked(),
    Shared(),
)


def register() -> None:
    for rule in RULES:
        point_rules.register(rule)


def _steps(weight: str) -> Case:
    steps = [
        When(**{f"{weight}__gte": least * brought.MEASURED_WEIGHT}, then=number)
        for number, least in reversed(list(enumerate(ENGAGEMENT_STEPS, start=1)))
    ]
    return Case(*steps, default=0, output_field=models.IntegerField())


def _moment(metric: str) -> Coalesce:
    # Of the two, there may be one alone; and some databases' greatest of nothing and
    # something is nothing.
    last = brought.latest(metric).values("at")[:1]
    return Coalesce(Subquery(last), F("confirmed_at"))


def _text(expression: Any) -> Cast:
    return Cast(expression, CharField(max_length=32))


def _written(model: "type[models.Model]") -> "QuerySet[Any]":
    # People look at what they have just done, and a replica may not have it yet.
    return model._default_manager.using(router.db_for_write(model))

"""What is known about the engagement with shares; what is unknown is never 0."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import router
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.group_figures import GroupMetric, Joined, metrics
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.quarters import Quarter

from .models import Reading, Share


Metric = Reading.Metric


def latest(share_pks: Iterable[int]) -> dict[int, dict[str, Reading]]:
    """Return the latest reading of each share and metric, with its source. One query.

    What is not there is unknown.
    """
    found: dict[int, dict[str, Reading]] = {}
    # People look at what they have just said, and a replica may not have it yet.
    readings = Reading.objects.using(router.db_for_write(Reading))
    for reading in readings.filter(share__in=list(share_pks)).order_by("at", "pk"):
        found.setdefault(reading.share_id, {})[reading.metric] = reading
    return found


def replied(shares: "QuerySet[Share]") -> "QuerySet[Share]":
    """Return those of ``shares`` whose author's last word is that they replied."""
    last = (
        Reading.objects.filter(share=OuterRef("pk"), metric=Metric.REPLIED)
        .order_by("-at", "-pk")
        .values("value")[:1]
    )
    return shares.alias(_replied=Subquery(last)).filter(_replied=1)


@dataclass(frozen=True)
class ReplyRate:
    """On how many of one's posts one replied.

    :param of: posts with comments, as far as their author told; never 0.
    """

    replied: int
    of: int


def reply_rate(user) -> ReplyRate | None:
    """Return somebody's own reply rate; ``None``: they told of no comments. One query.

    A post nobody told anything about is not one without a reply.
    """
    readings = Reading.objects.using(router.db_for_write(Reading)).filter(
        share__in=Share.objects.of(user).published(),
        metric__in=[Metric.COMMENTS, Metric.REPLIED],
    )
    known: dict[int, dict[str, int]] = {}
    values = readings.order_by("at", "pk").values_list("share", "metric", "value")
    for share, metric, value in values:
        known.setdefault(share, {})[metric] = value
    answered = [share for share in known.values() if share.get(Metric.REPLIED)]
    of = [share for share in known.values() if any(share.values())]
    return ReplyRate(len(answered), len(of)) if of else None


def published_in(quarter: Quarter) -> "QuerySet[Share]":
    """Return what its author said in a quarter to be out, whatever became of it."""
    begins, ends = quarter.moments
    return Share.objects.published().filter(
        confirmed_at__gte=begins, confirmed_at__lt=ends
    )


def authors(shares: "QuerySet[Share]") -> "QuerySet[Any]":
    """Return the accounts of the authors of ``shares``, of those who take part."""
    of_shares = shares.order_by().values("ambassador")
    return Ambassador.objects.active().filter(pk__in=of_shares).values_list("user")


class Replied(GroupMetric):
    """Their last word about one post of the quarter at least is that they replied.

    Each person counts once: whoever posts a hundred times moves it no further. Of one
    quarter, because beside a figure of all quarters, one of the last is kept back until
    five others have replied before.

    :param quarter: ``None``: the one it is when somebody counts.
    """

    key = "replied"
    label = _("Answered comments this quarter")
    within = (Joined.key,)
    is_of_participation = True
    is_of_quarter = True

    def __init__(self, quarter: Quarter | None = None) -> None:
        self.quarter = quarter

    def people(self):
        return authors(replied(published_in(self.quarter or Quarter.current())))


def register() -> None:
    metrics.register(Replied())

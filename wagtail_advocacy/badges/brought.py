"""What a post brought: what its author tells weighs half of what was measured.

Points and badges weigh alike. They count in units of which a comment that was measured
is ``MEASURED_WEIGHT``: whole numbers, since databases do not agree about halves.
"""

from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from wagtail_advocacy.sharing.models import Reading


METRICS = (Reading.Metric.COMMENTS, Reading.Metric.REACTIONS)
MEASURED_WEIGHT = 2
OTHER_WEIGHT = 1
# Comments and reactions of one post that count: one that happens to please thousands
# is luck.
MOST_OF_A_POST = 50
MOST_WEIGHT = MOST_OF_A_POST * MEASURED_WEIGHT


def weight(told: int = OTHER_WEIGHT) -> Least:
    """Return what a share brought, for a query about shares.

    :param told: how much one weighs that its author tells.
    """
    comments, reactions = (_weight_of(metric, told) for metric in METRICS)
    return Least(comments + reactions, Value(MOST_WEIGHT))


def latest(metric: str) -> "QuerySet[Reading]":
    """Return the readings of a share, the one that counts first, for a query inside."""
    readings = Reading.objects.filter(share=OuterRef("pk"), metric=metric)
    return readings.order_by("-at", "-pk")


def _weight_of(metric: str, told: int) -> Coalesce:
    is_measured = When(source=Reading.Source.MEASURED, then=MEASURED_WEIGHT)
    # Any number can be told: twice of some is more than a column of integers holds.
    value: Any = Least(F("value"), Value(MOST_WEIGHT))
    weighed = latest(metric).annotate(_weight=value * Case(is_measured, default=told))
    return Coalesce(Subquery(weighed.values("_weight")[:1]), 0)

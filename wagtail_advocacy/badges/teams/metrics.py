"""What groups did in a quarter, counted under the rule of ``group_figures``.

What is not here: who was thanked, because a goal of thanks would be thanks by order;
and who completed a training, because in a programme's first quarter these are those who
are trained, and one or two others, who could be told from the difference.
"""

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.group_figures import GroupMetric, Joined, metrics
from wagtail_advocacy.quarters import Quarter
from wagtail_advocacy.sharing.models import SharingSettings
from wagtail_advocacy.sharing.readings import authors, published_in


class OwnWords(GroupMetric):
    """One post of the quarter is in their own words, as the lead draws the line.

    :param quarter: ``None``: the one it is when somebody counts.
    """

    key = "own_words"
    label = _("Wrote in their own words this quarter")
    within = (Joined.key,)
    is_of_quarter = True

    def __init__(self, quarter: Quarter | None = None) -> None:
        self.quarter = quarter

    def is_counted(self):
        # Where nothing else leaves it is all who posted: whoever answered readers is
        # among them then, and few others.
        return not SharingSettings.read().requires_own_words

    def people(self):
        least = SharingSettings.read().originality_minimum
        shares = published_in(self.quarter or Quarter.current())
        return authors(shares.filter(originality__gte=least))


def register() -> None:
    metrics.register(OwnWords())

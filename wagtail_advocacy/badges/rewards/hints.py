"""What the composer says while something worth money can be had for points."""

from django.db.models import Exists
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_advocacy.sharing.hints import Hint, composer_hints

from ..models import BadgesSettings
from . import catalogue


class RewardDisclosure(Hint):
    """Whoever may get something worth money for a post says so in it.

    It is said to everybody while any such reward is on offer, whomever it is for: one
    query. The sources of the rule: the FTC's
    Endorsement Guides (https://www.ecfr.gov/current/title-16/part-255), point 11 of
    annex I to the directive 2005/29/EC (https://eur-lex.europa.eu/eli/dir/2005/29/oj).
    """

    key = "reward-disclosure"
    label = gettext_lazy("It may earn something worth money")
    is_duty = True

    def sentence(self, writing):
        cash_like = catalogue.offered().filter(is_cash_like=True)
        open_settings = BadgesSettings.objects.filter(Exists(cash_like), rewards=True)
        hashtags = open_settings.values_list("reward_hashtags", flat=True).first()
        if not hashtags:
            return ""
        present = {one.casefold() for one in writing.all_hashtags}
        if not present.isdisjoint(hashtags.casefold().split()):
            return ""
        return _(
            "Points from this post can become a reward worth money: say so in it, for"
            " example with %(hashtags)s."
        ) % {"hashtags": hashtags}


def register() -> None:
    composer_hints.register(RewardDisclosure())

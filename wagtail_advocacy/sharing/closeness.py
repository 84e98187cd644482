"""How close a text is to what the editors suggest and to what colleagues published.

``originality.py`` compares; here stand what it compares with, and what may be told.
Nothing that leaves this module holds a word of a colleague's.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.shareables.models import Offer

from .models import Share, SharingSettings
from .originality import Source, judge
from .queries import suggestions_of


# Colleagues' texts that are compared with, the newest: more are not read by anybody
# either, and so many are judged while somebody types.
EARLIER_TEXTS = 500

CLOSE, PARTLY, OWN = "close", "partly", "own"
# No number: whoever sees one writes for it.
SENTENCES = {
    PARTLY: _("Partly in your own words so far."),
    OWN: _("In your own words."),
}
CLOSE_SENTENCES: dict[Source | None, Any] = {
    "prompt": _("Very close to the suggestion. What's your own take?"),
    "colleague": _("Very close to a colleague's post. What's your own take?"),
}


def level_of(score: float, minimum: int) -> str:
    """Return how close a text is, or several on average.

    :param minimum: below it a text is close.
    """
    if score < minimum:
        return CLOSE
    return OWN if score >= (minimum + 100) / 2 else PARTLY


@dataclass(frozen=True)
class Closeness:
    """What its author may know about one text, and nobody else anything.

    :param score: as ``originality.Judgement`` has it.
    :param minimum: below it a text is close.
    :param source: what it is close to; ``None`` only where it is not close.
    :param suggestion: the sentence of the editors that it is close to; "" where it is
        not, or where it is close to a colleague's.
    """

    score: int
    minimum: int
    source: Source | None = None
    suggestion: str = ""

    @property
    def is_close(self) -> bool:
        return self.score < self.minimum

    @property
    def level(self) -> str:
        return level_of(self.score, self.minimum)

    @property
    def sentence(self):
        return CLOSE_SENTENCES[self.source] if self.is_close else SENTENCES[self.level]


def closeness_of(
    text: str, offer: Offer, ambassador: Ambassador, settings: SharingSettings
) -> Closeness | None:
    """Return how close a text is, or ``None`` where the lead has switched that off.

    Three queries at most, however many colleagues wrote about the same.

    :param text: the person's own words, without link and proposed hashtags.
    :param ambassador: whose words they are; what they wrote earlier does not count.
    """
    if settings.originality_policy == SharingSettings.Originality.OFF:
        return None
    minimum = settings.originality_minimum
    to_editors = judge(text, suggestions_of(offer), ())
    earlier = _earlier_posts(offer, ambassador)
    to_colleagues = judge(text, (), [post for post, _at in earlier])
    if to_colleagues.score < minimum:
        since = _own_since(text, offer, ambassador, minimum)
        if since is not None:
            before = [post for post, at in earlier if at < since]
            to_colleagues = judge(text, (), before)
    score = min(to_editors.score, to_colleagues.score)
    # Where it is both, what may be shown: it helps more, and tells of nobody.
    if to_editors.score < minimum:
        return Closeness(score, minimum, "prompt", to_editors.closest)
    if to_colleagues.score < minimum:
        return Closeness(score, minimum, "colleague")
    return Closeness(score, minimum)


def _earlier_posts(
    offer: Offer, ambassador: Ambassador
) -> list[tuple[str, datetime.datetime]]:
    published = Share.objects.confirmed().filter(offer=offer).exclude(text="")
    return list(
        published.exclude(ambassador=ambassador)
        .order_by("-confirmed_at", "-pk")
        .values_list("text", "confirmed_at")[:EARLIER_TEXTS]
    )


def _own_since(
    text: str, offer: Offer, ambassador: Ambassador, minimum: int
) -> datetime.datetime | None:
    """Return since when a text is its author's own; ``None``: it never was.

    Whoever is copied goes on with their words, whatever colleagues have made of them.
    What was close when its author left with it made nothing their own.
    """
    mine = Share.objects.filter(
        ambassador=ambassador, offer=offer, originality__gte=minimum
    )
    times = [
        opened_at
        for own, opened_at in mine.values_list("text", "opened_at")
        if judge(text, (), [own]).score < minimum
    ]
    return min(times, default=None)

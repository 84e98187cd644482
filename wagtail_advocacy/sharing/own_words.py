"""Whether a text may leave for a network as it is: refused, asked about, or neither."""

from collections.abc import Collection

from django.db import router
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.shareables.models import Offer

from .asked_once import AskedOnce, about_closeness, about_confidential
from .closeness import Closeness, closeness_of
from .models import Share, SharingSettings
from .refusals import Refused


ASKED = _("One question before this leaves. Your text is kept below.")
TOO_CLOSE = {
    "prompt": _(
        "Very close to the suggestion. Here a text leaves once it is in your own words:"
        " say what you think of it, then press “Continue” again. Your text is kept."
    ),
    "colleague": _(
        "Very close to a colleague's post. Here a text leaves once it is in your own"
        " words: say what you think of it, then press “Continue” again. Your text is"
        " kept."
    ),
}


class TooClose(Refused):
    """A text that is not its author's own, where the lead requires that it is."""

    def __init__(self, closeness: Closeness) -> None:
        self.suggestion = closeness.suggestion
        super().__init__("originality", TOO_CLOSE[closeness.source or "prompt"])


class Asked(Refused):
    """Something to be asked once; whoever comes back with the answers leaves.

    :param answers: what ``open_share`` takes as ``answered``.
    """

    def __init__(self, questions: list[AskedOnce], answers: list[str]) -> None:
        self.questions = questions
        self.answers = answers
        super().__init__("asked", ASKED)


def check_words(
    ambassador: Ambassador,
    offer: Offer,
    *,
    text: str,
    hashtags: Collection[str],
    answered: Collection[str] | None,
) -> int | None:
    """Return the score of a text that may leave, or ``None``: it is not judged.

    :param answered: as ``open_share`` takes it.
    :raises TooClose: the lead requires own words, and these are not.
    :raises Asked: there is something to be asked, and not all of it is answered.
    """
    settings = SharingSettings.read()
    closeness = closeness_of(text, offer, ambassador, settings)
    score = closeness.score if closeness else None
    if closeness and closeness.is_close and settings.requires_own_words:
        raise TooClose(closeness)
    if answered is None:
        return score
    questions = about_confidential(" ".join([text, *hashtags]), settings)
    if (
        closeness
        and closeness.is_close
        and not _left_with(ambassador, offer, text, closeness.minimum)
    ):
        questions.insert(0, about_closeness(text, closeness))
    answers = [one.answer(ambassador, offer) for one in questions]
    if not set(answers) <= set(answered):
        raise Asked(questions, answers)
    return score


def may_leave_as_judged(share: Share) -> bool:
    """Tell whether what was found when its author left with a share is enough now.

    The lead may require own words since. One query.
    """
    settings = SharingSettings.read()
    if not settings.requires_own_words:
        return True
    score = share.originality
    return score is not None and score >= settings.originality_minimum


def _left_with(ambassador: Ambassador, offer: Offer, text: str, minimum: int) -> bool:
    """Tell whether they were asked about this very text, and left with it.

    Going back for another hashtag or network is no new text to be asked about.
    """
    # Not from a replica, which may lack the last one.
    shares = Share.objects.using(router.db_for_write(Share))
    return shares.filter(
        ambassador=ambassador, offer=offer, text=text, originality__lt=minimum
    ).exists()

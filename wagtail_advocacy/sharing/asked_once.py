"""What somebody is asked about a text, once, before it leaves.

The yes travels in the form and is kept nowhere. It holds for one person, one offer and
what was asked about, so that another text is not let through by it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.shareables.models import Offer

from .closeness import Closeness
from .listed_words import find_listed
from .models import SharingSettings
from .wording import wording, words_of


# Longest answer, in characters: a SHA-256 in hexadecimal.
MAX_ANSWER = 64
# More than there is ever asked about one text.
MOST_ANSWERS = 5


@dataclass(frozen=True)
class AskedOnce:
    """One question about one text.

    :param key: of what is asked.
    :param about: what a yes holds for.
    :param suggestion: the sentence of the editors that it is about, if any.
    """

    key: str
    about: str
    sentence: str
    suggestion: str = ""

    def answer(self, ambassador: Ambassador, offer: Offer) -> str:
        """Return what a form sends back for "yes, leave it as it is"."""
        return salted_hmac(
            "wagtail_advocacy.sharing.asked_once",
            f"{ambassador.pk}:{offer.pk}:{self.key}:{self.about}",
            algorithm="sha256",
        ).hexdigest()


def about_closeness(text: str, closeness: Closeness) -> AskedOnce:
    """Ask about a text that is close; other punctuation or emoji are the same text."""
    return AskedOnce(
        "originality",
        " ".join(wording(text).words),
        str(closeness.sentence),
        closeness.suggestion,
    )


def about_confidential(text: str, settings: SharingSettings) -> list[AskedOnce]:
    """Ask about the words of a text that the lead has listed; none: nothing to ask."""
    found = find_listed(settings.confidential_words, text)
    if not found:
        return []
    about = "\n".join(sorted(" ".join(words_of(entry)) for entry in found))
    sentence = confidential_sentence(found, settings.contact)
    return [AskedOnce("confidential", about, sentence)]


def confidential_sentence(found: Collection[str], contact: str) -> str:
    """Return what is said about confidential words, and whom to ask.

    :param contact: "": whoever it is where people work.
    """
    sentence = ngettext(
        "%(words)s may be confidential here. Are you sure that it may go out?",
        "%(words)s may be confidential here. Are you sure that they may go out?",
        len(found),
    ) % {"words": quoted(found)}
    if contact:
        whom = _("If you are not, ask first: %(contact)s.") % {"contact": contact}
    else:
        whom = _("If you are not, ask your manager or the communication team first.")
    return f"{sentence} {whom}"


def quoted(words: Iterable[str]) -> str:
    """Return words in the quotation marks of the active language."""
    return _(", ").join(_("“%(word)s”") % {"word": word} for word in words)

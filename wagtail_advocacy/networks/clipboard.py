from django.utils.translation import gettext_lazy as _

from .base import Network
from .counting import Graphemes


class Clipboard(Network):
    """The text and link on the clipboard, for wherever else the person goes."""

    key = "copy"
    name = _("Copy the text")
    rules = (Graphemes(None),)
    shown_first = True
    carries_text = False
    # Where it is read is not known.
    readable_words = None

    def intent_url(self, text: str, url: str, title: str = "") -> None:
        return None

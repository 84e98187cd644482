from urllib.parse import quote, urlencode

from django.utils.translation import gettext_lazy as _

from .base import Network
from .counting import Rule, normalise


def mailto(body: str, title: str) -> str:
    """Return the ``mailto:`` address that opens a new mail to nobody yet.

    Line ends are CRLF and blanks ``%20``, as RFC 6068 asks: a ``+`` would stay a plus.
    """
    # A line end in a subject would begin another header.
    subject = normalise(title).replace("\n", " ")
    query = {"subject": subject} if subject else {}
    query["body"] = body.replace("\n", "\r\n")
    return f"mailto:?{urlencode(query, quote_via=quote)}"


class MailtoLength(Rule):
    """Length of the whole ``mailto:`` address, subject included; it is all ASCII."""

    name = "mailto"
    unit = _("characters once encoded")

    def count(self, text: str, title: str = "") -> int:
        return len(mailto(text, title))


class Mail(Network):
    """A mail from the person's own mail program.

    2,000 is what passes everywhere: Windows hands a program 2,083 characters of an
    address at most
    (https://learn.microsoft.com/troubleshoot/developer/browsers/development-website/maximum-url-length),
    and a mail that is longer opens cut or not at all.
    """

    key = "email"
    name = _("E-mail")
    taking_down = _(
        "A mail cannot be called back: write to those who got it what was wrong in it."
    )
    rules = (MailtoLength(2000),)
    shown_first = True
    # Somebody who is written to reads on.
    readable_words = None

    def intent_url(self, text: str, url: str, title: str = "") -> str:
        return mailto(self.compose(text, url), title)

from urllib.parse import quote, urlencode

from django.utils.translation import gettext_lazy as _

from .base import Network
from .counting import BLANKS, CodeUnits, normalise


class Telegram(Network):
    """A message or post on Telegram: the link comes first, then the text.

    https://core.telegram.org/widgets/share

    4,096 is the limit of a message, link included, that
    https://core.telegram.org/bots/api#sendmessage states to bots. UTF-16 code units,
    in which Telegram counts elsewhere, are the highest count of those in use;
    ``NETWORK_LIMITS`` sets another limit.
    """

    key = "telegram"
    name = "Telegram"
    taking_down = _("Hold the message down and delete it, for everybody in the chat.")
    rules = (CodeUnits(4096),)
    hosts = ("t.me", "telegram.me")
    handle_pattern = r"[A-Za-z][A-Za-z0-9_]{3,31}"
    handle_example = "adalovelace"

    def intent_url(self, text: str, url: str, title: str = "") -> str:
        query = {"url": url}
        if rest := _without_link_at_an_end(normalise(text), url):
            query["text"] = rest
        return f"https://t.me/share/url?{urlencode(query, quote_via=quote)}"


def _without_link_at_an_end(text: str, url: str) -> str:
    """Return ``text`` without ``url`` as its first or last word.

    Telegram wants the link apart. In the middle of a sentence it stays, so that people
    see it twice and the count is short by one link: a sentence with a hole would be
    worse.
    """
    before, after = text.removesuffix(url), text.removeprefix(url)
    if url and after != text and (not after or after[0] in BLANKS):
        return after.lstrip(BLANKS)
    if url and before != text and before[-1] in BLANKS:
        return before.rstrip(BLANKS)
    return text

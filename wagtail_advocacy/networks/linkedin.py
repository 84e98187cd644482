from urllib.parse import quote, urlencode

from wagtail_advocacy.conf import app_settings

from .base import Network
from .counting import CodeUnits


class LinkedIn(Network):
    """A post on LinkedIn: its sharing page takes the link and nothing else.

    https://learn.microsoft.com/linkedin/consumer/integrations/self-serve/plugins/share-plugin

    3,000 is the limit of a post's text
    (https://www.linkedin.com/help/linkedin/answer/a528176). LinkedIn does not say
    what a character is. UTF-16 code units are the highest count of those in use, so
    that what passes here passes there. The link counts: it is in the text people
    paste.
    """

    key = "linkedin"
    name = "LinkedIn"
    rules = (CodeUnits(3000),)
    shown_first = True
    # Posts of up to 2,000 characters get the most answers there, unlike elsewhere
    # (https://lettercounter.org/blog/optimal-post-length-engagement-data); a word of
    # English or French is six with its space.
    readable_words = 330
    # Also where LINKEDIN_PREFILL is on: LinkedIn may stop reading the text any day,
    # and then pasting it is all that is left.
    carries_text = False
    # lnkd.in is LinkedIn's own short form of a post's address.
    hosts = ("linkedin.com", "lnkd.in")
    handle_pattern = r"[\w-]{3,100}"
    handle_example = "ada-lovelace"

    def intent_url(self, text: str, url: str, title: str = "") -> str:
        if app_settings.LINKEDIN_PREFILL:
            page = "https://www.linkedin.com/feed/"
            query = {"shareActive": "true", "text": self.compose(text, url)}
        else:
            page = "https://www.linkedin.com/sharing/share-offsite/"
            query = {"url": url}
        return f"{page}?{urlencode(query, quote_via=quote)}"

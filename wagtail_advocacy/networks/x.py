from urllib.parse import quote, urlencode

from .base import Network
from .counting import Weighted


class X(Network):
    """A post on X.

    The limit of 280 and its weights are those of
    https://docs.x.com/fundamentals/counting-characters; longer posts are for paying
    accounts, which we cannot know of.
    """

    key = "x"
    name = "X"
    rules = (Weighted(280),)
    shown_first = True
    hosts = ("x.com", "twitter.com")
    handle_pattern = r"[A-Za-z0-9_]{1,15}"
    handle_example = "adalovelace"

    def intent_url(self, text: str, url: str, title: str = "") -> str:
        # X puts a space before the link where we put a line end: the count is the same.
        query = urlencode(self.text_and_link(text, url), quote_via=quote)
        return f"https://x.com/intent/post?{query}"

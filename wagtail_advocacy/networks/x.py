from urllib.parse import quote, urlencode

from .base import Network, contains_link
from .counting import Weighted, normalise


class X(Network):
    """A post on X.

    The limit of 280 and its weights are those of
    https://docs.x.com/fundamentals/counting-characters; longer posts are for paying
    accounts, which we cannot know of.
    """

    key = "x"
    name = "X"
    rules = (Weighted(280),)
    hosts = ("x.com", "twitter.com")

    def intent_url(self, text: str, url: str, title: str = "") -> str:
        text = normalise(text)
        query = {"text": text} if text else {}
        # X puts a space before the link where we put a line end: the count is the same.
        if url and not contains_link(text, url):
            query["url"] = url
        return f"https://x.com/intent/post?{urlencode(query, quote_via=quote)}"

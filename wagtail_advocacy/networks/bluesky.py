from urllib.parse import quote, urlencode

from .base import Network
from .counting import Bytes, Graphemes


class Bluesky(Network):
    """A post on Bluesky: the link goes inside the text and counts in full.

    300 graphemes and 3,000 bytes are the limits of ``text`` in
    https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json
    """

    key = "bluesky"
    name = "Bluesky"
    rules = (Graphemes(300), Bytes(3000))
    shown_first = True
    hosts = ("bsky.app",)
    handle_pattern = r"(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}"
    handle_example = "ada.bsky.social"

    def intent_url(self, text: str, url: str, title: str = "") -> str:
        query = urlencode({"text": self.compose(text, url)}, quote_via=quote)
        return f"https://bsky.app/intent/compose?{query}"

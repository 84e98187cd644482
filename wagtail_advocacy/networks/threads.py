from urllib.parse import quote, urlencode

from .base import Network
from .counting import EmojiInBytes


class Threads(Network):
    """A post on Threads.

    https://developers.facebook.com/docs/threads/threads-web-intents

    500 characters, an emoji counting as its bytes of UTF-8, is what
    https://developers.facebook.com/docs/threads/posts says. It does not say what any
    other character is: code points are the highest count that this leaves. The link
    counts, because people may move it into the text.
    """

    key = "threads"
    name = "Threads"
    rules = (EmojiInBytes(500),)
    hosts = ("threads.net", "threads.com")
    handle_pattern = r"[A-Za-z0-9._]{1,30}"
    handle_example = "ada.lovelace"

    def intent_url(self, text: str, url: str, title: str = "") -> str:
        query = urlencode(self.text_and_link(text, url), quote_via=quote)
        return f"https://www.threads.net/intent/post?{query}"

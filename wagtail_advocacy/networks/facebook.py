from urllib.parse import quote, urlencode

from .base import Network
from .counting import Graphemes


class Facebook(Network):
    """A post on Facebook: its sharing page takes the link and nothing else.

    https://developers.facebook.com/docs/sharing/reference/share-dialog

    The card is made of the Open Graph tags of the link; a ``quote`` is ignored, so the
    text has to be pasted. Facebook states no limit that a post of ours could reach.
    """

    key = "facebook"
    name = "Facebook"
    rules = (Graphemes(None),)
    carries_text = False
    hosts = ("facebook.com", "fb.com")
    handle_pattern = r"[A-Za-z0-9.]{5,50}"
    handle_example = "ada.lovelace"

    def intent_url(self, text: str, url: str, title: str = "") -> str:
        query = urlencode({"u": url}, quote_via=quote)
        return f"https://www.facebook.com/sharer/sharer.php?{query}"

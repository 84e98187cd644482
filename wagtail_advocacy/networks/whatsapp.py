from urllib.parse import quote, urlencode

from .base import Network
from .counting import Graphemes


class WhatsApp(Network):
    """A message on WhatsApp, to whomever the person then chooses.

    https://faq.whatsapp.com/5913398998672934

    WhatsApp states no limit. A message has no address; the hosts are for posts in
    channels.
    """

    key = "whatsapp"
    name = "WhatsApp"
    rules = (Graphemes(None),)
    hosts = ("whatsapp.com",)

    def intent_url(self, text: str, url: str, title: str = "") -> str:
        query = urlencode({"text": self.compose(text, url)}, quote_via=quote)
        return f"https://wa.me/?{query}"

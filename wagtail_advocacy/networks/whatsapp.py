from urllib.parse import quote, urlencode

from django.utils.translation import gettext_lazy as _

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
    taking_down = _(
        "Hold the message down and delete it for everybody. WhatsApp allows it for"
        " about two days; after that, write a word to whoever read it."
    )
    rules = (Graphemes(None),)
    hosts = ("whatsapp.com",)

    def intent_url(self, text: str, url: str, title: str = "") -> str:
        query = urlencode({"text": self.compose(text, url)}, quote_via=quote)
        return f"https://wa.me/?{query}"

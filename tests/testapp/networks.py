from urllib.parse import urlencode

from wagtail_advocacy import networks
from wagtail_advocacy.networks.counting import Graphemes


class Xing(networks.Network):
    """Where this intranet's people are, and what its developers added for them."""

    key = "xing"
    name = "XING"
    rules = (Graphemes(420),)
    carries_text = False
    hosts = ("xing.com",)

    def intent_url(self, text, url, title=""):
        return f"https://www.xing.com/spi/shares/new?{urlencode({'url': url})}"

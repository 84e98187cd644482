from .base import Network
from .counting import CodeUnits


class Instagram(Network):
    """A post on Instagram: nothing to open, the text goes under a picture.

    Instagram states 2,200 characters to programs that publish
    (https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media)
    and does not say what a character is, nor that the same holds for people.
    UTF-16 code units are the highest count of those in use; ``NETWORK_LIMITS`` sets
    another limit. A link in the text is no link there: readers have to type it.
    """

    key = "instagram"
    name = "Instagram"
    rules = (CodeUnits(2200),)
    carries_text = False
    wants_image = True
    hosts = ("instagram.com",)
    handle_pattern = r"[A-Za-z0-9._]{1,30}"
    handle_example = "ada.lovelace"

    def intent_url(self, text: str, url: str, title: str = "") -> None:
        return None

from urllib.parse import quote, urlencode

from .base import Network
from .counting import BLANKS, CodeUnits, normalise


class Reddit(Network):
    """A link on Reddit, whose title is what the person wrote.

    300 is the limit of a title that Reddit's submission form shows; it is not
    documented, nor what a character is. UTF-16 code units are the highest count of
    those in use; ``NETWORK_LIMITS`` sets another limit. The link has a field of its
    own. A title is one line: a line end becomes a space, blank lines go, and the
    count is at most that much too high.
    """

    key = "reddit"
    name = "Reddit"
    rules = (CodeUnits(300),)
    link_counts = False
    hosts = ("reddit.com", "redd.it")
    handle_pattern = r"[A-Za-z0-9_-]{3,20}"
    handle_example = "ada_lovelace"

    def intent_url(self, text: str, url: str, title: str = "") -> str:
        lines = (normalise(text) or normalise(title)).split("\n")
        query = {"url": url}
        if line := " ".join(filter(None, (one.strip(BLANKS) for one in lines))):
            query["title"] = line
        return f"https://www.reddit.com/submit?{urlencode(query, quote_via=quote)}"

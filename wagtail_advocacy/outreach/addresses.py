"""Where things of this room are, for somebody who is not in the intranet just now."""

from django.urls import reverse

from wagtail_advocacy.addresses import intranet_url


# The kinds of feed, as they stand in the address.
RSS, ATOM = "rss", "atom"


def feed_addresses(token: str) -> list[tuple[str, str]]:
    """Return the name and the absolute address of each kind of feed."""
    name = "wagtail_advocacy:outreach:feed"
    return [
        (label, intranet_url(reverse(name, args=[token, kind])))
        for label, kind in (("RSS", RSS), ("Atom", ATOM))
    ]


def composer_path(public_id: str) -> str:
    """Return where an offer is written about, as a path of the intranet."""
    return reverse("wagtail_advocacy:sharing:compose", args=[public_id])

"""The picture of a badge, as it may leave the site's storage."""

import logging

from .models import Badge
from .uploads import PNG_SIGNATURE


logger = logging.getLogger(__name__)

SVG, PNG = "image/svg+xml", "image/png"
# Bytes; a drawing is a fraction of it. A larger one is not copied into the database.
MOST_BYTES = 1_000_000
# Whoever opens the drawing by itself gets a drawing: no script runs and nothing is
# fetched, whatever it says.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def picture_of(badge: Badge) -> tuple[bytes, str] | None:
    """Return the content and the type of a badge's picture; ``None``: it has none.

    By what is in the file and not by its name: anything but a PNG or an SVG is none.
    """
    if not badge.image:
        return None
    try:
        with badge.image.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except Exception:
        # Whatever the site's storage raises: a missing file must not keep anybody from
        # showing what they earned.
        logger.warning(
            "The picture of badge %s cannot be read", badge.pk, exc_info=True
        )
        return None
    if len(content) > MOST_BYTES:
        logger.warning("The picture of badge %s is too large to be shown", badge.pk)
        return None
    if content.startswith(PNG_SIGNATURE):
        return content, PNG
    if b"<svg" in content[:4096]:
        return content, SVG
    return None

"""The picture of a badge, as a carrier of what is signed."""

from dataclasses import dataclass

from wagtail_advocacy.badges.models import Badge
from wagtail_advocacy.badges.pictures import PNG, SVG, picture_of

from .refusals import NoPicture, OtherPicture


CONTENT_TYPES = {"svg": SVG, "png": PNG}
FORMATS = {content_type: fmt for fmt, content_type in CONTENT_TYPES.items()}


@dataclass(frozen=True)
class Picture:
    """What is in the storage.

    :param content_type: one of ``CONTENT_TYPES``, as its content says.
    """

    content: bytes
    content_type: str

    @property
    def format(self) -> str:
        return FORMATS[self.content_type]


def find(*badges: Badge) -> Picture | None:
    """Return the picture of the first of some badges that has one, or ``None``."""
    for badge in badges:
        if found := picture_of(badge):
            return Picture(*found)
    return None


def carrier(found: Picture | None, fmt: str) -> bytes:
    """Return a picture that is to carry what is signed.

    :param found: what ``find`` returned.
    :param fmt: a key of ``CONTENT_TYPES``. Neither is made from the other.
    :raises NoPicture: there is none.
    :raises OtherPicture: it is not in this format.
    """
    if found is None:
        raise NoPicture
    if found.format != fmt:
        raise OtherPicture
    return found.content

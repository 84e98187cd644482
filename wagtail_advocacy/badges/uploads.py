"""Pictures of badges as people upload them, and as they are kept.

A file is what its content says, whatever it is called; it gets a name of our own, made
of what is in it, so that a server sends it as the picture it is.
"""

import hashlib
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from . import svg


# A photo of a phone is larger; a badge is no photo.
MOST_BYTES = 2 * 1024 * 1024
# Pixels of each side: less is a blur on a shelf, more takes too long to decode.
LEAST_SIDE, MOST_SIDE = 64, 4096
# Pixels of each side that are kept: twice the largest place there is for a badge. Then
# even noise is less than a megabyte.
KEPT_SIDE = 480
# How much longer one side may be than the other.
MOST_RATIO = 1.25
# https://www.w3.org/TR/png-3/#5PNG-file-signature
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def clean(file: File) -> ContentFile:
    """Return a picture that is harmless wherever it is shown, with a name of its own.

    :param file: an SVG or a PNG, from its beginning.
    :raises ValidationError: it is neither, or one that is not taken.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValidationError(
            _("The picture is larger than %(megabytes)s MB. Make it smaller.")
            % {"megabytes": MOST_BYTES // 1024**2},
            code="too_large",
        )
    if content.startswith(PNG_SIGNATURE):
        return _named(_clean_png(content), "png")
    try:
        return _named(svg.clean(content), "svg")
    except svg.Refused as refused:
        raise ValidationError(str(refused), code="refused") from None


def _named(content: bytes, ending: str) -> ContentFile:
    digest = hashlib.sha256(content).hexdigest()[:32]
    return ContentFile(content, name=f"{digest}.{ending}")


def _clean_png(content: bytes) -> bytes:
    """Return the same picture written anew: pixels, and nothing else that was in it."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as opened:
            _check_size(*opened.size)
            picture = opened.convert("RGBA")
    except (
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
    ):
        raise ValidationError(
            _("This PNG cannot be read: it is damaged. Save it once more."),
            code="damaged",
        ) from None
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def _check_size(width: int, height: int) -> None:
    if not LEAST_SIDE <= min(width, height) <= max(width, height) <= MOST_SIDE:
        raise ValidationError(
            _(
                "The picture has %(width)s × %(height)s pixels. Each side needs"
                " %(least)s to %(most)s."
            )
            % {
                "width": width,
                "height": height,
                "least": LEAST_SIDE,
                "most": MOST_SIDE,
            },
            code="size",
        )
    if max(width, height) > MOST_RATIO * min(width, height):
        raise ValidationError(
            _("The picture is not square: %(width)s × %(height)s pixels. Crop it.")
            % {"width": width, "height": height},
            code="ratio",
        )


def store(picture: FieldFile) -> None:
    """Put a picture that was just cleaned where the site keeps its files.

    The same picture is stored once, however often a form is saved with it.
    """
    # Django's own mark of a file that no storage has yet; its stubs leave it out.
    if not picture.name or picture._committed:  # type: ignore[attr-defined]
        return
    name = picture.field.generate_filename(picture.instance, picture.name)
    if not picture.storage.exists(name):
        picture.storage.save(name, picture.file)
    setattr(picture.instance, picture.field.name, name)

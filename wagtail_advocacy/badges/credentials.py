"""The door to Open Badges: awards as signed files, where the site can sign.

Signed when somebody downloads them, never while awarding. Everything that looks at this
module works without the extra ``[openbadges]``.
"""

from collections.abc import Callable
from importlib.util import find_spec
from types import ModuleType

from wagtail_advocacy.conf import app_settings

from .models import Award
from .openbadges import folder, pictures
from .openbadges.refusals import CannotSign, NoAddress, NoKey, NotInstalled


__all__ = [
    "CONTENT_TYPES",
    "CannotSign",
    "bake_png",
    "bake_svg",
    "export",
    "formats",
    "is_available",
    "is_installed",
    "sign",
]

# By format, which is also how its file ends.
CONTENT_TYPES = {"jwt": "application/vc+jwt", **pictures.CONTENT_TYPES}


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("openbadgeslib") is not None


def is_available() -> bool:
    """Whether this site can sign awards: package, key and public address are there."""
    try:
        _check()
    except CannotSign:
        return False
    return True


def formats(award: Award) -> list[str]:
    """Return the formats that an award can be had in, the signed text first.

    :param award: of ``queries.awards()``.
    """
    if not is_available() or getattr(award, "revocation", None) is not None:
        return []
    picture = _signing().picture_for(award)
    return ["jwt", *([picture.format] if picture else [])]


def sign(award: Award) -> str:
    """Return an award as a signed credential of Open Badges 3.0 (VC-JWT, RS256).

    :param award: of ``queries.awards()``.
    :raises CannotSign: it cannot be; the exception has a sentence for its owner.
    """
    _check()
    return _signing().sign(award)


def bake_svg(award: Award) -> bytes:
    """Return the picture of an award's badge, an SVG, with the credential in it.

    :raises CannotSign: it cannot be; the exception has a sentence for its owner.
    """
    _check()
    return _signing().bake_svg(award)


def bake_png(award: Award) -> bytes:
    """Return the picture of an award's badge, a PNG, with the credential in it.

    :raises CannotSign: it cannot be; the exception has a sentence for its owner.
    """
    _check()
    return _signing().bake_png(award)


def export(award: Award, fmt: str) -> bytes:
    """Return the file that is downloaded.

    :param fmt: a key of ``CONTENT_TYPES``.
    :raises CannotSign: it cannot be; the exception has a sentence for its owner.
    """
    makers: dict[str, Callable[[Award], bytes]] = {
        "jwt": lambda one: sign(one).encode(),
        "svg": bake_svg,
        "png": bake_png,
    }
    return makers[fmt](award)


def _check() -> None:
    if not is_installed():
        raise NotInstalled
    if not app_settings.PUBLIC_URL:
        raise NoAddress
    place = folder.folder()
    if place is None:
        raise NoKey
    try:
        key = folder.signing_key(place)
    except OSError as error:
        raise NoKey from error
    if key is None:
        raise NoKey


def _signing() -> ModuleType:
    # It imports the extra.
    from .openbadges import signing

    return signing

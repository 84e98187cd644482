"""The folder of keys, outside the database: who may sign, and with what to check it.

A key has two files of one name, which begins with when it was made:
``20261122T174500000000-x7Kd02Qa.pem`` is private, and ``….pub.json`` is public. Any
number of public parts may be there; the newest key that has both parts signs.
"""

import base64
import hashlib
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wagtail_advocacy.conf import app_settings


logger = logging.getLogger(__name__)

PRIVATE = ".pem"
PUBLIC = ".pub.json"
# What anybody may know of an RSA key (RFC 7518, section 6.3.1). A private part that
# was put into a public file by mistake stays there.
MEMBERS = ("kty", "n", "e")


class NotAPublicKey(Exception):
    """A file of the folder is not the public part of a key that we sign with."""


@dataclass(frozen=True)
class Key:
    """A key of the folder.

    :param name: of its files; names sort by age.
    :param public: its public part as a JWK, ``None`` where it is missing or spoilt.
    :param is_private: whether the private part is there.
    """

    name: str
    public: dict[str, str] | None
    is_private: bool

    @property
    def can_sign(self) -> bool:
        return self.is_private and self.public is not None


def folder() -> Path | None:
    """Return the folder that the site names, or ``None``."""
    named = app_settings.OPENBADGES_KEYS
    return Path(named) if named else None


def keys(place: Path) -> list[Key]:
    """Return all keys of a folder, newest first.

    :raises OSError: the folder cannot be read.
    """
    files = {path.name for path in place.iterdir()}
    names = {
        file.removesuffix(end)
        for file in files
        for end in (PRIVATE, PUBLIC)
        if file.endswith(end) and not file.startswith(".")
    }
    return [
        Key(name, _public_part(place, name, files), f"{name}{PRIVATE}" in files)
        for name in sorted(names, reverse=True)
    ]


def _public_part(place: Path, name: str, files: set[str]) -> dict[str, str] | None:
    if f"{name}{PUBLIC}" not in files:
        return None
    try:
        return read_public(place / f"{name}{PUBLIC}")
    except (NotAPublicKey, OSError) as error:
        # The others still count: one file must not make every badge a forgery.
        logger.warning("Open Badges: %s cannot be used: %s", name + PUBLIC, error)
        return None


def read_public(path: Path) -> dict[str, str]:
    """Return the JWK of a file, with the thumbprint as ``kid``.

    :raises NotAPublicKey: it is no RSA key.
    :raises OSError: it cannot be read.
    """
    try:
        return public_jwk(json.loads(path.read_bytes()))
    except ValueError as error:
        raise NotAPublicKey(str(error)) from error


def public_jwk(found: Any) -> dict[str, str]:
    """Return what is public of a JWK, named by its thumbprint.

    :raises NotAPublicKey: it is no RSA key.
    """
    if not isinstance(found, dict) or found.get("kty") != "RSA":
        raise NotAPublicKey("no RSA key")
    members = {
        name: value
        for name in MEMBERS
        if isinstance(value := found.get(name), str) and value
    }
    if len(members) < len(MEMBERS):
        raise NotAPublicKey("no RSA key")
    return {**members, "alg": "RS256", "use": "sig", "kid": thumbprint(members)}


def thumbprint(members: dict[str, str]) -> str:
    """Return what a key is called after: RFC 7638, so nobody else's key has it."""
    canonical = json.dumps(
        {name: members[name] for name in MEMBERS}, separators=(",", ":"), sort_keys=True
    )
    digest = hashlib.sha256(canonical.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def published() -> list[dict[str, str]]:
    """Return the public part of every key that ever signed, newest first.

    :raises OSError: the folder cannot be read.
    """
    place = folder()
    if place is None:
        return []
    return [key.public for key in keys(place) if key.public is not None]


def signing_key(place: Path) -> Key | None:
    """Return the key of a folder that signs now, or ``None``.

    :raises OSError: the folder cannot be read.
    """
    return next((key for key in keys(place) if key.can_sign), None)

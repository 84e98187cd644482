"""Makes keys and takes them out of use. It imports the library: import it late."""

import contextlib
import datetime
import json
import os
import tempfile
from pathlib import Path

from openbadgeslib.keys import KeyRSA, public_jwk_from_pem

from .folder import PRIVATE, PUBLIC, Key, keys, public_jwk, signing_key


# Bits. NIST holds it good beyond 2030 (SP 800-57 part 1, table 2).
KEY_SIZE = 3072
# Characters of the thumbprint in the name of a key's files.
NAME_LENGTH = 8


class AlreadyThere(Exception):
    """There is a key that signs: it is replaced with ``rotate`` only."""


class NothingToRotate(Exception):
    """No key signs yet."""


def make(place: Path) -> Key:
    """Make the first key, or the next one after the private part was lost.

    :param place: the folder; it is made where it is missing.
    :raises AlreadyThere: a key signs already.
    :raises OSError: the folder cannot be written.
    """
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if signing_key(place) is not None:
        raise AlreadyThere
    return _write_pair(place)


def rotate(place: Path) -> tuple[Key, list[str]]:
    """Make the key that signs from now on; return it, and the keys that sign no more.

    The private parts of the older ones are removed: nothing needs them any more. Their
    public parts stay, and with them what they signed.

    :raises NothingToRotate: no key signs yet.
    :raises OSError: the folder cannot be written.
    """
    older = [key for key in keys(place) if key.is_private]
    if not any(key.can_sign for key in older):
        raise NothingToRotate
    made = _write_pair(place)
    for key in older:
        (place / f"{key.name}{PRIVATE}").unlink(missing_ok=True)
    return made, [key.name for key in older]


def _write_pair(place: Path) -> Key:
    private, public = KeyRSA(KEY_SIZE).generate_keypair()
    jwk = public_jwk(public_jwk_from_pem(public))
    now = datetime.datetime.now(datetime.UTC)
    name = f"{now:%Y%m%dT%H%M%S%f}-{jwk['kid'][:NAME_LENGTH]}"
    # What checks a signature is there before anything can be signed with it.
    content = json.dumps(jwk, indent=2).encode() + b"\n"
    _write(place / f"{name}{PUBLIC}", content, 0o644)
    _write(place / f"{name}{PRIVATE}", private, 0o600)
    return Key(name, jwk, is_private=True)


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write a file that is whole or not there, and replaces none."""
    # Only its owner reads it while it is written.
    number, beside = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, mode)
        # Unlike a rename it fails where there is a file of that name.
        os.link(beside, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)

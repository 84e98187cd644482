"""Keys to sign with, what was signed, and the two verifiers that others wrote."""

import base64
import json
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

from tests.node import installed
from wagtail_advocacy.badges import queries
from wagtail_advocacy.conf import app_settings


JOSE = Path(__file__).parent / "jose"
ISSUER = "https://go.example.com/badges/issuer/"


def png():
    """Return a PNG of one pixel."""

    def chunk(kind, content):
        checked = kind + content
        return (
            struct.pack("!I", len(content))
            + checked
            + struct.pack("!I", zlib.crc32(checked))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack("!IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\x00\x7f"))
        + chunk(b"IEND", b"")
    )


def read_again(award):
    """Return an award as views read it before they sign it."""
    return queries.awards().select_related("ambassador__user").get(pk=award.pk)


def use_keys(settings, place):
    """Let the site sign with the keys of a folder."""
    settings.WAGTAIL_ADVOCACY = {
        **settings.WAGTAIL_ADVOCACY,
        "OPENBADGES_KEYS": str(place),
    }
    assert str(place) == app_settings.OPENBADGES_KEYS


def published_keys(client):
    """Return the JWK Set that anybody is answered."""
    return client.get("/go/badges/keys/").json()


def parts(token):
    """Return header and payload of a token, without any look at its signature."""
    return [json.loads(decode(part)) for part in token.split(".")[:2]]


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def encode(content):
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class Jose:
    """npm's ``jose``, in a process of its own that has no network."""

    def __init__(self, folder):
        self.node, modules = installed(JOSE)
        shutil.copy(JOSE / "verify.mjs", folder)
        (folder / "node_modules").symlink_to(modules)
        self.folder = folder

    def verify(self, tokens, keys, issuer=ISSUER):
        """Return an answer for each token; see ``verify.mjs``."""
        asked = json.dumps({"keys": keys, "issuer": issuer, "tokens": tokens})
        done = subprocess.run(
            [self.node, "verify.mjs"],
            cwd=self.folder,
            input=asked,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


class Library:
    """The verifier of openbadgeslib, with the keys of one issuer."""

    def __init__(self, keys):
        import jwt

        self.keys = {jwk["kid"]: jwt.PyJWK(jwk).key for jwk in keys["keys"]}

    def verify(self, token, issuer=ISSUER):
        """Return what was signed.

        It looks for the key by its name among those that are known, and never at the
        one that the token brings along.

        :raises LibOpenBadgesException: it is not good.
        """
        import jwt
        from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

        try:
            named = jwt.get_unverified_header(token).get("kid")
        except jwt.InvalidTokenError as error:
            raise OB3VerificationError(str(error)) from error
        if named not in self.keys:
            raise OB3VerificationError("signed with no key of this issuer")
        credential = OB3Verifier(self.keys[named]).verify(token)
        if credential.issuer.id != issuer:
            raise OB3VerificationError("awarded by somebody else")
        return credential

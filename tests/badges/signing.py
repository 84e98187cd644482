"""Badges and awards to sign, and the two verifiers that others wrote."""

import base64
import json
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Locale

from tests.node import installed
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors.queries import active_ambassador
from wagtail_advocacy.badges import queries
from wagtail_advocacy.badges.models import Award, Badge, Criteria
from wagtail_advocacy.conf import app_settings


JOSE = Path(__file__).parent / "jose"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'
    b'<circle cx="4" cy="4" r="3" fill="#264"/></svg>'
)
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


def make_badge(picture=SVG, language="en", **fields):
    """Publish a badge and return it.

    :param picture: content of its picture, or ``None``.
    """
    locale, _ = Locale.objects.get_or_create(language_code=language)
    badge = Badge(
        locale=locale,
        **{
            "name": "Good answers",
            "description": "Answered five readers.",
            "how_to_earn": "Answer five readers.",
            **fields,
        },
    )
    if picture:
        badge.image = ContentFile(picture, name="badge.picture")
    badge.save()
    badge.save_revision().publish()
    badge.refresh_from_db()
    return badge


def make_award(user, badge, **fields):
    """Award a badge to somebody, who joins first; return it as views read it."""
    if active_ambassador(user) is None:
        ambassadors.join(user, source="test")
    criteria, _ = Criteria.objects.get_or_create(
        badge=badge, digest="0" * 64, defaults={"match": "all", "conditions": []}
    )
    award = Award.objects.create(
        ambassador=active_ambassador(user),
        badge=badge,
        criteria=criteria,
        **{"awarded_at": timezone.now(), **fields},
    )
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


@pytest.fixture(scope="session")
def made_keys(tmp_path_factory):
    """A folder with one key; making one takes a while. Copy it before you change it."""
    from wagtail_advocacy.badges.openbadges import making

    place = tmp_path_factory.mktemp("made") / "keys"
    making.make(place)
    return place


@pytest.fixture
def key_folder(made_keys, tmp_path, settings):
    """The site's folder of keys, with one that signs."""
    place = tmp_path / "keys"
    shutil.copytree(made_keys, place)
    use_keys(settings, place)
    return place


@pytest.fixture(scope="session")
def jose(tmp_path_factory):
    return Jose(tmp_path_factory.mktemp("jose"))

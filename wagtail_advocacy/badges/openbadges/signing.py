"""Signs an award, and bakes it into its picture.

It imports the library: import it late, through ``credentials``.
"""

import base64
import secrets
from pathlib import Path
from typing import Any

import jwt
from django.utils import translation
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.keys import KeyRSA, public_jwk_from_pem
from openbadgeslib.ob3 import (
    Achievement,
    IdentityObject,
    Issuer,
    OB3Signer,
    OpenBadgeCredential,
)

from wagtail_advocacy.addresses import NoPublicAddress, public_url
from wagtail_advocacy.ambassadors.queries import language_of
from wagtail_advocacy.badges.models import Award, Badge
from wagtail_advocacy.badges.queries import in_own_language

from . import documents, pictures
from .folder import PRIVATE, folder, public_jwk, signing_key
from .refusals import NoAddress, NoKey, NoMail, Revoked, SpoiltPicture


ALGORITHM = "RS256"
# Bytes of a picture that goes into the credential itself: a token is pasted, and sent.
MAX_PICTURE = 32_000
# Bytes of what an e-mail address is hashed with.
SALT_LENGTH = 16


class Signer(OB3Signer):
    """Names the key, too, as verifiers look for it among those of the issuer.

    The library's own puts nothing but the key itself into the header, which proves
    nothing about whose it is.
    """

    def __init__(self, private: Any, jwk: dict[str, str]):
        super().__init__(private, ALGORITHM)
        self.private = private
        self.jwk = jwk

    def sign_payload(self, payload: dict[str, Any]) -> str:
        headers = {"kid": self.jwk["kid"], "jwk": self.jwk}
        return jwt.encode(payload, self.private, ALGORITHM, headers)


class Credential(OpenBadgeCredential):
    """Says which language its words have, for which the library has no field."""

    in_language: dict[str, str]

    def to_vc(self) -> dict[str, Any]:
        credential = super().to_vc()
        credential["credentialSubject"]["achievement"].update(self.in_language)
        return credential


def sign(award: Award) -> str:
    """Return the award as a signed credential (VC-JWT).

    :param award: of ``queries.awards()``.
    :raises CannotSign: it cannot be.
    """
    return _signer().sign(credential_of(award))


def bake_svg(award: Award) -> bytes:
    """Return the picture of the badge with the signed credential in it.

    :raises CannotSign: it cannot be, or the picture is no SVG.
    """
    picture = pictures.carrier(picture_for(award), "svg")
    try:
        return _signer().sign_into_svg(credential_of(award), picture)
    except LibOpenBadgesException as error:
        raise SpoiltPicture from error


def bake_png(award: Award) -> bytes:
    """Return the picture of the badge with the signed credential in it.

    :raises CannotSign: it cannot be, or the picture is no PNG.
    """
    picture = pictures.carrier(picture_for(award), "png")
    try:
        return _signer().sign_into_png(credential_of(award), picture)
    except LibOpenBadgesException as error:
        raise SpoiltPicture from error


def words_of(award: Award) -> Badge:
    """Return the translation of its badge that the owner of an award reads."""
    with translation.override(language_of(award.ambassador.user)):
        return in_own_language([award.badge])[award.badge_id]


def picture_for(award: Award) -> pictures.Picture | None:
    """Return the picture of the translation that is read, or else the original's."""
    return pictures.find(words_of(award), award.badge)


def credential_of(award: Award) -> OpenBadgeCredential:
    """Return what is signed about an award: what for, until when, and whose by a hash.

    :raises CannotSign: the award was taken back, or its owner has no mail address.
    """
    if getattr(award, "revocation", None) is not None:
        raise Revoked
    badge = words_of(award)
    try:
        credential = Credential(
            id=identity_of(award),
            issuer=_issuer(),
            recipient_id=None,
            achievement=Achievement(
                id=documents.achievement_address(badge),
                name=badge.name,
                description=badge.description,
                criteria_narrative=badge.how_to_earn,
                achievement_type="Badge",
                image_url=_picture_within(award),
            ),
            issuance_date=award.awarded_at,
            expiration_date=award.expires_at,
            identifiers=[_hashed(award.ambassador.user)],
        )
    except NoPublicAddress as error:
        raise NoAddress from error
    credential.in_language = documents.in_language(badge)
    return credential


def identity_of(award: Award) -> str:
    """Return what a credential is called.

    That is the address of the page that tells whether it still holds, where its owner
    shows it, and otherwise a name that leads nowhere.

    :raises NoPublicAddress: nothing can be reached from outside.
    """
    shown = getattr(award, "public", None)
    if shown is None:
        return award.public_id.urn
    return public_url("badges:verify", str(shown.public_id))


def _issuer() -> Issuer:
    profile = documents.issuer_profile()
    return Issuer(id=profile["id"], name=profile["name"], url=profile.get("url"))


def _hashed(user) -> IdentityObject:
    """Return whose it is, for whoever knows the address, and for nobody else."""
    address = getattr(user, user.get_email_field_name(), "") if user else ""
    if not address:
        raise NoMail
    # Another one each time: two files of one person have nothing in common.
    salt = secrets.token_hex(SALT_LENGTH)
    return IdentityObject.create(address.strip().lower(), salt)


def _picture_within(award: Award) -> str | None:
    """Return a small picture as an address that nothing has to be fetched for."""
    found = picture_for(award)
    if found is None or len(found.content) > MAX_PICTURE:
        return None
    content = base64.b64encode(found.content).decode()
    return f"data:{found.content_type};base64,{content}"


def _signer() -> Signer:
    place = folder()
    if place is None:
        raise NoKey
    try:
        key = signing_key(place)
        if key is None:
            raise NoKey
        pair = KeyRSA()
        pair.read_private_key(Path(place, f"{key.name}{PRIVATE}").read_bytes())
        pair.pub_key = pair.priv_key.public_key()
        jwk = public_jwk(public_jwk_from_pem(pair.get_pub_key_pem()))
    except (OSError, LibOpenBadgesException) as error:
        raise NoKey from error
    # Nobody could check what is signed with a key that is not the published one.
    if jwk != key.public:
        raise NoKey
    try:
        return Signer(pair.priv_key, documents.with_addresses(jwk))
    except NoPublicAddress as error:
        raise NoAddress from error

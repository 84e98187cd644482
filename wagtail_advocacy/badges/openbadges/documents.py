"""What anybody reads of who awards badges, of the keys, and of a badge.

Plain JSON, made without the library and, but for two tables, without the database: a
process on the public host serves it.
"""

import re
from typing import Any

from django.utils import translation

from wagtail_advocacy.addresses import public_host, public_url
from wagtail_advocacy.badges.models import Badge
from wagtail_advocacy.shareables.models import ShareablesSettings


# https://www.imsglobal.org/spec/ob/v3p0#context
CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
# How the schema of Open Badges writes languages.
LANGUAGE = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def issuer_profile() -> dict[str, Any]:
    """Return who awards the badges, as Open Badges names them.

    :raises NoPublicAddress: nothing can be reached from outside.
    """
    about = ShareablesSettings.read()
    profile = {
        "id": public_url("badges:issuer"),
        "type": ["Profile"],
        "name": about.shown_organisation or public_host(),
    }
    if about.public_site:
        profile["url"] = about.public_site
    return profile


def with_addresses(jwk: dict[str, str]) -> dict[str, str]:
    """Return a public key, called what the header of a credential calls it.

    That is the address where it is: "a URI that can be dereferenced to an object of
    type JWK" (Open Badges 3.0, 8.2.3).

    :param jwk: one of ``folder.published()``.
    :raises NoPublicAddress: nothing can be reached from outside.
    """
    return {**jwk, "kid": public_url("badges:key", jwk["kid"])}


def achievement_address(badge: Badge) -> str:
    """Return the address, and name for good, of a badge in whatever language.

    :raises NoPublicAddress: nothing can be reached from outside.
    """
    return public_url("badges:achievement", str(badge.translation_key))


def achievement(badge: Badge) -> dict[str, Any]:
    """Return what a badge is for and what it asks.

    :raises NoPublicAddress: nothing can be reached from outside.
    """
    return {
        "id": achievement_address(badge),
        "type": ["Achievement"],
        "achievementType": "Badge",
        **in_language(badge),
        "name": badge.name,
        "description": badge.description,
        "criteria": {"narrative": badge.how_to_earn},
    }


def in_language(badge: Badge) -> dict[str, str]:
    """Return the language of a badge's words; nothing where it has no such name."""
    language = translation.to_locale(badge.locale.language_code).replace("_", "-")
    return {"inLanguage": language} if LANGUAGE.fullmatch(language) else {}

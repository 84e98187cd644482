"""Makes what is about recognition."""

import hashlib

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Locale

from wagtail_advocacy.badges.models import Award, Badge, BadgeCondition, Criteria


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'
    b'<circle cx="48" cy="48" r="44" fill="#155e75"/></svg>'
)


def badge(name="Conversation", *, language="en", asks=(), picture=b"", **fields):
    """Put a badge into the library, live; ``asks`` are pairs of condition and number.

    :param picture: what is in its file; b"": it has none.
    """
    made = Badge(
        **{
            "live": True,
            "name": name,
            "description": "Answered five readers.",
            "how_to_earn": "Answer the comments under five of your posts.",
            "locale": Locale.objects.get_or_create(language_code=language)[0],
            **fields,
        }
    )
    if picture:
        made.image.save("badge.svg", ContentFile(picture), save=False)
    made.save()
    BadgeCondition.objects.bulk_create(
        BadgeCondition(
            badge=made, condition=condition, at_least=at_least, sort_order=place
        )
        for place, (condition, at_least) in enumerate(asks)
    )
    return made


def translation(original, language="fr", **fields):
    """Put the words of a badge in another language into the library."""
    return badge(language=language, translation_key=original.translation_key, **fields)


def award(ambassador, of, **fields):
    """Award a badge."""
    criteria, _created = Criteria.objects.get_or_create(
        badge=of,
        digest=hashlib.sha256(b"[]").hexdigest(),
        defaults={"match": Badge.Match.ALL, "conditions": []},
    )
    return Award.objects.create(
        ambassador=ambassador,
        badge=of,
        criteria=criteria,
        **{"awarded_at": timezone.now(), **fields},
    )

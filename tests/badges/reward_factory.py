"""Makes rewards, and people who can afford them."""

from django.utils import timezone
from wagtail.models import Locale

from tests import factories
from wagtail_advocacy.badges import points
from wagtail_advocacy.badges.models import BadgesSettings, PointEntry, Reward


def open_rewards(**fields) -> BadgesSettings:
    """Let a lead have switched rewards on."""
    settings = BadgesSettings.objects.first() or BadgesSettings()
    for name, value in {"rewards": True, **fields}.items():
        setattr(settings, name, value)
    settings.save()
    return settings


def reward(name="A mug", *, language="en", **fields) -> Reward:
    return Reward.objects.create(
        name=name,
        locale=Locale.objects.get_or_create(language_code=language)[0],
        **{
            "description": "White, with the logo.",
            "cost": 50,
            "stock": 10,
            "handed_over_by": "Reception, ground floor",
            **fields,
        },
    )


def translated(original: Reward, name="Une tasse", language="fr", **fields) -> Reward:
    """Put a reward into another language."""
    locale = Locale.objects.get_or_create(language_code=language)[0]
    translation = original.copy_for_translation(locale)
    for field, value in {"name": name, **fields}.items():
        setattr(translation, field, value)
    translation.save()
    return translation


def give_points(*users, amount=100) -> list:
    """Let people take part, and have so many points more."""
    ambassadors = [factories.ambassador(user) for user in users]
    PointEntry.objects.bulk_create(
        PointEntry(
            ambassador=ambassador,
            rule="test",
            source=f"{ambassador.pk}:{PointEntry.objects.count()}",
            amount=amount,
            day=timezone.localdate(),
        )
        for ambassador in ambassadors
    )
    list(points.rebuild())
    return ambassadors


def balance(ambassador) -> int:
    return points.total_of(ambassador).balance

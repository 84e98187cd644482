from django.conf import settings

from .models import Ambassador


def active_ambassador(user) -> Ambassador | None:
    """Return the person's ambassador row if they take part today. One query."""
    if not user.is_authenticated:
        return None
    return Ambassador.objects.active().select_related("user").filter(user=user).first()


def language_of(user) -> str:
    """Return the language somebody reads mails and files in."""
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE

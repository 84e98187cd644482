from django.db import router
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from wagtail_advocacy.conf import app_settings

from .models import PublicAddressTrial


def going_to(queryset: QuerySet, network_key: str) -> QuerySet:
    """Return those that may go to a network.

    :param queryset: of offers or of shareables.
    :param network_key: of a registered network, so of ``[a-z0-9_]``.
    """
    # Asking inside JSON is not the same on every database; its text is. None
    # ticked means everywhere.
    return queryset.annotate(_networks_text=Cast("networks", TextField())).filter(
        _networks_text__regex=rf'^\[\]$|"{network_key}"'
    )


def trials() -> QuerySet:
    """Return the looks at the public address, newest first, with what is new now."""
    # Read where it is written: whoever has just tried it looks at what came of it.
    return PublicAddressTrial.objects.using(router.db_for_write(PublicAddressTrial))


def latest_trial(tried_from: str = "") -> PublicAddressTrial | None:
    """Return the newest look at the ``PUBLIC_URL`` that is in force.

    :param tried_from: of ``PublicAddressTrial.TriedFrom``; "": from wherever.
    """
    found = trials().filter(address=app_settings.PUBLIC_URL.rstrip("/"))
    if tried_from:
        found = found.filter(tried_from=tried_from)
    return found.first() if app_settings.PUBLIC_URL else None

"""Addresses that work outside the intranet."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.crypto import salted_hmac

from .conf import app_settings


PUBLIC_URLCONF = "wagtail_advocacy.public_urls"


class NoPublicAddress(Exception):
    """``PUBLIC_URL`` is not set, so nothing can be reached from outside."""


def public_path(name: str, *args: str) -> str:
    """Return where one of our public views stands below ``PUBLIC_URL``.

    :param name: URL name within ``public_urls``, e.g. ``"sharing:follow"``.
    """
    path = reverse(name, urlconf=PUBLIC_URLCONF, args=args)
    # reverse() puts the intranet's own script prefix in front, which says nothing
    # about where the public host serves these views.
    return path.removeprefix(get_script_prefix().rstrip("/"))


def public_url(name: str, *args: str) -> str:
    """Return the absolute public address of one of our public views.

    :param name: URL name within ``public_urls``, e.g. ``"sharing:follow"``.
    :raises NoPublicAddress: the site has no ``PUBLIC_URL``.
    """
    if not app_settings.PUBLIC_URL:
        raise NoPublicAddress
    return app_settings.PUBLIC_URL.rstrip("/") + public_path(name, *args)


def intranet_url(path: str) -> str:
    """Return an absolute address of the intranet, for mails and feeds.

    :param path: from the root of the host on; "" for the host alone. It is returned as
        it is where nothing says which host that is.
    """
    # Imported late: a public process needs no models of Wagtail's for its addresses.
    from wagtail.models import Site

    base = getattr(settings, "WAGTAILADMIN_BASE_URL", "") or ""
    if not base:
        site = Site.objects.filter(is_default_site=True).first()
        base = site.root_url if site else ""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}{path}" if parts.netloc else path


def public_key() -> str:
    """Return the key of what outsiders hold signed, such as addresses in mails.

    Derived from ``SECRET_KEY`` in one direction only, so that a host outside which
    has this key can forge neither sessions nor anything else of the intranet.
    """
    return app_settings.PUBLIC_KEY or _derived_key(settings.SECRET_KEY)


def public_fallback_keys() -> list[bytes | str]:
    """Return the keys that were in force before, while they are still accepted."""
    if app_settings.PUBLIC_KEY:
        return []
    return [_derived_key(key) for key in settings.SECRET_KEY_FALLBACKS]


def _derived_key(secret: str | bytes) -> str:
    return salted_hmac(
        "wagtail_advocacy.public_key", "", secret=secret, algorithm="sha256"
    ).hexdigest()


def is_public_process() -> bool:
    """Whether this process serves public addresses alone, see ``public.settings``.

    It may read what is declared and add rows; what they mean is up to the intranet.
    """
    return settings.ROOT_URLCONF == PUBLIC_URLCONF


def public_host() -> str:
    """Return the host outsiders see, or "" where there is none."""
    return urlsplit(app_settings.PUBLIC_URL).netloc

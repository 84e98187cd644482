"""The networks a text can be shared to, and the registry a site adds its own to."""

import re
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured

from wagtail_advocacy.registry import Registry

from .base import Measure, Network
from .bluesky import Bluesky
from .clipboard import Clipboard
from .facebook import Facebook
from .instagram import Instagram
from .linkedin import LinkedIn
from .mail import Mail
from .mastodon import Mastodon
from .reddit import Reddit
from .telegram import Telegram
from .threads import Threads
from .whatsapp import WhatsApp
from .x import X


__all__ = [
    "Measure",
    "Network",
    "UnknownNetwork",
    "all",
    "get",
    "keys",
    "limit_faults",
    "register",
    "unregister",
]


class UnknownNetwork(LookupError):
    """No network is registered under the key that was asked for."""


N = TypeVar("N", bound=Network)

_registry: Registry[Network] = Registry("network")


def register(network_class: type[N]) -> type[N]:
    """Offer ``network_class`` to everybody; usable as a decorator.

    :raises ImproperlyConfigured: the key is taken, or is not of ``[a-z0-9_]``.
    """
    if not re.fullmatch(r"[a-z0-9_]+", network_class.key):
        raise ImproperlyConfigured(
            f"The key of a network is of a-z, 0-9 and _; {network_class.key!r} is not."
        )
    _registry.register(network_class())
    return network_class


def get(key: str) -> Network:
    """Return the network registered as ``key``.

    :raises UnknownNetwork: there is none; it is a ``LookupError``.
    """
    try:
        return _registry.get(key)
    except LookupError as error:
        raise UnknownNetwork(*error.args) from None


def unregister(key: str) -> None:
    """Take the network with ``key`` out of the registry.

    :raises UnknownNetwork: there is none.
    """
    get(key)
    _registry.unregister(key)


def all() -> list[Network]:
    """Return every network, in the order of registration."""
    return list(_registry)


def keys() -> list[str]:
    """Return the key of every network, in the order of registration."""
    return _registry.keys()


def limit_faults(limits: Any) -> list[str]:
    """Return what is wrong with a value of the ``NETWORK_LIMITS`` setting.

    :returns: a sentence for each fault, in English, for a system check.
    """
    if not isinstance(limits, dict):
        return [f"It must be a dict of keys of networks to limits, not {limits!r}."]
    faults = []
    for key, limit in limits.items():
        if key not in _registry:
            faults.append(f"It names an unknown network {key!r}.")
        elif limit is not None and (type(limit) is not int or limit < 1):
            faults.append(
                f"The limit of {key!r} is a whole number from 1, or None for no limit;"
                f" {limit!r} is not."
            )
    return faults


for _network_class in (
    LinkedIn,
    X,
    Bluesky,
    Mail,
    Clipboard,
    Facebook,
    Threads,
    Mastodon,
    Instagram,
    WhatsApp,
    Telegram,
    Reddit,
):
    register(_network_class)

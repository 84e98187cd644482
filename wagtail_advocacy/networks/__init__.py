"""The networks a text can be shared to, and the registry a site adds its own to."""

import re
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

from wagtail_advocacy.registry import Registry

from .base import Measure, Network
from .bluesky import Bluesky
from .clipboard import Clipboard
from .linkedin import LinkedIn
from .mail import Mail
from .x import X


__all__ = [
    "Measure",
    "Network",
    "UnknownNetwork",
    "all",
    "get",
    "keys",
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


for _network_class in (LinkedIn, X, Bluesky, Mail, Clipboard):
    register(_network_class)

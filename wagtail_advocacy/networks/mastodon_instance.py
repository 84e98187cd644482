"""What a Mastodon server says about itself, asked without trusting it.

The name of the server comes from an employee, and our own server goes there: so it
must not be led into the company's network, nor be kept busy, nor be fed.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import ipaddress
import json
import logging
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import astuple, dataclass
from typing import Any, cast

import idna
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .counting import BLANKS


logger = logging.getLogger(__name__)

# From the look-up of the name to the last byte of the answer.
SECONDS = 3.0
# Head and body together; a usual answer is a tenth of it.
MOST_BYTES = 256 * 1024
# More addresses than this are not tried.
MOST_ADDRESSES = 3
PLAUSIBLE = range(1, 100_001)

SECONDS_TO_REMEMBER = 24 * 60 * 60
SECONDS_TO_REMEMBER_A_FAILURE = 10 * 60

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# A last label that begins with a digit would be read as a part of an IP address.
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?=[a-z]){_LABEL}")
_LONGEST_HOST = 253


@dataclass(frozen=True)
class InstanceLimits:
    """What a server allows; the defaults are Mastodon's own.

    https://docs.joinmastodon.org/entities/Instance/#max_characters

    :param max_characters: of a post, in graphemes.
    :param characters_reserved_per_url: what an address counts as.
    """

    max_characters: int = 500
    characters_reserved_per_url: int = 23


DEFAULT_LIMITS = InstanceLimits()


class Refused(Exception):
    """The server is not one we go to, or its answer is not one we take."""


def clean_instance(typed: str) -> str:
    """Return the host name of the server that somebody typed, in plain ASCII.

    ``https://`` in front, ``:443`` and one slash behind are taken off; names in any
    script become what browsers make of them (IDNA 2008 after UTS #46).

    :raises ValidationError: it is not the name of a host and nothing else: another
        scheme or port, credentials, a path, an IP address, a name without a dot.
    """
    address = typed.strip(BLANKS)
    if address[:8].lower() == "https://":
        address = address[8:]
    host = address.removesuffix("/").removesuffix(":443")
    # Long names are slow to encode, so their length is judged first.
    if len(host) <= _LONGEST_HOST:
        with contextlib.suppress(UnicodeError):
            host = idna.encode(host, uts46=True, std3_rules=True).decode("ascii")
            if len(host) <= _LONGEST_HOST and _HOST.fullmatch(host):
                return host
    raise ValidationError(
        _("Only the name of your server, for example mastodon.social."),
        code="invalid_instance",
    )


def is_public(address: str) -> bool:
    """Tell whether an IP address is one that anybody on the internet may reach.

    Private, loopback, link-local, shared (RFC 6598), multicast and reserved ones are
    not; nor is an IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4,
    Teredo), because what it leads to depends on the network we are in.
    """
    ip = ipaddress.ip_address(address)
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return True
    is_unicast = ip in ipaddress.ip_network("2000::/3")
    return is_unicast and ip.sixtofour is None and ip.teredo is None


def resolve(host: str) -> list[str]:
    """Return the IP addresses of a host, in the order to try them."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_rest, address in found))


def ask_instance(
    host: str,
    *,
    resolve: Callable[[str], list[str]] = resolve,
    may_connect: Callable[[str], bool] = is_public,
    port: int = 443,
    context: ssl.SSLContext | None = None,
    seconds: float = SECONDS,
) -> InstanceLimits:
    """Ask a server for its limits, by HTTPS and at no other place than this one.

    The name is resolved once; every address it has must pass ``may_connect``, and the
    connection goes to an address that did, so that a second look-up cannot lead
    elsewhere. The certificate must be the host's. No redirect is followed, no proxy
    used.

    :param host: as ``clean_instance`` returns it.
    :param seconds: from the first look-up to the last byte.
    :raises Exception: whatever went wrong, of any class.
    """
    deadline = time.monotonic() + seconds
    addresses = _in_time(deadline, resolve, host)
    if not addresses or not all(may_connect(address) for address in addresses):
        raise Refused("not a public address")
    context = context or ssl.create_default_context()
    connection = http.client.HTTPSConnection(host, port, context=context)
    # Left to itself it would look the name up again and connect a second time.
    connection.auto_open = 0
    try:
        plain = _reach(addresses, port, deadline)
        connection.sock = _secure(plain, host, context, deadline)
        connection.request(
            "GET",
            "/api/v2/instance",
            headers={"Accept": "application/json", "User-Agent": "wagtail_advocacy"},
        )
        with connection.getresponse() as response:
            if response.status != http.HTTPStatus.OK:
                raise Refused(f"status {response.status}")
            # Never read() alone: it reserves what the server says is coming.
            return _limits_in(json.loads(response.read(MOST_BYTES + 1)))
    finally:
        connection.close()


def limits_of(
    instance: str, ask: Callable[[str], InstanceLimits] = ask_instance
) -> InstanceLimits:
    """Return the limits of a server, Mastodon's own where it does not tell.

    Never raises. The answer is kept in Django's cache for a day, a failure for ten
    minutes; otherwise this takes ``SECONDS`` at most.

    :param instance: as somebody typed it.
    :param ask: what is called with the host name where nothing is remembered.
    """
    try:
        return _remembered(clean_instance(instance), ask)
    except Exception as error:
        # A name that is none, or a cache that is down.
        _log(error)
        return DEFAULT_LIMITS


def _remembered(host: str, ask: Callable[[str], InstanceLimits]) -> InstanceLimits:
    # Hashed because memcached takes no key of 253 characters, and because it is
    # nobody's business which servers the colleagues use.
    digest = hashlib.sha256(host.encode()).hexdigest()
    key = f"wagtail_advocacy.mastodon_instance.{digest}"
    known = cache.get(key)
    if known is not None:
        return InstanceLimits(*known)
    try:
        limits, seconds = ask(host), SECONDS_TO_REMEMBER
    except Exception as error:
        _log(error)
        limits, seconds = DEFAULT_LIMITS, SECONDS_TO_REMEMBER_A_FAILURE
    cache.set(key, astuple(limits), seconds)
    return limits


def _log(error: Exception) -> None:
    # Its class alone: the message may name the server that a colleague uses.
    logger.info("The limits of an instance are not known: %s", type(error).__name__)


def _seconds_left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


# Look-ups cannot be stopped; a process has this many of them at once and no more.
_lookups = threading.BoundedSemaphore(4)


def _in_time(
    deadline: float, look_up: Callable[[str], list[str]], host: str
) -> list[str]:
    """Call ``look_up(host)`` and stop waiting for it at the deadline."""
    if not _lookups.acquire(timeout=_seconds_left(deadline)):
        raise TimeoutError
    answer: Future[list[str]] = Future()

    def run() -> None:
        try:
            answer.set_result(look_up(host))
        except Exception as error:
            answer.set_exception(error)
        finally:
            _lookups.release()

    try:
        threading.Thread(target=run, daemon=True).start()
    except RuntimeError:
        # No thread to be had, so none that gives the place back.
        _lookups.release()
        raise
    return answer.result(_seconds_left(deadline))


class _BoundedSocket(ssl.SSLSocket):
    """Stops reading at a moment and after a number of bytes.

    A timeout of a socket begins anew with every byte: a server that sends one now and
    then would hold a request for hours.
    """

    deadline: float
    bytes_left = MOST_BYTES

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        self.settimeout(_seconds_left(self.deadline))
        received = super().recv_into(buffer, nbytes, flags)
        self.bytes_left -= received
        if self.bytes_left < 0:
            raise Refused("too much of an answer")
        return received


def _reach(addresses: list[str], port: int, deadline: float) -> socket.socket:
    """Connect to the first of the addresses that answers, each given its share."""
    *others, last = addresses[:MOST_ADDRESSES]
    # They are numeric, so nothing is looked up.
    for number, address in enumerate(others):
        share = _seconds_left(deadline) / (len(others) + 1 - number)
        with contextlib.suppress(OSError):
            return socket.create_connection((address, port), timeout=share)
    return socket.create_connection((last, port), timeout=_seconds_left(deadline))


def _secure(
    plain: socket.socket, host: str, context: ssl.SSLContext, deadline: float
) -> _BoundedSocket:
    context.sslsocket_class = _BoundedSocket
    try:
        plain.settimeout(_seconds_left(deadline))
        secure = context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
    bounded = cast(_BoundedSocket, secure)
    bounded.deadline = deadline
    return bounded


def _limits_in(answer: Any) -> InstanceLimits:
    """Return the limits in an answer, each one's default where it is implausible."""
    statuses = answer["configuration"]["statuses"]
    plausible = {
        name: statuses[name]
        for name in ("max_characters", "characters_reserved_per_url")
        # isinstance() would take true for 1.
        if type(statuses.get(name)) is int and statuses[name] in PLAUSIBLE
    }
    return InstanceLimits(**plausible)

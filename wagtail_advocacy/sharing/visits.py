"""Counts the people who follow a tracked link, without knowing who they are."""

import datetime
import hashlib
import hmac
import ipaddress
import logging
import re
import secrets
import time
from collections import Counter
from functools import lru_cache

from django.db import (
    OperationalError,
    ProgrammingError,
    connections,
    router,
    transaction,
)
from django.db.models import Count, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.rows import insert_statement

from . import buffer
from .grants import VISIT
from .models import Visit, VisitCount, VisitorSalt


logger = logging.getLogger(__name__)

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

# Seconds.
HALF_HOUR = 1800
# Half-hours a raw visit is kept before it is folded: the one it fell into must be
# over, or the same visitor could come back within it and count twice.
FOLD_AFTER = 2
FOLD_BATCH = 10_000
SALT_BYTES = 32

# The day and its salt, so that following a link costs one SELECT and one INSERT.
_salt_of_day: tuple[datetime.date, bytes] | None = None


def record(request, link) -> None:
    """Write one visit of ``link``; the same visitor within a half-hour is one.

    The row is in the database, or in Redis, when this returns (or when the surrounding
    transaction, where the site uses ``ATOMIC_REQUESTS``, has ended).
    """
    visit = (link.pk, visitor_hash(request), _half_hour())
    if buffer.is_used() and buffer.add(*visit):
        return
    alias = router.db_for_write(Visit)
    with connections[alias].cursor() as cursor:
        cursor.execute(insert_statement(Visit, VISIT.insert, alias), visit)


def visitor_hash(request) -> str:
    """Return what tells visitors of one day apart, and nobody on any other day.

    An HMAC of address and browser under a key that is destroyed daily.

    :returns: 32 hexadecimal digits.
    """
    who = f"{client_address(request)}\n{request.headers.get('User-Agent', '')}"
    # Servers hand on header bytes that are no UTF-8.
    message = who.encode(errors="replace")
    return hmac.new(_salt(), message, hashlib.sha256).hexdigest()[:32]


def client_address(request) -> str:
    """Return the address a request comes from, one spelling for each address.

    ``X-Forwarded-For`` is believed only as far as it was written by a proxy named in
    ``TRUSTED_PROXIES``: anybody can send one. Where none is named it is not looked at.

    :returns: an IPv4 or IPv6 address without port or zone; what a proxy wrote where
        it is none ("unknown"); "" behind a Unix socket whose proxy says nothing.
    """
    address = _address(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    hops = [hop.strip() for hop in forwarded if hop.strip()]
    trusted = _networks(tuple(app_settings.TRUSTED_PROXIES))
    while hops and _is_trusted(address, trusted):
        address = _address(hops.pop())
    return str(address)


def _address(text: str) -> IPAddress | str:
    # "192.0.2.1:4711" and "[2001:db8::1]:4711": some proxies add the port.
    bracketed = re.fullmatch(r"\[([^]]*)\](?::\d+)?", text)
    with_port = re.fullmatch(r"([\d.]+):\d+", text)
    if match := bracketed or with_port:
        text = match[1]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return text
    # A server that listens on IPv6 sees IPv4 as ::ffff:192.0.2.1.
    return getattr(address, "ipv4_mapped", None) or address


@lru_cache(maxsize=1)
def _networks(proxies: tuple[str, ...]) -> list[IPNetwork]:
    return [ipaddress.ip_network(proxy, strict=False) for proxy in proxies]


def _is_trusted(address: IPAddress | str, trusted: list[IPNetwork]) -> bool:
    if isinstance(address, str):
        # A proxy that talks over a Unix socket leaves the address empty.
        return address == "" and bool(trusted)
    return any(address in network for network in trusted)


def _half_hour() -> int:
    return int(time.time()) // HALF_HOUR


def _salt() -> bytes:
    global _salt_of_day
    today = timezone.now().date()
    if _salt_of_day is None or _salt_of_day[0] != today:
        _salt_of_day = (today, _stored_salt(today))
    return _salt_of_day[1]


def _stored_salt(day: datetime.date) -> bytes:
    # Read where it is written: a replica may not have it yet.
    alias = router.db_for_write(VisitorSalt)
    salts = VisitorSalt.objects.using(alias)
    days = dict(salts.values_list("day", "salt"))
    if day not in days or min(days) < day:
        try:
            with transaction.atomic(using=alias):
                renew_salts(day)
        except (OperationalError, ProgrammingError):
            # A public process may only read them, and the queue renews them.
            logger.info("The visitor salts cannot be renewed here", exc_info=True)
        else:
            days = dict(salts.values_list("day", "salt"))
    # Not there where it may not be made here, or where the day is over already for a
    # process whose clock is ahead: then this process has one for itself.
    return bytes(days.get(day) or secrets.token_bytes(SALT_BYTES))


def renew_salts(*days: datetime.date) -> None:
    """Make the keys of these days and destroy those of all days before them.

    Whichever process comes first decides, and the others take its key.
    """
    salts = VisitorSalt.objects.using(router.db_for_write(VisitorSalt))
    salts.filter(day__lt=min(days)).delete()
    salts.bulk_create(
        [VisitorSalt(day=day, salt=secrets.token_bytes(SALT_BYTES)) for day in days],
        ignore_conflicts=True,
    )


def fold() -> int:
    """Turn raw visits into daily counts; return how many were folded.

    Nothing is folded while visits of the same hours may still wait in the buffer.
    Counting and deleting are one transaction, so a visit is always in exactly one
    of the two tables, whenever this is killed.
    """
    folded = 0
    if not buffer.drain():
        return folded
    while batch := _fold_batch(before=_half_hour() - FOLD_AFTER):
        folded += batch
    return folded


@transaction.atomic
def _fold_batch(before: int) -> int:
    rows = list(
        Visit.objects.select_for_update()
        .filter(half_hour__lt=before)
        .order_by("pk")
        .values_list("pk", "link_id", "half_hour")[:FOLD_BATCH]
    )
    if not rows:
        return 0
    counts = Counter((link, _day_of(half_hour)) for _pk, link, half_hour in rows)
    existing = {
        (count.link_id, count.day): count
        for count in VisitCount.objects.select_for_update().filter(
            link_id__in={link for link, _day in counts},
            day__in={day for _link, day in counts},
        )
    }
    new = []
    for (link, day), visits in counts.items():
        if count := existing.get((link, day)):
            count.visits += visits
        else:
            new.append(VisitCount(link_id=link, day=day, visits=visits))
    VisitCount.objects.bulk_create(new)
    VisitCount.objects.bulk_update(existing.values(), ["visits"], batch_size=500)
    Visit.objects.filter(pk__in=[pk for pk, _link, _half_hour in rows]).delete()
    return len(rows)


def _day_of(half_hour: int) -> datetime.date:
    moment = datetime.datetime.fromtimestamp(half_hour * HALF_HOUR, tz=datetime.UTC)
    return timezone.localtime(moment).date()


def total(**links):
    """Return an expression: the visits of the links that match, folded or not.

    :param links: conditions on ``VisitCount`` and ``Visit`` rows, such as
        ``link=OuterRef("link")``.
    """
    return _sum(VisitCount, Sum("visits"), links) + _sum(Visit, Count("pk"), links)


def _sum(model, aggregate, links):
    # One group for all rows that match; no group at all where none does.
    rows = (
        model.objects.filter(**links)
        .order_by()
        .annotate(_all=Value(1))
        .values("_all")
        .annotate(_total=aggregate)
        .values("_total")
    )
    return Coalesce(Subquery(rows), 0)


def readers_of_share():
    """Return an expression for a queryset of shares: the people it brought."""
    return total(link=OuterRef("link"))

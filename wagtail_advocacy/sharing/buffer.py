"""Keeps visits in a Redis stream until the queue writes them into the database.

For sites that outgrow one INSERT a visit: ``"VISITS": "redis"``. A visit is in Redis
before its reader is sent on, so that nothing is lost with the web process; what Redis
itself loses is a matter of how it persists (``appendfsync``).
"""

import logging
import time
from functools import cache

from django.db import router, transaction

from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.rows import make_once

from .models import TrackedLink, Visit, VisitBuffer


logger = logging.getLogger(__name__)

STREAM = "wagtail_advocacy:visits"
FIELD = b"v"
# Entries of about 100 bytes. Beyond, visits go straight into the database.
MAX_LENGTH = 1_000_000
# Seconds between two looks at the length, and after a failure until the next try.
LOOK_EVERY = 1.0
PAUSE = 5.0
# Seconds that a reader waits for Redis at most.
TIMEOUT = 0.25
BATCH = 5_000
# Seconds: a task of the queue has 60.
DRAIN_SECONDS = 40

_look_at = 0.0
_closed_until = 0.0


def is_used() -> bool:
    return app_settings.VISITS == "redis"


def add(link_pk: int, visitor: str, half_hour: int) -> bool:
    """Keep one visit; ``False``: it has to go into the database.

    It has to where the buffer is full, or Redis does not answer.
    """
    global _closed_until
    if time.monotonic() < _closed_until:
        return False
    from redis import RedisError

    try:
        client = _client(app_settings.REDIS_URL)
        if _is_full(client):
            return False
        client.execute_command(
            "XADD", STREAM, "*", FIELD, f"{link_pk}:{visitor}:{half_hour}"
        )
    except RedisError:
        # Added all the same, perhaps: the row is unique, so it counts once.
        logger.warning("Redis keeps no visits now", exc_info=True)
        _closed_until = time.monotonic() + PAUSE
        return False
    return True


def _is_full(client) -> bool:
    global _look_at, _closed_until
    now = time.monotonic()
    if now < _look_at:
        return False
    _look_at = now + LOOK_EVERY
    if client.xlen(STREAM) < MAX_LENGTH:
        return False
    logger.warning("%s visits wait in Redis: is the queue running?", MAX_LENGTH)
    _closed_until = now + LOOK_EVERY
    return True


@cache
def _client(url: str):
    # Imported late: an extra, "redis".
    import redis

    return redis.Redis.from_url(
        url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT
    )


def drain() -> bool:
    """Write the visits that wait into the database; return whether none is left.

    It may be killed anywhere and run twice at once: how far it came is written in
    the same transaction as the visits.
    """
    if not is_used():
        return True
    client = _client(app_settings.REDIS_URL)
    until = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < until:
        last_id, drained = _drain_batch(client)
        if last_id:
            # Behind the last one: what is written is not needed any more.
            client.xtrim(STREAM, minid=_next_id(last_id), approximate=False)
        if drained < BATCH:
            return True
    return False


def _drain_batch(client) -> tuple[str, int]:
    with transaction.atomic(using=router.db_for_write(Visit)):
        make_once(VisitBuffer(key=STREAM), ["key"])
        mark = VisitBuffer.objects.select_for_update().get(key=STREAM)
        start = _next_id(mark.last_id) if mark.last_id else "-"
        entries = client.xrange(STREAM, min=start, max="+", count=BATCH)
        if not entries:
            return mark.last_id, 0
        visits = [_visit(fields) for _id, fields in entries]
        known = set(
            TrackedLink.objects.filter(
                pk__in={visit.link_id for visit in visits}
            ).values_list("pk", flat=True)
        )
        Visit.objects.bulk_create(
            [visit for visit in visits if visit.link_id in known],
            ignore_conflicts=True,
            batch_size=500,
        )
        mark.last_id = entries[-1][0].decode()
        mark.save(update_fields=["last_id"])
    return mark.last_id, len(entries)


def _visit(fields) -> Visit:
    link_pk, visitor, half_hour = fields[FIELD].decode().split(":")
    return Visit(link_id=int(link_pk), visitor=visitor, half_hour=int(half_hour))


def _next_id(entry_id: str) -> str:
    milliseconds, _hyphen, sequence = entry_id.partition("-")
    return f"{milliseconds}-{int(sequence) + 1}"

"""Finds a tracked link fast: it is most of what following one costs."""

import time
from functools import cache

from django.db import connections, router

from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.shareables.grants import OFFER
from wagtail_advocacy.shareables.models import Offer

from .grants import TRACKED_LINK
from .models import TrackedLink


# By the rule of the public process: what is not named cannot be read.
LINK_FIELDS = ("id", *TRACKED_LINK.read)
OFFER_FIELDS = ("id", *OFFER.read)

# Where visits are buffered a link is not looked up for every reader. For this long, in
# seconds, a withdrawn one still leads on; and no process keeps more of them than this.
KEPT_SECONDS = 5
KEPT_LINKS = 10_000
_kept: dict[str, tuple[float, TrackedLink]] = {}


def find_link(code: str) -> TrackedLink | None:
    """Return the link with this code, and its offer with it; ``None``: unknown."""
    # PostgreSQL takes no NUL.
    if "\x00" in code:
        return None
    if app_settings.VISITS == "redis":
        return _kept_link(code)
    return _stored_link(code)


def _kept_link(code: str) -> TrackedLink | None:
    now = time.monotonic()
    until, link = _kept.get(code, (0, None))
    if now < until:
        return link
    found = _stored_link(code)
    if found is not None:
        if len(_kept) >= KEPT_LINKS:
            _kept.clear()
        _kept[code] = (now + KEPT_SECONDS, found)
    return found


def _stored_link(code: str) -> TrackedLink | None:
    # A link is tried out the moment it is made, before any replica has it.
    alias = router.db_for_write(TrackedLink)
    sql, converters = _statement(alias)
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(sql, [code])
        row = cursor.fetchone()
    if row is None:
        return None
    values = list(row)
    for place, column, convert in converters:
        values[place] = convert(values[place], column, connection)
    link = _partial(TrackedLink, alias, LINK_FIELDS, values)
    # MariaDB does not tell a from A.
    if link.code != code:
        return None
    link.offer = _partial(Offer, alias, OFFER_FIELDS, values[len(LINK_FIELDS) :])
    return link


@cache
def _statement(alias: str):
    """Return what the ORM would ask, compiled once, and how it reads the answer."""
    names = [*LINK_FIELDS, *(f"offer__{name}" for name in OFFER_FIELDS)]
    links = TrackedLink.objects.using(alias).filter(code="code").values_list(*names)
    compiler = links.query.get_compiler(alias)
    sql, params = compiler.as_sql()
    if tuple(params) != ("code",):
        raise TypeError(f"A query with other parameters than the code: {params!r}")
    connection = connections[alias]
    converters = [
        (place, column, convert)
        for place, (column, _sql, _alias) in enumerate(compiler.select)
        for convert in (
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        )
    ]
    return sql, converters


def _partial(model, alias: str, names: tuple[str, ...], values):
    attributes = [model._meta.get_field(name).attname for name in names]
    order = [field.attname for field in model._meta.concrete_fields]
    # from_db() takes them in the order of the model.
    known = dict(zip(attributes, values, strict=False))
    present = [name for name in order if name in known]
    return model.from_db(alias, present, [known[name] for name in present])

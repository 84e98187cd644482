"""Rows that several transactions want to make at the same moment, and many rows."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.db import connections, models, router
from django.db.models.constants import OnConflict


def make_once(instance: models.Model, unique_fields: Sequence[str]) -> None:
    """Insert ``instance`` unless there is a row like it; no row there is changed.

    As ``make_all_once``, for one row.
    """
    make_all_once([instance], unique_fields)


def make_all_once(
    instances: Sequence[models.Model], unique_fields: Sequence[str]
) -> None:
    """Insert each of ``instances`` unless there is a row like it; none is changed.

    Either way the rows are locked until the transaction ends, in the order in which
    they are given: two who lock some of the same have to give them in the same order.
    Ignoring the conflict would not do that: on MySQL and MariaDB whoever loses then
    shares a lock with all others who lost, and when two of them want the row for
    themselves, each waits for the other
    (https://dev.mysql.com/doc/refman/8.4/en/innodb-locks-set.html).

    :param instances: of one model, at least one.
    :param unique_fields: names of the fields that no two rows have the same.
    """
    model = type(instances[0])
    alias = router.db_for_write(model)
    # MySQL looks at every unique index and cannot be told at which.
    can_name = connections[alias].features.supports_update_conflicts_with_target
    model._base_manager.using(alias).bulk_create(
        instances,
        update_conflicts=True,
        update_fields=unique_fields,
        unique_fields=unique_fields if can_name else None,
    )


def insert_once(model: type[models.Model], **values: Any) -> None:
    """Insert a row of these fields alone unless there is one like it.

    For a role that may add rows and read none of them; other fields get the database's
    own default.

    :param values: by name of the field.
    """
    alias = router.db_for_write(model)
    connection = connections[alias]
    prepared = [
        # Of the stubs' two kinds of fields, one has no such method.
        model._meta.get_field(name).get_db_prep_save(value, connection)  # type: ignore[union-attr]
        for name, value in values.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(insert_statement(model, tuple(values), alias), prepared)


@cache
def insert_statement(
    model: type[models.Model], names: tuple[str, ...], alias: str
) -> str:
    """Return the SQL that adds a row unless there is one like it.

    One statement on its own. ``bulk_create`` says the same in three, of which two are
    there to make a transaction of one row, and it names every column.

    :param names: of the fields, in the order of the values.
    """
    operations = connections[alias].ops
    named = {field.name: str(field.column) for field in model._meta.concrete_fields}
    columns = [named[name] for name in names]
    quoted = ", ".join(operations.quote_name(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    return " ".join(
        [
            operations.insert_statement(on_conflict=OnConflict.IGNORE),
            operations.quote_name(model._meta.db_table),
            f"({quoted}) VALUES ({places})",
            operations.on_conflict_suffix_sql(columns, OnConflict.IGNORE, [], []),
        ]
    )


def in_batches(rows: models.QuerySet[Any], size: int) -> Iterator[list[Any]]:
    """Yield all rows, ``size`` at a time, by their primary key.

    One query a batch; what happens to a row between two batches is seen.

    :param rows: of a model whose primary keys are positive numbers.
    """
    rows = rows.order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:size]):
        yield batch
        last = batch[-1].pk

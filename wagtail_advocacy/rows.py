"""Rows that several transactions want to make at the same moment."""

from collections.abc import Sequence

from django.db import connections, models, router


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

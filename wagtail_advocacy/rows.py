"""Rows that several transactions want to make at the same moment."""

from collections.abc import Sequence

from django.db import connections, models, router


def make_once(instance: models.Model, unique_fields: Sequence[str]) -> None:
    """Insert ``instance`` unless there is a row like it; no row there is changed.

    Either way the row is locked until the transaction ends. Ignoring the conflict would
    not do that: on MySQL and MariaDB whoever loses then shares a lock with all others
    who lost, and when two of them want the row for themselves, each waits for the other
    (https://dev.mysql.com/doc/refman/8.4/en/innodb-locks-set.html).

    :param unique_fields: names of the fields that no two rows have the same.
    """
    model = type(instance)
    alias = router.db_for_write(model)
    # MySQL looks at every unique index and cannot be told at which.
    can_name = connections[alias].features.supports_update_conflicts_with_target
    model._base_manager.using(alias).bulk_create(
        [instance],
        update_conflicts=True,
        update_fields=unique_fields,
        unique_fields=unique_fields if can_name else None,
    )

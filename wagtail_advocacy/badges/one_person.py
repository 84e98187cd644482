"""What one person did, asked in one statement that is put together from kept parts.

Composing a query with Django takes a hundred times as long as sending it, and an event
asks the same of everybody. So the SQL of each part is kept: it says nothing of a
person, and nothing of what the lead may change.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Expression, OuterRef

from wagtail_advocacy.ambassadors import audiences
from wagtail_advocacy.ambassadors.models import Ambassador, Audience

from . import periods
from .conditions import Condition, Window, conditions


# Windows of a month and a quarter, and of awards that are earned anew, on two days:
# more than a large programme has at a time.
KEPT = 4096
# What the row of the person is called in the statement.
PERSON = "person"


class Number(NamedTuple):
    """Something that can be counted.

    :param key: of a registered condition.
    :param still: whether for somebody who has the badge already.
    """

    key: str
    window: Window
    still: bool = False


class Group(NamedTuple):
    """An audience: what ``audiences.reaches`` has to know of it."""

    pk: int
    languages: tuple[str, ...]

    def reaches(self, user: Any) -> models.Q:
        """Return what ``audiences.reaches`` does."""
        audience = Audience(pk=self.pk, languages=list(self.languages))
        return audiences.reaches(audience, user)


class Part(NamedTuple):
    sql: str
    values: tuple[Any, ...]


class _ThePerson(Expression):
    """The primary key of the one whom the statement is about."""

    def __init__(self) -> None:
        super().__init__(output_field=models.BigIntegerField())

    def as_sql(self, compiler, connection):
        column = Ambassador._meta.pk.column
        quote = connection.ops.quote_name
        return f"{quote(PERSON)}.{quote(column)}", ()


def read(
    ambassador_pk: int,
    numbers: Sequence[Number],
    groups: Sequence[Group],
    alias: str,
) -> tuple[bool, dict[Group, bool], dict[Number, int]]:
    """Return whether somebody takes part, belongs to groups, and how many they have.

    One query. Of somebody who is not there all of it is no, and 0.

    :param numbers: each of them once.
    :param groups: each of them once.
    """
    day = periods.today()
    parts = [_takes_part(alias)]
    parts += [_belongs(group, alias) for group in groups]
    parts += [
        _counted(conditions.get(one.key), one.window, one.still, day, alias)
        for one in numbers
    ]
    connection = connections[alias]
    quote = connection.ops.quote_name
    key = f"{quote(PERSON)}.{quote(str(Ambassador._meta.pk.column))}"
    table = f"{quote(Ambassador._meta.db_table)} {quote(PERSON)}"
    asked = ", ".join([part.sql for part in parts])
    values = [value for part in parts for value in part.values]
    with connection.cursor() as cursor:
        # Made of what Django compiled, and of names of our own.
        cursor.execute(
            f"SELECT {asked} FROM {table} WHERE {key} = %s",  # noqa: S608
            [*values, ambassador_pk],
        )
        row = cursor.fetchone() or [0] * len(parts)
    belongs = row[1 : 1 + len(groups)]
    found = row[1 + len(groups) :]
    return (
        bool(row[0]),
        dict(zip(groups, map(bool, belongs), strict=True)),
        # MariaDB adds up whole numbers to decimal ones.
        dict(zip(numbers, map(int, found), strict=True)),
    )


@lru_cache
def _takes_part(alias: str) -> Part:
    return _there_is(Ambassador.objects.active(), alias)


@lru_cache(KEPT)
def _belongs(group: Group, alias: str) -> Part:
    people = Ambassador.objects.filter(group.reaches(OuterRef("user")))
    return _there_is(people, alias)


def _there_is(people: "models.QuerySet[Ambassador]", alias: str) -> Part:
    sql, values = _compiled(people.filter(pk=_ThePerson()).values("pk"), alias)
    return Part(f"EXISTS ({sql})", values)


@lru_cache(KEPT)
def _counted(
    condition: Condition, window: Window, still: bool, day: Any, alias: str
) -> Part:
    """Return the SQL of one number.

    :param day: today; a condition may look at the calendar.
    """
    rows = condition.still(window) if still else condition.counts(window)
    try:
        sql, values = _compiled(
            rows.filter(ambassador=_ThePerson()).values("number")[:1], alias
        )
    except EmptyResultSet:
        return Part("0", ())
    return Part(f"COALESCE(({sql}), 0)", values)


class Given(Expression):
    """Stands in a kept query for the number that is given each time."""

    def __init__(self) -> None:
        super().__init__(output_field=models.BigIntegerField())

    def as_sql(self, compiler, connection):
        return "%s", (Given,)


class Kept:
    """A query that Django has compiled, to be sent again and again.

    :param rows: as ``values_list`` asks for them.
    """

    def __init__(self, rows: "models.QuerySet[Any]", alias: str) -> None:
        compiler = rows.query.get_compiler(using=alias)
        self._sql, values = compiler.as_sql()
        self._values, self._alias = tuple(values), alias
        self._columns = [column for column, _sql, _name in compiler.select]

    def rows(self, given: int | None = None) -> list[list[Any]]:
        """Send it, and return what ``values_list`` would. One query."""
        connection = connections[self._alias]
        values = [given if one is Given else one for one in self._values]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            found = [list(row) for row in cursor.fetchall()]
        for number, column in enumerate(self._columns):
            for convert in (
                *connection.ops.get_db_converters(column),
                *column.get_db_converters(connection),
            ):
                for row in found:
                    row[number] = convert(row[number], column, connection)
        return found


def _compiled(rows: "models.QuerySet[Any]", alias: str) -> Part:
    sql, values = rows.query.get_compiler(using=alias).as_sql()
    return Part(sql, tuple(values))

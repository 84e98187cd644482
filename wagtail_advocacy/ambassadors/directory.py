"""Where people, departments, locations, entities and managers come from.

A site says it once, in an adapter; ``sync`` copies it into tables of our own, so that
audiences and figures are queries and the site's own tables are never joined.
"""

import abc
import datetime
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from wagtail_advocacy.conf import app_settings

from . import actions
from .models import (
    Ambassador,
    AmbassadorsSettings,
    DirectoryPerson,
    DirectorySync,
    Headcount,
    Membership,
    Unit,
)


DEPARTMENT = Unit.Kind.DEPARTMENT.value
LOCATION = Unit.Kind.LOCATION.value
ENTITY = Unit.Kind.ENTITY.value
KINDS = (DEPARTMENT, LOCATION, ENTITY)

BATCH = 1000


class DirectoryError(Exception):
    """The directory's answer cannot be used; nothing was changed."""


@dataclass(frozen=True)
class UnitEntry:
    """A unit, as a directory says it.

    :param kind: ``DEPARTMENT``, ``LOCATION`` or ``ENTITY``.
    :param key: what stays when the name changes, such as a primary key; any value
        that can be written as a text.
    :param headcount: how many people it has, each counted in one unit of a kind;
        ``None``: as many as are listed, where everybody is, and otherwise unknown.
    """

    kind: str
    key: Hashable
    name: str
    headcount: int | None = None


@dataclass(frozen=True)
class PersonEntry:
    """Somebody, as a directory says it.

    :param user: primary key of their account.
    :param units: kind and key of each of their units, the most important first: in
        figures they count in the first of each kind. ``None`` for a key is skipped.
    :param manager: primary key of their manager's account, or ``None``.
    :param language: the code of the language they read, such as "fr"; "": unknown.
    """

    user: Any
    units: Sequence[tuple[str, Hashable]] = ()
    manager: Any = None
    language: str = ""
    is_executive: bool = False


class Directory(abc.ABC):
    """Tells who works here. A site writes its own and names it in ``DIRECTORY``."""

    #: Whether ``people`` yields everybody who works here. Where accounts are made at
    #: the first login it does not, and how many people there are stays unknown.
    lists_everybody: bool = False

    @abc.abstractmethod
    def units(self) -> Iterable[UnitEntry]:
        """Yield every department, location and entity there is today."""

    @abc.abstractmethod
    def people(self) -> Iterable[PersonEntry]:
        """Yield everybody who works here today and has an account.

        Whoever is missing has left. Where the answer is not complete, raise something:
        then nothing is changed.
        """


class GroupDirectory(Directory):
    """For a site without a directory: Django's groups named in the settings.

    Everybody with an active account is listed, whatever groups they are in.
    """

    def __init__(self) -> None:
        settings = AmbassadorsSettings.read()
        self.lists_everybody = settings.everybody_has_account
        self.groups = settings.department_groups.order_by("name") if settings.pk else ()

    def units(self):
        for group in self.groups:
            yield UnitEntry(DEPARTMENT, group.pk, group.name)

    def people(self):
        departments = {group.pk: (DEPARTMENT, group.pk) for group in self.groups}
        groups_of: dict[Any, set] = {}
        accounts = get_user_model()._default_manager.filter(is_active=True)
        members = accounts.filter(groups__in=departments).values_list("pk", "groups")
        for pk, group in members:
            groups_of.setdefault(pk, set()).add(group)
        # What people chose in Wagtail's account page.
        language = "wagtail_userprofile__preferred_language"
        for pk, preferred in accounts.values_list("pk", language):
            own = groups_of.get(pk, ())
            units = [unit for group, unit in departments.items() if group in own]
            yield PersonEntry(pk, units, language=preferred or "")


@dataclass
class SyncReport:
    """What a synchronisation did.

    :param units: how many units there are now; ``people``, how many people.
    :param without_account: how many people were named that have no active account here.
    :param gone: how many people are no longer listed.
    :param is_outdated: a later answer was there already, so this one was dropped.
    """

    units: int = 0
    people: int = 0
    added: int = 0
    changed: int = 0
    gone: int = 0
    without_account: int = 0
    is_outdated: bool = False


def get_directory() -> Directory:
    """Return the directory that the site has named."""
    return import_string(app_settings.DIRECTORY)()


def is_of_today() -> bool:
    """Whether the directory was read today. One query."""
    return DirectorySync.objects.filter(day=timezone.localdate()).exists()


def entity_of(user) -> Unit | None:
    """Return the entity ``user`` counts in, if the directory names one. One query."""
    return _counted_unit(user, "entity")


def department_of(user) -> Unit | None:
    """Return the department ``user`` counts in, if there is one. One query."""
    return _counted_unit(user, "department")


def _counted_unit(user, kind: str) -> Unit | None:
    person = DirectoryPerson.objects.filter(user=user).select_related(kind).first()
    return getattr(person, kind, None)


def sync(*, force: bool = False) -> SyncReport:
    """Copy what the directory says into our tables, in one piece.

    Doing it again changes nothing, and of two at once the later answer stays. Somebody
    who is no longer listed is treated as having left.

    :param force: believe an answer in which more than half of the people are missing.
    :raises DirectoryError: the directory failed, named nobody, or too few; nothing was
        changed.
    """
    answer = Answer.read(get_directory())
    DirectorySync.objects.get_or_create(pk=1)
    with transaction.atomic():
        # The row that whoever comes next waits for.
        DirectorySync.objects.filter(pk=1).update(day=models.F("day"))
        last = DirectorySync.objects.get(pk=1)
        if last.read_at is not None and last.read_at > answer.read_at:
            return SyncReport(is_outdated=True)
        report = _Writer(answer, force=force).write()
        DirectorySync.objects.filter(pk=1).update(
            read_at=answer.read_at,
            day=answer.day,
            lists_everybody=answer.lists_everybody,
        )
    return report


@dataclass
class Answer:
    """Everything a directory said, read before anything is written."""

    read_at: datetime.datetime
    lists_everybody: bool
    units: dict[tuple[str, str], UnitEntry]
    people: dict[Any, PersonEntry]
    without_account: int

    @property
    def day(self) -> datetime.date:
        return timezone.localdate(self.read_at)

    @classmethod
    def read(cls, directory: Directory) -> "Answer":
        """Ask ``directory`` for everything.

        :raises DirectoryError: it failed, or what it said makes no sense.
        """
        read_at = timezone.now()
        try:
            units = list(directory.units())
            people = list(directory.people())
        except Exception as error:
            raise DirectoryError(
                f"The directory did not answer fully ({type(error).__name__}: {error})."
                " Nothing was changed."
            ) from error
        if not people:
            raise DirectoryError(
                "The directory named nobody at all. That is more likely a fault of"
                " its than an empty company, so nothing was changed."
            )
        users = get_user_model()._default_manager.filter(is_active=True)
        accounts = set(users.values_list("pk", flat=True))
        known: dict[Any, PersonEntry] = {}
        without_account = 0
        for person in people:
            pk = _account_key(person.user)
            if pk in accounts:
                known.setdefault(pk, person)
            else:
                without_account += 1
        if not known:
            raise DirectoryError(
                f"None of the {len(people)} people of the directory has an active"
                " account here: “user” has to be the account's primary key. Nothing"
                " was changed."
            )
        return cls(
            read_at=read_at,
            lists_everybody=bool(directory.lists_everybody),
            units=_by_key(units),
            people=known,
            without_account=without_account,
        )


def _account_key(value: Any) -> Any:
    try:
        return get_user_model()._meta.pk.to_python(value)
    except ValidationError:
        return None


def _by_key(units: Iterable[UnitEntry]) -> dict[tuple[str, str], UnitEntry]:
    found: dict[tuple[str, str], UnitEntry] = {}
    for unit in units:
        if unit.kind not in KINDS:
            raise DirectoryError(
                f"The directory names a unit of the kind {unit.kind!r}. There is:"
                f" {', '.join(KINDS)}. Nothing was changed."
            )
        found.setdefault((unit.kind, str(unit.key)), unit)
    return found


class _Writer:
    """Brings our tables to what an answer says; inside a transaction."""

    def __init__(self, answer: Answer, *, force: bool) -> None:
        self.answer = answer
        self.force = force
        self.report = SyncReport(without_account=answer.without_account)

    def write(self) -> SyncReport:
        listed = {person.user_id: person for person in DirectoryPerson.objects.all()}
        gone = [pk for pk in listed if pk not in self.answer.people]
        if len(gone) * 2 > len(listed) and not self.force:
            raise DirectoryError(
                f"{len(gone)} of {len(listed)} people are missing in the directory's"
                " answer, and would be treated as having left. Nothing was changed."
                " If it is true, run advocacy_directory --force."
            )
        self.units = self._write_units()
        self._write_people(listed)
        self._write_memberships()
        self._let_go(gone)
        self._write_headcounts()
        return self.report

    def _write_units(self) -> dict[tuple[str, str], Unit]:
        known = {(unit.kind, unit.key): unit for unit in Unit.objects.all()}
        changed = []
        for key, unit in known.items():
            entry = self.answer.units.get(key)
            wanted = (entry.name[:255], True) if entry else (unit.name, False)
            if (unit.name, unit.is_active) != wanted:
                unit.name, unit.is_active = wanted
                changed.append(unit)
        Unit.objects.bulk_update(changed, ["name", "is_active"], batch_size=BATCH)
        Unit.objects.bulk_create(
            (
                Unit(kind=kind, key=key, name=entry.name[:255])
                for (kind, key), entry in self.answer.units.items()
                if (kind, key) not in known
            ),
            batch_size=BATCH,
        )
        active = Unit.objects.filter(is_active=True)
        self.report.units = len(self.answer.units)
        return {(unit.kind, unit.key): unit for unit in active}

    def _units_of(self, entry: PersonEntry) -> list[Unit]:
        keys = [(kind, str(key)) for kind, key in entry.units if key is not None]
        # Keys of units that the directory does not list are of no use.
        return [self.units[key] for key in dict.fromkeys(keys) if key in self.units]

    def _write_people(self, listed: Mapping[Any, DirectoryPerson]) -> None:
        added, changed = [], []
        for pk, entry in self.answer.people.items():
            wanted = self._fields(entry)
            person = listed.get(pk)
            if person is None:
                added.append(DirectoryPerson(user_id=pk, **wanted))
            elif any(getattr(person, name) != to for name, to in wanted.items()):
                for name, to in wanted.items():
                    setattr(person, name, to)
                changed.append(person)
        DirectoryPerson.objects.bulk_create(added, batch_size=BATCH)
        DirectoryPerson.objects.bulk_update(
            changed,
            ["department", "location", "entity", "manager", "language", "is_executive"],
            batch_size=BATCH,
        )
        self.report.people = len(self.answer.people)
        self.report.added, self.report.changed = len(added), len(changed)

    def _fields(self, entry: PersonEntry) -> dict[str, Any]:
        counted: dict[str, int] = {}
        for unit in self._units_of(entry):
            counted.setdefault(unit.kind, unit.pk)
        manager = _account_key(entry.manager)
        return {
            **{f"{kind}_id": counted.get(kind) for kind in KINDS},
            "manager_id": manager if manager in self.answer.people else None,
            "language": (entry.language or "").lower().replace("_", "-")[:16],
            "is_executive": bool(entry.is_executive),
        }

    def _write_memberships(self) -> None:
        wanted = {
            (pk, unit.pk)
            for pk, entry in self.answer.people.items()
            for unit in self._units_of(entry)
        }
        known = {
            (user, unit): pk
            for pk, user, unit in Membership.objects.values_list("pk", "user", "unit")
        }
        _delete(Membership, [pk for pair, pk in known.items() if pair not in wanted])
        Membership.objects.bulk_create(
            (
                Membership(user_id=user, unit_id=unit)
                for user, unit in wanted
                if (user, unit) not in known
            ),
            batch_size=BATCH,
        )

    def _let_go(self, gone: Sequence[Any]) -> None:
        for batch in _batches(gone):
            taking_part = Ambassador.objects.filter(user__in=batch, left_at=None)
            for ambassador in taking_part.select_related("user"):
                actions.leave(ambassador.user, source="directory")
            DirectoryPerson.objects.filter(user__in=batch).delete()
        self.report.gone = len(gone)

    def _write_headcounts(self) -> None:
        counted: Counter[int] = Counter()
        for kind in KINDS:
            counted.update(
                dict(
                    DirectoryPerson.objects.exclude(**{kind: None})
                    .values_list(kind)
                    .annotate(models.Count("pk"))
                )
            )

        def people(unit: Unit) -> int | None:
            said = self.answer.units[unit.kind, unit.key].headcount
            if said is None and self.answer.lists_everybody:
                return counted[unit.pk]
            return said

        Headcount.objects.filter(day=self.answer.day).delete()
        Headcount.objects.bulk_create(
            (
                Headcount(unit=unit, day=self.answer.day, people=people(unit))
                for unit in self.units.values()
            ),
            batch_size=BATCH,
        )


def _delete(model, pks: Sequence[int]) -> None:
    for batch in _batches(pks):
        model.objects.filter(pk__in=batch).delete()


def _batches(things: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(things)
    # SQLite takes a few hundred values in one query where it is old.
    while batch := list(islice(iterator, 500)):
        yield batch

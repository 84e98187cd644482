"""Takes what we left in a site's database out again, so that our lines can go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from django.apps import AppConfig, apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from wagtail.log_actions import registry as log_registry

from wagtail_advocacy.ambassadors.models import Delivery, SetupRecord
from wagtail_advocacy.ambassadors.notice_kinds import notice_kinds
from wagtail_advocacy.ambassadors.setup_steps import made_group_key
from wagtail_advocacy.compat import get_page_model
from wagtail_advocacy.jobs import schedules


LABEL_PREFIX = "wagtail_advocacy_"
# Our URLs and commands import these, so they stay or go together.
REQUIRED = ("ambassadors", "shareables", "learning", "sharing")


class CannotUninstall(Exception):
    """Something else still needs what is to go; the message says what."""


@dataclass(frozen=True)
class Step:
    """Something to be removed.

    :param what: names it for a person, in the plural.
    :param count: rows, or things, that are there now.
    :param remove: removes them; running it again removes nothing more.
    """

    what: str
    count: int
    remove: Callable[[], object]


def installed_rooms() -> dict[str, AppConfig]:
    """Return the installed rooms by the names one gives the command."""
    return {
        config.label.removeprefix(LABEL_PREFIX): config
        for config in apps.get_app_configs()
        if config.label.startswith(LABEL_PREFIX)
    }


class Uninstall:
    """Removes rooms from one database. Interrupted, it is simply run again.

    :param names: rooms to remove; none: all that are installed.
    :param using: alias of the database.
    :raises CannotUninstall: a name is no room, or something that stays needs one.
    """

    def __init__(self, names=(), *, using: str) -> None:
        rooms = installed_rooms()
        for name in names:
            if name not in rooms:
                raise CannotUninstall(
                    f"No room “{name}” is installed. There is: {', '.join(rooms)}."
                )
        self.using = using
        self.rooms = {name: rooms[name] for name in names or rooms}
        self.is_everything = len(self.rooms) == len(rooms)
        self.labels = {config.label for config in self.rooms.values()}
        self.executor = MigrationExecutor(connections[using])
        self._check_required(rooms)
        self._check_migrations()
        self._check_relations()
        self._check_pages()

    # What forbids it.

    def _check_required(self, rooms) -> None:
        for name in self.rooms:
            if name in REQUIRED and not self.is_everything:
                raise CannotUninstall(
                    f"“{name}” cannot go alone: the other rooms need it. Run the"
                    " command without a room to remove everything."
                )

    def _check_migrations(self) -> None:
        graph = self.executor.loader.graph
        ours = [key for key in graph.nodes if key[0] in self.labels]
        for key in ours:
            for child in graph.node_map[key].children:
                if self._stays(child.key[0]) and child.key in self._applied:
                    raise CannotUninstall(
                        f"The app “{child.key[0]}” needs “{key[0]}”: its migration"
                        f" {child.key[1]} builds on it. Take that app, or what it"
                        " builds on us, out first."
                    )

    def _check_relations(self) -> None:
        # An app without migrations says nothing there.
        for model in apps.get_models(include_auto_created=True):
            if not self._stays(model._meta.app_label):
                continue
            bases = [*model._meta.get_parent_list(), *self._related_models(model)]
            for base in bases:
                if base._meta.app_label in self.labels:
                    raise CannotUninstall(
                        f"The model “{model._meta.label}” refers to"
                        f" “{base._meta.label}”. Take it out first."
                    )

    def _related_models(self, model) -> Iterator[type[models.Model]]:
        for field in model._meta.get_fields():
            if field.concrete and isinstance(field.related_model, type):
                yield field.related_model

    def _check_pages(self) -> None:
        page_model = get_page_model()
        for content_type in self.content_types:
            pages = page_model.objects.using(self.using).filter(
                content_type=content_type
            )
            if number := pages.count():
                raise CannotUninstall(
                    f"{number} pages are of the type “{content_type.model}”: delete"
                    " them in the Wagtail admin first. What stands below them would"
                    " go with them, so that is yours to decide."
                )

    def _stays(self, app_label: str) -> bool:
        return app_label not in self.labels

    @property
    def _applied(self):
        return self.executor.loader.applied_migrations

    # What is removed.

    @property
    def content_types(self) -> list[ContentType]:
        # By label and not by class: those of classes we once had go, too.
        return list(
            ContentType.objects.using(self.using).filter(app_label__in=self.labels)
        )

    def steps(self) -> Iterator[Step]:
        """Yield what there is to remove, in the order of removing it."""
        yield from self._schedules()
        yield from self._notices()
        yield from self._log_entries()
        yield from self._rows_about_us()
        yield from self._groups()
        yield from self._setup_records()
        yield from self._own_rows()
        yield self._rows("content types", self._of(ContentType, pk__in=self._type_pks))

    def run(self) -> None:
        """Remove all of it: the rows in one transaction, and then the tables."""
        with transaction.atomic(using=self.using):
            for step in self.steps():
                step.remove()
        # Not by ``migrate``: after each room it would make the permissions and
        # content types of the others again.
        targets = [(label, None) for label in self.labels if self._is_migrated(label)]
        if targets:
            self.executor.migrate(targets)
        ContentType.objects.clear_cache()

    def tables(self) -> list[str]:
        """Return the names of our tables that are in the database."""
        existing = set(connections[self.using].introspection.table_names())
        return sorted({model._meta.db_table for model in self._models()} & existing)

    def _is_migrated(self, label: str) -> bool:
        return any(key[0] == label for key in self._applied)

    @property
    def _type_pks(self) -> list[int]:
        return [content_type.pk for content_type in self.content_types]

    def _of(self, model, *conditions, **filters):
        return model._base_manager.using(self.using).filter(*conditions, **filters)

    def _rows(self, what: str, rows) -> Step:
        return Step(what, rows.count(), rows.delete)

    def _schedules(self) -> Iterator[Step]:
        if not apps.is_installed("django_q"):
            return
        from django_q.models import OrmQ, Schedule, Task

        functions = [f"{config.name}." for config in self.rooms.values()]
        if self.is_everything:
            functions.append("wagtail_advocacy.")
        ours = models.Q()
        for function in functions:
            ours |= models.Q(func__startswith=function)
        yield self._rows("schedules of the queue", self._of(Schedule, ours))
        waiting = [
            queued.pk
            for queued in self._of(OrmQ)
            if str(queued.func()).startswith(tuple(functions))
        ]
        yield self._rows("jobs that wait", self._of(OrmQ, pk__in=waiting))
        yield self._rows("results of jobs", self._of(Task, ours))

    def _notices(self) -> Iterator[Step]:
        # They stand with the people they are for, and only their room can say them.
        if self.is_everything or not self._has_table(Delivery):
            return
        templates = tuple(f"wagtail_advocacy/{name}/" for name in self.rooms)
        kinds = [
            kind.key for kind in notice_kinds if kind.template.startswith(templates)
        ]
        yield self._rows("notices", self._of(Delivery, kind__in=kinds))

    def _log_entries(self) -> Iterator[Step]:
        # They would outlive their content type, and the site's history would show
        # actions that nobody knows any more.
        for model in sorted(
            log_registry.get_log_entry_models(), key=attrgetter("_meta.label")
        ):
            ours = models.Q(content_type__in=self._type_pks)
            if self.is_everything:
                ours |= models.Q(action__startswith="wagtail_advocacy.")
            yield self._rows(
                str(model._meta.verbose_name_plural), self._of(model, ours)
            )

    def _rows_about_us(self) -> Iterator[Step]:
        """Whatever names one of our types: workflow states, revisions, permissions…

        Found by looking, so that what a site installs besides is cleaned, too.
        """
        for model in apps.get_models(include_auto_created=True):
            if not self._is_foreign_table(model):
                continue
            ours = models.Q()
            for field in model._meta.concrete_fields:
                if field.related_model is ContentType:
                    ours |= models.Q(**{f"{field.name}__in": self._type_pks})
            if ours:
                yield self._rows(
                    str(model._meta.verbose_name_plural), self._of(model, ours)
                )

    def _is_foreign_table(self, model) -> bool:
        return (
            self._stays(model._meta.app_label)
            and not model._meta.proxy
            and model._meta.managed
            # Asked about above: we leave nobody's pages to the database.
            and not issubclass(model, get_page_model())
            and not issubclass(model, tuple(log_registry.get_log_entry_models()))
        )

    def _groups(self) -> Iterator[Step]:
        unused = [group.pk for group in self._made_groups() if not self._use_of(group)]
        yield self._rows("groups", self._of(Group, pk__in=unused))

    def kept_groups(self) -> Iterator[str]:
        """Yield a sentence for each group that we made and that somebody uses."""
        for group in self._made_groups():
            if use := self._use_of(group):
                yield f"The group “{group.name}” stays: {use}."

    def _made_groups(self) -> list[Group]:
        if not self.is_everything or not self._has_table(SetupRecord):
            return []
        keys = set(self._of(SetupRecord).values_list("key", flat=True))
        return [
            group
            for group in self._of(Group).order_by("name")
            if made_group_key(group.name) in keys
        ]

    def _use_of(self, group: Group) -> str:
        """Return what a group is used for besides us, or ""."""
        others = self._of(Permission, group=group).exclude(
            models.Q(content_type__app_label__in=self.labels)
            | models.Q(content_type__app_label="wagtailadmin", codename="access_admin")
        )
        if others.exists():
            return "it has permissions that are not ours"
        for relation in group._meta.related_objects:
            model = relation.related_model
            users = self._of(model, **{relation.field.name: group.pk}).count()
            if users and model is get_user_model():
                return f"it has {users} members"
            if users:
                return f"a “{model._meta.verbose_name}” uses it"
        return ""

    def _setup_records(self) -> Iterator[Step]:
        if self.is_everything or not self._has_table(SetupRecord):
            return
        ours = models.Q(pk__in=[])
        for config in self.rooms.values():
            ours |= models.Q(key__contains=f":{config.label}.")
            own = [
                f"schedule:{schedule.key}"
                for schedule in schedules
                if schedule.task.startswith(f"{config.name}.")
            ]
            ours |= models.Q(key__in=own)
        yield self._rows("set-up steps", self._of(SetupRecord, ours))

    def _own_rows(self) -> Iterator[Step]:
        # Emptied before the content types go, which offers protect. Past the
        # ledgers' refusal: this is the one moment when they end.
        for model in self._models():
            if not self._has_table(model):
                continue
            rows = self._of(model)
            yield Step(
                str(model._meta.verbose_name_plural),
                rows.count(),
                partial(rows._raw_delete, self.using),
            )

    def _models(self) -> list[type[models.Model]]:
        """Return our models, those that refer to others before these others."""
        found = [
            model
            for config in self.rooms.values()
            for model in config.get_models(include_auto_created=True)
            if model._meta.managed and not model._meta.proxy
        ]
        ordered: list[type[models.Model]] = []
        seen = set()

        def place(model) -> None:
            if model in seen:
                return
            seen.add(model)
            for other in found:
                if other is not model and model in self._related_models(other):
                    place(other)
            ordered.append(model)

        for model in found:
            place(model)
        return ordered

    def _has_table(self, model) -> bool:
        if not hasattr(self, "_tables"):
            connection = connections[self.using]
            self._tables = set(connection.introspection.table_names())
        return model._meta.db_table in self._tables

"""What ``advocacy_setup`` does; rooms register their steps here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from wagtail_advocacy.registry import Registry

from .models import SetupRecord


EDITORS = "Advocacy editors"
TRAINERS = "Advocacy trainers"
LEADS = "Advocacy leads"


@dataclass(frozen=True)
class SetupContext:
    """What the command was asked for.

    :param workflow: name of the workflow to assign, or ``None``: the only one.
    """

    workflow: str | None = None


@dataclass(frozen=True)
class SetupStep:
    """A part of the installation's set-up.

    :param run: does the work and yields a sentence for each thing it did; it wraps
        whatever a person may undo in ``once``.
    :param remarks: yields a sentence for each thing a person should know or decide,
        each time it is asked.
    """

    key: str
    run: Callable[[SetupContext], Iterator[str]]
    remarks: Callable[[SetupContext], Iterator[str]] | None = None


setup_steps: Registry[SetupStep] = Registry("set-up step")


def once(key: str, do: Callable[[], object]) -> bool:
    """Do something unless it was done before, even if it was undone since.

    :param key: stable name of the step, at most 191 characters.
    :returns: whether it was done now.
    """
    with transaction.atomic():
        _record, created = SetupRecord.objects.get_or_create(key=key)
        if created:
            do()
    return created


def create_groups(context: SetupContext) -> Iterator[str]:
    for name in (EDITORS, TRAINERS, LEADS):
        if once(f"group:{name}", partial(_create_group, name)):
            yield f"Group “{name}” is there."


def _create_group(name: str) -> None:
    _group, created = Group.objects.get_or_create(name=name)
    if created:
        SetupRecord.objects.get_or_create(key=made_group_key(name))


def made_group_key(name: str) -> str:
    """Return the key that says: this group is ours, so it may go with us."""
    return f"made-group:{name}"


def grant(group_name: str, permissions: Iterable[Permission]) -> list[str]:
    """Give a group permissions, each once.

    :returns: the names of the permissions given now; none where the group is gone.
    """
    group = Group.objects.filter(name=group_name).first()
    if group is None:
        return []
    given = []
    for permission in permissions:
        app_label, codename = permission.content_type.app_label, permission.codename
        key = f"permission:{group_name}:{app_label}.{codename}"
        if once(key[:191], partial(group.permissions.add, permission)):
            given.append(permission.name)
    return given


def register():
    setup_steps.register(SetupStep("groups", create_groups))

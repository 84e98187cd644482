"""What ``advocacy_setup`` does; rooms register their steps here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet

from wagtail_advocacy.registry import Registry

from . import launch
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


def grant(group_name: str, permissions: QuerySet[Permission]) -> list[str]:
    """Give a group permissions, each once.

    :returns: the names of the permissions given now; none where the group is gone.
    """
    group = Group.objects.filter(name=group_name).first()
    if group is None:
        return []
    wanted = {
        f"permission:{group_name}:{one.content_type.app_label}.{one.codename}"[
            :191
        ]: one
        for one in permissions.select_related("content_type")
    }
    with transaction.atomic():
        done = SetupRecord.objects.filter(key__in=wanted).values_list("key", flat=True)
        new = {key: wanted[key] for key in wanted.keys() - set(done)}
        # Another one that runs at the same time gives the same.
        SetupRecord.objects.bulk_create(
            [SetupRecord(key=key) for key in new], ignore_conflicts=True
        )
        group.permissions.add(*new.values())
    return [permission.name for permission in new.values()]


def _permission_key(group_name: str, permission: Permission) -> str:
    app_label = permission.content_type.app_label
    return f"permission:{group_name}:{app_label}.{permission.codename}"[:191]


def grant_expertise(context: SetupContext) -> Iterator[str]:
    for group, actions in (
        (EDITORS, ("add", "change", "view")),
        (LEADS, ("add", "change", "view", "delete")),
    ):
        if _grant_own(group, [f"{action}_expertise" for action in actions]):
            yield f"“{group}” may list what people can be asked about."


def grant_launch(context: SetupContext) -> Iterator[str]:
    given = grant(
        LEADS,
        Permission.objects.filter(
            content_type__app_label="wagtail_advocacy_ambassadors",
            codename="change_ambassadorssettings",
        ),
    )
    if given:
        yield f"“{LEADS}” may change the programme, and open and close sharing."


def launch_remarks(context: SetupContext) -> Iterator[str]:
    if not launch.is_open():
        yield (
            "Sharing is closed. A lead opens it under Advocacy → Launch, once what is"
            " listed there is done."
        )


def grant_audiences(context: SetupContext) -> Iterator[str]:
    for group, actions in (
        (EDITORS, ("add", "change", "view")),
        (TRAINERS, ("add", "change", "view")),
        (LEADS, ("add", "change", "view", "delete")),
    ):
        if _grant_own(group, [f"{action}_audience" for action in actions]):
            yield f"“{group}” may say whom things are for."


def grant_figures(context: SetupContext) -> Iterator[str]:
    if _grant_own(LEADS, ["view_figuresnapshot", "change_directorysync"]):
        yield f"“{LEADS}” may see figures about groups and read the directory."
    if _grant_own(LEADS, ["change_ambassadorssettings"]):
        yield f"“{LEADS}” may change what holds for the programme as a whole."


def _grant_own(group_name: str, codenames: list[str]) -> list[str]:
    return grant(
        group_name,
        Permission.objects.filter(
            content_type__app_label="wagtail_advocacy_ambassadors",
            codename__in=codenames,
        ),
    )


def register():
    setup_steps.register(SetupStep("groups", create_groups))
    setup_steps.register(SetupStep("expertise", grant_expertise))
    setup_steps.register(SetupStep("launch", grant_launch, launch_remarks))
    setup_steps.register(SetupStep("audiences", grant_audiences))
    setup_steps.register(SetupStep("figures", grant_figures))

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Task, Workflow, WorkflowContentType, WorkflowTask

from wagtail_advocacy.ambassadors.setup_steps import (
    EDITORS,
    LEADS,
    SetupContext,
    SetupStep,
    grant,
    once,
    setup_steps,
)
from wagtail_advocacy.jobs import Schedule, schedule_faults, schedules, uses_queue

from .models import (
    PublicAddressTrial,
    ShareablesSettings,
    Topic,
    shareable_models,
)


PUBLISHING = Schedule(
    "publish-scheduled",
    "wagtail_advocacy.shareables.tasks.publish_scheduled",
    minutes=5,
    may_be_elsewhere=True,
)


class SetupError(Exception):
    """The command was asked for something that is not there."""


def grant_permissions(context: SetupContext) -> Iterator[str]:
    writing = [*shareable_models(), Topic]
    for group, actions in (
        (EDITORS, ["add", "change", "view"]),
        (LEADS, ["add", "change", "view", "delete", "publish", "lock", "unlock"]),
    ):
        given = grant(group, admin_access())
        for model in writing:
            given += grant(group, permissions_of(model, actions))
        if given:
            yield f"“{group}”: {len(given)} permissions given."
    if grant(LEADS, permissions_of(ShareablesSettings, ["change"])):
        yield f"“{LEADS}” may change what the public card says."
    if grant(LEADS, permissions_of(PublicAddressTrial, ["add"])):
        yield f"“{LEADS}” may try the public address."


def assign_workflow(context: SetupContext) -> Iterator[str]:
    workflow = find_workflow(context.workflow)
    if workflow is None:
        return
    for model in types_without_workflow():
        content_type = content_type_of(model)

        def assign(content_type=content_type):
            WorkflowContentType.objects.update_or_create(
                content_type=content_type, defaults={"workflow": workflow}
            )

        # Asked for by name it is done, whatever was undone before.
        if context.workflow:
            assign()
            once(workflow_key(model), lambda: None)
            assigned = True
        else:
            assigned = once(workflow_key(model), assign)
        if assigned:
            yield (
                f"{model._meta.verbose_name_plural.capitalize()} go through the"
                f" workflow “{workflow.name}”."
            )


def workflow_remarks(context: SetupContext) -> Iterator[str]:
    without = [
        model
        for model in types_without_workflow()
        # Somebody took it away: that was a decision.
        if not was_assigned(model)
    ]
    if not getattr(settings, "WAGTAIL_WORKFLOW_ENABLED", True):
        yield (
            "Workflows are switched off (WAGTAIL_WORKFLOW_ENABLED): nobody approves,"
            " and who has the permission to publish shareables publishes them."
        )
    elif without:
        names = ", ".join(str(model._meta.verbose_name_plural) for model in without)
        active = sorted(Workflow.objects.active().values_list("name", flat=True))
        if active:
            choice = ", ".join(f"“{name}”" for name in active)
            yield (
                f"No workflow is assigned to {names}, because there are several:"
                f" {choice}. Run advocacy_setup --workflow NAME with one of them."
            )
        else:
            yield (
                f"There is no active workflow for {names}: nobody approves, and who"
                " has the permission to publish them publishes them."
            )


def empower_approvers(context: SetupContext) -> Iterator[str]:
    for model in shareable_models():
        for group in approving_groups(model):
            given = grant(group.name, permissions_of(model, ["publish", "change"]))
            if given:
                yield (
                    f"“{group.name}” approves {model._meta.verbose_name_plural}: may"
                    " change and publish them."
                )


def approver_remarks(context: SetupContext) -> Iterator[str]:
    groups = {
        group.name: group
        for model in shareable_models()
        for group in approving_groups(model)
    }
    for name, group in sorted(groups.items()):
        if not group.permissions.filter(
            content_type__app_label="wagtailadmin", codename="access_admin"
        ).exists():
            yield (
                f"“{name}” has to approve, but may not enter the Wagtail admin. If its"
                " members have no other group that may, give it that permission."
            )


def write_schedules(context: SetupContext) -> Iterator[str]:
    if not uses_queue():
        return
    needed = needed_schedules()
    faults = [
        f"{schedule.key}: {fault}."
        for schedule in needed
        for fault in schedule_faults(schedule)
    ]
    if faults:
        raise SetupError(
            "No schedule was written, because not all of them can run:\n"
            + "\n".join(faults)
        )
    with transaction.atomic():
        done = [sentence for one in needed for sentence in _write_schedule(one)]
    yield from done


def _write_schedule(schedule: Schedule) -> Iterator[str]:
    from django_q.models import Schedule as StoredSchedule

    name = f"wagtail_advocacy.{schedule.key}"
    stored = StoredSchedule.objects.filter(name=name).first()
    if stored is not None and stored.func != schedule.task:
        stored.func = schedule.task
        stored.save(update_fields=["func"])
        yield f"The schedule “{name}” runs the task under its new name."

    def write():
        StoredSchedule.objects.update_or_create(
            name=name,
            defaults={
                "func": schedule.task,
                "schedule_type": StoredSchedule.MINUTES,
                "minutes": schedule.minutes,
                "repeats": -1,
            },
        )

    if once(f"schedule:{schedule.key}", write):
        yield f"The queue runs “{name}” every {schedule.minutes} minutes."


def schedule_remarks(context: SetupContext) -> Iterator[str]:
    if uses_queue():
        return
    yield (
        "There is no queue (JOBS is “immediate”): let cron run advocacy_run_due every"
        " five minutes. It also lets go live what is scheduled."
    )


def needed_schedules() -> list[Schedule]:
    """Return what the queue repeats, without what something else repeats already."""
    from django_q.models import Schedule as StoredSchedule

    own = list(schedules)
    published_by_others = (
        StoredSchedule.objects.filter(func__contains="publish_scheduled")
        .exclude(name=f"wagtail_advocacy.{PUBLISHING.key}")
        .exists()
        or StoredSchedule.objects.filter(args__contains="publish_scheduled").exists()
    )
    return [
        schedule
        for schedule in own
        if schedule.key != PUBLISHING.key or not published_by_others
    ]


def find_workflow(name: str | None) -> Workflow | None:
    """Return the workflow that was named, or the only active one.

    :raises SetupError: no active workflow has that name.
    """
    if not getattr(settings, "WAGTAIL_WORKFLOW_ENABLED", True):
        return None
    active = list(Workflow.objects.active())
    if name:
        for workflow in active:
            if workflow.name == name:
                return workflow
        names = ", ".join(f"“{workflow.name}”" for workflow in active) or "none"
        raise SetupError(f"No active workflow is called “{name}”. There is: {names}.")
    return active[0] if len(active) == 1 else None


def types_without_workflow() -> list:
    assigned = set(
        WorkflowContentType.objects.filter(workflow__active=True).values_list(
            "content_type_id", flat=True
        )
    )
    return [
        model
        for model in shareable_models()
        if content_type_of(model).pk not in assigned
    ]


def was_assigned(model) -> bool:
    from wagtail_advocacy.ambassadors.models import SetupRecord

    return SetupRecord.objects.filter(key=workflow_key(model)).exists()


def workflow_key(model) -> str:
    return f"workflow:{model._meta.label_lower}"


def approving_groups(model) -> list[Group]:
    """Return the groups that the workflow of ``model`` asks for their approval."""
    if not getattr(settings, "WAGTAIL_WORKFLOW_ENABLED", True):
        return []
    tasks = Task.objects.active().filter(
        pk__in=WorkflowTask.objects.filter(
            workflow__active=True,
            workflow__workflow_content_types__content_type=content_type_of(model),
        ).values("task")
    )
    groups = {}
    for task in tasks.specific():
        # Tasks of the site's own making may ask somebody else than groups.
        if hasattr(task, "groups"):
            groups.update({group.pk: group for group in task.groups.all()})
    return list(groups.values())


def content_type_of(model) -> ContentType:
    return ContentType.objects.get_for_model(model, for_concrete_model=False)


def permissions_of(model, actions: list[str]):
    codenames = [get_permission_codename(action, model._meta) for action in actions]
    return Permission.objects.filter(
        content_type=content_type_of(model), codename__in=codenames
    )


def admin_access():
    return Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )


def register():
    """Register what advocacy_setup does for this room."""
    schedules.register(PUBLISHING)
    setup_steps.register(SetupStep("shareable-permissions", grant_permissions))
    setup_steps.register(SetupStep("workflow", assign_workflow, workflow_remarks))
    setup_steps.register(SetupStep("approvers", empower_approvers, approver_remarks))
    setup_steps.register(SetupStep("schedules", write_schedules, schedule_remarks))

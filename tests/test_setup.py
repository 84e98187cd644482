import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import override_settings
from wagtail.models import WorkflowContentType

from tests import factories
from wagtail_advocacy.ambassadors.setup_steps import EDITORS, LEADS
from wagtail_advocacy.shareables.models import (
    LinkShareable,
    PageShareable,
    shareable_models,
)
from wagtail_advocacy.shareables.setup_steps import approving_groups, content_type_of


pytestmark = pytest.mark.django_db


def setup(**options) -> str:
    output = io.StringIO()
    call_command("advocacy_setup", stdout=output, **options)
    return output.getvalue()


def permissions(group_name) -> set[str]:
    return set(
        Group.objects.get(name=group_name).permissions.values_list(
            "codename", flat=True
        )
    )


def workflow_of(model):
    found = WorkflowContentType.objects.filter(content_type=content_type_of(model))
    return found.get().workflow if found else None


@pytest.fixture(autouse=True)
def _no_workflow_of_wagtail(db):
    # Wagtail's own migrations bring one along.
    from wagtail.models import Workflow

    Workflow.objects.all().delete()


def test_first_run_makes_groups_with_their_permissions():
    setup()
    assert {
        "access_admin",
        "add_pageshareable",
        "change_linkshareable",
        "view_topic",
    } <= permissions(EDITORS)
    assert "publish_pageshareable" not in permissions(EDITORS)
    assert "add_publicaddresstrial" not in permissions(EDITORS)
    assert {
        "add_publicaddresstrial",
        "publish_pageshareable",
        "delete_linkshareable",
        "lock_pageshareable",
        "change_shareablessettings",
        "change_sharingsettings",
    } <= permissions(LEADS)


def test_second_run_has_nothing_to_do():
    factories.workflow("Moderators")
    assert "Nothing to do." not in setup()
    assert "Nothing to do." in setup()


def test_what_a_person_undid_stays_undone():
    factories.workflow("Moderators")
    setup()
    group = Group.objects.get(name=EDITORS)
    group.permissions.remove(Permission.objects.get(codename="add_linkshareable"))
    Group.objects.get(name="Advocacy trainers").delete()
    WorkflowContentType.objects.all().delete()
    assert "Nothing to do." in setup()
    assert "add_linkshareable" not in permissions(EDITORS)
    assert not Group.objects.filter(name="Advocacy trainers").exists()
    assert workflow_of(PageShareable) is None


def test_the_only_active_workflow_approves_every_type():
    workflow = factories.workflow("Moderators")
    factories.workflow("Nobody", name="Old one").deactivate()
    setup()
    assert workflow_of(PageShareable) == workflow
    assert workflow_of(LinkShareable) == workflow


def test_a_workflow_that_is_assigned_already_stays():
    theirs = factories.workflow("Lawyers", name="Theirs")
    WorkflowContentType.objects.create(
        content_type=content_type_of(LinkShareable), workflow=theirs
    )
    other = factories.workflow("Moderators", name="Other")
    setup(workflow="Other")
    assert workflow_of(LinkShareable) == theirs
    assert workflow_of(PageShareable) == other


def test_several_workflows_are_a_question():
    factories.workflow("Moderators", name="Quick")
    factories.workflow("Lawyers", name="Careful")
    output = setup()
    assert "“Careful”, “Quick”" in output
    assert "--workflow NAME" in output
    assert workflow_of(PageShareable) is None
    setup(workflow="Careful")
    assert workflow_of(PageShareable).name == "Careful"
    assert "--workflow" not in setup()


def test_a_workflow_that_is_not_there_is_an_error():
    factories.workflow("Moderators", name="Quick")
    with pytest.raises(CommandError, match="“Quick”"):
        setup(workflow="Slow")


def test_no_workflow_says_what_happens():
    assert "nobody approves" in setup()


@override_settings(WAGTAIL_WORKFLOW_ENABLED=False)
def test_workflows_switched_off_says_what_happens():
    factories.workflow("Moderators")
    assert "switched off" in setup()
    assert workflow_of(PageShareable) is None


def test_approvers_may_publish_afterwards():
    factories.workflow("Approvers")
    assert "may not enter the Wagtail admin" in setup()
    assert {"publish_pageshareable", "change_linkshareable"} <= permissions("Approvers")


def test_approvers_who_cannot_publish_are_a_warning():
    factories.workflow("Moderators")
    setup()

    def warnings():
        found = run_checks(databases=["default"])
        return [warning for warning in found if warning.id == "wagtail_advocacy.W101"]

    assert not warnings()
    Group.objects.get(name="Moderators").permissions.clear()
    assert len(warnings()) == len(shareable_models())
    # Only whoever asks about the database is made to wait for it.
    assert not [w for w in run_checks() if w.id == "wagtail_advocacy.W101"]


def test_every_approval_of_the_workflow_counts():
    factories.workflow("Communication", "Lawyers")
    setup()
    assert {group.name for group in approving_groups(PageShareable)} == {
        "Communication",
        "Lawyers",
    }


@pytest.fixture
def with_queue(settings):
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "JOBS": "queue"}


def schedules() -> dict:
    from django_q.models import Schedule

    return {schedule.name: schedule for schedule in Schedule.objects.all()}


@pytest.mark.usefixtures("with_queue")
def test_the_queue_gets_its_schedules_once():
    setup()
    made = schedules()
    assert made["wagtail_advocacy.fold-visits"].minutes == 15
    assert "wagtail_advocacy.publish-scheduled" in made
    made["wagtail_advocacy.fold-visits"].delete()
    setup()
    assert "wagtail_advocacy.fold-visits" not in schedules()


@pytest.mark.usefixtures("with_queue")
def test_what_publishes_scheduled_content_already_is_left_to_it():
    from django_q.models import Schedule

    Schedule.objects.create(
        name="site",
        func="django.core.management.call_command",
        args="'publish_scheduled'",
    )
    setup()
    assert "wagtail_advocacy.publish-scheduled" not in schedules()


def test_without_a_queue_cron_is_named():
    assert "cron" in setup()
    assert not schedules()


def test_housekeeping_runs_every_repeated_task():
    output = io.StringIO()
    call_command("advocacy_housekeeping", stdout=output)
    assert "fold-visits" in output.getvalue()
    assert "publish-scheduled" in output.getvalue()


def test_sync_counts_what_it_read():
    factories.published_link_shareable()
    output = io.StringIO()
    call_command("advocacy_sync", stdout=output)
    assert "1 shareables" in output.getvalue()

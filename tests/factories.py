"""Makes what tests are about, through the doors people use."""

import uuid

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowTask,
)

from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors.models import (
    Audience,
    DirectoryPerson,
    Membership,
    SharingState,
    Unit,
)
from wagtail_advocacy.ambassadors.queries import active_ambassador
from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.learning.actions import charters
from wagtail_advocacy.learning.charter_queries import parts_for
from wagtail_advocacy.pages.models import CharterPage
from wagtail_advocacy.shareables import projection
from wagtail_advocacy.shareables.actions import record_trial
from wagtail_advocacy.shareables.models import (
    LinkShareable,
    Offer,
    PageShareable,
    PublicAddressTrial,
)
from wagtail_advocacy.sharing import actions as sharing
from wagtail_advocacy.sharing.models import SharingSettings


QUESTION = "What surprised you about this?"


def prompts(*questions):
    """Return prompts for every network; each question is its text."""
    return [
        ("prompt", {"text": question, "network": ""})
        for question in questions or [QUESTION]
    ]


def draft_page_shareable(page, **fields) -> PageShareable:
    """Prepare ``page``; nothing is live yet."""
    return _draft(
        PageShareable(
            page=page,
            **{
                "title": page.title,
                "summary": "A summer of drying hay with heat pumps.",
                "language": "en",
                "prompts": prompts(),
                **fields,
            },
        )
    )


def draft_link_shareable(**fields) -> LinkShareable:
    """Prepare an address outside; nothing is live yet."""
    return _draft(
        LinkShareable(
            **{
                "title": "The grid of tomorrow",
                "summary": "What a newspaper writes about the grid.",
                "language": "en",
                "url": "https://news.example.org/grid",
                "prompts": prompts(),
                **fields,
            }
        )
    )


def _draft(shareable):
    shareable.save()
    shareable.save_revision()
    return shareable


def publish(shareable):
    """Publish the latest draft and return the shareable as it is afterwards."""
    shareable.get_latest_revision().publish()
    return type(shareable).objects.get(pk=shareable.pk)


def published_page_shareable(page, *, topics=(), **fields) -> PageShareable:
    shareable = draft_page_shareable(page, **fields)
    return _published(shareable, topics)


def published_link_shareable(*, topics=(), **fields) -> LinkShareable:
    return _published(draft_link_shareable(**fields), topics)


def _published(shareable, topics):
    if topics:
        shareable.topics.set(topics)
        shareable.save()
        shareable.save_revision()
    return publish(shareable)


def offer_of(shareable) -> Offer:
    return projection.offer_of(shareable)


def sharing_state(**fields) -> SharingState:
    """Open or close sharing without asking the checklist."""
    state, _created = SharingState.objects.update_or_create(defaults=fields)
    return state


def caps(**fields) -> SharingSettings:
    """Let people share as much as these caps allow, and without any other.

    ``caps()`` is for tests in which one person shares what nobody would in a day.
    """
    settings = SharingSettings.objects.first() or SharingSettings()
    for name in ("person_daily", "person_weekly", "offer_hourly", "offer_daily"):
        setattr(settings, f"{name}_cap", fields.get(f"{name}_cap"))
    settings.save()
    return settings


def tried_public_address():
    """Let somebody's browser have found all well at the public address."""
    finding = {"says": "ours", "is_good": True, "values": {}, "faults": []}
    return record_trial(
        app_settings.PUBLIC_URL,
        [finding],
        tried_from=PublicAddressTrial.TriedFrom.BROWSER,
    )


def ambassador(user):
    """Let ``user`` join."""
    return ambassadors.join(user, source="test")


def unit(name, kind="department") -> Unit:
    """Put a department, or a unit of another kind, into the directory."""
    return Unit.objects.create(kind=kind, key=name.lower(), name=name)


def directory_person(user, units=(), **fields):
    """List ``user`` in the directory, in these units, and return them.

    The first of a kind is where they count.
    """
    counted = {}
    for found in units:
        counted.setdefault(found.kind, found)
    DirectoryPerson.objects.create(user=user, **{**counted, **fields})
    Membership.objects.bulk_create(Membership(user=user, unit=found) for found in units)
    return user


def audience(name="", *, languages=(), people=(), **units) -> Audience:
    """Make an audience: ``audience(departments=[sales], languages=["fr"])``."""
    made = Audience.objects.create(
        name=name or f"Audience {Audience.objects.count() + 1}",
        languages=list(languages),
    )
    for field, of_kind in units.items():
        getattr(made, field).set(of_kind)
    made.people.set(people)
    return made


def open_share(user, offer, network="linkedin", **fields):
    """Let ``user`` leave for a network; they take part from now on."""
    ambassador(user)
    fields = {"text": "My own words.", "hashtags": (), **fields}
    return sharing.open_share(user, offer, network, **fields)


def confirmed_share(user, offer, network="linkedin", **fields):
    """Let ``user`` publish a share."""
    share = open_share(user, offer, network, **fields)
    return sharing.confirm_share(user, share.pk)


def workflow(*group_names, name="Moderators approve"):
    """Make a workflow with one approval by each group, and the groups."""
    made = Workflow.objects.create(name=name)
    for order, group_name in enumerate(group_names):
        group, _created = Group.objects.get_or_create(name=group_name)
        task = GroupApprovalTask.objects.create(name=f"{name}: {group_name}")
        task.groups.set([group])
        WorkflowTask.objects.create(workflow=made, task=task, sort_order=order)
    return made


def image(title="Barn", size=(1400, 900), **fields):
    """Put a picture into the library."""
    return get_image_model().objects.create(
        title=title, file=get_test_image_file(size=size), **fields
    )


def broken_image(title="Broken"):
    """Put a picture into the library whose file cannot be read."""
    return get_image_model().objects.create(
        title=title,
        file=ContentFile(b"not a picture", name="broken.jpg"),
        width=1,
        height=1,
    )


def page_editors(name, page):
    """Make a group whose members may edit and publish below ``page``."""
    group, _created = Group.objects.get_or_create(name=name)
    for action in ("add", "change", "publish"):
        codename = f"{action}_{Page._meta.model_name}"
        GroupPagePermission.objects.create(
            group=group,
            page=page,
            permission=_page_permission(codename),
        )
    return group


def _page_permission(codename):
    return Permission.objects.get(
        content_type__app_label=Page._meta.app_label, codename=codename
    )


def superuser(email="root@example.com"):
    return get_user_model().objects.create_superuser(email, "secret")


def clause(name="words", text="Write in your own words.", **fields):
    """Return a clause for a charter page; its id comes from its name."""
    value = {
        "title": fields.pop("title", name.capitalize()),
        "text": f"<p>{text}</p>",
        "why": "",
        "do": [],
        "dont": [],
        **fields,
    }
    clause_id = str(uuid.uuid5(uuid.NAMESPACE_OID, name))
    return {"type": "clause", "value": value, "id": clause_id}


def draft_charter(parent, *clauses, model=CharterPage, **fields):
    """Write a charter below ``parent``; nothing of it is live yet."""
    page = model(title=fields.pop("title", "Our charter"), live=False, **fields)
    write_clauses(page, *clauses or [clause()])
    parent.add_child(instance=page)
    page.save_revision()
    return page


def write_clauses(page, *clauses):
    field = page._meta.get_field("clauses")
    page.clauses = StreamValue(field.stream_block, list(clauses), is_lazy=True)


def publish_charter(page, *clauses, **fields):
    """Publish a draft of ``page`` with these clauses and fields; return it anew.

    Without clauses, with those it has.
    """
    page = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    if clauses:
        write_clauses(page, *clauses)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def live_charter(parent, *clauses, **fields):
    return publish_charter(draft_charter(parent, *clauses, **fields))


def sign_charter(user):
    """Let ``user`` join, read what is in force, and sign it."""
    ambassador(user)
    parts = parts_for(user, active_ambassador(user))
    return charters.sign(user, [part.text.pk for part in parts])

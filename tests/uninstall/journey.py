"""What happens in the intranet, each part in a process of its own.

``python -m tests.uninstall.journey PART…`` with ``DJANGO_SETTINGS_MODULE`` set; prints
what each part found, as a JSON list.
"""

import io
import json
import sys

import django


LOOKED_AT = [
    "/admin/",
    "/admin/pages/",
    "/admin/snippets/",
    "/admin/images/",
    "/admin/reports/locked/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/reports/page-types-usage/",
    "/admin/workflows/list/",
    "/admin/users/",
    "/admin/groups/",
    "/admin/pages/search/?q=hay",
    "/django-admin/",
    "/django-admin/auth/group/",
    "/django-admin/auth/user/",
]
# Rows that come from looking at the site, with or without us.
FLEETING = {
    "django_migrations",
    "django_session",
    "wagtailadmin_editingsession",
    "wagtailimages_rendition",
    "wagtailusers_userprofile",
}


def prepare():
    """The intranet before we came: people, a workflow, an article with a history."""
    from django.contrib.auth.models import Group, User
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file
    from wagtail.models import Page, Site

    User.objects.create_superuser("root", "root@example.com", "secret")
    editor = User.objects.create_user("editor", "editor@example.com", "secret")
    editor.groups.add(Group.objects.get(name="Editors"))
    moderator = User.objects.create_user("mo", "mo@example.com", "secret")
    moderator.groups.add(Group.objects.get(name="Moderators"))
    User.objects.create_user("ada", "ada@example.com", "secret")
    get_image_model().objects.create(
        title="Barn", file=get_test_image_file(size=(800, 600))
    )
    home = Site.objects.get(is_default_site=True).root_page
    for title in ("Drying hay", "A page that goes", "Another one"):
        page = home.add_child(instance=Page(title=title))
        page.save_revision(user=editor).publish()
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)


def use():
    """Everything the programme is made of, by the doors people use."""
    from django.contrib.auth.models import Group, User
    from django.core.management import call_command
    from django.test import Client
    from django_q.models import OrmQ
    from wagtail.images import get_image_model
    from wagtail.log_actions import log
    from wagtail.models import Page, ReferenceIndex, Revision, TaskState

    from tests.factories import draft_link_shareable, draft_page_shareable, publish
    from tests.uninstall.extra.models import Star
    from wagtail_advocacy.ambassadors.actions import LOG_OPEN
    from wagtail_advocacy.ambassadors.models import AmbassadorsSettings, SharingState
    from wagtail_advocacy.shareables import projection
    from wagtail_advocacy.shareables.models import PageShareable, Topic
    from wagtail_advocacy.sharing.models import Share, Visit

    call_command("advocacy_setup", stdout=io.StringIO())
    root = User.objects.get(username="root")
    page = Page.objects.get(title="Drying hay")
    editor, moderator, ada = Client(), Client(), Client()
    User.objects.get(username="editor").groups.add(
        Group.objects.get(name="Advocacy editors")
    )
    User.objects.get(username="mo").groups.add(
        Group.objects.get(name="Advocacy editors")
    )
    for client, name in ((editor, "editor"), (moderator, "mo"), (ada, "ada")):
        client.force_login(User.objects.get(username=name))

    # Prepared, submitted, approved.
    shareable = draft_page_shareable(page, image=get_image_model().objects.get())
    shareable.topics.set([Topic.objects.create(name="Hay")])
    shareable.save()
    revision = shareable.save_revision(user=root)
    shareable.get_workflow().start(shareable, User.objects.get(username="editor"))
    state = TaskState.objects.get(revision=revision)
    screens = "/admin/snippets/wagtail_advocacy_shareables"
    own = f"{screens}/pageshareable"
    assert editor.get(f"{own}/edit/{shareable.pk}/").status_code == 200
    address = f"{own}/workflow/action/{shareable.pk}/approve/{state.pk}/"
    assert moderator.post(address, {"comment": "Yes"}).status_code in (200, 302)
    assert PageShareable.objects.get().live, "it was not approved"
    assert editor.get(f"/admin/advocacy/page/{page.pk}/").status_code == 200
    offer = projection.offer_of(shareable)

    # Opened, long ago; who opened it stands in Wagtail's log.
    SharingState.objects.create(is_open=True)
    log(AmbassadorsSettings.load(), LOG_OPEN, user=root)

    # Joined, written, published, read, liked.
    assert ada.post("/advocacy/join/").status_code == 302
    words = {"network": "linkedin", "text": "It smells of summer."}
    assert ada.post(f"/advocacy/share/{offer.public_id}/", words).status_code == 302
    share = Share.objects.get()
    ada.post(f"/advocacy/shares/{share.pk}/phone/", {"by_mail": "1"})
    ada.post(f"/advocacy/shares/{share.pk}/answer/", {"answer": "yes"})
    reader = Client(headers={"user-agent": "Mozilla/5.0 (X11) Firefox/140.0"})
    assert reader.get(f"/go/s/{share.link.code}").status_code == 302
    assert reader.get(f"/go/c/{offer.public_id}/").status_code == 200
    outreach()
    badges()
    assert Visit.objects.count() == 1
    Star.objects.create(offer=offer)

    # One waits for approval, one was withdrawn, one was deleted; some jobs wait.
    waiting = draft_link_shareable(title="It waits")
    waiting.get_workflow().start(waiting, root)
    withdrawn = publish(draft_link_shareable(title="It was wrong"))
    ada.post(f"/advocacy/share/{projection.offer_of(withdrawn).public_id}/", words)
    lead = Client()
    lead.force_login(root)
    answer = lead.post(
        f"{screens}/linkshareable/withdraw/{withdrawn.pk}/",
        {"reason": "Wrong figures."},
    )
    assert answer.status_code == 302
    publish(draft_link_shareable(title="It is gone")).delete()
    assert OrmQ.objects.exists()
    assert Revision.objects.filter(
        content_type__app_label="wagtail_advocacy_shareables"
    ).exists()
    assert ReferenceIndex.objects.filter(
        content_type__app_label="wagtail_advocacy_shareables"
    ).exists()
    # Left as they were before: only what is ours is to be measured.
    User.objects.get(username="editor").groups.remove(
        Group.objects.get(name="Advocacy editors")
    )


def outreach():
    """Somebody who wants a digest, and a feed that is read."""
    from django.contrib.auth.models import User
    from django.test import Client

    from wagtail_advocacy.outreach.actions import choose_frequency
    from wagtail_advocacy.outreach.models import OutreachSettings, new_token

    choose_frequency(User.objects.get(username="ada"), "daily")
    token = new_token()
    OutreachSettings.objects.create(feed_token=token)
    feed = Client().get(f"/advocacy/feed/{token}/rss/")
    assert "Drying hay" in feed.text


def badges():
    """Something earned, shown, thanked for after a look at it, and spent.

    It can be done again once the room is gone and has come back.
    """
    from django.contrib.auth.models import User
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from django.test import Client
    from django_q.models import Schedule
    from wagtail.models import (
        Locale,
        ModelLogEntry,
        Revision,
        TaskState,
        Workflow,
        WorkflowContentType,
    )

    from wagtail_advocacy.ambassadors.queries import active_ambassador
    from wagtail_advocacy.badges import tasks
    from wagtail_advocacy.badges.models import (
        Award,
        BadgesSettings,
        Goal,
        PointEntry,
        Recognition,
        Redemption,
        Reward,
    )

    call_command("advocacy_setup", stdout=io.StringIO())
    ada, editor, lead = Client(), Client(), Client()
    for client, name in ((ada, "ada"), (editor, "editor"), (lead, "root")):
        client.force_login(User.objects.get(username=name))
    kind = ContentType.objects.get_for_model(Recognition)
    WorkflowContentType.objects.create(
        content_type=kind, workflow=Workflow.objects.get(name="Moderators approval")
    )

    # What the person said this week counts, also once the room has come back.
    BadgesSettings.objects.create(rewards=True, thanks_per_week=10)

    # Earned, and shown to everybody.
    call_command("advocacy_starter_badges", publish=True, stdout=io.StringIO())
    tasks.settle_person(active_ambassador(User.objects.get(username="ada")).pk)
    award = Award.objects.first()
    assert award, "nothing was earned"
    answer = ada.post(f"/advocacy/badges/{award.public_id}/show/", {"holder": "Ada"})
    assert answer.status_code == 302
    assert Client().get(f"/go/b/{award.public_id}/").status_code == 200

    # Thanks that somebody looked at, and others that wait.
    shown = f"/advocacy/badges/shown/{award.public_id}/"
    assert editor.post(shown, {"text": "It helped me."}).status_code == 302
    thanks = Recognition.objects.get()
    state = TaskState.objects.get(revision=thanks.latest_revision)
    screens = "/admin/snippets/wagtail_advocacy_badges"
    address = f"{screens}/recognition/workflow/action/{thanks.pk}/approve/{state.pk}/"
    assert lead.post(address, {"comment": "Yes"}).status_code in (200, 302)
    assert Recognition.objects.get().live, "they were not approved"
    assert editor.post(shown, {"text": "And again."}).status_code == 302

    # Asked for, and handed over.
    reward = Reward.objects.create(
        name="A mug",
        description="With the logo.",
        cost=1,
        stock=2,
        handed_over_by="Reception",
        locale=Locale.objects.get(language_code="en"),
    )
    answer = ada.post(f"/advocacy/me/rewards/{reward.pk}/", {"cost": "1"})
    assert answer.status_code == 302
    asked = f"/admin/advocacy/rewards/{Redemption.objects.get().pk}/"
    for step in ("approve", "hand_over"):
        assert lead.post(asked, {step: "1"}).status_code == 302
    assert Redemption.objects.get().state == Redemption.State.HANDED_OVER
    assert PointEntry.objects.filter(rule=PointEntry.REWARD).exists()
    Goal.objects.create(
        name="One in ten",
        metric="shares",
        target=10,
        starts_on="2026-01-01",
        ends_on="2026-03-31",
    )
    assert Revision.objects.filter(content_type=kind).exists()
    assert ModelLogEntry.objects.filter(content_type=kind).exists()
    assert Schedule.objects.filter(func__contains=".badges.").exists()


def empty_group():
    from django.contrib.auth.models import Group

    Group.objects.get(name="Advocacy editors").user_set.clear()


def look():
    """The status of every screen of the admin that could stumble over our rows."""
    from django.contrib.auth.models import User
    from django.test import Client
    from wagtail.models import Page

    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username="root"))
    page = Page.objects.get(title="Drying hay")
    own = [
        f"/admin/pages/{page.pk}/",
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/pages/{page.pk}/history/",
        f"/admin/pages/{page.pk}/delete/",
        f"/admin/pages/{page.pk}/usage/",
        "/admin/images/1/",
        "/admin/images/1/delete/",
        "/admin/images/usage/1/",
    ]
    found = {}
    for address in [*LOOKED_AT, *own]:
        # As a person sees it: an address without its slash leads to the one with.
        found[address] = client.get(address, follow=True).status_code
    return found


def delete_a_page():
    """Really delete a page, as the admin does; return the status."""
    from django.contrib.auth.models import User
    from django.test import Client
    from wagtail.models import Page

    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username="root"))
    page = Page.objects.get(title="A page that goes")
    status = client.post(f"/admin/pages/{page.pk}/delete/").status_code
    return [status, Page.objects.filter(pk=page.pk).exists()]


def dump():
    """Every row of every table, as text, but what comes from looking only."""
    from django.contrib.auth.models import User
    from django.db import connection

    User.objects.update(last_login=None)
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            # The parts of a full-text index are its own.
            if table in FLEETING or "_fts" in table:
                continue
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608
            rows[table] = sorted(str(row) for row in cursor.fetchall())
    return rows


def migrate():
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def uninstall(*arguments):
    """What the command said, and whether it did what it was asked."""
    from django.core.management import CommandError, call_command

    said = io.StringIO()
    try:
        call_command("advocacy_uninstall", *arguments, stdout=said)
    except CommandError as error:
        return [False, str(error)]
    return [True, said.getvalue()]


def dry_run():
    return uninstall("--dry-run")


def uninstall_sharing():
    return uninstall("sharing")


def uninstall_nonsense():
    return uninstall("nonsense")


def uninstall_extra():
    return uninstall("extra")


def uninstall_outreach():
    return uninstall("outreach")


def uninstall_badges():
    return uninstall("badges")


PARTS = (
    badges,
    delete_a_page,
    dry_run,
    dump,
    empty_group,
    look,
    migrate,
    prepare,
    uninstall,
    uninstall_badges,
    uninstall_extra,
    uninstall_nonsense,
    uninstall_outreach,
    uninstall_sharing,
    use,
)


if __name__ == "__main__":
    django.setup()
    by_name = {part.__name__: part for part in PARTS}
    json.dump([by_name[name]() for name in sys.argv[1:]], sys.stdout)

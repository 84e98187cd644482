"""What is kept about a person is theirs: to take away, and to have erased."""

import csv
import datetime
import io
import json
import stat
import zipfile

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from docs import privacy_table
from tests import factories
from tests.learning import training_factory
from tests.testapp.models import JobShareable
from wagtail_advocacy.ambassadors import actions, answers, notices, rate_limits
from wagtail_advocacy.ambassadors.answer_links import AnswerLink
from wagtail_advocacy.ambassadors.models import (
    Ambassador,
    Audience,
    AudiencePerson,
    DirectoryPerson,
    DismissedInvitation,
    Expertise,
    Membership,
    Unit,
)
from wagtail_advocacy.ambassadors.personal_data import (
    Person,
    impersonal_tables,
    person_of,
    personal_tables,
)
from wagtail_advocacy.learning.actions import trainings
from wagtail_advocacy.learning.models import CharterVersion, ConsultationComment
from wagtail_advocacy.shareables import actions as shareables
from wagtail_advocacy.shareables.models import Topic
from wagtail_advocacy.sharing import actions as sharing
from wagtail_advocacy.sharing import conversation, helping, planning
from wagtail_advocacy.sharing.models import Share, TrackedLink, Visit, VisitCount
from wagtail_advocacy.sharing.queries import readers_of_offers, shares_of_offers


pytestmark = pytest.mark.django_db

OURS = "wagtail_advocacy"
CANARY = "CANARY7f3a"


def our_models():
    return [
        model
        for config in apps.get_app_configs()
        if config.label.startswith(OURS)
        for model in config.get_models(include_auto_created=True)
    ]


class World:
    """A person with something in every table there is."""

    def __init__(self, make_user, page):
        self.user = user = make_user(
            "ada@example.com", first_name=CANARY, groups=["Advocacy leads"]
        )
        self.shareable = factories.published_link_shareable()
        self.other = factories.published_link_shareable(
            title="Another", url="https://news.example.org/other"
        )
        self.offer = factories.offer_of(self.shareable)
        self.other_offer = factories.offer_of(self.other)
        self.job = JobShareable.objects.create(
            title="A job", summary="A job.", apply_at="https://jobs.example.org/1"
        )
        factories.ambassador(user)
        actions.change_profile(user, time_zone="Asia/Tokyo", languages=["fr"])
        actions.choose_expertise(user, [Expertise.objects.create(name="Heat pumps")])
        actions.name_handles(user, {"x": CANARY})
        shareables.follow_topics(user, [Topic.objects.create(name="Hay")])
        if apps.is_installed("wagtail_advocacy.outreach"):
            from wagtail_advocacy.outreach.actions import choose_frequency

            choose_frequency(user, "monthly")
        self.published = sharing.open_share(
            user, self.offer, "linkedin", text=f"=cmd {CANARY}", hashtags=[f"#{CANARY}"]
        )
        sharing.confirm_share(
            user,
            self.published.pk,
            post_address=f"https://www.linkedin.com/posts/{CANARY}",
        )
        conversation.report(user, self.published.pk, {"comments": 2, "replied": 1})
        self.open = sharing.open_share(
            user, self.offer, "mastodon", text=CANARY, hashtags=(), instance="a.example"
        )
        sharing.hand_off(user, self.open.pk)
        sharing.keep_draft(user, self.other_offer, text=CANARY)
        planning.plan_share(
            user,
            self.offer,
            "x",
            text=CANARY,
            remind_at=timezone.now() + datetime.timedelta(days=1),
        )
        self.ask_and_answer()
        self.learn(page.get_parent())
        told = notices.send(
            user,
            "withdrawn",
            occasion="x",
            context={"offer": self.offer.pk, "title": CANARY},
            address="/",
        )
        answers.take(AnswerLink(told.pk, told.kind, "x", "en"))
        today = timezone.localdate()
        VisitCount.objects.create(link=self.published.link, day=today, visits=7)
        Visit.objects.create(link=self.published.link, visitor="x", half_hour=1)
        rate_limits.count_attempt(user, rate_limits.COMPOSING)
        unit = Unit.objects.create(kind=Unit.Kind.ENTITY, key="a", name="A")
        DirectoryPerson.objects.create(user=user, entity=unit)
        Membership.objects.create(user=user, unit=unit)
        audience = Audience.objects.create(name="Some")
        AudiencePerson.objects.create(audience=audience, user=user)
        DismissedInvitation.objects.create(user=user)
        if apps.is_installed("wagtail_advocacy.badges"):
            from tests.badges.factories import recognise

            recognise(user, make_user("bob@example.com"), word=CANARY)
        prepared = factories.published_page_shareable(page)
        for shareable in (self.shareable, prepared, self.job):
            type(shareable).objects.filter(pk=shareable.pk).update(
                locked=True, locked_by=user, locked_at=timezone.now()
            )
        log(self.shareable, "wagtail.edit", user=user)
        log(page, "wagtail.edit", user=user)
        # No action of ours is about a page yet; one of a later room may be.
        PageLogEntry.objects.filter(action="wagtail.edit").update(
            action="wagtail_advocacy.later"
        )
        log(self.other, shareables.LOG_WITHDRAW, user=user, data={"reason": "Wrong."})
        self.log = ModelLogEntry.objects.get(action=shareables.LOG_WITHDRAW)

    def ask_and_answer(self):
        """Ask for help, and answer it oneself, which nobody forbids a lead."""
        self.user.user_permissions.add(Permission.objects.get(codename="answer_slip"))
        asked = helping.tell_slip(self.user, self.published.pk, note=CANARY)
        helping.answer(self.user, asked.pk, CANARY, version=1)

    def learn(self, parent):
        user = self.user
        factories.live_charter(parent)
        factories.sign_charter(user)
        ConsultationComment.objects.create(
            version=CharterVersion.objects.get(),
            clause_id="x",
            clause_title="X",
            text=CANARY,
            author=user,
            written_on=timezone.localdate(),
        )
        passed = training_factory.training(parent, required=False)
        begun = training_factory.training(parent, "In your own words", required=False)
        fields = training_factory.right_answers(passed)
        trainings.hand_in(user, passed, 1, training_factory.chosen(fields))
        trainings.go_on(user, begun, "first")


@pytest.fixture
def world(make_user, article):
    return World(make_user, article())


@pytest.fixture
def stranger(make_user):
    """Somebody else, who must not be touched."""
    user = make_user("grace@example.com")
    factories.sign_charter(user)
    offer = factories.offer_of(
        factories.published_link_shareable(url="https://news.example.org/grace")
    )
    factories.confirmed_share(user, offer, text="Grace's own words.")
    actions.name_handles(user, {"x": "grace"})
    return user


def unzip(file):
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def exported(user):
    file = io.BytesIO()
    actions.export(user, file)
    file.seek(0)
    return unzip(file)


def dump():
    """Return every row of every table of ours, and every log entry, as text."""
    tables = [
        name
        for name in connection.introspection.table_names()
        if name.startswith(OURS) or name.endswith("logentry")
    ]
    assert len(tables) > 15
    lines = []
    with connection.cursor() as cursor:
        for table in tables:
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {quoted}")  # noqa: S608
            lines += [f"{table}: {row!r}" for row in cursor.fetchall()]
    return "\n".join(lines)


class TestRegistry:
    def leads_to_people(self, model, seen=()):
        """Whether a row of ours refers to a person, directly or over other rows.

        Many-to-many relations are rows of tables of their own. What a page inherits,
        such as its owner, is in Wagtail's table.
        """
        for field in model._meta.local_fields:
            target = field.related_model
            if not isinstance(target, type) or target in seen:
                continue
            if target in (Ambassador, get_user_model()):
                return True
            if target._meta.app_label.startswith(OURS) and self.leads_to_people(
                target, (*seen, model)
            ):
                return True
        return False

    def test_every_table_that_leads_to_people_is_known(self):
        leading = {
            model._meta.label for model in our_models() if self.leads_to_people(model)
        }
        assert "wagtail_advocacy_sharing.Handoff" in leading
        known = {table.model for table in personal_tables} | {*impersonal_tables.keys()}
        assert leading <= known, "register these, or say why they are impersonal"

    def test_what_is_registered_says_why_until_when_and_who(self):
        for table in personal_tables:
            assert apps.get_model(table.model)
            assert str(table.why), table.model
            assert str(table.until), table.model
            assert str(table.seen_by), table.model
        for table in impersonal_tables:
            assert table.why.strip(), table.model

    def test_no_two_tables_share_a_file(self):
        names = [table.file_name for table in personal_tables]
        assert len(set(names)) == len(names)

    def test_nobody_and_strangers_have_no_rows(self, make_user, world):
        newcomer = make_user("new@example.com")
        for table in personal_tables:
            for person in (Person(None, None), person_of(newcomer)):
                assert not table.rows(person).exists(), table.key


class TestExport:
    def test_it_has_every_row_of_every_table_twice(self, world, stranger):
        files = exported(world.user)
        person = person_of(world.user)
        for table in personal_tables:
            expected = table.rows(person).count()
            assert expected, f"{table.key} is empty: nothing is tested"
            rows = json.loads(files.pop(f"{table.file_name}.json"))
            sheet = files.pop(f"{table.file_name}.csv").decode("utf-8-sig")
            lines = list(csv.DictReader(io.StringIO(sheet)))
            assert len(rows) == len(lines) == expected, table.key
            for row, line in zip(rows, lines, strict=True):
                assert tuple(row) == tuple(line) == table.fields
        assert list(files) == ["README.txt"]

    def test_it_has_the_person_and_nobody_else(self, world, stranger):
        everything = b"".join(exported(world.user).values()).decode()
        assert f"=cmd {CANARY}" in everything
        assert f"https://www.linkedin.com/posts/{CANARY}" in everything
        assert "Grace" not in everything
        assert "grace" not in everything

    def test_no_cell_is_a_formula(self, world):
        sheet = exported(world.user)["sharing-share.csv"].decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(sheet)) for cell in row]
        assert f"'=cmd {CANARY}" in cells
        for cell in cells:
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))

    @pytest.mark.parametrize(
        "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\r\n=1"]
    )
    def test_every_beginning_of_a_formula_is_made_a_text(self, world, text):
        Share.objects.filter(pk=world.published.pk).update(text=text)
        sheet = exported(world.user)["sharing-share.csv"].decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(sheet, newline=""))
        assert next(row["text"] for row in rows if row["text"] != CANARY) == f"'{text}"

    def test_the_profile_gives_it(self, client, world):
        client.force_login(world.user)
        response = client.post("/advocacy/me/export/")
        assert response["Content-Type"] == "application/zip"
        assert "attachment" in response["Content-Disposition"]
        assert "no-store" in response["Cache-Control"]
        files = unzip(io.BytesIO(response.getvalue()))
        assert CANARY.encode() in files["sharing-share.json"]
        readme = files["README.txt"].decode("utf-8-sig")
        assert CANARY in readme
        assert "Until:" in readme
        assert "sharing-share" in readme

    def test_somebody_who_never_joined_gets_empty_tables(self, client, make_user):
        client.force_login(make_user("new@example.com"))
        response = client.post("/advocacy/me/export/")
        files = unzip(io.BytesIO(response.getvalue()))
        assert json.loads(files["sharing-share.json"]) == []

    def test_a_script_that_asks_for_ever_is_stopped(self, client, world):
        client.force_login(world.user)
        for _time in range(rate_limits.EXPORTING.times):
            rate_limits.count_attempt(world.user, rate_limits.EXPORTING)
        response = client.post("/advocacy/me/export/")
        assert response.status_code == 429
        assert "Retry-After" in response.headers

    def test_the_number_of_queries_does_not_grow_with_rows(
        self, world, django_assert_max_num_queries
    ):
        for number in range(20):
            sharing.drop_share(
                world.user,
                factories.open_share(world.user, world.offer, "x", text=f"{number}").pk,
            )
        with django_assert_max_num_queries(len(personal_tables) + 1):
            actions.export(world.user, io.BytesIO())


class TestErase:
    def test_no_byte_of_the_person_is_left(self, world, stranger):
        before = dump()
        ambassador = Ambassador.objects.get(user=world.user)
        keys = (str(world.user.pk), world.user.pk.hex)
        assert CANARY in before
        assert any(key in before for key in keys)
        actions.erase(world.user)
        after = dump()
        assert CANARY not in after
        left = [
            line
            for line in after.splitlines()
            if any(key in line for key in keys) and not line.startswith("wagtailcore_")
        ]
        assert left == []
        assert not Ambassador.objects.filter(pk=ambassador.pk).exists()
        person = Person(world.user, ambassador)
        for table in personal_tables:
            assert not table.rows(person).exists(), table.key
        assert "Grace's own words." in after
        assert Ambassador.objects.get().user == stranger

    def test_only_log_lines_of_ours_forget_who_it_was(self, world):
        actions.erase(world.user)
        world.log.refresh_from_db()
        assert world.log.user_id is None
        edits = ModelLogEntry.objects.filter(action="wagtail.edit")
        assert {entry.user_id for entry in edits} == {world.user.pk}

    def test_totals_stay(self, world, stranger):
        offers = [world.offer.pk]
        before = readers_of_offers(offers), shares_of_offers(offers)
        assert before == ({world.offer.pk: 8}, {world.offer.pk: 1})
        actions.erase(world.user)
        assert (readers_of_offers(offers), shares_of_offers(offers)) == before

    def test_links_lead_on(self, client, world):
        codes = [world.published.link.code, world.open.link.code]
        actions.erase(world.user)
        for code in codes:
            assert client.get(f"/go/s/{code}").status_code == 302
        assert TrackedLink.objects.filter(code__in=codes).count() == 2

    def test_a_share_that_stays_has_a_day_and_no_hour(self, world):
        actions.erase(world.user)
        share = Share.objects.get()
        assert share.ambassador is None
        for moment in (share.opened_at, share.confirmed_at):
            assert timezone.localtime(moment).time() == datetime.time()

    def test_what_is_withdrawn_later_is_told_to_nobody(self, world, mailoutbox):
        actions.erase(world.user)
        root = factories.superuser()
        live = type(world.shareable).objects.get(pk=world.shareable.pk)
        shareables.withdraw(live, root, reason="Wrong.")
        assert mailoutbox == []

    def test_the_button_wants_to_be_meant(self, client, world):
        client.force_login(world.user)
        assert "cannot be undone" in client.get("/advocacy/me/erase/").text
        response = client.post("/advocacy/me/erase/")
        assert response.status_code == 422
        assert "Tick the box first" in response.text
        assert Ambassador.objects.exists()
        response = client.post("/advocacy/me/erase/", {"sure": "1"}, follow=True)
        assert "Nothing is kept about you here any more" in response.text
        assert "data-advocacy-forget-drafts" in response.text
        assert not Ambassador.objects.exists()

    def test_twice_is_once_and_nobody_is_no_error(self, client, world, make_user):
        actions.erase(world.user)
        actions.erase(world.user)
        actions.erase(make_user("new@example.com"))

    def test_an_old_login_is_somebody_who_does_not_take_part(self, client, world):
        client.force_login(world.user)
        share = world.open
        actions.erase(world.user)
        for address in ("/advocacy/", "/advocacy/me/", "/advocacy/shares/"):
            page = client.get(address)
            assert page.status_code == 200
            assert CANARY not in page.text.replace(f"for {CANARY}", "")
        assert client.get(f"/advocacy/shares/{share.pk}/").status_code == 404
        response = client.post(
            f"/advocacy/share/{world.offer.public_id}/",
            {"network": "x", "text": "Hay."},
        )
        assert response.status_code == 403
        assert "Hay." in response.text
        assert client.post("/advocacy/me/pause/", {"end": "1"}).status_code == 403
        # And they may come back, as anybody.
        client.post("/advocacy/join/")
        assert Ambassador.objects.get().user == world.user

    def test_somebody_whose_account_is_gone_already(self, world):
        ambassador = Ambassador.objects.get()
        world.user.delete()
        ambassador.refresh_from_db()
        assert not ambassador.handles.exists()
        person = Person(None, ambassador)
        assert personal_tables.get(Share._meta.label).rows(person).count() == 2
        actions.erase_person(person)
        # What they said of a charter was published, and names nobody any more.
        comment = ConsultationComment.objects.get()
        assert comment.author is None
        comment.delete()
        assert CANARY not in dump()
        assert not Ambassador.objects.exists()

    def test_an_answer_stays_with_who_asked_and_names_nobody(self, world, stranger):
        share = Share.objects.of(stranger).get()
        asked = helping.tell_slip(stranger, share.pk)
        helping.answer(world.user, asked.pk, "Nothing to worry about.", version=1)
        actions.erase(world.user)
        asked.refresh_from_db()
        assert (asked.answer, asked.handled_by) == ("Nothing to worry about.", None)
        files = exported(stranger)
        assert b"Nothing to worry about." in files["sharing-helprequest.json"]
        assert json.loads(files["sharing-helprequest-answers.json"]) == []

    def test_a_lock_stays_and_names_nobody(self, world):
        actions.erase(world.user)
        world.shareable.refresh_from_db()
        assert world.shareable.locked
        assert world.shareable.locked_by is None


class TestCommands:
    def run(self, name, *arguments, **options):
        output = io.StringIO()
        call_command(name, *arguments, stdout=output, **options)
        return output.getvalue()

    @pytest.mark.parametrize("by", ["email", "pk"])
    def test_export_writes_a_file_that_only_its_owner_reads(self, world, tmp_path, by):
        path = tmp_path / "ada.zip"
        said = self.run("advocacy_export", str(getattr(world.user, by)), str(path))
        assert "2 wagtail_advocacy_sharing.Share" in said
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert CANARY.encode() in unzip(path)["sharing-share.json"]

    def test_export_never_writes_over_a_file(self, world, tmp_path):
        path = tmp_path / "ada.zip"
        path.write_text("mine")
        with pytest.raises(CommandError, match="exists"):
            self.run("advocacy_export", "ada@example.com", str(path))
        assert path.read_text() == "mine"

    def test_erase_without_a_terminal_wants_to_be_told_so(self, world):
        with pytest.raises(CommandError, match="--noinput"):
            self.run("advocacy_erase", "ada@example.com")
        assert Ambassador.objects.exists()

    def test_erase_erases(self, world):
        said = self.run("advocacy_erase", "ada@example.com", interactive=False)
        assert "2 wagtail_advocacy_sharing.Share" in said
        assert CANARY not in dump()

    def test_a_switched_off_account_is_found(self, world):
        world.user.is_active = False
        world.user.save()
        self.run("advocacy_erase", str(world.user.pk), interactive=False)
        assert not Ambassador.objects.exists()

    @pytest.mark.parametrize("named", ["nobody@example.com", "7", "", "' OR 1=1"])
    @pytest.mark.parametrize("command", ["advocacy_export", "advocacy_erase"])
    def test_an_account_that_there_is_not(self, world, tmp_path, command, named):
        arguments = [named, str(tmp_path / "x.zip")][: 2 - ("erase" in command)]
        with pytest.raises(CommandError, match="no account"):
            self.run(command, *arguments)
        assert Ambassador.objects.exists()

    def test_a_deleted_account_is_explained(self, world):
        world.user.delete()
        with pytest.raises(CommandError, match="deleted_accounts"):
            self.run("advocacy_erase", "ada@example.com", interactive=False)


class TestOwnersOnly:
    def test_nobody_else_is_shown_any_of_it(self, client, world, make_user):
        for other in (factories.superuser(), make_user("new@example.com")):
            client.force_login(other)
            for address in ("/advocacy/me/", "/advocacy/me/erase/"):
                assert CANARY not in client.get(address).text
            response = client.post("/advocacy/me/export/")
            content = response.getvalue()
            files = unzip(io.BytesIO(content))
            assert not any(CANARY.encode() in one for one in files.values())

    def test_nothing_of_it_enters_the_audit_log(self, client, world):
        before = ModelLogEntry.objects.count()
        client.force_login(world.user)
        assert client.post("/advocacy/me/export/").getvalue()
        client.post("/advocacy/consent/", {"purpose": "by_name", "answer": "yes"})
        client.post("/advocacy/me/erase/", {"sure": "1"})
        assert ModelLogEntry.objects.count() == before


@pytest.mark.skipif(settings.WITHOUT, reason="the page tells of every room")
def test_the_privacy_page_says_what_the_registries_say():
    page = privacy_table.PAGE.read_text(encoding="utf-8")
    assert page == privacy_table.written(page), "run docs/privacy_table.py"

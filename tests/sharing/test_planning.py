"""A planned share is a reminder with the text ready; the person still posts it."""

import ast
import datetime
import zoneinfo
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

import wagtail_advocacy
from tests import factories
from tests.mail_server import mail_server
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import notices, retention
from wagtail_advocacy.ambassadors.models import Delivery
from wagtail_advocacy.ambassadors.queries import active_ambassador
from wagtail_advocacy.ambassadors.tasks import sweep_notices
from wagtail_advocacy.shareables import actions as shareables
from wagtail_advocacy.sharing import actions, moments, planning
from wagtail_advocacy.sharing.models import Draft, PlannedShare, Share
from wagtail_advocacy.sharing.tasks import remind_of_planned


pytestmark = [pytest.mark.django_db, pytest.mark.nights]

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
# A Monday.
NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=PARIS)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
PLANNED = "/advocacy/planned/"


@pytest.fixture
def clock(monkeypatch):
    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


@pytest.fixture
def shareable(clock, article):
    clock(datetime.datetime(2025, 11, 1, tzinfo=PARIS))
    made = factories.published_page_shareable(article())
    clock(NOON)
    return made


@pytest.fixture
def offer(shareable):
    return factories.offer_of(shareable)


@pytest.fixture
def plan(employee, offer):
    """Plan for tomorrow: ``plan(NOON + HOUR)``, on LinkedIn."""

    def make(remind_at=NOON + DAY, network="linkedin", of=offer, text="My own words."):
        return planning.plan_share(
            employee, of, network, text=text, remind_at=remind_at
        )

    return make


@pytest.fixture
def run(django_capture_on_commit_callbacks, clock):
    """Let the worker run at a moment; return the mails it sent."""

    def at(moment):
        clock(moment)
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            remind_of_planned()
            sweep_notices()
        return mail.outbox[before:]

    return at


@pytest.fixture
def change(client):
    def post(plan, do, **fields):
        return client.post(f"{PLANNED}{plan.pk}/", {"do": do, **fields})

    return post


def compose(client, offer, **fields):
    data = {"network": "linkedin", "text": "My own words.", **fields}
    return client.post(f"/advocacy/share/{offer.public_id}/", data)


class TestPlanning:
    def test_at_a_moment_of_ones_own_in_ones_own_time(self, client, employee, offer):
        ambassadors.change_profile(employee, time_zone="Asia/Tokyo")
        response = compose(client, offer, plan="own", remind_at="2026-11-24T09:20")
        assert response.url == f"{PLANNED}?notice=planned"
        plan = PlannedShare.objects.get()
        assert plan.remind_at.isoformat() == "2026-11-24T00:20:00+00:00"
        assert plan.text == "My own words."
        assert "tomorrow at 9:20" in client.get(PLANNED).text

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("", "Choose a day and a time"),
            ("soon", "Choose a day and a time"),
            ("2026-11-23T11:00", "This moment is over already."),
            ("9999-12-31T23:59", "within the next three months"),
            ("0001-01-01T00:00", "Choose a day and a time"),
        ],
    )
    def test_what_is_no_moment_to_come_is_told_and_nothing_lost(
        self, client, employee, offer, typed, sentence
    ):
        response = compose(client, offer, plan="own", remind_at=typed)
        assert response.status_code == 422
        assert sentence in response.text
        assert ">\nMy own words.</textarea>" in response.text.replace("&#10;", "\n")
        assert not PlannedShare.objects.exists()

    def test_not_after_the_offer(self, employee, offer, plan):
        type(offer).objects.filter(pk=offer.pk).update(expires_at=NOON + HOUR)
        with pytest.raises(actions.Refused) as refusal:
            plan(NOON + 2 * HOUR)
        assert "cannot be shared any more then" in str(refusal.value.sentence)

    def test_without_words_there_is_nothing_to_plan(self, client, employee, offer):
        response = compose(client, offer, text=" ", plan="own", remind_at="2026-12-01")
        assert response.status_code == 422
        assert not PlannedShare.objects.exists()

    def test_planned_again_it_is_one_plan_with_the_last_words(self, plan):
        plan(text="First words.")
        plan(NOON + HOUR, text="Better words.")
        kept = PlannedShare.objects.get()
        assert (kept.text, kept.remind_at) == ("Better words.", NOON + HOUR)

    def test_networks_are_planned_apart(self, plan):
        plan()
        plan(network="x")
        assert PlannedShare.objects.count() == 2

    def test_nobody_plans_who_does_not_take_part(self, client, employee, offer):
        ambassadors.leave(employee, source="test")
        response = compose(client, offer, plan="own", remind_at="2026-11-24T09:20")
        assert response.status_code == 403
        assert "My own words." in response.text

    def test_a_network_that_is_not_offered(self, plan):
        with pytest.raises(actions.Refused):
            plan(network="carrier-pigeon")


class TestOneText:
    def test_the_plan_takes_the_place_of_the_draft(self, employee, offer, plan):
        actions.keep_draft(employee, offer, text="Half a sentence", network="linkedin")
        plan()
        assert not Draft.objects.exists()

    def test_keeping_the_text_of_a_plan_keeps_it_there(self, employee, offer, plan):
        plan()
        actions.keep_draft(employee, offer, text="Better.", network="linkedin")
        assert PlannedShare.objects.get().text == "Better."
        assert not Draft.objects.exists()

    def test_the_composer_opens_with_it(self, client, offer, plan):
        plan(text="Planned words.", network="x")
        for query in ("", "?network=x"):
            response = client.get(f"/advocacy/share/{offer.public_id}/{query}")
            assert "Planned words.</textarea>" in response.text
            assert response.context["form"].network_key == "x"
            assert "Your reminder: tomorrow at noon" in response.text

    @pytest.mark.parametrize("query", ["?network=x", "?network=bluesky"])
    def test_the_network_that_was_asked_for_is_the_one_it_opens_on(
        self, client, offer, plan, query
    ):
        plan(text="Planned words.", network="x")
        form = client.get(f"/advocacy/share/{offer.public_id}/{query}").context["form"]
        assert form["text"].value() == "Planned words."
        assert form.network_key == query.partition("=")[2]

    def test_what_was_left_with_there_is_not_hidden_by_another_networks_text(
        self, client, employee, offer, plan
    ):
        factories.open_share(employee, offer, "x", text="Left with.")
        plan(text="Planned words.", network="linkedin")
        actions.keep_draft(employee, offer, text="Drafted.", network="bluesky")
        address = f"/advocacy/share/{offer.public_id}/"
        for network, text in {
            "x": "Left with.",
            "linkedin": "Planned words.",
            "bluesky": "Drafted.",
            "copy": "Drafted.",
        }.items():
            form = client.get(address, {"network": network}).context["form"]
            assert (form["text"].value(), form.network_key) == (text, network)

    @pytest.mark.parametrize("how", ["leave", "plan", "keep", "clear", "left"])
    def test_a_draft_that_was_never_on_the_screen_stays(
        self, client, employee, offer, plan, how
    ):
        if how == "left":
            factories.open_share(employee, offer, text="Left with.")
        else:
            plan(text="Planned words.")
        actions.keep_draft(employee, offer, text="For X.", network="x")
        fields = {
            "plan": {"plan": "own", "remind_at": "2026-11-24T09:20"},
            "keep": {"keep": "1"},
            "clear": {"keep": "1", "text": ""},
            "left": {"keep": "1", "text": "Better."},
        }
        compose(client, offer, **fields.get(how, {}))
        kept = {one.network: one.text for one in Draft.objects.all()}
        assert kept.pop("x") == "For X."
        assert kept == ({"linkedin": "Better."} if how == "left" else {})

    def test_a_draft_for_a_network_that_is_none_is_for_any(self, employee, offer, plan):
        plan(text="Planned words.")
        for network in ("Nowhere", "nowhere", "x" * 40):
            actions.keep_draft(employee, offer, text="For any.", network=network)
        assert Draft.objects.get().network == ""

    def test_a_draft_that_goes_to_another_network_is_not_left_behind(
        self, client, employee, offer
    ):
        actions.keep_draft(employee, offer, text="Half a sentence", network="x")
        compose(client, offer, network="linkedin")
        assert not Draft.objects.exists()

    def test_leaving_with_it_ends_the_plan(self, employee, offer, plan, run):
        plan()
        plan(network="x")
        factories.open_share(employee, offer)
        assert [one.network for one in PlannedShare.objects.all()] == ["x"]

    def test_a_plan_takes_no_place(self, employee, offer, plan, make_user):
        factories.caps(offer_daily_cap=1, person_daily_cap=1)
        plan(NOON + HOUR)
        factories.open_share(make_user("grace@example.com"), offer)


class TestReminder:
    def test_it_comes_once_with_one_link_to_the_text(self, client, offer, plan, run):
        plan()
        assert run(NOON + DAY - datetime.timedelta(minutes=1)) == []
        [sent] = run(NOON + DAY)
        assert sent.subject == f"Your reminder: {offer.title}"
        assert f"your text about “{offer.title}” is ready for LinkedIn" in sent.body
        address = f"/advocacy/share/{offer.public_id}/?network=linkedin"
        assert sent.body.count("https://") == 1
        assert f"https://intranet.example.com{address}" in sent.body
        assert "later than you asked for" not in sent.body
        assert "My own words.</textarea>" in client.get(address).text
        assert run(NOON + DAY + HOUR) == []
        # On the intranet, too, until it is done.
        assert "Your reminder" in client.get("/advocacy/").text
        compose(client, offer)
        assert "Your reminder" not in client.get("/advocacy/").text

    def test_it_comes_by_smtp(self, plan, run, settings):
        plan()
        with mail_server(settings) as server:
            run(NOON + DAY)
        [received] = server.mails
        assert received["To"] == "ada@example.com"
        assert "Open my text" in received.get_body(["plain"]).get_content()
        assert "Open my text" in received.get_body(["html"]).get_content()

    def test_three_days_without_a_worker_bring_one_reminder(
        self, plan, run, article, clock
    ):
        for number in range(3):
            clock(NOON)
            other = factories.offer_of(
                factories.published_page_shareable(article(f"Article {number}"))
            )
            plan(NOON + number * DAY + HOUR, of=other)
        [sent] = run(NOON + 4 * DAY)
        assert sent.subject == "Your reminder: 3 texts are ready"
        assert "– Article 1 (LinkedIn)" in sent.body
        assert "later than you asked for" in sent.body
        assert f"https://intranet.example.com{PLANNED}" in sent.body
        assert run(NOON + 5 * DAY) == []

    def test_what_is_late_waits_for_the_morning(self, plan, run):
        plan(NOON + HOUR)
        night = datetime.datetime(2026, 11, 24, 3, tzinfo=PARIS)
        assert run(night) == []
        [sent] = run(datetime.datetime(2026, 11, 24, 8, tzinfo=PARIS))
        assert "later than you asked for" in sent.body

    def test_who_wants_it_at_night_gets_it_at_night(self, plan, run):
        moment = datetime.datetime(2026, 11, 23, 22, 15, tzinfo=PARIS)
        plan(moment)
        assert len(run(moment)) == 1

    def test_quiet_hours_hold_the_mail_and_not_the_note(
        self, client, employee, plan, run
    ):
        ambassadors.change_profile(
            employee,
            quiet_from=datetime.time(20),
            quiet_until=datetime.time(7, 30),
        )
        moment = datetime.datetime(2026, 11, 23, 22, 15, tzinfo=PARIS)
        plan(moment)
        assert run(moment) == []
        assert "Your reminder" in client.get("/advocacy/").text
        assert len(run(datetime.datetime(2026, 11, 24, 7, 30, tzinfo=PARIS))) == 1

    @pytest.mark.parametrize(("month", "day"), [(3, 29), (10, 25)])
    def test_quiet_hours_end_by_the_clock_when_it_changes(
        self, employee, plan, run, clock, month, day
    ):
        ambassadors.change_profile(
            employee, quiet_from=datetime.time(20), quiet_until=datetime.time(7, 30)
        )
        morning = datetime.datetime(2026, month, day, 7, 30, tzinfo=PARIS)
        clock(morning - DAY)
        plan(morning - 9 * HOUR)
        assert run(morning - 9 * HOUR) == []
        assert run(morning - datetime.timedelta(minutes=1)) == []
        assert len(run(morning)) == 1

    def test_a_pause_does_not_hold_what_they_asked_for(self, employee, plan, run):
        plan()
        ambassadors.pause(employee, datetime.date(2026, 12, 24))
        assert len(run(NOON + DAY)) == 1

    def test_nobody_waits_for_it_after_a_week(self, client, plan, run):
        plan()
        assert run(NOON + 9 * DAY) == []
        assert "waits for you since" in client.get(PLANNED).text

    def test_it_waits_while_sharing_is_closed(self, plan, run):
        plan()
        factories.sharing_state(is_open=False)
        assert run(NOON + DAY) == []
        factories.sharing_state(is_open=True)
        assert len(run(NOON + DAY + HOUR)) == 1

    def test_one_that_fails_does_not_keep_the_others(
        self, make_user, offer, plan, run, monkeypatch, caplog
    ):
        plan()
        grace = make_user("grace@example.com")
        factories.ambassador(grace)
        planning.plan_share(grace, offer, "x", text="Hers.", remind_at=NOON + DAY)
        meant_for = type(offer).is_meant_for

        def fail(self, user):
            if user.email.startswith("ada"):
                raise RuntimeError
            return meant_for(self, user)

        monkeypatch.setattr(type(offer), "is_meant_for", fail)
        [sent] = run(NOON + DAY)
        assert sent.to == ["grace@example.com"]
        assert "could not be reminded" in caplog.text


class TestEnding:
    def test_withdrawn_it_is_told_at_once_and_the_text_comes_back(
        self, client, employee, shareable, plan, run, django_capture_on_commit_callbacks
    ):
        plan(text="Words I liked.")
        with django_capture_on_commit_callbacks(execute=True):
            shareables.withdraw(shareable, factories.superuser(), reason="Wrong.")
        [sent] = mail.outbox
        assert "Not offered any more" in sent.subject
        assert "Words I liked." in sent.body
        assert not PlannedShare.objects.exists()
        assert "Words I liked." in client.get("/advocacy/").text
        assert run(NOON + DAY) == []

    def test_ended_otherwise_it_is_told_when_they_wanted_to_be_reminded(
        self, client, shareable, plan, run
    ):
        plan(text="Words I liked.")
        shareable.unpublish()
        assert run(NOON + HOUR) == []
        assert "cannot be shared at the moment" in client.get(PLANNED).text
        [sent] = run(NOON + DAY)
        assert "Words I liked." in sent.body
        assert run(NOON + 2 * DAY) == []

    def test_back_in_time_it_is_reminded_of_as_if_nothing_had_been(
        self, shareable, plan, run
    ):
        plan()
        shareable.unpublish()
        factories.publish(shareable)
        [sent] = run(NOON + DAY)
        assert sent.subject.startswith("Your reminder")

    def test_ended_after_the_reminder_the_text_comes_back(
        self, client, offer, shareable, plan, run
    ):
        plan(text="Words I liked.")
        run(NOON + DAY)
        type(offer).objects.filter(pk=offer.pk).update(expires_at=NOON + 2 * DAY)
        assert run(NOON + DAY + HOUR) == []
        assert PlannedShare.objects.exists()
        [sent] = run(NOON + 2 * DAY)
        assert "Not offered any more" in sent.subject
        assert "Words I liked." in sent.body
        assert not PlannedShare.objects.exists()
        assert run(NOON + 2 * DAY + HOUR) == []

    def test_one_that_cannot_be_told_does_not_keep_the_others(
        self, make_user, shareable, offer, plan, monkeypatch, caplog
    ):
        plan()
        grace = make_user("grace@example.com")
        factories.ambassador(grace)
        planning.plan_share(grace, offer, "x", text="Hers.", remind_at=NOON + DAY)
        tell_ended = planning.notices.tell_ended

        def fail(ambassador, plan):
            if ambassador.user.email.startswith("ada"):
                raise RuntimeError
            tell_ended(ambassador, plan)

        monkeypatch.setattr(planning.notices, "tell_ended", fail)
        planning.end_plans(offer)
        assert PlannedShare.objects.get().ambassador.user != grace
        assert "could not be reminded" in caplog.text

    def test_leaving_the_programme_ends_every_plan(self, employee, plan, run):
        plan()
        ambassadors.leave(employee, source="test")
        assert not PlannedShare.objects.exists()
        factories.ambassador(employee)
        assert run(NOON + DAY) == []

    def test_a_month_later_it_is_forgotten(self, plan, clock):
        plan()
        clock(NOON + 30 * DAY)
        retention.apply_all()
        assert PlannedShare.objects.exists()
        clock(NOON + 32 * DAY)
        retention.apply_all()
        assert not PlannedShare.objects.exists()


class TestChanging:
    def test_in_an_hour(self, plan, change, run):
        planned = plan()
        run(NOON + DAY)
        response = change(planned, "hour", next="/advocacy/")
        assert response.url == "/advocacy/?notice=moved"
        # The old one is over, and there is a new one.
        assert notices.unread(active_ambassador_of(planned)) == []
        assert run(NOON + DAY + HOUR - datetime.timedelta(minutes=1)) == []
        assert len(run(NOON + DAY + HOUR)) == 1

    def test_reminded_again_it_stands_there_once(self, client, plan, change, run):
        planned = plan()
        run(NOON + DAY)
        change(planned, "hour")
        run(NOON + DAY + HOUR)
        [shown] = notices.unread(active_ambassador_of(planned))
        assert Delivery.objects.get(put_away_at=None).pk == shown.pk

    def test_tomorrow_at_the_same_time(self, plan, change, run):
        planned = plan(NOON + HOUR)
        run(NOON + 3 * HOUR)
        change(planned, "tomorrow")
        planned.refresh_from_db()
        assert planned.remind_at == NOON + DAY + HOUR

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("2026-03-28T02:30+01:00", "2026-03-29T01:30+00:00"),
            ("2026-10-24T09:20+02:00", "2026-10-25T08:20+00:00"),
        ],
    )
    def test_tomorrow_when_the_clock_changes(self, before, after):
        moment = datetime.datetime.fromisoformat(before)
        found = planning.tomorrow(moment, PARIS, moment + HOUR)
        assert found == datetime.datetime.fromisoformat(after)

    def test_at_another_moment(self, plan, change):
        planned = plan()
        change(planned, "own", remind_at="2026-12-01T10:05")
        planned.refresh_from_db()
        assert planned.remind_at == datetime.datetime(2026, 12, 1, 10, 5, tzinfo=PARIS)

    def test_what_is_no_moment_is_told_at_the_field(self, plan, change):
        response = change(plan(), "own", remind_at="2001-01-01T10:00")
        assert response.status_code == 422
        assert "This moment is over already." in response.text
        assert 'value="2001-01-01T10:00" aria-invalid="true"' in response.text

    def test_dropped_nothing_of_it_is_kept(self, plan, change, run):
        response = change(plan(), "drop")
        assert response.url == f"{PLANNED}?notice=plan_dropped"
        assert not PlannedShare.objects.exists()
        assert run(NOON + DAY) == []

    def test_somebody_elses_is_not_there(self, client, plan, change, make_user):
        planned = plan()
        grace = make_user("grace@example.com")
        factories.ambassador(grace)
        client.force_login(grace)
        for do in ("hour", "tomorrow", "own", "drop"):
            assert change(planned, do, remind_at="2026-12-01T10:05").status_code == 404
        assert "My own words." not in client.get(PLANNED).text
        assert PlannedShare.objects.get().remind_at == NOON + DAY

    def test_by_post_alone(self, client, plan):
        assert client.get(f"{PLANNED}{plan().pk}/").status_code == 405

    def test_any_other_word_changes_nothing(self, plan, change):
        assert change(plan(), "publish").status_code == 422


class TestHub:
    def test_the_next_three_and_a_way_to_the_rest(self, client, plan):
        for network in ("linkedin", "x", "bluesky"):
            plan(network=network)
        assert "Everything I planned" not in client.get("/advocacy/").text
        plan(network="mastodon")
        response = client.get("/advocacy/")
        assert len(response.context["plans"]) == 3
        assert "Everything I planned" in response.text

    @pytest.mark.parametrize("address", ["/advocacy/", PLANNED])
    def test_queries_do_not_grow(self, client, plan, address):
        plan()
        client.get(address)

        def count():
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            return len(queries)

        few = count()
        for network in ("x", "bluesky", "mastodon", "facebook", "threads"):
            plan(network=network)
        assert count() == few


class TestWords:
    @pytest.mark.parametrize(
        ("moment", "english"),
        [
            (NOON + HOUR, "today at 1 p.m."),
            (NOON + DAY, "tomorrow at noon"),
            (NOON + 3 * DAY, "Thursday, 26 November at noon"),
        ],
    )
    def test_moments_are_said_as_people_say_them(self, moment, english):
        with translation.override("en"):
            found = moments.spoken(moment, PARIS, NOON)
        assert found == english

    def test_an_hour_that_is_not_there_is_the_one_after(self):
        assert moments.typed("2026-03-29T02:30", PARIS) == datetime.datetime(
            2026, 3, 29, 3, 30, tzinfo=PARIS
        )

    def test_an_hour_that_comes_twice_is_the_first(self):
        found = moments.typed("2026-10-25T02:30", PARIS)
        assert found.isoformat() == "2026-10-25T00:30:00+00:00"


def test_nothing_confirms_a_share_but_its_owners_yes():
    """No task, no command, no admin and no plan says that something is published."""
    root = Path(wagtail_advocacy.__file__).parent
    confirming, publishing = set(), set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = path.relative_to(root).as_posix()
            if isinstance(node, ast.Call) and _called(node) == "confirm_share":
                confirming.add(name)
            if isinstance(node, ast.Assign) and _is_confirmed(node.value):
                targets = [getattr(one, "attr", "") for one in node.targets]
                publishing.update({name} if "state" in targets else set())
            if isinstance(node, ast.Call) and _called(node) not in ("filter", "Q"):
                states = [one.value for one in node.keywords if one.arg == "state"]
                publishing.update({name} if any(map(_is_confirmed, states)) else ())
    assert confirming == {"sharing/views/shares.py"}
    # Erasing an author leaves that there was a post, of nobody, in the totals.
    assert publishing == {"sharing/actions.py", "sharing/personal_tables.py"}


def test_a_reminder_makes_no_share(plan, run):
    plan()
    run(NOON + DAY)
    run(NOON + 2 * DAY)
    assert not Share.objects.exists()
    assert Delivery.objects.count() == 1


def active_ambassador_of(plan):
    return active_ambassador(plan.ambassador.user)


def _called(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _is_confirmed(value):
    return isinstance(value, ast.Attribute) and value.attr == "CONFIRMED"

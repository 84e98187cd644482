"""What is new to share, by mail, as often as each person chose; or nothing."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from tests import factories
from tests.mail_server import mail_server
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import notices, retention
from wagtail_advocacy.ambassadors.models import Delivery
from wagtail_advocacy.ambassadors.queries import active_ambassador
from wagtail_advocacy.outreach.actions import choose_frequency
from wagtail_advocacy.outreach.digest import DIGEST
from wagtail_advocacy.outreach.models import DigestChoice, OutreachSettings
from wagtail_advocacy.outreach.tasks import send_digests
from wagtail_advocacy.shareables import actions as shareables
from wagtail_advocacy.shareables.models import Topic

from .conftest import PARIS, agree, like


pytestmark = pytest.mark.django_db

# Mondays, Thursdays: as of October 1st, 2026, a Thursday.
MONDAY = (2026, 10, 5, 12)
NEXT_MONDAY = (2026, 10, 12, 12)


def titles(sent):
    """Return the titles a mail lists, in their order."""
    return [
        line.removeprefix("– ") for line in sent.body.splitlines() if line[:1] == "–"
    ]


class TestWhoGetsOne:
    def test_whoever_said_yes(self, reader, offer, run):
        reader()
        made = offer()
        [sent] = run(*MONDAY)
        assert sent.to == ["ada@example.com"]
        assert sent.subject == "To share, if you like: The grid of tomorrow"
        assert titles(sent) == ["The grid of tomorrow"]
        assert "What a newspaper writes about the grid." in sent.body
        address = f"https://intranet.example.com/advocacy/share/{made.public_id}/"
        assert address in sent.body
        [(html, _mime)] = sent.alternatives
        assert f'<a href="{address}">' in html
        assert "/advocacy/me/#digest" in sent.body
        assert "<img" not in html

    def test_nobody_before_they_said_so(self, make_user, offer, run):
        factories.ambassador(make_user("eve@example.com"))
        make_user("never-joined@example.com")
        offer()
        assert run(*MONDAY) == []
        assert not Delivery.objects.exists()

    def test_nobody_who_said_no_again_or_left(self, reader, offer, run):
        agree(reader(), False)
        ambassadors.leave(reader("eve@example.com"), source="test")
        offer()
        assert run(*MONDAY) == []

    def test_not_while_it_waits_for_a_morning_and_they_said_no(
        self, reader, offer, run
    ):
        ada = reader(quiet_from=datetime.time(20), quiet_until=datetime.time(13))
        offer()
        assert run(*MONDAY) == []
        agree(ada, False)
        assert run(2026, 10, 5, 14) == []
        assert Delivery.objects.get().state == Delivery.State.DROPPED

    def test_nobody_who_has_something_to_do_first(self, reader, offer, run, site_home):
        ada = reader()
        factories.live_charter(site_home)
        offer()
        assert run(*MONDAY) == []
        factories.sign_charter(ada)
        assert len(run(*NEXT_MONDAY)) == 1

    def test_nobody_while_sharing_is_closed(self, reader, offer, run):
        reader()
        offer()
        factories.sharing_state(is_open=False)
        assert run(*MONDAY) == []
        assert not Delivery.objects.exists()

    def test_the_intranet_shows_no_notice_of_it(self, client, reader, offer, run):
        ada = reader()
        offer()
        run(*MONDAY)
        client.force_login(ada)
        html = client.get("/advocacy/").text
        assert "To share, if you like" not in html
        assert notices.unread(active_ambassador(ada)) == []


class TestWhen:
    def test_on_monday_morning_where_they_are_whatever_runs_twice(
        self, reader, offer, run
    ):
        reader(time_zone="Asia/Tokyo")
        offer()
        # Nine in Tokyo is two at night in Paris.
        assert run(2026, 10, 5, 1, 45) == []
        assert len(run(2026, 10, 5, 2, 0)) == 1
        assert run(2026, 10, 5, 2, 15) == []
        assert run(2026, 10, 6, 12) == []

    def test_not_at_once_for_whoever_says_yes_on_a_thursday(self, reader, offer, run):
        reader()
        offer()
        assert run(2026, 10, 1, 12, 15) == []
        assert run(2026, 10, 2, 12) == []
        assert len(run(*MONDAY)) == 1

    def test_nine_stays_nine_when_the_clock_goes_back(self, reader, offer, run):
        reader()
        offer("Summer")
        hours = []
        for day in (19, 26):
            offer(f"Of {day}", opens_at=datetime.datetime(2026, 10, day, tzinfo=PARIS))
            for hour in (8, 9):
                hours += [(day, hour)] * len(run(2026, 10, day, hour))
        assert hours == [(19, 9), (26, 9)]

    def test_quiet_hours_hold_it_back(self, reader, offer, run):
        reader(quiet_from=datetime.time(20), quiet_until=datetime.time(11))
        offer()
        assert run(2026, 10, 5, 9) == []
        assert run(2026, 10, 5, 10, 59) == []
        assert len(run(2026, 10, 5, 11)) == 1

    def test_days_of_downtime_bring_one_and_not_at_night(self, reader, offer, run):
        reader()
        choose_frequency(reader("daily@example.com"), "daily")
        offer()
        # Nothing ran from Monday to Wednesday; the worker is back at night.
        assert run(2026, 10, 8, 3) == []
        assert len(run(2026, 10, 8, 9)) == 2
        assert run(2026, 10, 8, 12) == []
        assert run(2026, 10, 9, 12) == []

    def test_the_same_week_is_never_told_twice(self, reader, offer, run):
        reader()
        offer()
        assert len(run(*MONDAY)) == 1
        offer("Another")
        DigestChoice.objects.update(looked_at=None)
        assert run(2026, 10, 6, 12) == []

    @pytest.mark.parametrize(
        ("frequency", "days"),
        [
            ("daily", [2, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 19, 20, 21]),
            ("weekly", [5, 12, 19]),
            ("fortnightly", [12]),
            ("monthly", [5]),
        ],
    )
    def test_as_often_as_they_chose(self, reader, offer, run, clock, frequency, days):
        choose_frequency(reader(), frequency)
        made = offer()
        sent = []
        for day in range(1, 22):
            clock(2026, 10, day, 1)
            like(made, f"Of {day}")
            sent += [day] * len(run(2026, 10, day, 12, 30))
        assert sent == days

    def test_another_choice_brings_nothing_that_was_due_before(
        self, reader, offer, run, clock
    ):
        ada = reader()
        offer()
        choose_frequency(ada, "monthly")
        clock(2026, 10, 7, 12)
        choose_frequency(ada, "weekly")
        assert run(2026, 10, 7, 13) == []
        assert len(run(*NEXT_MONDAY)) == 1

    def test_the_lead_sets_day_and_hour(self, reader, offer, run):
        OutreachSettings.objects.create(digest_weekday=2, digest_hour=14)
        reader()
        offer()
        assert run(*MONDAY) == []
        assert run(2026, 10, 7, 13, 59) == []
        assert len(run(2026, 10, 7, 14)) == 1

    def test_a_break_is_silent_and_brings_nothing_of_it_afterwards(
        self, reader, offer, run
    ):
        reader(paused_until=datetime.date(2026, 10, 14))
        offer()
        assert run(*MONDAY) == []
        assert run(*NEXT_MONDAY) == []
        assert run(2026, 10, 14, 12) == []
        assert len(run(2026, 10, 19, 12)) == 1

    def test_none_waits_behind_another(self, reader, offer, run, monkeypatch):
        reader()
        offer()
        monkeypatch.setattr(
            "django.core.mail.EmailMultiAlternatives.send",
            lambda self: (_ for _ in ()).throw(OSError("down")),
        )
        run(*MONDAY)
        offer("Another")
        Delivery.objects.update(due_at=datetime.datetime(2026, 11, 1, tzinfo=PARIS))
        run(*NEXT_MONDAY)
        assert Delivery.objects.count() == 1


class TestWhatIsInIt:
    def test_nothing_when_there_is_nothing(self, reader, run):
        reader()
        assert run(*MONDAY) == []
        assert not Delivery.objects.exists()

    def test_nothing_twice(self, reader, offer, run):
        reader()
        offer("Old")
        assert titles(run(*MONDAY)[0]) == ["Old"]
        assert run(*NEXT_MONDAY) == []
        offer("New")
        assert titles(run(2026, 10, 19, 12)[0]) == ["New"]

    def test_what_was_told_stays_told_when_it_is_forgotten_what_it_said(
        self, reader, offer, run, clock
    ):
        reader()
        offer(opens_at=datetime.datetime(2026, 10, 4, tzinfo=PARIS))
        run(*MONDAY)
        notices.forget_content(clock(2026, 11, 1))
        assert set(Delivery.objects.get().context) == {"offers"}
        assert run(2026, 11, 2, 12) == []

    def test_what_failed_for_good_was_not_told(self, reader, offer, run):
        reader()
        offer()
        run(*MONDAY)
        Delivery.objects.update(state=Delivery.State.FAILED)
        assert len(run(*NEXT_MONDAY)) == 1

    def test_neither_what_they_shared_nor_what_ended_nor_what_is_old(
        self, reader, offer, run
    ):
        ada = reader()
        factories.confirmed_share(ada, offer("Shared"))
        factories.open_share(ada, offer("Left for the network with it"))
        ended = offer("Ended")
        type(ended).objects.filter(pk=ended.pk).update(ended=True)
        offer("Old", opens_at=datetime.datetime(2026, 7, 1, tzinfo=PARIS))
        offer("Later", opens_at=datetime.datetime(2026, 12, 1, tzinfo=PARIS))
        assert run(*MONDAY) == []

    def test_nothing_meant_for_others(self, reader, make_user, offer, run):
        reader()
        eve = reader("eve@example.com")
        sales = factories.unit("Sales")
        factories.directory_person(eve, [sales])
        offer("For sales", audience=factories.audience(departments=[sales]))
        offer("Picked", audience=factories.audience(people=[eve]))
        [sent] = run(*MONDAY)
        assert sent.to == ["eve@example.com"]
        assert set(titles(sent)) == {"For sales", "Picked"}

    def test_what_was_withdrawn_since_is_left_out_and_nothing_sent_of_nothing(
        self, reader, offer, run
    ):
        reader(quiet_from=datetime.time(20), quiet_until=datetime.time(13))
        offer("Second")
        first = offer("First")
        run(*MONDAY)
        type(first).objects.filter(pk=first.pk).update(ended=True)
        assert titles(run(2026, 10, 5, 14)[0]) == ["Second"]
        offer("Third")
        run(*NEXT_MONDAY)
        type(first).objects.update(ended=True)
        assert run(2026, 10, 12, 14) == []

    def test_what_they_shared_since_is_left_out(self, reader, offer, run):
        ada = reader(quiet_from=datetime.time(20), quiet_until=datetime.time(13))
        shared = offer("Shared")
        offer("Another")
        run(*MONDAY)
        factories.confirmed_share(ada, shared)
        assert titles(run(2026, 10, 5, 14)[0]) == ["Another"]

    def test_not_more_than_the_lead_says_and_the_rest_the_next_time(
        self, reader, offer, run
    ):
        OutreachSettings.objects.create(digest_size=2)
        reader()
        for number in range(3):
            offer(f"Number {number}")
        [sent] = run(*MONDAY)
        assert titles(sent) == ["Number 2", "Number 1"]
        assert sent.subject == "To share, if you like: Number 2, and one more"
        assert titles(run(*NEXT_MONDAY)[0]) == ["Number 0"]

    def test_their_topics_first(self, reader, offer, run, root_page):
        hay = Topic.objects.create(name="Hay")
        shareables.follow_topics(reader(), [hay])
        french = hay.copy_for_translation(Locale.objects.get(language_code="fr"))
        french.save()
        offer("In French about hay", topics=[french])
        offer("Newest")
        assert titles(run(*MONDAY)[0]) == ["In French about hay", "Newest"]

    def test_natures_take_turns(self, reader, offer, run):
        OutreachSettings.objects.create(digest_size=4)
        agree(reader(), purpose="commercial")
        offer("Culture", nature="employer_brand")
        offer("Industry", nature="industry")
        for number in range(4):
            offer(f"Product {number}", nature="commercial")
        assert titles(run(*MONDAY)[0]) == [
            "Product 3",
            "Industry",
            "Culture",
            "Product 2",
        ]

    def test_nothing_about_products_unless_they_said_so(self, reader, offer, run):
        ada = reader()
        offer("Product", nature="commercial")
        assert run(*MONDAY) == []
        agree(ada, purpose="commercial")
        assert len(run(*NEXT_MONDAY)) == 1

    def test_only_in_languages_they_read(self, reader, offer, run):
        reader(languages=["fr"])
        offer("English")
        offer("Français", language="fr")
        assert titles(run(*MONDAY)[0]) == ["Français"]

    def test_a_story_once_in_their_own_language(self, reader, article, run, site_home):
        english = article("Hay")
        home = site_home.copy_for_translation(Locale.objects.get(language_code="fr"))
        home.save_revision().publish()
        french = english.copy_for_translation(home.locale)
        french.title = "Du foin"
        french.save_revision().publish()
        for page, language in ((english, "en"), (french, "fr")):
            page.refresh_from_db()
            factories.published_page_shareable(
                page, language=language, nature="industry"
            )
        ada, eve = reader(), reader("eve@example.com")
        UserProfile.objects.create(user=eve, preferred_language="fr")
        sent = {mail.to[0]: titles(mail) for mail in run(*MONDAY)}
        assert sent == {ada.email: ["Hay"], eve.email: ["Du foin"]}
        assert run(*NEXT_MONDAY) == []


def test_a_digest_in_french(reader, offer, run):
    UserProfile.objects.create(user=reader(), preferred_language="fr")
    offer("Du foin", language="fr")
    offer("De l’eau", language="fr")
    [sent] = run(*MONDAY)
    assert "De l’eau" in sent.subject
    assert "Bonjour" in sent.body
    assert "nobody" not in sent.body


def test_a_real_server_gets_it_once_after_refusing_it(reader, offer, run, settings):
    reader()
    offer("Hay & <straw>")
    with mail_server(settings, refusals=1) as server:
        run(*MONDAY)
        assert server.mails == []
        for minutes in (4, 6, 30):
            run(2026, 10, 5, 12, minutes)
    [sent] = server.mails
    assert sent["Subject"] == "To share, if you like: Hay & <straw>"
    assert sent["List-Unsubscribe"]
    assert "– Hay & <straw>" in sent.get_body(("plain",)).get_content()
    html = sent.get_body(("html",)).get_content()
    assert "<strong>Hay &amp; &lt;straw&gt;</strong>" in html


def test_nobody_is_left_out_between_two_batches(reader, offer, run, monkeypatch):
    monkeypatch.setattr("wagtail_advocacy.outreach.digest.BATCH", 2)
    for number in range(5):
        reader(f"{number}@example.com")
    offer()
    assert len(run(*MONDAY)) == 5


def test_one_cost_for_one_and_for_a_hundred(reader, offer, clock):
    audience = factories.audience(languages=["en"])
    for number in range(5):
        offer(f"Number {number}", audience=audience if number % 2 else None)

    def queries(people, told, *moment):
        for number in range(people):
            user = reader(f"{people}.{number}@example.com", time_zone="Europe/Paris")
            factories.directory_person(user, language="en")
        clock(*moment)
        with CaptureQueriesContext(connection) as captured:
            send_digests()
        assert Delivery.objects.filter(kind=DIGEST.key).count() == told
        Delivery.objects.all().delete()
        return len(captured)

    one = queries(1, 1, *MONDAY)
    hundred = queries(99, 100, *NEXT_MONDAY)
    # Older versions of Django write a hundred rows to SQLite in two pieces.
    assert one <= hundred <= one + 1
    assert one <= 32


def test_who_is_not_due_costs_one_reading(reader, offer, clock, run):
    for number in range(10):
        reader(f"{number}@example.com")
    offer()
    run(*MONDAY)
    clock(2026, 10, 6, 12)
    with CaptureQueriesContext(connection) as captured:
        send_digests()
    # Whether sharing is open, the settings, the people, and that there are no more.
    assert len(captured) == 4


class TestChoosing:
    def test_on_their_profile(self, client, make_user, clock):
        ada = make_user("ada@example.com")
        factories.ambassador(ada)
        client.force_login(ada)
        html = client.get("/advocacy/me/").text
        assert "News to share, by mail" in html
        assert "advocacy-digest-frequency" not in html
        yes = {"purpose": "mail:digest", "answer": "yes", "source": "profile"}
        client.post("/advocacy/consent/", yes)
        html = client.get("/advocacy/me/").text
        assert '<option value="weekly" selected>' in html
        answer = client.post("/advocacy/me/digest/", {"frequency": "monthly"})
        assert answer.headers["Location"].endswith("#digest")
        assert '<option value="monthly" selected>' in client.get("/advocacy/me/").text

    def test_nonsense_is_refused(self, client, reader):
        client.force_login(reader())
        answer = client.post("/advocacy/me/digest/", {"frequency": "hourly"})
        assert answer.status_code == 422
        assert "This is not offered." in answer.text
        assert not DigestChoice.objects.exists()

    def test_whoever_left_chooses_nothing(self, reader):
        ada = reader()
        ambassadors.leave(ada, source="test")
        with pytest.raises(ambassadors.NotTakingPart):
            choose_frequency(ada, "daily")

    def test_the_choice_goes_some_time_after_they_left(self, reader, clock):
        ada = reader()
        choose_frequency(ada, "daily")
        ambassadors.leave(ada, source="test")
        clock(2026, 12, 15)
        retention.apply_all()
        assert DigestChoice.objects.exists()
        clock(2027, 1, 15)
        retention.apply_all()
        assert not DigestChoice.objects.exists()


def test_setup_lets_leads_decide_and_the_queue_run_it(make_user, settings):
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "JOBS": "queue"}
    call_command("advocacy_setup", verbosity=0)
    from django_q.models import Schedule

    lead = make_user("lead@example.com", groups=["Advocacy leads"])
    assert lead.has_perm("wagtail_advocacy_outreach.change_outreachsettings")
    schedule = Schedule.objects.get(name="wagtail_advocacy.digests")
    assert schedule.func == "wagtail_advocacy.outreach.tasks.send_digests"
    assert mail.outbox == []

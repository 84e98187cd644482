"""After the post: who reacted, whether its author answers, and no nagging."""

import datetime
import re
import zoneinfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests import factories
from tests.mail_server import mail_server
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import tasks as ambassador_tasks
from wagtail_advocacy.ambassadors.group_figures import counts
from wagtail_advocacy.ambassadors.ledger import LedgerError
from wagtail_advocacy.ambassadors.models import Delivery
from wagtail_advocacy.shareables import actions as shareables
from wagtail_advocacy.shareables.models import Offer
from wagtail_advocacy.sharing import actions, conversation, readings, signals, tasks
from wagtail_advocacy.sharing.models import Reading, Share, SharingSettings
from wagtail_advocacy.sharing.nudge_times import parse_nudge_times, write_nudge_times


pytestmark = pytest.mark.django_db

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
POSTED = datetime.datetime(2026, 6, 1, 9, 0, tzinfo=PARIS)
HOURS = datetime.timedelta(hours=1)
DAYS = datetime.timedelta(days=1)
Metric = Reading.Metric


@pytest.fixture
def clock(monkeypatch):
    """Set what time it is: ``clock(moment)``."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(POSTED)
    return set_to


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Let the schedules run once, and the queue what they hand over."""

    def run_once():
        with django_capture_on_commit_callbacks(execute=True):
            tasks.nudge_authors()
            ambassador_tasks.sweep_notices()

    return run_once


@pytest.fixture
def offer(article):
    return offered(article())


def offered(page):
    """Offer a page since long before anything here happens."""
    offer = factories.offer_of(factories.published_page_shareable(page))
    Offer.objects.filter(pk=offer.pk).update(opens_at=POSTED - 365 * DAYS)
    return offer


@pytest.fixture
def ada(make_user):
    return make_user("ada@example.com")


def agree(user):
    factories.ambassador(user)
    ambassadors.decide(user, conversation.BY_MAIL.key, True, "test")


@pytest.fixture
def share(clock, ada, offer):
    agree(ada)
    share = factories.confirmed_share(ada, offer)
    Share.objects.filter(pk=share.pk).update(confirmed_at=POSTED)
    return share


def asked():
    return list(
        Delivery.objects.filter(kind="conversation")
        .order_by("pk")
        .values_list("occasion", flat=True)
    )


def on_screens():
    shown = Delivery.objects.filter(kind="conversation", put_away_at=None)
    return list(shown.values_list("occasion", flat=True))


def links():
    found = re.findall(r"https://go\.example\.com(/a/\S+)", mail.outbox[-1].body)
    return [f"/go{path}" for path in found]


def sleeps(user, start, end):
    ambassadors.change_profile(
        user,
        time_zone="Europe/Paris",
        quiet_from=datetime.time.fromisoformat(start),
        quiet_until=datetime.time.fromisoformat(end),
    )


class TestTimes:
    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("3h, 1d, 3d", "3h, 1d, 3d"),
            (" 3 d;1D , 3H", "3h, 1d, 3d"),
            ("2j, 24h", "1d, 2d"),
            ("30h, 30h", "30h"),
            ("", ""),
        ],
    )
    def test_what_a_lead_writes_is_read_and_put_in_order(self, text, written):
        assert write_nudge_times(parse_nudge_times(text)) == written

    @pytest.mark.parametrize(
        "text", ["soon", "3", "0h", "3m", "7d", "168h", "1h, 2h, 3h, 4h", "-1d", "1.5d"]
    )
    def test_what_makes_no_sense_is_refused(self, text):
        with pytest.raises(ValidationError):
            SharingSettings(nudge_times=text).full_clean()

    def test_the_setting_is_written_as_it_is_understood(self):
        settings = SharingSettings(nudge_times="3 D, 3 h")
        settings.full_clean()
        assert settings.nudge_times == "3h, 3d"


class TestNudges:
    def test_three_within_a_week_at_the_times_the_lead_set(self, share, clock, run):
        sent = []
        moment = POSTED
        while moment < POSTED + 10 * DAYS:
            clock(moment)
            before = len(mail.outbox)
            run()
            if len(mail.outbox) > before:
                sent.append(moment - POSTED)
            moment += 3 * HOURS
        assert sent == [3 * HOURS, DAYS, 3 * DAYS]
        assert asked() == [f"share:{share.pk}:{number}" for number in (1, 2, 3)]

    def test_a_second_run_asks_nothing_again(self, share, clock, run):
        clock(POSTED + 3 * HOURS)
        for _time in range(3):
            run()
        assert len(mail.outbox) == 1

    def test_the_mail_names_the_post_and_has_three_answers(self, share, clock, run):
        actions.confirm_share(
            share.ambassador.user,
            share.pk,
            post_address="https://www.linkedin.com/posts/ada",
        )
        clock(POSTED + 3 * HOURS)
        run()
        [sent] = mail.outbox
        assert sent.subject == "Any reactions to your post?"
        assert "https://www.linkedin.com/posts/ada" in sent.body
        assert f"/advocacy/shares/{share.pk}/" in sent.body
        for label in ("I replied", "Nothing yet", "Stop reminding me"):
            assert label in sent.body
            assert label in sent.alternatives[0].content
        assert len(links()) == 4, "three answers, and no more of these mails"
        assert "<img" not in sent.alternatives[0].content

    def test_other_times_of_the_lead(self, share, clock, run):
        SharingSettings(nudge_times="2h, 5d").save()
        for hours, mails in ((1, 0), (2, 1), (24, 1), (5 * 24 - 1, 1), (5 * 24, 2)):
            clock(POSTED + hours * HOURS)
            run()
            assert len(mail.outbox) == mails, hours

    def test_times_that_change_meanwhile_ask_nothing_twice(self, share, clock, run):
        clock(POSTED + 4 * HOURS)
        run()
        SharingSettings(nudge_times="1h, 4h").save()
        run()
        assert asked() == [f"share:{share.pk}:1"]

    def test_nobody_is_asked_where_the_lead_wants_it_so(self, share, clock, run):
        SharingSettings(nudge_times="").save()
        clock(POSTED + DAYS)
        run()
        assert asked() == []

    def test_three_days_without_a_worker_bring_one_question(self, share, clock, run):
        clock(POSTED + 3 * DAYS + HOURS)
        run()
        run()
        assert asked() == [f"share:{share.pk}:3"]
        assert len(mail.outbox) == 1

    def test_three_days_without_a_mail_server_bring_one_mail(
        self, share, clock, run, monkeypatch
    ):
        def refuse(message, **kwargs):
            raise ConnectionRefusedError

        monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
        for after in (3 * HOURS, DAYS, 3 * DAYS):
            clock(POSTED + after)
            run()
        monkeypatch.undo()
        clock(POSTED + 4 * DAYS)
        run()
        assert [sent.subject for sent in mail.outbox] == ["Any reactions to your post?"]

    def test_without_a_yes_the_intranet_asks_and_no_mail(
        self, client, ada, offer, clock, run
    ):
        share = factories.confirmed_share(ada, offer)
        Share.objects.filter(pk=share.pk).update(confirmed_at=POSTED)
        clock(POSTED + 3 * HOURS)
        run()
        assert mail.outbox == []
        client.force_login(ada)
        page = client.get("/advocacy/").text
        assert "Any reactions to your post?" in page
        assert "Nothing yet</button>" in page

    def test_the_intranet_shows_the_last_question_alone(
        self, client, share, clock, run
    ):
        client.force_login(share.ambassador.user)
        for after in (3 * HOURS, DAYS, 3 * DAYS):
            clock(POSTED + after)
            run()
            page = client.get("/advocacy/").text
            assert page.count("Any reactions to your post?</h3>") == 1
        clock(POSTED + 7 * DAYS)
        assert "Any reactions" not in client.get("/advocacy/").text

    def test_a_later_question_puts_the_one_before_away(self, share, clock, run):
        for after in (3 * HOURS, DAYS):
            clock(POSTED + after)
            run()
        assert on_screens() == [f"share:{share.pk}:2"]

    @pytest.mark.parametrize("how", ["replied", "stopped"])
    def test_what_the_author_says_puts_the_question_away(self, share, clock, run, how):
        clock(POSTED + 3 * HOURS)
        run()
        author = share.ambassador.user
        if how == "replied":
            conversation.report(author, share.pk, {Metric.REPLIED: 1})
        else:
            conversation.stop_nudges(author, share.pk)
        assert on_screens() == []

    def test_whoever_left_or_whose_post_must_go_is_asked_nothing(
        self, make_user, share, offer, clock, run
    ):
        eve = make_user("eve@example.com")
        agree(eve)
        factories.confirmed_share(eve, offer)
        ambassadors.leave(eve, source="test")
        editor = make_user("editor@example.com", is_superuser=True)
        shareables.withdraw(offer.shareable, editor, reason="Wrong.")
        clock(POSTED + DAYS)
        run()
        assert asked() == []

    def test_a_question_that_waits_is_dropped_when_its_offer_is_withdrawn(
        self, make_user, share, offer, clock, run
    ):
        sleeps(share.ambassador.user, "10:00", "18:00")
        clock(POSTED + 3 * HOURS)
        run()
        editor = make_user("editor@example.com", is_superuser=True)
        shareables.withdraw(offer.shareable, editor, reason="Wrong.")
        clock(POSTED + 9 * HOURS)
        run()
        assert not [one for one in mail.outbox if "reactions" in one.subject]

    def test_a_pause_longer_than_the_week_brings_nothing(self, share, clock, run):
        ambassadors.pause(share.ambassador.user, datetime.date(2026, 6, 20))
        for day in range(25):
            clock(POSTED + day * DAYS)
            run()
        assert mail.outbox == []

    def test_the_same_few_queries_however_many_posts(
        self, make_user, offer, clock, share, run, django_assert_num_queries
    ):
        def post(name):
            user = make_user(f"{name}@example.com")
            shared = factories.confirmed_share(user, offer)
            Share.objects.filter(pk=shared.pk).update(confirmed_at=POSTED)

        clock(POSTED + 3 * HOURS)
        run()
        with django_assert_num_queries(5):
            conversation.nudge()
        for number in range(5):
            post(f"u{number}")
        run()
        with django_assert_num_queries(5):
            conversation.nudge()


class TestNights:
    """Paris, where nobody is asked between 20:00 and 8:00."""

    @pytest.mark.parametrize(
        ("posted", "mailed"),
        [
            # An ordinary evening: 3 hours later it is 21:00.
            ("2026-06-01T18:00+02:00", "2026-06-02T08:00+02:00"),
            # The night the clock goes forward: 8:00 comes an hour sooner.
            ("2026-03-28T18:00+01:00", "2026-03-29T08:00+02:00"),
            # The night it goes back: an hour later.
            ("2026-10-24T18:00+02:00", "2026-10-25T08:00+01:00"),
            # Three hours after it are three hours that pass, whatever the clock says.
            ("2026-03-29T00:30+01:00", "2026-03-29T08:00+02:00"),
        ],
    )
    def test_a_question_waits_for_the_morning(self, share, clock, run, posted, mailed):
        posted = datetime.datetime.fromisoformat(posted)
        mailed = datetime.datetime.fromisoformat(mailed)
        Share.objects.filter(pk=share.pk).update(confirmed_at=posted)
        sleeps(share.ambassador.user, "20:00", "08:00")
        clock(posted + 3 * HOURS)
        run()
        clock(mailed - datetime.timedelta(seconds=1))
        run()
        assert mail.outbox == []
        clock(mailed)
        run()
        assert len(mail.outbox) == 1

    @pytest.mark.parametrize("changes", ["2026-03-28", "2026-10-24"])
    def test_a_day_is_24_hours_over_the_change(self, share, clock, run, changes):
        posted = datetime.datetime.fromisoformat(f"{changes}T12:00").replace(
            tzinfo=PARIS
        )
        Share.objects.filter(pk=share.pk).update(confirmed_at=posted)
        SharingSettings(nudge_times="1d").save()
        due = posted.astimezone(datetime.UTC) + DAYS
        clock(due - datetime.timedelta(seconds=1))
        run()
        assert mail.outbox == []
        clock(due)
        run()
        assert len(mail.outbox) == 1

    def test_several_that_fell_into_one_night_are_one_in_the_morning(
        self, share, clock, run
    ):
        SharingSettings(nudge_times="1h, 2h, 3h").save()
        evening = datetime.datetime(2026, 6, 1, 19, 30, tzinfo=PARIS)
        Share.objects.filter(pk=share.pk).update(confirmed_at=evening)
        sleeps(share.ambassador.user, "20:00", "08:00")
        for hours in (1, 2, 3, 12.5):
            clock(evening + hours * HOURS)
            run()
        assert len(mail.outbox) == 1


def test_a_real_mail_server_gets_one_mail_with_three_answers(
    share, clock, run, settings
):
    with mail_server(settings, refusals=1) as server:
        clock(POSTED + 3 * HOURS)
        run()
        clock(POSTED + 3.2 * HOURS)
        run()
        run()
    [sent] = server.mails
    plain = sent.get_body(("plain",)).get_content()
    html = sent.get_body(("html",)).get_content()
    addresses = re.findall(r"https://go\.example\.com/a/\S+", plain)
    assert len(addresses) == 4
    for address in addresses:
        assert f'href="{address}"' in html
    # White space remains where the header is folded.
    assert sent["List-Unsubscribe"].strip() == f"<{addresses[-1]}>"


class TestAnswers:
    @pytest.fixture
    def press(self, client, django_capture_on_commit_callbacks):
        def run(path):
            with django_capture_on_commit_callbacks(execute=True):
                return client.post(path)

        return run

    @pytest.fixture(autouse=True)
    def _mailed(self, request, share, clock, run):
        clock(POSTED + 3 * HOURS)
        run()

    def test_replied_ends_it_and_is_told_once(self, client, share, clock, run, press):
        heard = []

        def hear(sender, signal, **kwargs):
            heard.append((signal, kwargs["share"].pk))

        signals.comments_answered.connect(hear)
        signals.reading_added.connect(hear)
        replied, _nothing, _enough, _stop = links()
        try:
            for _time in range(2):
                assert "Your readers will be glad" in press(replied).text
        finally:
            signals.comments_answered.disconnect(hear)
            signals.reading_added.disconnect(hear)
        assert heard == [
            (signals.reading_added, share.pk),
            (signals.comments_answered, share.pk),
        ]
        reading = Reading.objects.get()
        assert (reading.metric, reading.value, reading.source, reading.at) == (
            "replied",
            1,
            "self-reported",
            POSTED + 3 * HOURS,
        )
        clock(POSTED + 3 * DAYS)
        run()
        assert len(mail.outbox) == 1
        client.force_login(share.ambassador.user)
        assert "You replied to your readers" in client.get("/advocacy/shares/").text

    def test_nothing_yet_is_no_figure_and_the_next_question_comes(
        self, share, clock, run, press
    ):
        _replied, nothing, _enough, _stop = links()
        press(nothing)
        assert not Reading.objects.exists()
        clock(POSTED + DAYS)
        run()
        assert len(mail.outbox) == 2

    def test_enough_is_for_this_post_alone(self, article, share, clock, run, press):
        _replied, _nothing, enough, _stop = links()
        assert "about this post" in press(enough).text
        ada = share.ambassador.user
        shared = factories.confirmed_share(ada, offered(article("Two")))
        Share.objects.filter(pk=shared.pk).update(confirmed_at=POSTED)
        clock(POSTED + DAYS)
        run()
        assert [one.split(":")[1] for one in asked()] == [
            str(share.pk),
            str(shared.pk),
        ]

    def test_stop_is_for_all_mails_and_the_intranet_still_asks(
        self, client, share, clock, run, press
    ):
        *_rest, stop = links()
        press(stop)
        clock(POSTED + DAYS)
        run()
        assert len(mail.outbox) == 1
        client.force_login(share.ambassador.user)
        assert "Any reactions to your post?" in client.get("/advocacy/").text

    def test_an_answer_that_arrives_late_changes_nothing_said_since(
        self, share, clock, run, settings, press
    ):
        replied, *_rest = links()
        clock(POSTED + 4 * HOURS)
        settings.ROOT_URLCONF = "wagtail_advocacy.public_urls"
        press(replied.removeprefix("/go"))
        clock(POSTED + 5 * HOURS)
        conversation.report(share.ambassador.user, share.pk, {Metric.REPLIED: 0})
        ambassador_tasks.apply_answers()
        [latest] = readings.latest([share.pk]).values()
        assert latest[Metric.REPLIED].value == 0

    def test_in_french(self, share, clock, run):
        UserProfile.objects.create(user=share.ambassador.user, preferred_language="fr")
        clock(POSTED + DAYS)
        run()
        assert '<html lang="fr"' in mail.outbox[-1].alternatives[0].content


class TestReadings:
    def test_a_ledger_is_added_to_only(self, ada, share):
        conversation.report(ada, share.pk, {Metric.COMMENTS: 2})
        reading = Reading.objects.get()
        for change in (
            lambda: Reading.objects.update(value=3),
            lambda: Reading.objects.all().delete(),
            reading.save,
            reading.delete,
        ):
            with pytest.raises(LedgerError):
                change()

    def test_a_correction_is_a_new_reading_and_the_latest_counts(
        self, ada, share, clock
    ):
        conversation.report(ada, share.pk, {Metric.COMMENTS: 2, Metric.REACTIONS: 9})
        clock(POSTED + HOURS)
        conversation.report(ada, share.pk, {Metric.COMMENTS: 3, Metric.REACTIONS: 9})
        assert Reading.objects.count() == 3
        known = readings.latest([share.pk])[share.pk]
        assert {metric: one.value for metric, one in known.items()} == {
            "comments": 3,
            "reactions": 9,
        }

    def test_the_same_again_another_day_is_a_new_reading(self, ada, share, clock):
        for day in (0, 0, 1):
            clock(POSTED + day * DAYS)
            conversation.report(ada, share.pk, {Metric.COMMENTS: 2})
        assert Reading.objects.count() == 2

    def test_only_its_author_tells_of_a_published_post(
        self, make_user, ada, share, offer
    ):
        eve = make_user("eve@example.com")
        open_share = factories.open_share(eve, offer)
        for pk in (share.pk, open_share.pk):
            with pytest.raises(Share.DoesNotExist):
                conversation.report(eve, pk, {Metric.COMMENTS: 2})

    def test_erased_authors_leave_totals_by_the_day_and_no_replies(
        self, ada, share, clock
    ):
        conversation.report(ada, share.pk, {Metric.COMMENTS: 2, Metric.REPLIED: 1})
        ambassadors.erase(ada)
        reading = Reading.objects.get()
        assert (reading.metric, reading.value) == ("comments", 2)
        assert timezone.localtime(reading.at).time() == datetime.time()
        assert Share.objects.get(pk=share.pk).nudges_stopped_at is None


class TestReplyRate:
    def test_of_posts_with_comments_and_unknown_is_not_without(
        self, ada, article, clock
    ):
        factories.caps()
        shares = []
        for number in range(5):
            # Nobody posts so much in one week.
            clock(POSTED + 7 * number * DAYS)
            page = article(f"Number {number}")
            shares.append(factories.confirmed_share(ada, offered(page)))
        assert readings.reply_rate(ada) is None
        conversation.report(ada, shares[0].pk, {Metric.COMMENTS: 2, Metric.REPLIED: 1})
        conversation.report(ada, shares[1].pk, {Metric.REPLIED: 1})
        conversation.report(ada, shares[2].pk, {Metric.COMMENTS: 4})
        conversation.report(ada, shares[3].pk, {Metric.COMMENTS: 0})
        assert readings.reply_rate(ada) == readings.ReplyRate(2, 3)

    def test_its_owner_reads_it(self, client, ada, share):
        conversation.report(ada, share.pk, {Metric.COMMENTS: 2})
        client.force_login(ada)
        page = client.get("/advocacy/shares/").text
        assert "You answered readers on 0 of 1 post" in page
        assert "2 comments (you said, today)" in page

    def test_groups_count_those_whose_last_word_is_that_they_replied(
        self, make_user, ada, share, offer, clock
    ):
        eve = make_user("eve@example.com")
        theirs = factories.confirmed_share(eve, offer)
        sales = factories.unit("Sales")
        for user in (ada, eve):
            factories.directory_person(user, [sales])
        conversation.report(ada, share.pk, {Metric.REPLIED: 1})
        conversation.report(eve, theirs.pk, {Metric.REPLIED: 1})
        clock(POSTED + HOURS)
        conversation.report(eve, theirs.pk, {Metric.REPLIED: 0})
        [row] = counts("department", [readings.Replied()])
        assert (row["known"], row["metric_0"]) == (2, 1)


class TestScreen:
    @pytest.fixture
    def address(self, client, share):
        client.force_login(share.ambassador.user)
        return f"/advocacy/shares/{share.pk}/"

    def say(self, client, address, **said):
        return client.post(f"{address}conversation/", said, follow=True)

    def test_it_asks_once_whether_to_remind_by_mail(self, client, ada, offer, clock):
        share = factories.confirmed_share(ada, offer)
        client.force_login(ada)
        address = f"/advocacy/shares/{share.pk}/"
        page = client.get(address).text
        assert "You may ask me by mail" in page
        data = {"purpose": "mail:conversation", "source": "share", "answer": "no"}
        client.post("/advocacy/consent/", {**data, "next": address})
        assert "You may ask me by mail" not in client.get(address).text
        assert "when you had published" in client.get("/advocacy/me/").text

    def test_replied_and_not_after_all(self, client, address):
        page = self.say(client, address, said="replied").text
        assert "You replied to your readers (you said, today)." in page
        page = self.say(client, address, said="not_replied").text
        assert "I replied</button>" in page

    def test_figures_are_kept_and_empty_is_unknown(self, client, address):
        page = self.say(client, address, said="figures", comments="2", reactions="")
        assert "2 comments (you said, today)" in page.text
        assert Reading.objects.get().metric == "comments"

    def test_what_is_no_figure_is_kept_in_the_form(self, client, address):
        answer = self.say(client, address, said="figures", comments="-2", reactions="7")
        assert answer.status_code == 422
        assert 'value="-2"' in answer.text
        assert 'value="7"' in answer.text
        assert "<details" in answer.text
        assert not Reading.objects.exists()

    def test_no_more_reminders_and_again(self, client, address, share):
        page = self.say(client, address, said="stop").text
        assert "Remind me again about this post" in page
        page = self.say(client, address, said="go_on").text
        assert "Stop reminding me about this post" in page
        share.refresh_from_db()
        assert share.nudges_stopped_at is None

    def test_a_script_ends_somewhere(self, client, address):
        for number in range(61):
            data = {"said": "figures", "comments": number}
            answer = client.post(f"{address}conversation/", data)
        assert answer.status_code == 429
        assert Reading.objects.count() == 60

    def test_whoever_left_is_told_so_and_sees_what_they_said(
        self, client, address, ada, share
    ):
        conversation.report(ada, share.pk, {Metric.COMMENTS: 2})
        ambassadors.leave(ada, source="test")
        assert self.say(client, address, said="replied").status_code == 403
        page = client.get(address).text
        assert "2 comments" in page
        assert "I replied" not in page

    def test_anything_else_is_asked_again(self, client, address):
        assert self.say(client, address, said="x").status_code == 422

    def test_the_screens_take_the_same_queries_however_much_was_said(
        self, client, address, ada, share, clock
    ):
        def queries(path):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            return len(captured)

        screens = (address, "/advocacy/shares/", "/advocacy/")
        for path in screens:
            queries(path)
        conversation.report(ada, share.pk, {Metric.COMMENTS: 1})
        before = [queries(path) for path in screens]
        for day in range(5):
            clock(POSTED + day * DAYS)
            figures = {Metric.COMMENTS: day, Metric.REACTIONS: day}
            conversation.report(ada, share.pk, figures)
        clock(POSTED)
        assert [queries(path) for path in screens] == before

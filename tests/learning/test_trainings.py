"""Reading, answering, passing: what people meet, and what is kept of it."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction

from tests import factories
from tests.testapp.models import InductionPage
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.learning import training_queries
from wagtail_advocacy.learning.actions import trainings as actions
from wagtail_advocacy.learning.models import (
    Completion,
    LessonRead,
    QuestionCount,
    QuizAttempt,
)
from wagtail_advocacy.learning.signals import training_completed

from . import training_factory as make


pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site_home):
    return make.training(site_home)


@pytest.fixture
def ada(make_user, client):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    client.force_login(user)
    return user


@pytest.fixture
def stranger(make_user, client):
    """Somebody logged in who does not take part."""
    user = make_user("eve@example.com")
    client.force_login(user)
    return user


def address(page, *rest):
    return "/".join(["/advocacy/learning", str(page.pk), *map(str, rest), ""])


def hand_in(client, page, fields, attempt=1):
    return client.post(address(page, "quiz"), {"attempt": attempt, **fields})


class TestReading:
    def test_the_page_of_the_tree_leads_to_its_screen(self, client, ada, page):
        response = client.get(page.url)
        assert response.status_code == 302
        assert response.url == address(page)
        assert "Freely" in client.get(response.url).text

    def test_next_goes_on_and_is_remembered(self, client, ada, page):
        assert "Lesson 1 of 3" in client.get(address(page, "lesson", 1)).text
        response = client.post(address(page, "lesson", 1))
        assert response.url == address(page, "lesson", 2)
        overview = client.get(address(page)).text
        assert "Continue where you stopped" in overview
        assert f'href="{address(page, "lesson", 2)}">Continue' in overview
        assert "1 of 3 lessons read" in client.get("/advocacy/learning/").text

    def test_the_last_lesson_leads_to_the_quiz(self, client, ada, page):
        assert client.post(address(page, "lesson", 3)).url == address(page, "quiz")

    def test_next_twice_is_read_once(self, client, ada, page):
        client.post(address(page, "lesson", 1))
        client.post(address(page, "lesson", 1))
        assert LessonRead.objects.count() == 1

    def test_another_device_goes_on_where_the_first_stopped(self, client, ada, page):
        client.post(address(page, "lesson", 1))
        client.logout()
        client.force_login(ada)
        assert f'href="{address(page, "lesson", 2)}">Continue' in (
            client.get(address(page)).text
        )

    def test_a_lesson_that_is_gone_leads_to_the_overview(self, client, ada, page):
        for number in (0, 4, 10**30):
            assert client.get(address(page, "lesson", number)).url == address(page)
            assert client.post(address(page, "lesson", number)).url == address(page)

    def test_somebody_who_does_not_take_part_reads_and_nothing_is_kept(
        self, client, stranger, page
    ):
        assert "nothing is kept here" in client.get(address(page, "lesson", 1)).text
        response = client.post(address(page, "lesson", 1))
        assert response.url == address(page, "lesson", 2)
        assert not LessonRead.objects.exists()

    @pytest.mark.parametrize("where", ["", "lesson/1/", "quiz/", "result/"])
    def test_a_training_that_is_not_there(self, client, ada, site_home, page, where):
        draft = make.draft_training(site_home, "Not yet")
        for pk in (draft.pk, site_home.pk, 10**30, "x", "0"):
            response = client.get(f"/advocacy/learning/{pk}/{where}")
            assert response.status_code == 404
            assert "This training is not here" in response.text

    def test_a_training_below_a_page_for_some_groups_only(self, client, ada, page):
        PageViewRestriction.objects.create(
            page=page.get_parent(), restriction_type=PageViewRestriction.GROUPS
        )
        assert client.get(address(page)).status_code == 404
        assert "Why and how" not in client.get("/advocacy/learning/").text


class TestQuiz:
    def test_passing_shows_every_explanation_and_writes_it_down(
        self, client, ada, page
    ):
        response = hand_in(client, page, make.right_answers(page))
        assert response.url == address(page, "result")
        result = client.get(response.url).text
        assert "Passed. Well done!" in result
        for said in ("About You.", "About The tool.", "About Figures."):
            assert said in result
        completion = Completion.objects.get()
        assert completion.title == "Why and how"
        assert completion.page == Page.objects.get(pk=page.pk)
        assert completion.valid_until is None
        assert "Passed" in client.get("/advocacy/learning/").text

    def test_not_passing_explains_what_was_chosen_and_no_more(self, client, ada, page):
        result = hand_in(client, page, make.wrong_answers(page, 1))
        shown = client.get(result.url).text
        assert "Not quite yet" in shown
        assert "2 of 3 right" in shown
        assert "About The tool." in shown
        assert "About You." not in shown
        assert "Try again" in shown
        assert not Completion.objects.exists()

    def test_every_attempt_is_shuffled_anew_and_shown_the_same_until_then(
        self, client, ada, site_home
    ):
        page = make.training(
            site_home,
            quiz=make.stream(
                make.question(f"Number {n}?", "+Yes", "No") for n in range(8)
            ),
        )
        seen = []
        for attempt in (1, 2, 3):
            shown = client.get(address(page, "quiz")).text
            order = re.findall(r"Number \d\?", shown)
            again = re.findall(r"Number \d\?", client.get(address(page, "quiz")).text)
            assert order == again
            assert sorted(order) == [f"Number {n}?" for n in range(8)]
            seen.append(order)
            hand_in(client, page, make.wrong_answers(page, 8), attempt)
        assert len({tuple(order) for order in seen}) == 3

    def test_retries_have_no_end(self, client, ada, page):
        for attempt in range(1, 12):
            hand_in(client, page, make.wrong_answers(page, 2), attempt)
        hand_in(client, page, make.right_answers(page), 12)
        assert Completion.objects.count() == 1
        assert QuizAttempt.objects.get().number == 12

    def test_a_double_click_is_one_attempt(self, client, ada, page):
        for _click in range(3):
            hand_in(client, page, make.right_answers(page))
        assert Completion.objects.count() == 1
        assert QuizAttempt.objects.get().number == 1
        assert set(QuestionCount.objects.values_list("answered", flat=True)) == {1}

    def test_other_answers_from_an_older_tab_are_an_attempt_of_their_own(
        self, client, ada, page
    ):
        hand_in(client, page, make.wrong_answers(page, 2), 1)
        hand_in(client, page, make.right_answers(page), 1)
        assert QuizAttempt.objects.get().passed
        assert Completion.objects.count() == 1

    def test_passing_again_in_the_same_period_writes_nothing(self, client, ada, page):
        hand_in(client, page, make.right_answers(page), 1)
        hand_in(client, page, make.right_answers(page), 2)
        assert Completion.objects.count() == 1

    def test_failing_afterwards_takes_nothing_away(self, client, ada, page):
        hand_in(client, page, make.right_answers(page), 1)
        hand_in(client, page, make.wrong_answers(page, 3), 2)
        assert Completion.objects.get().is_valid
        assert "Passed" in client.get("/advocacy/learning/").text

    def test_progress_is_kept_no_longer_than_it_is_of_use(self, client, ada, page):
        client.post(address(page, "lesson", 1))
        hand_in(client, page, make.right_answers(page))
        assert not LessonRead.objects.exists()

    def test_the_signal_tells_once(self, client, ada, page):
        told = []
        receiver = lambda completion, **kwargs: told.append(completion)  # noqa: E731
        training_completed.connect(receiver)
        try:
            hand_in(client, page, make.right_answers(page), 1)
            hand_in(client, page, make.right_answers(page), 2)
        finally:
            training_completed.disconnect(receiver)
        assert told == [Completion.objects.get()]

    def test_somebody_who_does_not_take_part_tries_and_nothing_is_kept(
        self, client, stranger, page
    ):
        response = hand_in(client, page, make.right_answers(page))
        assert response.status_code == 200
        assert "Passed. Well done!" in response.text
        assert "Take part, so that it counts" in response.text
        for model in (Completion, QuizAttempt, QuestionCount):
            assert not model.objects.exists()

    def test_whoever_has_left_writes_nothing_any_more(self, client, ada, page):
        ambassadors.leave(ada, source="test")
        with pytest.raises(actions.NotJoined):
            actions.hand_in(ada, page, 1, make.chosen(make.right_answers(page)))
        with pytest.raises(actions.NotJoined):
            actions.go_on(ada, page, page.get_lessons()[0].key)
        assert hand_in(client, page, make.right_answers(page)).status_code == 200
        assert not Completion.objects.exists()

    def test_nobody_sees_the_result_of_somebody_else(
        self, client, ada, page, make_user
    ):
        hand_in(client, page, make.wrong_answers(page))
        client.force_login(make_user("eve@example.com"))
        assert client.get(address(page, "result")).url == address(page, "quiz")


class TestRefused:
    def refused(self, client, page, fields, status):
        response = hand_in(client, page, fields)
        assert response.status_code == status
        assert not QuizAttempt.objects.exists()
        return response.text

    def checked(self, html):
        return sorted(re.findall(r'value="([^"]+)" checked', html))

    def test_answers_of_another_page(self, client, ada, page, site_home):
        other = make.training(site_home, "Another one")
        own = make.right_answers(page)
        html = self.refused(client, page, {**make.right_answers(other), **own}, 409)
        assert "belong to another quiz" in html
        assert self.checked(html) == sorted(sum(own.values(), []))

    def test_answers_out_of_range(self, client, ada, page):
        own = make.right_answers(page)
        first, *others = own
        html = self.refused(client, page, {**own, first: ["999"]}, 409)
        assert "belong to another quiz" in html
        assert self.checked(html) == sorted(sum((own[name] for name in others), []))
        assert f'href="#{first}"' in html

    def test_two_answers_where_one_is_asked_for(self, client, ada, page):
        own = make.right_answers(page)
        one = page.get_quiz().questions[0]
        html = self.refused(
            client, page, {**own, f"q-{one.key}": sorted(one.answer_keys)}, 422
        )
        assert "Choose one answer only" in html

    def test_a_question_without_an_answer(self, client, ada, page):
        own = make.right_answers(page)
        first, *others = own
        html = self.refused(client, page, {name: own[name] for name in others}, 422)
        assert "One question has no answer yet. The others are kept." in html
        assert self.checked(html) == sorted(sum((own[name] for name in others), []))
        assert f'aria-describedby="{first}-problem"' in html

    def test_nothing_at_all(self, client, ada, page):
        html = self.refused(client, page, {}, 422)
        assert "3 questions have no answer yet" in html

    def test_a_number_of_attempts_that_is_none(self, client, ada, page):
        for attempt in ("", "x", "-1", "9" * 40):
            QuizAttempt.objects.all().delete()
            response = hand_in(client, page, make.wrong_answers(page), attempt)
            assert response.status_code == 302
            assert QuizAttempt.objects.get().number == 1


class TestExpiredLogin:
    @pytest.fixture
    def form(self, client, ada, page):
        """The fields of the quiz as it was sent to Ada, half answered."""
        shown = client.get(address(page, "quiz")).text
        fields = {
            name: re.search(rf'name="{name}" value="([^"]*)"', shown)[1]
            for name in ("attempt", "form_key")
        }
        own = make.right_answers(page)
        self.answers = sum(own.values(), [])
        return {**fields, **own}

    def test_answers_are_there_after_the_login(self, client, ada, page, form):
        client.logout()
        response = client.post(address(page, "quiz"), form)
        assert response.url == f"/sso/?next={address(page, 'quiz')}"
        client.force_login(ada)
        html = client.get(address(page, "quiz")).text
        assert "Here is what you had answered" in html
        assert sorted(re.findall(r'value="([^"]+)" checked', html)) == sorted(
            self.answers
        )
        hand_in(client, page, make.right_answers(page))
        assert Completion.objects.exists()
        assert "Here is what" not in client.get(address(page, "quiz")).text

    def test_whoever_logs_in_instead_sees_none_of_them(
        self, client, ada, page, form, make_user
    ):
        client.logout()
        client.post(address(page, "quiz"), form)
        client.force_login(make_user("eve@example.com"))
        html = client.get(address(page, "quiz")).text
        assert " checked" not in html
        assert "Here is what" not in html

    def test_no_stranger_fills_our_sessions(self, client, page, form):
        client.logout()
        client.post(address(page, "quiz"), {**form, "form_key": "forged:1:x"})
        assert "wagtail_advocacy_quiz" not in client.session

    def test_a_lesson_is_where_it_was(self, client, ada, page):
        client.logout()
        lesson = address(page, "lesson", 2)
        assert client.post(lesson).url == f"/sso/?next={lesson}"


class TestValidity:
    @pytest.fixture
    def clock(self, monkeypatch):
        class Clock:
            now = timezone.now()

            def forward(self, **delta):
                self.now += datetime.timedelta(**delta)

        clock = Clock()
        monkeypatch.setattr(timezone, "now", lambda: clock.now)
        return clock

    @pytest.fixture
    def page(self, site_home):
        return make.training(site_home, required=True, valid_months=12)

    def pass_it(self, ada, page, attempt):
        actions.hand_in(ada, page, attempt, make.chosen(make.right_answers(page)))

    def test_a_completion_ends_and_is_renewed_by_a_new_entry(self, ada, page, clock):
        self.pass_it(ada, page, 1)
        first = Completion.objects.get()
        assert first.valid_until == training_queries.add_months(clock.now, 12)
        clock.forward(days=370)
        assert not first.is_valid
        state = self.state(ada, page)
        assert not state.is_passed
        self.pass_it(ada, page, 2)
        assert [one.period for one in Completion.objects.all()] == [1, 2]
        assert self.state(ada, page).is_passed

    def test_renewing_early_loses_no_day(self, ada, page, clock):
        self.pass_it(ada, page, 1)
        first = Completion.objects.get()
        clock.forward(days=345)
        assert self.state(ada, page).is_due
        self.pass_it(ada, page, 2)
        second = Completion.objects.last()
        assert second.period == 2
        assert second.valid_until == training_queries.add_months(first.valid_until, 12)

    def test_long_before_its_end_there_is_nothing_to_renew(self, ada, page, clock):
        self.pass_it(ada, page, 1)
        clock.forward(days=200)
        assert not self.state(ada, page).is_due
        self.pass_it(ada, page, 2)
        assert Completion.objects.count() == 1

    def test_the_list_says_when(self, client, ada, page, clock):
        self.pass_it(ada, page, 1)
        clock.forward(days=345)
        client.force_login(ada)
        html = client.get("/advocacy/learning/").text
        assert "can be renewed now" in html
        assert "Renew it" in html

    def state(self, ada, page):
        [state] = training_queries.trainings_for(ada, factories.ambassador(ada))
        return state


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-11-22", 12, "2027-11-22"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-01", 120, "2036-12-01"),
    ],
)
def test_months_are_the_calendar_s(day, months, then):
    moment = datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    assert training_queries.add_months(moment, months).isoformat()[:10] == then


class TestLanguages:
    @pytest.fixture
    def french(self, page, site_home):
        return make.translated(page, site_home, "Pourquoi et comment")

    def test_passing_the_french_one_is_passing(self, client, ada, page, french):
        hand_in(client, french, make.right_answers(french))
        completion = Completion.objects.get()
        assert completion.title == "Pourquoi et comment"
        assert completion.language == "fr"
        [state] = training_queries.trainings_for(ada, factories.ambassador(ada))
        assert state.is_passed
        assert "Passed" in client.get(address(page)).text

    def test_what_was_begun_in_one_goes_on_in_the_other(
        self, client, ada, page, french
    ):
        client.post(address(french, "lesson", 1))
        assert f'href="{address(page, "lesson", 2)}">Continue' in (
            client.get(address(page)).text
        )

    @pytest.mark.parametrize(
        ("language", "title"),
        [("en", "Why and how"), ("fr", "Pourquoi et comment"), ("de", "Why and how")],
    )
    def test_each_is_listed_once_in_the_language_one_reads(
        self, ada, page, french, language, title
    ):
        with translation.override(language):
            states = training_queries.trainings_for(ada, factories.ambassador(ada))
        assert [state.training.title for state in states] == [title]

    def test_each_leads_to_the_other(self, client, ada, page, french):
        assert f'href="{address(french)}" hreflang="fr"' in (
            client.get(address(page)).text
        )


class TestWhatOutlivesThePage:
    def test_a_completion_keeps_its_title(self, client, ada, page):
        hand_in(client, page, make.right_answers(page))
        page.delete()
        completion = Completion.objects.get()
        assert completion.page is None
        html = client.get("/advocacy/learning/").text
        assert "Passed earlier" in html
        assert "Why and how" in html


class TestList:
    def test_required_ones_come_first(self, client, ada, site_home):
        make.training(site_home, "A nice extra")
        make.training(site_home, "The needed one", required=True)
        html = client.get("/advocacy/learning/").text
        assert html.index("Before you share") < html.index("The needed one")
        assert html.index("The needed one") < html.index("A nice extra")

    def test_empty(self, client, ada, site_home):
        assert "There is no training yet. Nothing to do." in (
            client.get("/advocacy/learning/").text
        )

    def test_queries_do_not_grow_with_what_there_is(self, client, ada, site_home):
        def count():
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/advocacy/learning/").status_code == 200
            return len(queries)

        for number in range(5):
            page = make.training(site_home, f"Number {number}", required=number % 2)
            hand_in(client, page, make.right_answers(page))
        five = count()
        for number in range(5, 50):
            page = make.training(site_home, f"Number {number}", required=number % 2)
            actions.go_on(ada, page, page.get_lessons()[0].key)
        assert count() == five

    def test_a_site_s_own_type_is_a_training_like_any_other(
        self, client, ada, site_home
    ):
        page = make.training(site_home, "Induction", model=InductionPage)
        assert "Induction" in client.get("/advocacy/learning/").text
        hand_in(client, page, make.right_answers(page))
        assert Completion.objects.get().title == "Induction"


class TestHardestQuestions:
    def test_counts_are_of_questions_and_know_nobody(self, client, ada, page):
        first, second, third = page.get_quiz().questions
        hand_in(client, page, make.wrong_answers(page, 2), 1)
        hand_in(client, page, make.wrong_answers(page, 1), 2)
        hand_in(client, page, make.right_answers(page), 3)
        counts = {
            one.question: (one.answered, one.first_answered, one.first_wrong)
            for one in QuestionCount.objects.all()
        }
        assert counts == {
            first.key: (3, 1, 1),
            second.key: (3, 1, 1),
            third.key: (3, 1, 0),
        }
        assert {field.name for field in QuestionCount._meta.get_fields()} == {
            "id",
            "training",
            "question",
            "answered",
            "first_answered",
            "first_wrong",
        }

"""Two tabs, two clicks, two devices: one completion."""

import threading

import pytest
from django.conf import settings
from django.db import IntegrityError, connections, transaction

from tests import factories
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.learning.actions import trainings as actions
from wagtail_advocacy.learning.models import (
    Completion,
    LessonRead,
    QuestionCount,
    QuizAttempt,
)

from . import training_factory as make


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
        reason="SQLite in memory is one connection's alone",
    ),
]


def at_once(*works):
    """Run all of ``works`` at the same moment; return what each of them raised."""
    barrier = threading.Barrier(len(works), timeout=20)
    raised = [None] * len(works)

    def run(place, work):
        try:
            barrier.wait()
            work()
        except Exception as error:
            raised[place] = error
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(place, work))
        for place, work in enumerate(works)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=40)
    return raised


@pytest.fixture
def page(site_home):
    return make.training(site_home, valid_months=12)


@pytest.fixture
def ada(make_user):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    return user


def test_eight_clicks_are_one_completion(ada, page):
    answers = make.chosen(make.right_answers(page))
    raised = at_once(*[lambda: actions.hand_in(ada, page, 1, answers)] * 8)
    assert raised == [None] * 8
    assert Completion.objects.count() == 1
    assert QuizAttempt.objects.get().number == 1
    assert set(QuestionCount.objects.values_list("answered", flat=True)) == {1}


def test_eight_attempts_of_their_own_are_one_completion(ada, page):
    right = make.chosen(make.right_answers(page))
    raised = at_once(
        *[
            lambda number=number: actions.hand_in(ada, page, number, right)
            for number in range(1, 9)
        ]
    )
    assert raised == [None] * 8
    assert Completion.objects.count() == 1


def test_one_lesson_read_in_two_tabs(ada, page):
    key = page.get_lessons()[0].key
    assert at_once(*[lambda: actions.go_on(ada, page, key)] * 6) == [None] * 6
    assert LessonRead.objects.count() == 1


def test_people_who_hand_in_together_are_all_counted(make_user, page):
    people = [make_user(f"n{number}@example.com") for number in range(6)]
    for user in people:
        factories.ambassador(user)
    wrong = make.chosen(make.wrong_answers(page, 1))
    raised = at_once(
        *[lambda user=user: actions.hand_in(user, page, 1, wrong) for user in people]
    )
    assert raised == [None] * 6
    first = page.get_quiz().questions[0]
    count = QuestionCount.objects.get(question=first.key)
    assert (count.answered, count.first_answered, count.first_wrong) == (6, 6, 6)
    assert QuestionCount.objects.count() == 3


def test_leaving_while_handing_in_is_before_or_after(ada, page):
    answers = make.chosen(make.right_answers(page))
    handed_in, left = at_once(
        lambda: actions.hand_in(ada, page, 1, answers),
        lambda: ambassadors.leave(ada, source="test"),
    )
    assert left is None
    assert handed_in is None or isinstance(handed_in, actions.NotJoined)
    assert Completion.objects.exists() == (handed_in is None)


def test_the_database_refuses_a_second_entry_of_a_period(ada, page):
    actions.hand_in(ada, page, 1, make.chosen(make.right_answers(page)))
    entry = Completion.objects.get()
    copy = Completion(
        **{
            field.attname: getattr(entry, field.attname)
            for field in Completion._meta.concrete_fields
            if not field.primary_key
        }
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()

"""Two tabs ask, two colleagues answer: one request, one answer."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command

from tests import factories
from tests.learning.test_training_races import at_once
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.sharing import helping
from wagtail_advocacy.sharing.actions import Refused
from wagtail_advocacy.sharing.models import HelpRequest


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
        reason="SQLite in memory is one connection's alone",
    ),
]

STATE = HelpRequest.State


@pytest.fixture
def ada(employee):
    return employee


@pytest.fixture
def helpers(make_user):
    call_command("advocacy_setup", verbosity=0)
    return [
        make_user(f"{name}@example.com", groups=["Advocacy trainers"])
        for name in ("tess", "tom")
    ]


def ask(ada, offer, text="Dry hay?"):
    return helping.ask_before_posting(ada, offer, text=text)


def test_eight_clicks_are_one_request(ada, offer):
    assert at_once(*[lambda: ask(ada, offer)] * 8) == [None] * 8
    assert HelpRequest.objects.get().version == 8


def test_eight_clicks_are_one_comment(ada, offer):
    share = factories.confirmed_share(ada, offer)
    address = "https://example.com/comment/1"
    hand_over = lambda: helping.hand_over(ada, share.pk, address=address)  # noqa: E731
    assert at_once(*[hand_over] * 8) == [None] * 8
    assert HelpRequest.objects.count() == 1


def test_one_of_two_takes_it_and_one_of_two_answers(ada, offer, helpers):
    pk = ask(ada, offer).pk
    raised = at_once(*[lambda one=one: helping.take(one, pk) for one in helpers])
    assert sorted(getattr(one, "code", "") for one in raised) == ["", "taken"]
    raised = at_once(
        *[lambda one=one: helping.answer(one, pk, "Yes.", version=1) for one in helpers]
    )
    assert sorted(getattr(one, "code", "") for one in raised) == ["", "not_waiting"]
    winner = helpers[raised.index(None)]
    assert HelpRequest.objects.get().handled_by == winner


def test_no_answer_is_to_a_text_that_was_not_read(ada, offer, helpers):
    for _time in range(5):
        HelpRequest.objects.all().delete()
        pk = ask(ada, offer, "First.").pk
        answered, asked = at_once(
            lambda pk=pk: helping.answer(helpers[0], pk, "Yes.", version=1),
            lambda: ask(ada, offer, "Second."),
        )
        assert asked is None
        assert HelpRequest.objects.get(state=STATE.OPEN).text == "Second."
        if answered is None:
            assert HelpRequest.objects.get(state=STATE.ANSWERED).text == "First."
        else:
            assert isinstance(answered, Refused)
            assert answered.code == "sent_again"


def test_erasing_and_answering_do_not_wait_for_each_other(ada, offer, helpers):
    for number in range(5):
        user = get_user_model().objects.create_user(f"{number}@example.com", "x")
        factories.ambassador(user)
        pk = ask(user, offer).pk
        erased, answered = at_once(
            lambda user=user: ambassadors.erase(user),
            lambda pk=pk: helping.answer(helpers[0], pk, "Yes.", version=1),
        )
        assert erased is None
        assert answered is None or isinstance(answered, HelpRequest.DoesNotExist)
        assert not HelpRequest.objects.exists()

"""What a database breaks off in favour of others is tried again, and is done once."""

import datetime

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from tests import factories
from wagtail_advocacy.ambassadors import answers
from wagtail_advocacy.ambassadors.models import Delivery
from wagtail_advocacy.sharing import actions, conversation, helping
from wagtail_advocacy.sharing.models import Handoff, HelpRequest, Reading, Share


pytestmark = pytest.mark.django_db(transaction=True)

WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def once_more(employee, offer):
    """Do something whose first writing is broken off, and return what it returns."""

    def once_more(action, *args, **kwargs):
        broken_off = []

        def break_off(execute, sql, params, many, context):
            if sql.startswith(WRITES) and not broken_off:
                broken_off.append(sql)
                raise OperationalError("database is locked")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(break_off):
            done = action(*args, **kwargs)
        assert broken_off
        return done

    return once_more


def test_what_is_done_with_a_share(employee, offer, once_more):
    share = factories.open_share(employee, offer)
    once_more(actions.hand_off, employee, share.pk)
    assert Handoff.objects.count() == 1
    once_more(actions.postpone_share, employee, share.pk)
    assert Share.objects.get().postponed == 1
    actions.confirm_share(employee, share.pk)
    once_more(conversation.report, employee, share.pk, {Reading.Metric.COMMENTS: 3})
    assert Reading.objects.count() == 1
    once_more(conversation.stop_nudges, employee, share.pk)
    assert Share.objects.get().nudges_stopped_at
    once_more(actions.withdraw_share, employee, share.pk)
    assert Share.objects.get().state == Share.State.WITHDRAWN


def test_what_is_answered_to_a_notice(employee, offer, once_more):
    share = factories.confirmed_share(employee, offer)
    hours_ago = timezone.now() - datetime.timedelta(hours=5)
    Share.objects.filter(pk=share.pk).update(confirmed_at=hours_ago)
    conversation.nudge()
    notice = Delivery.objects.get(kind=conversation.NUDGE.key)
    once_more(answers.give, employee, notice.pk, conversation.NUDGE.choices[0].key)
    assert Reading.objects.exists()


def test_what_colleagues_are_asked(employee, offer, once_more, make_user):
    call_command("advocacy_setup", verbosity=0)
    tess = make_user("tess@example.com", groups=["Advocacy trainers"])
    asked = once_more(helping.ask_before_posting, employee, offer, text="Dry hay?")
    once_more(helping.take, tess, asked.pk)
    once_more(helping.answer, tess, asked.pk, "Yes.", version=asked.version)
    once_more(helping.close, tess, asked.pk)
    assert HelpRequest.objects.get().state == HelpRequest.State.CLOSED
    once_more(helping.take_back, employee, asked.pk)
    share = factories.confirmed_share(employee, offer)
    once_more(helping.tell_slip, employee, share.pk)
    assert HelpRequest.objects.get().kind == HelpRequest.Kind.SLIP

"""However many workers try to deliver one notice, one of them does."""

from functools import partial

import pytest
from django.core import mail
from django.db import connection

from tests import factories
from tests.faults.racing import at_once
from wagtail_advocacy.ambassadors import actions, due_tasks, notices
from wagtail_advocacy.ambassadors.models import Delivery, TaskRun
from wagtail_advocacy.ambassadors.notice_kinds import NoticeKind, notice_kinds
from wagtail_advocacy.jobs import Schedule
from wagtail_advocacy.sharing.notices import WITHDRAWN


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one writer in at a time"
    ),
]

WORKERS = 8


@pytest.fixture
def ada(make_user, monkeypatch):
    # It holds whatever its offer: the race is what is looked at here.
    monkeypatch.setattr(
        notice_kinds,
        "get",
        lambda key: NoticeKind(key, "", WITHDRAWN.template),
    )
    user = make_user("ada@example.com")
    factories.ambassador(user)
    return user


@pytest.mark.parametrize("turn", range(5))
def test_two_workers_deliver_one_row_once(ada, turn):
    delivery = Delivery.objects.create(
        user=ada, kind=WITHDRAWN.key, occasion="1", context={"title": "Hay"}
    )
    at_once(*[lambda: notices.deliver(delivery.pk)] * WORKERS)
    assert len(mail.outbox) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (Delivery.State.SENT, 1)


@pytest.mark.parametrize("turn", range(5))
def test_asked_for_at_once_it_is_told_once(ada, turn):
    at_once(
        *[
            lambda: notices.send(
                ada, WITHDRAWN.key, occasion="1", context={"title": "Hay"}
            )
        ]
        * WORKERS
    )
    assert Delivery.objects.count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("turn", range(5))
def test_leaving_while_it_is_on_its_way_leaves_nothing_waiting(ada, turn):
    delivery = Delivery.objects.create(
        user=ada, kind=WITHDRAWN.key, occasion="1", context={"title": "Hay"}
    )
    at_once(
        lambda: notices.deliver(delivery.pk),
        lambda: actions.leave(ada, source="test"),
    )
    delivery.refresh_from_db()
    assert delivery.state != Delivery.State.WAITING
    assert delivery.due_at is None


@pytest.mark.parametrize("turn", range(3))
def test_crons_that_overlap_run_a_task_once(monkeypatch, turn):
    ran = []
    monkeypatch.setattr(due_tasks, "schedules", [Schedule("a", "a", 5)])
    monkeypatch.setattr(due_tasks, "import_string", lambda path: partial(ran.append, 1))
    at_once(*[lambda: list(due_tasks.run_due())] * WORKERS)
    assert ran == [1]
    assert TaskRun.objects.filter(key="a").count() == 1

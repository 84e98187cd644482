"""A cluster that hangs, and none at all, are found within two minutes."""

import contextlib
import datetime
import os
import signal
import time

import pytest
from django.db import connection
from django.db.models import F
from django_q.models import Schedule

from tests.faults.cluster import Cluster, Refused, wait_until
from tests.faults.server import database_url
from tests.faults.test_killed_cluster import broker  # noqa: F401 - a fixture
from wagtail_advocacy.ambassadors.models import TaskRun


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="one database is enough for it"
    ),
]

ENQUEUE = "wagtail_advocacy.jobs.enqueue"
BEAT = "wagtail_advocacy.ambassadors.tasks.beat"
HEARTBEAT = "wagtail_advocacy.heartbeat"
TWO_MINUTES = datetime.timedelta(minutes=2)


def is_well(cluster):
    try:
        cluster.call(
            "django.core.management.call_command",
            "advocacy_health",
            "--only=heartbeat",
            "--only=schedules",
        )
    except Refused:
        return False
    return True


def pass_time(span):
    """Let time pass, as the database sees it."""
    TaskRun.objects.update(ran_at=F("ran_at") - span)
    Schedule.objects.filter(name=HEARTBEAT).update(next_run=F("next_run") - span)


def test_a_cluster_that_hangs_or_dies_is_found(broker, tmp_path):  # noqa: F811
    # Whoever begins looks at once at what is due, and not after half a minute.
    with Cluster(
        database_url(tmp_path), tmp_path, broker, QUEUE_GUARD_CYCLE="30"
    ) as one:
        one.call("django.core.management.call_command", "advocacy_setup")
        assert not is_well(one), "no worker has run yet"
        one.start()
        assert wait_until(lambda: is_well(one)), one.output()

        one.freeze()
        one.call(ENQUEUE, BEAT)
        pass_time(TWO_MINUTES)
        assert not is_well(one), "it hangs"
        os.killpg(one.pid, signal.SIGCONT)
        assert wait_until(lambda: is_well(one)), one.output()

        one.kill()
        pass_time(TWO_MINUTES)
        assert not is_well(one), "there is none"
        one.start()
        assert wait_until(lambda: is_well(one)), one.output()


def test_workers_that_died_with_the_lock_of_their_queue_are_found(tmp_path):
    # django-q2 forks new ones, which wait for what a dead one held, for ever.
    with Cluster(database_url(tmp_path), tmp_path, "orm") as one:
        one.call("django.core.management.call_command", "advocacy_setup")
        one.start()
        one.call(ENQUEUE, BEAT)
        assert wait_until(lambda: is_well(one)), one.output()
        time.sleep(0.2)
        pass_time(TWO_MINUTES)
        for pid in one.workers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda: len(one.workers()) == 2), one.output()
        one.call(ENQUEUE, BEAT)
        assert not wait_until(lambda: is_well(one), seconds=2)

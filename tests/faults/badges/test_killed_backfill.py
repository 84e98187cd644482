"""Whoever is killed while thousands get a badge, everybody gets it once."""

import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from tests.badges import factories as make
from tests.faults.server import ROOT, database_url, environment
from wagtail_advocacy.badges.models import Award, PointTotal


PEOPLE = 20_000
# Everybody is told as well, which takes longer than the awards.
SECONDS = 240


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="for PostgreSQL")
def test_a_backfill_that_is_killed_goes_on_and_then_writes_nothing(tmp_path):
    make_people()
    badge = make.badge(asks={"points": 10})
    url = database_url(tmp_path)
    with begin(url) as killed:
        has_begun = wait_until(lambda: Award.objects.count() >= 1_000, killed)
        assert has_begun, killed.communicate()[0]
        killed.send_signal(signal.SIGKILL)
        assert killed.wait(timeout=30) == -signal.SIGKILL
    between = Award.objects.count()
    assert 1_000 <= between < PEOPLE
    assert f"In all: {PEOPLE - between} awarded, 0 revoked." in run(url)
    assert Award.objects.filter(badge=badge, turn=0).count() == PEOPLE
    assert Award.objects.values("ambassador").distinct().count() == PEOPLE
    newest = Award.objects.order_by("-pk").values_list("pk").first()
    assert run(url) == "In all: 0 awarded, 0 revoked.\n"
    assert Award.objects.count() == PEOPLE
    assert Award.objects.order_by("-pk").values_list("pk").first() == newest


def make_people():
    people = make.members(make.colleagues(PEOPLE))
    PointTotal.objects.bulk_create(
        PointTotal(ambassador=person, earned=10) for person in people
    )


def begin(url):
    return subprocess.Popen(
        # The tests' settings lack what Wagtail's search wants checked on PostgreSQL.
        [sys.executable, "-m", "django", "advocacy_badges", "--skip-checks"],
        cwd=ROOT,
        env=environment(url),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(url):
    with begin(url) as process:
        said, _none = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, said
    return said


def wait_until(condition, process):
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if condition():
            return True
        time.sleep(0.01)
    return False

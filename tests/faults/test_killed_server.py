"""What was answered is in the database, however abruptly everything ends."""

import hashlib
import hmac
import http.client
import sqlite3
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection

from tests.factories import offer_of, published_link_shareable
from tests.faults.server import ROOT, Server, database_url, environment
from wagtail_advocacy.sharing.models import TrackedLink, Visit, VisitCount, VisitorSalt


pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 6
# Answers received before the server is killed, and the longest wait for them.
ENOUGH = 150
SECONDS = 60
AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.{thread}.{n}"
)


@pytest.fixture
def link():
    VisitorSalt.objects.all().delete()
    offer = offer_of(published_link_shareable())
    return TrackedLink.objects.create(offer=offer, network="linkedin")


def rows(url, model, *columns):
    """Read a table of the database that the other process wrote."""
    sql = f"SELECT {', '.join(columns)} FROM {model._meta.db_table}"  # noqa: S608
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())
    database = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


class Crowd:
    """Visitors who each come once, from several threads, until nobody answers."""

    def __init__(self, server, path):
        self.server = server
        self.path = path
        self.sent = set()
        self.welcomed = set()
        self.refused = []
        self.threads = [
            threading.Thread(target=self.come, args=[number], daemon=True)
            for number in range(THREADS)
        ]

    def come(self, thread):
        for n in range(100_000):
            agent = AGENT.format(thread=thread, n=n)
            self.sent.add(agent)
            try:
                status = self.server.get(self.path, agent=agent)
            except (OSError, http.client.HTTPException):
                return
            if status == 302:
                self.welcomed.add(agent)
            else:
                self.refused.append(status)

    def start(self):
        for thread in self.threads:
            thread.start()

    def wait_for(self, number):
        deadline = time.monotonic() + SECONDS
        while len(self.welcomed) < number and time.monotonic() < deadline:
            time.sleep(0.005)

    def join(self):
        for thread in self.threads:
            thread.join(timeout=SECONDS)
        assert not any(thread.is_alive() for thread in self.threads)


def test_kill_9_under_load_loses_no_visit_that_was_answered(link, tmp_path):
    url = database_url(tmp_path)
    with Server(url, tmp_path) as server:
        crowd = Crowd(server, f"/go/s/{link.code}")
        crowd.start()
        crowd.wait_for(ENOUGH)
        server.kill()
        crowd.join()
        assert crowd.refused == [], server.output()
    assert len(crowd.welcomed) >= ENOUGH, "too slow to say anything"

    ((salt,),) = rows(url, VisitorSalt, "salt")
    recorded = {visitor for (visitor,) in rows(url, Visit, "visitor")}

    def visitor_of(agent):
        message = f"127.0.0.1\n{agent}".encode()
        return hmac.new(bytes(salt), message, hashlib.sha256).hexdigest()[:32]

    lost = {agent for agent in crowd.welcomed if visitor_of(agent) not in recorded}
    assert lost == set()
    # And nobody was invented.
    assert recorded <= {visitor_of(agent) for agent in crowd.sent}


FOLD_AND_DIE = """
import os, signal
import django
django.setup()
from wagtail_advocacy.sharing import visits
from wagtail_advocacy.sharing.models import VisitCount

was = VisitCount.objects.bulk_update

def die(*args, **kwargs):
    was(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)

visits.FOLD_BATCH = 50
batches = iter([was, die])
VisitCount.objects.bulk_update = lambda *args, **kwargs: next(batches)(*args, **kwargs)
visits.fold()
"""


def test_kill_9_while_folding_loses_and_doubles_no_visit(link, tmp_path):
    Visit.objects.bulk_create(
        Visit(link=link, visitor=f"v{number}", half_hour=900_000)
        for number in range(120)
    )
    url = database_url(tmp_path)

    def total():
        folded = rows(url, VisitCount, "visits")
        return sum(visits for (visits,) in folded) + len(rows(url, Visit, "id"))

    died = subprocess.run(
        [sys.executable, "-c", FOLD_AND_DIE],
        cwd=ROOT,
        env=environment(url),
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert died.returncode == -9, died.stderr
    # The first batch of 50 is folded, the second is where it was.
    assert rows(url, VisitCount, "visits") == [(50,)]
    assert total() == 120

    subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup();"
            " from wagtail_advocacy.sharing.tasks import fold_visits; fold_visits()",
        ],
        cwd=ROOT,
        env=environment(url),
        check=True,
        timeout=SECONDS,
    )
    assert rows(url, VisitCount, "visits") == [(120,)]
    assert rows(url, Visit, "id") == []

"""The same with visits in Redis: what was answered is there, whoever is killed."""

import hashlib
import hmac
import os
import subprocess
import sys

import pytest

from tests.faults.server import ROOT, Server, database_url, environment
from tests.faults.test_killed_server import (
    ENOUGH,
    SECONDS,
    Crowd,
    link,  # noqa: F401 - a fixture
    rows,
)
from wagtail_advocacy.sharing import buffer
from wagtail_advocacy.sharing.models import Visit, VisitorSalt


redis = pytest.importorskip("redis")

pytestmark = pytest.mark.django_db(transaction=True)

# A database of its own: the stream has the same name everywhere.
URL = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/15"
SITE = {"DJANGO_SETTINGS_MODULE": "tests.faults.redis_settings", "REDIS_URL": URL}

DRAIN_AND_DIE = """
import os, signal
import django
django.setup()
from wagtail_advocacy.sharing import buffer
from wagtail_advocacy.sharing.models import Visit

buffer.BATCH = 50
was = buffer._drain_batch
turns = iter([False, True])

def drain_batch(client):
    done = was(client)
    if next(turns):
        os.kill(os.getpid(), signal.SIGKILL)
    return done

buffer._drain_batch = drain_batch
buffer.drain()
"""


@pytest.fixture
def stream():
    client = redis.Redis.from_url(URL)
    try:
        client.ping()
    except redis.RedisError as error:
        pytest.skip(f"no Redis: {error}")
    client.delete(buffer.STREAM)
    yield client
    client.delete(buffer.STREAM)
    client.close()


def python(code, url):
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**environment(url), **SITE},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def test_kill_9_of_web_process_and_queue_loses_and_doubles_no_visit(
    stream,
    link,  # noqa: F811
    tmp_path,
):
    url = database_url(tmp_path)
    with Server(url, tmp_path, variables=SITE) as server:
        crowd = Crowd(server, f"/go/s/{link.code}")
        crowd.start()
        crowd.wait_for(ENOUGH)
        server.kill()
        crowd.join()
        assert crowd.refused == [], server.output()
    assert len(crowd.welcomed) >= ENOUGH, "too slow to say anything"
    assert rows(url, Visit, "id") == []

    # The queue dies right after its second turn is written and before Redis knows.
    died = python(DRAIN_AND_DIE, url)
    assert died.returncode == -9, died.stderr
    assert len(rows(url, Visit, "id")) == 100
    again = python(
        "import django; django.setup();"
        " from wagtail_advocacy.sharing.tasks import drain_visits; drain_visits()",
        url,
    )
    assert again.returncode == 0, again.stderr
    assert stream.xlen(buffer.STREAM) == 0

    ((salt,),) = rows(url, VisitorSalt, "salt")
    recorded = [visitor for (visitor,) in rows(url, Visit, "visitor")]

    def visitor_of(agent):
        message = f"127.0.0.1\n{agent}".encode()
        return hmac.new(bytes(salt), message, hashlib.sha256).hexdigest()[:32]

    assert {visitor_of(agent) for agent in crowd.welcomed} <= set(recorded)
    assert len(set(recorded)) == len(recorded)
    assert set(recorded) <= {visitor_of(agent) for agent in crowd.sent}

"""A real cluster of django-q2 in processes of its own, to be killed and begun again.

Run as a program it is the process that clusters are forked from: it has everything
imported, so that a new one is there at once. It reads a JSON list a line, such as
``["start"]``, ``["kill", pid]`` or ``["call", "dotted.path", …]``, and answers each.
"""

import json
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.faults.server import ROOT, environment


# A Redis database of its own; its keys carry a name of their own besides.
REDIS = os.environ.get("QUEUE_REDIS") or "redis://127.0.0.1:6379/13"
SECONDS = 60


class Refused(Exception):
    """What was called raised something; the message says what."""


class Cluster:
    """What runs the jobs of the tests' database, with one of two brokers.

    :param broker: "orm" or "redis".
    :param variables: environment variables of its own.
    """

    def __init__(self, url, folder, broker, **variables):
        self.name = f"faults-{secrets.token_hex(4)}"
        self.broker = broker
        self.log = Path(folder) / f"{self.name}.log"
        self.pid = None
        with self.log.open("a") as log:
            self.program = subprocess.Popen(
                [sys.executable, __file__, str(self.log)],
                cwd=ROOT,
                env={
                    **environment(url),
                    "DJANGO_SETTINGS_MODULE": "tests.faults.cluster_settings",
                    "QUEUE_NAME": self.name,
                    "QUEUE_REDIS": REDIS if broker == "redis" else "",
                    **variables,
                },
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                bufsize=1,
            )

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.kill()
        self.program.stdin.close()
        self.program.wait(timeout=30)
        self.program.stdout.close()
        if self.broker == "redis":
            import redis

            with redis.Redis.from_url(REDIS) as client:
                for key in client.keys(f"django_q:{self.name}:*"):
                    client.delete(key)

    def _ask(self, *words):
        self.program.stdin.write(f"{json.dumps(words)}\n")
        answer = json.loads(self.program.stdout.readline())
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["value"]

    def output(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def start(self):
        self.pid = self._ask("start")

    def kill(self):
        """Kill every process of the cluster, as ``kill -9`` does."""
        if self.pid is not None:
            self._ask("kill", self.pid)
            self.pid = None

    def call(self, path, *args):
        """Call a function where it sees the queue as a web process would."""
        return self._ask("call", path, *args)

    def freeze(self):
        os.killpg(self.pid, signal.SIGSTOP)

    def workers(self):
        """Return the workers that live, by what the cluster wrote about them."""
        began = re.findall(r"ready for work at (\d+)", self.output())
        return [pid for pid in map(int, began) if self._is_ours(pid)]

    def _is_ours(self, pid):
        try:
            return os.getpgid(pid) == self.pid and not self._is_dead(pid)
        except ProcessLookupError:
            return False

    def _is_dead(self, pid):
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][1] == "Z"
        except FileNotFoundError:
            return True


def wait_until(condition, *, seconds=SECONDS):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def main(log):
    # Commands print what they do; that is no answer.
    answers, sys.stdout = sys.stdout, sys.stderr
    import django

    django.setup()

    import django_q.cluster
    from django.db import connections
    from django.template.loader import get_template
    from django.urls import reverse
    from django.utils.module_loading import import_string

    # Whatever it will need is imported before the first fork.
    reverse("wagtail_advocacy:home")
    import_string("wagtail_advocacy.sharing.tasks.tell_withdrawn")
    import_string("wagtail_advocacy.ambassadors.tasks.deliver_notice")
    for part in ("subject.txt", "text.txt", "link.txt", "mail.txt", "mail.html"):
        get_template(f"wagtail_advocacy/ambassadors/notices/{part}")

    def start():
        connections.close_all()
        pid = os.fork()
        if pid:
            return pid
        os.setsid()
        null, written = os.open(os.devnull, os.O_RDWR), os.open(log, LOG_FLAGS, 0o600)
        os.dup2(null, 0)
        os.dup2(written, 1)
        os.dup2(written, 2)
        cluster = django_q.cluster.Cluster()
        cluster.start()
        cluster.sentinel.join()
        os._exit(0)

    def kill(pid):
        os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

    def call(path, *args):
        try:
            return import_string(path)(*args)
        finally:
            connections.close_all()

    known = {"start": start, "kill": kill, "call": call}
    for line in sys.stdin:
        word, *args = json.loads(line)
        try:
            answer = {"value": known[word](*args)}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


LOG_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_APPEND

if __name__ == "__main__":
    main(sys.argv[1])

"""What following a tracked link costs, beside the least it could cost.

Three views are asked in turn by the same load tool, several times over, in one server:

bare        a 302 and nothing else
rows        a 302 after one SELECT and one INSERT, written the usual way with Django
link        the tracked link: bot check, one visit a visitor and half-hour

and a fourth where a Redis answers: ``buffered``, the tracked link with
``"VISITS": "redis"``.

CPU is what the server's own processes used, as the kernel counts it: unlike requests a
second it says the same on a busy machine. Every request is another visitor, so that
every one of them is written.

It needs PostgreSQL on 127.0.0.1:5432 (``DATABASE_URL`` names another), where it makes a
database of its own and drops it, and wrk (Debian: ``apt-get install wrk``). Where wrk
is missing a slower tool in Python takes its place and takes CPU from the server.

``SECONDS``, ``ROUNDS`` and ``REDIS_URL`` change how long it measures and what with.
"""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from postgresql import own_database


ROOT = Path(__file__).resolve().parents[1]
SECONDS = float(os.environ.get("SECONDS", 4))
ROUNDS = int(os.environ.get("ROUNDS", 3))
DATABASE = "advocacy_benchmark"
REDIS_URL = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/9"
WORKERS, THREADS = 1, 4
# Enough to keep the server busy; and few, to see how long one reader waits.
BUSY, QUIET = 8, 2
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140"
TICKS = os.sysconf("SC_CLK_TCK")

# Every request from another browser: what is counted once would cost nothing twice.
SCRIPT = """
local number = 0
local thread = 0
function setup(made)
    made:set("thread", {seed} + thread)
    thread = thread + 1
end
function request()
    number = number + 1
    wrk.headers["User-Agent"] = "{agent}." .. thread .. "." .. number
    return wrk.format("GET", "{path}")
end
"""


class Gunicorn:
    """The server, with the settings of ``benchmarks.redirect_site``."""

    def __init__(self, folder, **variables):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = (Path(folder) / "gunicorn.log").open("a+")
        self.process = subprocess.Popen(  # noqa: S603
            [
                sys.executable,
                "-m",
                "gunicorn",
                f"--bind=127.0.0.1:{self.port}",
                f"--workers={WORKERS}",
                "--worker-class=gthread",
                f"--threads={THREADS}",
                "--keep-alive=30",
                f"--worker-tmp-dir={folder}",
                "django.core.wsgi:get_wsgi_application()",
            ],
            cwd=ROOT,
            env={**environment(), **variables},
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def __enter__(self):
        for _ in range(600):
            try:
                client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
                client.request("GET", "/bare")
                assert client.getresponse().status == 302
            except OSError:
                time.sleep(0.1)
            else:
                return self
            finally:
                client.close()
        self.__exit__()
        sys.exit(f"The server did not start:\n{Path(self.log.name).read_text()}")

    def __exit__(self, *error):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=30)
        self.log.close()

    def cpu_seconds(self):
        """Return what all its processes have used so far, in user and system mode."""
        used = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            # man 5 proc: pgrp is the 5th field, utime and stime the 14th and 15th;
            # the first two are cut off here.
            if int(fields[2]) == self.process.pid:
                used += int(fields[11]) + int(fields[12])
        return used / TICKS


def environment():
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.redirect_site",
        "PYTHONPATH": str(ROOT),
        "REDIS_URL": REDIS_URL,
    }


class Result:
    """What the load tool saw in one go, in requests and seconds."""

    def __init__(self, requests, seconds, p50, p99, errors):
        self.requests, self.seconds = requests, seconds
        self.p50, self.p99, self.errors = p50, p99, errors


def load(server, path, connections, folder, seed):
    if shutil.which("wrk"):
        return load_with_wrk(server, path, connections, folder, seed)
    return load_with_python(server, path, connections, seed)


def load_with_wrk(server, path, connections, folder, seed):
    script = Path(folder) / "load.lua"
    text = SCRIPT.replace("{seed}", str(seed * 100))
    script.write_text(text.replace("{agent}", AGENT).replace("{path}", path))
    ran = subprocess.run(  # noqa: S603
        [  # noqa: S607
            "wrk",
            "--latency",
            "--threads=1",
            f"--connections={connections}",
            f"--duration={SECONDS:.0f}s",
            f"--script={script}",
            f"http://127.0.0.1:{server.port}{path}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    total = re.search(r"(\d+) requests in ([\d.]+)(m?s)", ran.stdout)
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", ran.stdout)

    def percentile(number):
        value, unit = re.search(rf"{number}%\s+([\d.]+)(us|ms|s)", ran.stdout).groups()
        return float(value) * {"us": 1e-6, "ms": 1e-3, "s": 1}[unit]

    return Result(
        int(total[1]),
        float(total[2]) * (1 if total[3] == "s" else 1e-3),
        percentile(50),
        percentile(99),
        int(errors[1]) if errors else 0,
    )


def load_with_python(server, path, connections, seed):
    waits, errors = [], []

    def ask(thread):
        client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        number = 0
        while time.perf_counter() < end:
            number += 1
            began = time.perf_counter()
            agent = f"{AGENT}.{seed}{thread:02}.{number}"
            client.request("GET", path, headers={"User-Agent": agent})
            response = client.getresponse()
            response.read()
            waits.append(time.perf_counter() - began)
            if response.status != 302:
                errors.append(response.status)
        client.close()

    start = time.perf_counter()
    end = start + SECONDS
    threads = [threading.Thread(target=ask, args=[n]) for n in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    cuts = statistics.quantiles(waits, n=100)
    return Result(len(waits), seconds, cuts[49], cuts[98], len(errors))


class Measured:
    """All rounds of one view."""

    def __init__(self):
        self.busy, self.quiet, self.cpu = [], [], []

    def measure(self, server, path, folder, seed):
        used = server.cpu_seconds()
        result = load(server, path, BUSY, folder, seed)
        self.cpu.append((server.cpu_seconds() - used) / result.requests)
        self.busy.append(result)
        self.quiet.append(load(server, path, QUIET, folder, seed + 1))
        for seen in (self.busy[-1], self.quiet[-1]):
            assert seen.errors == 0, f"{path}: {seen.errors} answers were no 302"

    @property
    def rate(self):
        return statistics.median(r.requests / r.seconds for r in self.busy)

    @property
    def cpu_per_request(self):
        return statistics.median(self.cpu)

    def wait(self, name):
        return statistics.median(getattr(result, name) for result in self.quiet)


def redis_answers():
    try:
        import redis

        return redis.Redis.from_url(REDIS_URL).ping()
    except Exception as error:
        print(f"buffered is left out: {error}")
        return False


def manage(*arguments):
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "django", *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        sys.exit(ran.stderr)
    return ran.stdout.strip()


def main():
    # So that the servers end with it, and the database goes.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with own_database(DATABASE), tempfile.TemporaryDirectory() as folder:
        run(folder)


def run(folder):
    manage("migrate", "--verbosity=0", "--skip-checks")
    make = "import django; django.setup(); from benchmarks import redirect_site"
    made = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"{make}; print(redirect_site.make_link())"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
    )
    if made.returncode:
        sys.exit(made.stderr)
    code = made.stdout.split()[-1]
    tool = "wrk" if shutil.which("wrk") else "a tool in Python: install wrk for more"
    print(
        f"{ROUNDS} rounds of {SECONDS:.0f} s, {BUSY} connections (waits: {QUIET}),"
        f" {WORKERS} process of {THREADS} threads, load by {tool}"
    )
    views = {"bare": "/bare", "rows": f"/rows/{code}", "link": f"/go/s/{code}"}
    results = {name: Measured() for name in views}
    with contextlib.ExitStack() as servers:
        server = servers.enter_context(Gunicorn(folder))
        if redis_answers():
            results["buffered"] = Measured()
            other = servers.enter_context(Gunicorn(folder, VISITS="redis"))
        for number in range(ROUNDS + 1):
            for name, measured in results.items():
                # The first round only warms up.
                target = measured if number else Measured()
                seed = number * 10
                if name == "buffered":
                    target.measure(other, views["link"], folder, seed + 4)
                else:
                    target.measure(server, views[name], folder, seed)
    report(results)


def report(results):
    rows = results["rows"]
    print(f"{'':9}{'req/s':>8}{'p50 ms':>9}{'p99 ms':>9}{'CPU µs':>9}   against rows")
    for name, measured in results.items():
        print(
            f"{name:9}{measured.rate:8.0f}{measured.wait('p50') * 1e3:9.2f}"
            f"{measured.wait('p99') * 1e3:9.2f}{measured.cpu_per_request * 1e6:9.0f}"
            f"   CPU × {measured.cpu_per_request / rows.cpu_per_request:.2f},"
            f" rate × {measured.rate / rows.rate:.2f},"
            f" p99 × {measured.wait('p99') / rows.wait('p99'):.2f}"
        )
    print("goals    link: CPU ≤ 1.20 and p99 ≤ 2; buffered: rate ≥ 2 × link's")
    if "buffered" in results:
        ratio = results["buffered"].rate / results["link"].rate
        print(f"buffered answers {ratio:.2f} × as many as link")


if __name__ == "__main__":
    main()

"""A real server in processes of its own, on the database the tests run on."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from django.db import connection


ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60


def database_url(folder):
    """Return the address of the test database for another process.

    SQLite in memory is copied into a file first: it is one connection's alone.
    """
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        path = Path(folder) / "faults.sqlite3"
        connection.ensure_connection()
        connection.connection.execute("VACUUM INTO ?", [str(path)])
        return f"sqlite:///{path.as_posix()}"
    scheme = {"postgresql": "postgres"}.get(connection.vendor, "mysql")
    password = f":{quote(settings['PASSWORD'], '')}" if settings["PASSWORD"] else ""
    return (
        f"{scheme}://{quote(settings['USER'], '')}{password}@{settings['HOST']}"
        f":{settings['PORT'] or ''}/{settings['NAME']}"
    )


def environment(url):
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
        # Children of a measured run would otherwise write into its data.
        "COVERAGE_PROCESS_START": "",
    }


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """Gunicorn with two processes of four threads each, until it is killed.

    :param variables: environment variables of its own.
    :param probe: a path that answers once it has started.
    :param port: where its own settings have to know it; else any that is free.
    """

    def __init__(
        self,
        url,
        folder,
        *,
        application="django.core.wsgi:get_wsgi_application()",
        variables=None,
        probe="/go/assets/public.css",
        port=None,
    ):
        self.probe = probe
        self.port = port or free_port()
        self.log = (Path(folder) / "server.log").open("w+")
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                f"--bind=127.0.0.1:{self.port}",
                "--workers=2",
                "--worker-class=gthread",
                "--threads=4",
                f"--worker-tmp-dir={folder}",
                application,
            ],
            cwd=folder,
            env={**environment(url), **(variables or {})},
            stdout=self.log,
            stderr=subprocess.STDOUT,
            # A group of its own: killing it reaches every process and no other.
            start_new_session=True,
        )

    def __enter__(self):
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.get(self.probe, agent="curl/8")
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
            else:
                return self
        self.__exit__()
        raise AssertionError(f"the server did not start:\n{self.output()}")

    def __exit__(self, *error):
        self.kill()
        self.log.close()

    def output(self):
        self.log.flush()
        return Path(self.log.name).read_text(errors="replace")

    def kill(self):
        """Kill every process of the server, as ``kill -9`` does."""
        if self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=30)

    def get(self, path, *, agent):
        """Return the status of one answer, received to its end.

        :raises OSError: nobody answered, or not to the end.
        """
        return self.ask(path, agent=agent).status

    def ask(self, path, *, agent, method="GET", **headers):
        """Return one answer, with its body in ``content``.

        :raises OSError: nobody answered, or not to the end.
        """
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            client.request(method, path, headers={"User-Agent": agent, **headers})
            response = client.getresponse()
            response.content = response.read()
            return response
        finally:
            client.close()

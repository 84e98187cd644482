"""The demo intranet as `make demo` runs it, with data of its own."""

import contextlib
import email
import email.policy
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path


ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180
STOP_SECONDS = 30
MAIL_SECONDS = 30
# What Django's file backend writes below each mail.
MAIL_END = b"\n" + b"-" * 79 + b"\n"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def temporary_database(address):
    """Make an empty database beside the one named, and yield its address.

    Nothing is made for SQLite: the demo then keeps a file in its own folder.
    """
    if not address or address.startswith("sqlite"):
        yield ""
        return
    parts = urllib.parse.urlsplit(address)
    name = f"advocacy_e2e_{os.getpid()}"
    if parts.scheme == "mysql":
        import MySQLdb

        with contextlib.closing(
            MySQLdb.connect(
                host=parts.hostname,
                port=parts.port or 3306,
                user=parts.username,
                password=parts.password or "",
            )
        ) as connection:
            connection.query(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
            try:
                yield parts._replace(path=f"/{name}").geturl()
            finally:
                connection.query(f"DROP DATABASE IF EXISTS {name}")
        return
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield parts._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def shown(mail):
    """Return a mail's addressee, subject and text."""
    message = email.message_from_bytes(mail.lstrip(), policy=email.policy.default)
    text = message.get_body(("plain",)).get_content()
    return f"To: {message['To']}\nSubject: {message['Subject']}\n\n{text}"


class DemoSite:
    """A running demo: the address of its pages, and the folder of its data."""

    def __init__(self, folder, port, process, database):
        self.folder = Path(folder)
        self.address = f"http://127.0.0.1:{port}"
        self.process = process
        self.database = database

    def mails(self):
        """Return the mails sent so far, oldest first, as their readers see them."""
        files = sorted((self.folder / "mail").glob("*.log"))
        return [
            shown(mail)
            for file in files
            for mail in file.read_bytes().split(MAIL_END)
            if mail.strip()
        ]

    def wait_for_mail(self, *words):
        """Return the newest mail with all these words, as soon as the worker sent it.

        :param words: pieces of text, of its head or body.
        :raises AssertionError: there was none for ``MAIL_SECONDS``.
        """
        deadline = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < deadline:
            for mail in reversed(self.mails()):
                if all(word in mail for word in words):
                    return mail
            time.sleep(0.2)
        raise AssertionError(f"No mail with {words} among {self.mails()}")

    def manage(self, *arguments):
        """Run a management command in the demo and return what it printed."""
        return subprocess.run(
            [sys.executable, "example_site/manage.py", *arguments],
            cwd=ROOT,
            env=environment(self.folder, self.address.rsplit(":", 1)[1], self.database),
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        ).stdout


def environment(folder, port, database):
    """Return the environment variables the demo is started with."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PUBLIC_URL"}
    }
    chosen = {"DEMO_DIR": str(folder), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    if database:
        chosen["DATABASE_URL"] = database
    return inherited | chosen


@contextlib.contextmanager
def running_demo():
    """Start the demo on a free port, and end it as Ctrl-C does."""
    folder = tempfile.mkdtemp(prefix="advocacy-demo-")
    port = free_port()
    address = os.environ.get("DATABASE_URL", "")
    log_path = Path(folder) / "demo.log"
    try:
        with (
            temporary_database(address) as database,
            log_path.open("w") as log,
            subprocess.Popen(
                [sys.executable, "example_site/run_demo.py"],
                cwd=ROOT,
                env=environment(folder, port, database),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            ) as process,
        ):
            try:
                _wait_until_it_answers(port, process, log_path)
                yield DemoSite(folder, port, process, database)
            finally:
                _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_answers(port, process, log_path):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise AssertionError(f"The demo did not start:\n{log_path.read_text()}")


def _stop(process):
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise AssertionError("The demo did not end on Ctrl-C.") from None

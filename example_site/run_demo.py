"""Runs the demo intranet: site and worker, until Ctrl-C.

    python example_site/run_demo.py

Environment variables: ``PORT`` (default 8000) and those of ``settings.py``.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path


ROOT = Path(__file__).resolve().parent.parent
MANAGE = ROOT / "example_site" / "manage.py"
# Seconds a child is given to end by itself before it is killed.
PATIENCE = 8
# Seconds the site is given to answer its first request.
START = 60


class Stopped(Exception):
    """Somebody pressed Ctrl-C, or the system asks us to end."""


def main():
    port = read_port()
    if port is None:
        print("PORT must be a number from 1 to 65535.", file=sys.stderr)
        return 1
    if not is_free(port):
        print(
            f"Port {port} is already in use. Stop what listens there, or choose "
            f"another one: make demo PORT={port + 1 if port < 65535 else 8000}",
            file=sys.stderr,
        )
        return 1
    os.environ["PORT"] = str(port)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    children = {}
    try:
        prepare()
        children["site"] = start("runserver", f"127.0.0.1:{port}", "--noreload")
        children["worker"] = start("qcluster")
        wait_for_site(port, children)
        announce(port)
        return watch(children)
    except Stopped:
        return 0
    except subprocess.CalledProcessError as error:
        print(f"The demo could not be prepared: {error}", file=sys.stderr)
        return 1
    finally:
        end(children)


def read_port():
    port = os.environ.get("PORT") or "8000"
    if port.isdecimal() and 1 <= int(port) <= 65535:
        return int(port)
    return None


def is_free(port):
    """Whether nothing listens on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # A server that ended a moment ago leaves the address in TIME_WAIT, which
        # must not look taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def stop(_signal, _frame):
    raise Stopped


def prepare():
    """Bring the database up to date and load the content, unless it is there."""
    print("Preparing the demo intranet…", flush=True)
    for command in (("migrate", "--verbosity", "0"), ("load_demo",)):
        child = start(*command)
        try:
            code = child.wait()
        except Stopped:
            end({command[0]: child})
            raise
        if code:
            raise subprocess.CalledProcessError(code, command[0])


def start(*command):
    # A session of its own: Ctrl-C reaches us alone, and we end the children.
    return subprocess.Popen(
        [sys.executable, str(MANAGE), *command], cwd=ROOT, start_new_session=True
    )


def wait_for_site(port, children):
    """Return once the site answers, or one of the children has ended."""
    address = f"http://127.0.0.1:{port}/login/"
    # The way to ourselves does not lead through a proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + START
    while time.monotonic() < until and not ended(children):
        try:
            with opener.open(address, timeout=10):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)


def announce(port):
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "example_site.settings")
    import django

    django.setup()
    from example_site.demo.people import LOGINS, PASSWORD

    address = f"http://127.0.0.1:{port}/"
    width = max(len(login) for login, _purpose in LOGINS)
    lines = [
        "",
        f"  Atrium is ready:  {address}",
        f"  Content:          {address}admin/",
        "",
        f"  Log in as (password of all: {PASSWORD})",
        *(f"    {login:<{width}}   {purpose}" for login, purpose in LOGINS),
        "",
        "  Ctrl-C ends the demo; what you did in it is kept.",
        "",
    ]
    print("\n".join(lines), flush=True)


def ended(children):
    """Name of a child that has ended, if one has."""
    for name, child in children.items():
        if child.poll() is not None:
            return name
    return None


def watch(children):
    """Wait until a child ends, which neither should; say which."""
    while True:
        name = ended(children)
        if name:
            code = children[name].returncode
            print(f"The {name} ended by itself (code {code}).", file=sys.stderr)
            return 1
        time.sleep(0.3)


def end(children):
    """End every child and whatever it started."""
    # A second Ctrl-C must not break off the tidying up.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    # The worker's own processes end through it; the group is for stragglers.
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + PATIENCE
    for child in children.values():
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, until - time.monotonic()))
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


if __name__ == "__main__":
    sys.exit(main())

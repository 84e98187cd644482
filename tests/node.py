"""Node, with packages of npm's: other people's software that tests ask."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest


# Kept between runs and shared by all environments: installed once for a lock file.
CACHE = Path(
    os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "wagtail_advocacy-tests"
)
# Oldest that the packages run on: the oldest with ES modules for WebCrypto.
OLDEST = 20


def _go_without(reason):
    if os.environ.get("REQUIRE_NODE") == "1":
        pytest.fail(f"REQUIRE_NODE=1, but {reason}", pytrace=False)
    pytest.skip(reason)


def find_node():
    """Return the path of a Node that is new enough, or None."""
    node = shutil.which("node")
    if node is None:
        return None
    asked = subprocess.run([node, "--version"], capture_output=True, text=True)
    major = asked.stdout.lstrip("v").split(".")[0]
    return node if major.isdecimal() and int(major) >= OLDEST else None


def installed(folder):
    """Return Node, and the ``node_modules`` that a folder's lock file names.

    The test is skipped without them, or fails under ``REQUIRE_NODE=1``.

    :param folder: with ``package.json`` and ``package-lock.json``.
    """
    node, npm = find_node(), shutil.which("npm")
    if node is None or npm is None:
        _go_without(f"there is no Node {OLDEST} or newer with npm (Debian: nodejs npm)")
    lock = (folder / "package-lock.json").read_bytes()
    target = CACHE / f"{folder.name}-{hashlib.sha256(lock).hexdigest()[:16]}"
    if not target.is_dir():
        _install(npm, folder, target)
    return node, target / "node_modules"


def _install(npm, folder, target):
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as beside:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(folder / name, beside)
        done = subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=beside,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            _go_without(f"npm ci failed in {folder.name}: {done.stderr[-500:]}")
        try:
            os.rename(beside, target)
        except OSError:
            # Another process of these tests was faster.
            if not target.is_dir():
                raise
        else:
            # For the end of the block to remove.
            os.mkdir(beside)

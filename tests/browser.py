"""The real browser that tests drive: where it is found, how it is started."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client


# Debian's package, other systems' names, then the browser Playwright downloads.
COMMANDS = ("chromium", "chromium-browser", "google-chrome")
PLAYWRIGHT_BROWSERS = Path.home() / ".cache" / "ms-playwright"

# Root in a container has no sandbox; the rest keeps Chromium off the network.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium():
    """Return the path of a Chromium, or None where there is none.

    ``CHROMIUM`` in the environment names one that is nowhere usual.
    """
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    for command in COMMANDS:
        if found := shutil.which(command):
            return found
    downloaded = sorted(PLAYWRIGHT_BROWSERS.glob("chromium-*/chrome-linux*/chrome"))
    return str(downloaded[-1]) if downloaded else None


def _go_without(reason):
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"REQUIRE_BROWSER=1, but {reason}", pytrace=False)
    pytest.skip(reason)


def start_playwright():
    """Return ``sync_playwright()``, to be used as a context manager.

    Without Playwright the test is skipped, or fails under ``REQUIRE_BROWSER=1``.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _go_without("Playwright is not installed: pip install playwright")
    return sync_playwright()


def session_cookie(user, url) -> dict:
    """Log somebody in, and return the cookie that says so, as Playwright takes it.

    :param url: of the site that the browser sends it to.
    """
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def launch(playwright, *arguments, **options):
    """Start a headless Chromium and return Playwright's browser.

    Without a Chromium the test is skipped, or fails under ``REQUIRE_BROWSER=1``.

    :param playwright: what ``start_playwright()`` yields.
    :param arguments: of the command line, beside those above.
    :param options: further arguments of Playwright's ``chromium.launch``.
    """
    path = find_chromium()
    if path is None:
        _go_without("no Chromium: install it, or name it in CHROMIUM")
    return playwright.chromium.launch(
        executable_path=path, args=[*ARGUMENTS, *arguments], **options
    )

"""The main job on intranets somebody else wrote: see ``tests/sites``.

Each is a project with settings of its own, so everything happens in processes of its
own, on a new SQLite file; what other databases do is for the other tests to say.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import wagtail

from tests.browser import launch, start_playwright
from tests.sites.base import OPTIONAL


ROOT = Path(__file__).resolve().parent.parent
SECONDS = 300
# What an administrator types one by one. One process for all of it, because most of
# what each would cost is Django coming up.
ARRIVE = """
import django
django.setup()
from django.core.management import call_command
call_command("check", fail_level="WARNING")
call_command("makemigrations", check_changes=True, dry_run=True)
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
call_command("advocacy_setup")
"""
SITES = [
    "corporate",
    "jinja",
    "worldwide",
    pytest.param(
        "swapped",
        marks=pytest.mark.skipif(
            wagtail.VERSION < (8, 0), reason="Wagtail 8 brought swapped page models"
        ),
    ),
]

pytestmark = [
    pytest.mark.own_processes,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "sqlite").startswith("sqlite"),
        reason="these sites bring their own database",
    ),
]


class Project:
    """One of the sites, in a folder of its own."""

    def __init__(self, name, folder, **environment):
        self.name = name
        self.folder = folder
        self.environment = {
            **os.environ,
            **environment,
            "DJANGO_SETTINGS_MODULE": f"tests.sites.{name}.settings",
            "PYTHONPATH": str(ROOT),
            "SITE_FOLDER": str(folder),
        }

    def run(self, *arguments):
        """Run Python with the arguments, and return what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert done.returncode == 0, f"{arguments}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def copy(self, folder):
        """Return the same site as it is now, for a test to change."""
        shutil.copy(self.folder / "site.sqlite3", folder)
        (folder / "static").symlink_to(self.folder / "static")
        return Project(self.name, folder)


@pytest.fixture(scope="module", params=SITES)
def ready(request, tmp_path_factory):
    """A site that we were added to, and where nobody has done anything yet."""
    site = Project(request.param, tmp_path_factory.mktemp(request.param))
    assert "Nothing to do." not in site.run("-c", ARRIVE)
    return site


def test_the_main_job_gets_done(ready, tmp_path):
    site = ready.copy(tmp_path)
    assert "Nothing to do." in site.run("-m", "django", "advocacy_setup")
    assert "The journey is over." in site.run("-m", "tests.sites.journey")


def test_a_browser_finds_nothing_to_refuse(ready, tmp_path):
    # Here, where it can be skipped.
    with start_playwright() as playwright:
        launch(playwright).close()
    site = ready.copy(tmp_path)
    assert "The browser's journey is over." in site.run("-m", "tests.sites.in_browser")


@pytest.mark.parametrize("room", OPTIONAL)
def test_the_main_job_gets_done_without_an_optional_room(room, tmp_path):
    site = Project("without", tmp_path, WITHOUT=room)
    assert "Nothing to do." not in site.run("-c", ARRIVE)
    assert "The journey is over." in site.run("-m", "tests.sites.journey")
    installed = site.run("-m", "django", "showmigrations").split()
    assert "wagtail_advocacy_learning" in installed
    assert room.replace(".", "_") not in installed

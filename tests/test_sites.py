"""The main job on intranets somebody else wrote: see ``tests/sites``.

Each is a project with settings of its own, so everything happens in processes of its
own, on a new SQLite file; what other databases do is for the other tests to say.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import wagtail


ROOT = Path(__file__).resolve().parent.parent
SECONDS = 300
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

pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "sqlite").startswith("sqlite"),
    reason="these sites bring their own database",
)


class Project:
    """One of the sites, in a folder of its own."""

    def __init__(self, name, folder):
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": f"tests.sites.{name}.settings",
            "PYTHONPATH": str(ROOT),
            "SITE_FOLDER": str(folder),
        }

    def run(self, *arguments):
        """Run ``python -m`` with the arguments, and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert done.returncode == 0, f"{arguments}:\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.mark.parametrize("name", SITES)
def test_the_main_job_gets_done(name, tmp_path):
    site = Project(name, tmp_path)
    site.run("django", "check", "--fail-level", "WARNING")
    site.run("django", "makemigrations", "--check", "--dry-run")
    site.run("django", "migrate", "--verbosity", "0")
    site.run("django", "collectstatic", "--no-input", "--verbosity", "0")
    site.run("django", "advocacy_setup")
    assert "Nothing to do." in site.run("django", "advocacy_setup")
    assert "The journey is over." in site.run("tests.sites.journey")

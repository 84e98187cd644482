"""Whoever follows docs/how-to/install.md to the letter arrives, and finds back."""

import ast
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "how-to" / "install.md"
SECONDS = 300
# Entries in settings and addresses; the promise of the project.
MAX_LINES = 10
# What the site's owners did long before, and what tests.sites.journey wants to know.
THEIRS = """
JOURNEY_PAGE = "home.HomePage"
JOURNEY_FRAME = '<html lang="en'
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LANGUAGE_CODE = "en"
# Nobody misses it after a power cut.
DATABASES["default"]["OPTIONS"] = {"init_command": "PRAGMA synchronous = OFF"}
"""
ARTICLE = """{% extends "base.html" %}
{% block content %}<h1>{{ page.title }}</h1>{% endblock %}
"""
# Whether nothing is wrong, and what an administrator looks at, as JSON.
LOOK = """
import json
import django
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
users = get_user_model().objects
root = users.filter(username="root").first() or users.create_superuser("root")
call_command("check", databases=["default"])
call_command("makemigrations", check_changes=True, dry_run=True)
client = Client()
client.force_login(root)
addresses = ["/", "/admin/", "/admin/pages/", "/admin/reports/site-history/",
             "/admin/reports/workflow/", "/admin/users/", "/admin/groups/"]
print(json.dumps({one: client.get(one, follow=True).status_code for one in addresses}))
"""
# Charters and trainings are the site's: its owners delete them, in the admin.
DELETE = """
import django
django.setup()
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail_advocacy.pages.models import CharterPage, TrainingPage
client = Client()
client.force_login(get_user_model().objects.get(username="root"))
for model in (CharterPage, TrainingPage):
    for pk in model.objects.values_list("pk", flat=True):
        client.post(f"/admin/pages/{pk}/delete/")
    assert not model.objects.exists()
"""

pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "sqlite").startswith("sqlite"),
        reason="the project of `wagtail start` has a SQLite file",
    ),
    pytest.mark.skipif(not GUIDE.exists(), reason="there is no guide here"),
]


def blocks(number, language):
    """Return the code of a numbered section of the guide, block by block."""
    guide = GUIDE.read_text(encoding="utf-8")
    section = re.search(rf"^## {number}\. .*?(?=^## |\Z)", guide, re.M | re.S)
    assert section, f"no section {number}"
    return re.findall(rf"^```{language}\n(.*?)^```", section[0], re.M | re.S)


def entries(source, name):
    """Return the entries of a list in the guide as they are written there."""
    (statement,) = ast.parse(source).body
    assert statement.targets[0].id == name
    return [ast.unparse(entry) for entry in statement.value.elts]


def settings_and_addresses():
    """Return what the guide adds: apps, patterns, settings."""
    patterns = [
        entry
        for entry in entries(blocks(3, "python")[0], "urlpatterns")
        if "wagtail_advocacy" in entry
    ]
    statements = [ast.unparse(ast.parse(blocks(4, "python")[0]))]
    return entries(blocks(2, "python")[0], "INSTALLED_APPS"), patterns, statements


class Project:
    """What ``wagtail start`` makes."""

    def __init__(self, folder):
        self.folder = folder / "mysite"
        self.folder.mkdir()
        self.run("wagtail.bin.wagtail", "start", "mysite", ".", started=False)
        self.settings = self.folder / "mysite" / "settings" / "base.py"
        self.urls = self.folder / "mysite" / "urls.py"
        templates = self.folder / "home" / "templates" / "home"
        self.article = templates / "home_page.html"
        self.article.write_text(ARTICLE)
        self.settings.write_text(self.settings.read_text() + THEIRS)

    def run(self, *arguments, started=True):
        """Run ``python -m`` with the arguments, and return what it printed."""
        environment = {**os.environ, "PYTHONPATH": f"{self.folder}{os.pathsep}{ROOT}"}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        if started:
            environment["DJANGO_SETTINGS_MODULE"] = "mysite.settings.dev"
        # ``wagtail start`` is a program that ``python -m`` only imports.
        program = (
            ["-c", "from wagtail.bin.wagtail import main; main()", *arguments[1:]]
            if arguments[0] == "wagtail.bin.wagtail"
            else list(arguments)
            if arguments[0] == "-c"
            else ["-m", *arguments]
        )
        done = subprocess.run(
            [sys.executable, *program],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert done.returncode == 0, f"{arguments}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def sources(self):
        return {path: path.read_text() for path in (self.settings, self.urls)}

    def tables(self):
        with closing(sqlite3.connect(self.folder / "db.sqlite3")) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master")
            return {name for (name,) in rows if not name.startswith("sqlite_")}

    def install(self):
        """Follow steps 2 to 7."""
        apps, patterns, statements = settings_and_addresses()
        source = self.settings.read_text()
        source = source.replace(
            '"search",\n', "".join(['"search",\n', *(f"    {app},\n" for app in apps)])
        )
        self.settings.write_text("\n".join([source, *statements, ""]))
        lines = "".join(f"    {pattern},\n" for pattern in patterns)
        self.urls.write_text(
            self.urls.read_text().replace(
                "urlpatterns = [\n", f"urlpatterns = [\n{lines}", 1
            )
        )
        (tags,) = blocks(7, "html")
        self.article.write_text(
            ARTICLE.replace("{% endblock %}", f"{tags}{{% endblock %}}")
        )
        for line in blocks(6, "sh")[0].splitlines():
            self.manage(line)

    def manage(self, line):
        """Run a line of the guide as it stands there."""
        assert line.startswith("python manage.py "), line
        return self.run("django", *line.split()[2:])


def test_ten_lines_are_enough():
    apps, patterns, statements = settings_and_addresses()
    assert len(apps) + len(patterns) + len(statements) <= MAX_LINES


@pytest.mark.own_processes
def test_followed_to_the_letter_and_back(tmp_path):
    site = Project(tmp_path)
    site.run("django", "migrate", "--verbosity", "0")
    looked = site.run("-c", LOOK)
    assert set(re.findall(r"\d{3}\b", looked)) == {"200"}
    tables, sources = site.tables(), site.sources()

    site.install()
    site.run("django", "check", "--database", "default", "--fail-level", "WARNING")
    before = tmp_path / "before.sqlite3"
    shutil.copy(site.folder / "db.sqlite3", before)
    # With texts of ours, and with those of the journey: there is one charter only.
    assert "is a draft now" in site.manage(blocks(10, "sh")[0].strip())
    shutil.copy(before, site.folder / "db.sqlite3")
    assert "The journey is over." in site.run("tests.sites.journey")

    # The other way round: the pages and the command first, then the lines.
    site.run("-c", DELETE)
    site.run("django", "advocacy_uninstall", "--no-input")
    site.article.write_text(ARTICLE)
    for path, source in sources.items():
        path.write_text(source)
    assert {name for name in site.tables() ^ tables if "index" not in name} == set()
    assert site.run("-c", LOOK) == looked

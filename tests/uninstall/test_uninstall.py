"""After real use: uninstall, take the lines out, and the site is as it was."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.demo_site import temporary_database


ROOT = Path(__file__).resolve().parents[2]
WITHOUT = "tests.uninstall.intranet"
WITH = "tests.uninstall.with_advocacy"


class Intranet:
    """An intranet in a database of its own, whose settings change between steps."""

    def __init__(self, address):
        self.address = address

    def do(self, settings, *parts):
        """Do parts of the journey in one process; return what each found."""
        result = subprocess.run(
            [sys.executable, "-m", "tests.uninstall.journey", *parts],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": self.address,
                "DJANGO_SETTINGS_MODULE": settings,
                "PYTHONPATH": str(ROOT),
                "PYTHONIOENCODING": "utf-8",
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return json.loads(result.stdout)


@pytest.fixture
def intranet(tmp_path):
    with temporary_database(os.environ.get("DATABASE_URL", "")) as address:
        yield Intranet(address or f"sqlite:///{(tmp_path / 'db.sqlite3').as_posix()}")


def rows_with_words(rows, word):
    return {
        table: [row for row in found if word in row.lower()]
        for table, found in rows.items()
        if any(word in row.lower() for row in found)
    }


@pytest.mark.own_processes
def test_site_is_as_it_was(intranet):
    *_done, looked, before = intranet.do(WITHOUT, "migrate", "prepare", "look", "dump")
    assert set(looked.values()) == {200}, looked
    intranet.do(WITH, "migrate", "use")

    # The rows that are to go do harm: without this the rest would prove nothing.
    [broken] = intranet.do(WITHOUT, "look")
    assert 500 in broken.values()

    used, would, sharing, nonsense, unchanged = intranet.do(
        WITH, "dump", "dry_run", "uninstall_sharing", "uninstall_nonsense", "dump"
    )
    extra, left, outreach, less = intranet.do(
        WITH, "uninstall_extra", "dump", "uninstall_outreach", "dump"
    )
    assert would[0]
    assert "4 Workflow states" in would[1]
    assert "Nothing was removed" in would[1]
    assert not sharing[0]
    assert "the other rooms need it" in sharing[1]
    assert not nonsense[0]
    assert "No room “nonsense” is installed" in nonsense[1]
    assert unchanged == used

    # One optional room, and nothing but it.
    assert extra[0]
    assert set(used) - set(left) == {"wagtail_advocacy_extra_star"}
    changed = {table for table in left if left[table] != used[table]}
    assert changed == {"auth_permission", "django_content_type"}

    # Ours as well, with its schedule, what the queue keeps of that, and that it was
    # written, so that it is written again with the room.
    assert outreach[0]
    assert set(left) - set(less) == {
        "wagtail_advocacy_outreach_digestchoice",
        "wagtail_advocacy_outreach_outreachsettings",
    }
    assert not rows_with_words(less, "outreach")

    # With what Wagtail keeps about thanks: workflow states, revisions, log entries.
    recognised, bare = intranet.do(WITH, "uninstall_badges", "dump")
    assert recognised[0]
    gone = set(less) - set(bare)
    assert "wagtail_advocacy_badges_award" in gone
    assert all(table.startswith("wagtail_advocacy_badges_") for table in gone)
    assert not rows_with_words(bare, "badges")
    for table in ("wagtailcore_workflowstate", "wagtailcore_taskstate"):
        assert len(less[table]) - len(bare[table]) == 2
    for table in ("wagtailcore_revision", "wagtailcore_modellogentry"):
        assert len(less[table]) > len(bare[table])

    # It can come back, so that everything goes at once with it.
    intranet.do(WITH, "migrate", "badges")
    everything, again = intranet.do(WITH, "uninstall", "uninstall")

    # Somebody still is a member of a group of ours.
    assert everything[0]
    assert "“Advocacy editors” stays: it has 1 members" in everything[1]
    assert '"wagtail_advocacy.sharing",' in everything[1]
    assert "There is nothing of it in the database." in again[1]

    _cleared, again_looked, kept, deleted = intranet.do(
        WITHOUT, "empty_group", "look", "dump", "delete_a_page"
    )
    assert again_looked == looked
    assert deleted == [302, False]
    assert list(rows_with_words(kept, "advocacy")) == ["auth_group"]
    # That group may still enter the admin; everything else is as it was.
    kept["auth_group"] = [row for row in kept["auth_group"] if "Advocacy" not in row]
    assert len(kept.pop("auth_group_permissions")) == 1 + len(
        before.pop("auth_group_permissions")
    )
    assert kept == before

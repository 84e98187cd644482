"""Two hundred leave for a network at once, and no cap is exceeded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from tests import factories
from tests.sharing.races import at_once, leaving
from wagtail_advocacy.sharing.models import Draft, PaceCount, Share


ROOT = Path(__file__).parents[2]
PEOPLE = 200
CAP = 40


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="for PostgreSQL")
def test_of_two_hundred_requests_as_many_leave_as_the_cap_says(article):
    offer = factories.offer_of(factories.published_page_shareable(article()))
    people = get_user_model().objects.bulk_create(
        get_user_model()(email=f"n{number}@example.com") for number in range(PEOPLE)
    )
    for user in people:
        factories.ambassador(user)
    factories.caps(offer_daily_cap=CAP)
    answers = at_once(*[leaving(user, offer) for user in people])
    assert set(answers) == {302, 409}
    assert answers.count(302) == Share.objects.count() == CAP
    assert PaceCount.objects.get(window__startswith="day:").taken == CAP
    # Whoever found no place finds their text.
    assert Draft.objects.count() == PEOPLE - CAP


@pytest.mark.skipif(connection.vendor != "sqlite", reason="for SQLite")
def test_the_smaller_races_on_a_file_of_sqlite(tmp_path):
    environment = {
        **os.environ,
        "SQLITE_FILE": str(tmp_path / "races.sqlite3"),
        "DJANGO_SETTINGS_MODULE": "tests.faults.sqlite_settings",
        "PYTHONPATH": str(ROOT),
        "PYTEST_ADDOPTS": "",
    }
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("--no-migrations", "--no-cov", "tests/sharing/test_pacing_races.py"),
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "skipped" not in run.stdout

"""Two workers at once, on real transactions."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from tests import factories
from wagtail_advocacy.ambassadors import directory, group_figures
from wagtail_advocacy.ambassadors.models import (
    Consent,
    DirectoryPerson,
    FigureCell,
    FigureGroup,
    FigureSnapshot,
    Headcount,
)


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite writes one after the other"
    ),
]


def at_once(number, do):
    """Run ``do`` in so many threads at the same moment; return what each returned."""
    barrier = threading.Barrier(number)
    results = []

    def run():
        try:
            barrier.wait()
            results.append(do())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def users():
    return [
        get_user_model().objects.create(email=f"{number}@example.com")
        for number in range(30)
    ]


def test_two_synchronisations_write_everything_once(users):
    gone = users[:3]
    directory.sync()
    for user in gone:
        factories.ambassador(user)
        user.is_active = False
        user.save()
    results = at_once(4, directory.sync)
    assert not [result for result in results if isinstance(result, Exception)]
    assert DirectoryPerson.objects.count() == 27
    assert Headcount.objects.count() == 0
    # One no for each, whoever was first to say it.
    assert Consent.objects.filter(granted=False).count() == 3


def test_two_first_synchronisations_write_everything_once(users):
    results = at_once(4, directory.sync)
    assert not [result for result in results if isinstance(result, Exception)]
    assert DirectoryPerson.objects.count() == 30


def test_two_workers_take_one_snapshot(users):
    directory.sync()
    for user in users[:8]:
        factories.ambassador(user)
    results = at_once(4, group_figures.take_snapshot)
    assert sorted(results, key=str) == [False, False, False, True]
    assert FigureSnapshot.objects.count() == 1
    assert FigureGroup.objects.count() == 2
    cells = FigureCell.objects.values_list("group", "metric")
    assert cells
    assert len(set(cells)) == len(cells)

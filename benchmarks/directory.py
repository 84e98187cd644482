"""What the directory and the figures cost, beside the SQL they come down to.

50,000 people in 200 departments on PostgreSQL: the first synchronisation, one in which
nothing has changed, the figures of a day and the report that shows them. How many take
part is counted beside one statement of raw SQL that does the same; the figures of a day
are those of every room, and are kept.

It needs PostgreSQL on 127.0.0.1:5432 (``DATABASE_URL`` names another), where it makes a
database of its own and drops it. ``PEOPLE`` and ``DEPARTMENTS`` change the size,
``ROUNDS`` how often the figures are taken.
"""

import os
import statistics
import sys
import time
from functools import partial
from pathlib import Path

from postgresql import own_database


ROOT = Path(__file__).resolve().parents[1]
PEOPLE = int(os.environ.get("PEOPLE", 50_000))
DEPARTMENTS = int(os.environ.get("DEPARTMENTS", 200))
ROUNDS = int(os.environ.get("ROUNDS", 7))
DATABASE = "advocacy_benchmark_directory"

RAW = """
SELECT person.department_id, COUNT(*), COUNT(*) FILTER (
    WHERE person.user_id IN (
        SELECT ambassador.user_id
        FROM wagtail_advocacy_ambassadors_ambassador ambassador
        JOIN testapp_colleague colleague ON colleague.id = ambassador.user_id
        WHERE ambassador.left_at IS NULL AND colleague.is_active
    )
)
FROM wagtail_advocacy_ambassadors_directoryperson person
JOIN testapp_colleague colleague ON colleague.id = person.user_id
WHERE colleague.is_active
GROUP BY person.department_id
"""


def timed(do):
    began = time.perf_counter()
    result = do()
    return time.perf_counter() - began, result


def read(cursor):
    cursor.execute(RAW)
    return cursor.fetchall()


def main():
    with own_database(DATABASE):
        sys.path.insert(0, str(ROOT))
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        measure()


def measure():
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from wagtail_advocacy.ambassadors import directory, group_figures
    from wagtail_advocacy.ambassadors.models import Ambassador, FigureSnapshot

    call_command("migrate", verbosity=0)
    user_model = get_user_model()
    users = user_model.objects.bulk_create(
        (user_model(email=f"{number}@example.com") for number in range(PEOPLE)),
        batch_size=5000,
    )
    Ambassador.objects.bulk_create(
        (
            Ambassador(user=user, joined_at=timezone.now())
            for number, user in enumerate(users)
            if number % 5 == 0
        ),
        batch_size=5000,
    )

    class Staff(directory.Directory):
        lists_everybody = True

        def units(self):
            for number in range(DEPARTMENTS):
                yield directory.UnitEntry("department", number, f"Team {number}")

        def people(self):
            for number, user in enumerate(users):
                team = ("department", number % DEPARTMENTS)
                yield directory.PersonEntry(user.pk, [team], language="en")

    sys.modules[__name__].Staff = Staff
    settings.WAGTAIL_ADVOCACY["DIRECTORY"] = f"{__name__}.Staff"
    for name in ("first synchronisation", "nothing has changed"):
        with CaptureQueriesContext(connection) as queries:
            seconds, report = timed(directory.sync)
        print(f"{name:24} {seconds:7.2f} s  {len(queries):4} queries  {report}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def count_joined():
        # What the raw statement counts, of all that rooms have counted by now.
        return list(group_figures.counts("department", [group_figures.Joined()]))

    raw, counted, ours = [], [], []
    for _round in range(ROUNDS):
        with connection.cursor() as cursor:
            raw.append(timed(partial(read, cursor))[0])
        counted.append(timed(count_joined)[0])
        FigureSnapshot.objects.all().delete()
        ours.append(timed(group_figures.take_snapshot)[0])
    with CaptureQueriesContext(connection) as queries:
        shown, _figures = timed(group_figures.latest)
    raw_ms, counted_ms, ours_ms = (
        1000 * statistics.median(times) for times in (raw, counted, ours)
    )
    print(f"counting in raw SQL      {raw_ms:7.1f} ms")
    print(f"counting as we do        {counted_ms:7.1f} ms  {counted_ms / raw_ms:.2f} ×")
    print(f"figures of a day, kept   {ours_ms:7.1f} ms  {ours_ms / raw_ms:.2f} ×")
    print(f"reading them             {1000 * shown:7.1f} ms  {len(queries):4} queries")


if __name__ == "__main__":
    main()

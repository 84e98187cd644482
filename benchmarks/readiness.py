"""What readiness costs, beside the SQL it comes down to.

50,000 ambassadors in 200 departments on PostgreSQL, a charter of the group in two
versions with addenda for two of five subsidiaries, five trainings of which three are
required, one of them by an audience. Measured are

- the figures of a day, once a night, beside the same counts as one raw statement;
- the trainers' screen as a browser gets it, with the admin around it: its queries about
  figures, and its time beside the raw statement, which is what it would have to ask if
  nothing were kept; also beside the statements it sends, sent raw;
- what 1,000 people still have to do: its queries, and its time.

It needs PostgreSQL on 127.0.0.1:5432 (``DATABASE_URL`` names another), where it makes
the database ``bench_readiness`` and drops it. ``PEOPLE``, ``DEPARTMENTS`` and
``ROUNDS`` change the size. It fails where a limit is passed.
"""

import datetime
import io
import os
import statistics
import sys
import time
from pathlib import Path

from postgresql import own_database


ROOT = Path(__file__).resolve().parents[1]
PEOPLE = int(os.environ.get("PEOPLE", 50_000))
DEPARTMENTS = int(os.environ.get("DEPARTMENTS", 200))
ROUNDS = int(os.environ.get("ROUNDS", 7))
DATABASE = "bench_readiness"
ENTITIES = 5
SCREEN_QUERIES, SCREEN_RATIO = 8, 1.5
PEOPLE_ASKED, UNMET_QUERIES = 1_000, 5
BATCH = 5_000

# Who signed all that is in force, who is trained, who is both; by department.
RAW = """
WITH active AS (
    SELECT ambassador.id, ambassador.user_id
    FROM wagtail_advocacy_ambassadors_ambassador ambassador
    JOIN testapp_colleague colleague ON colleague.id = ambassador.user_id
    WHERE ambassador.left_at IS NULL AND colleague.is_active
), signed AS (
    SELECT active.id FROM active
    JOIN wagtail_advocacy_ambassadors_directoryperson person
        ON person.user_id = active.user_id
    LEFT JOIN wagtail_advocacy_learning_signature ours
        ON ours.ambassador_id = active.id AND ours.version_id = %(group)s
    LEFT JOIN wagtail_advocacy_learning_charterversion version
        ON version.id = ANY(%(addenda)s)
    LEFT JOIN wagtail_advocacy_learning_charter charter
        ON charter.id = version.charter_id AND charter.entity_id = person.entity_id
    LEFT JOIN wagtail_advocacy_learning_signature local
        ON local.ambassador_id = active.id AND local.version_id = version.id
    WHERE ours.id IS NOT NULL
    GROUP BY active.id
    HAVING COUNT(charter.id) = COUNT(local.id) FILTER (WHERE charter.id IS NOT NULL)
), trained AS (
    SELECT active.id FROM active
    JOIN wagtail_advocacy_ambassadors_directoryperson person
        ON person.user_id = active.user_id
    LEFT JOIN wagtail_advocacy_learning_completion completion
        ON completion.ambassador_id = active.id
        AND completion.training = ANY(%(trainings)s)
        AND (completion.valid_until IS NULL OR completion.valid_until > now())
    GROUP BY active.id, person.entity_id
    HAVING COUNT(DISTINCT completion.training)
        FILTER (WHERE completion.training = ANY(%(all)s)) = 2
        AND (person.entity_id <> %(audience)s OR COUNT(DISTINCT completion.training)
            FILTER (WHERE completion.training <> ALL(%(all)s)) = 1)
)
SELECT person.department_id, COUNT(*), COUNT(active.id), COUNT(signed.id),
    COUNT(trained.id), COUNT(*) FILTER (
        WHERE signed.id IS NOT NULL AND trained.id IS NOT NULL
    )
FROM wagtail_advocacy_ambassadors_directoryperson person
JOIN testapp_colleague colleague ON colleague.id = person.user_id
LEFT JOIN active ON active.user_id = person.user_id
LEFT JOIN signed ON signed.id = active.id
LEFT JOIN trained ON trained.id = active.id
WHERE colleague.is_active
GROUP BY person.department_id
"""


def timed(do):
    began = time.perf_counter()
    result = do()
    return 1000 * (time.perf_counter() - began), result


def median(do):
    return statistics.median(timed(do)[0] for _round in range(ROUNDS))


def main():
    with own_database(DATABASE):
        sys.path.insert(0, str(ROOT))
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("advocacy_setup", verbosity=0, stdout=io.StringIO())
        seconds, world = timed(make_world)
        print(f"made {PEOPLE} people in {seconds / 1000:.0f} s")
        raw_ms = measure_figures(world)
        verdicts = [*measure_screen(raw_ms), *measure_unmet()]
    sys.exit(not all(verdicts))


def verdict(text, is_kept):
    print(f"{text}  {'ok' if is_kept else 'TOO MUCH'}")
    return is_kept


def in_bulk(model, rows):
    return model.objects.bulk_create(rows, batch_size=BATCH)


def make_world():
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.utils import timezone
    from wagtail.models import Site

    from tests import factories
    from tests.learning.training_factory import training
    from wagtail_advocacy.ambassadors.models import (
        Ambassador,
        DirectoryPerson,
        DirectorySync,
        Headcount,
        Membership,
        Unit,
    )
    from wagtail_advocacy.learning.charter_queries import standings
    from wagtail_advocacy.learning.models import QuestionCount

    now = timezone.now()
    root = Site.objects.get(is_default_site=True).root_page
    departments = [factories.unit(f"Team {one}") for one in range(DEPARTMENTS)]
    entities = [factories.unit(f"Firm {one}", "entity") for one in range(ENTITIES)]
    user_model = get_user_model()
    users = in_bulk(
        user_model,
        (user_model(email=f"{number}@example.com") for number in range(PEOPLE)),
    )
    in_bulk(
        DirectoryPerson,
        (
            DirectoryPerson(
                user=user,
                department=departments[number % DEPARTMENTS],
                entity=entities[number % 7 % ENTITIES],
            )
            for number, user in enumerate(users)
        ),
    )
    in_bulk(
        Membership,
        (
            Membership(user=user, unit=unit)
            for number, user in enumerate(users)
            for unit in (
                departments[number % DEPARTMENTS],
                entities[number % 7 % ENTITIES],
            )
        ),
    )
    # Everybody here takes part, so that there is most to count; each department has
    # forty people more without an account, who do not.
    in_bulk(
        Headcount,
        (
            Headcount(unit=unit, day=now.date(), people=PEOPLE // DEPARTMENTS + 40)
            for unit in Unit.objects.filter(kind="department")
        ),
    )
    DirectorySync.objects.update_or_create(
        defaults={"read_at": now, "day": now.date(), "lists_everybody": True}
    )
    ambassadors = in_bulk(
        Ambassador, (Ambassador(user=user, joined_at=now) for user in users)
    )
    group = factories.live_charter(root, factories.clause())
    first = standings()[0].current
    local = [
        factories.live_charter(
            group, factories.clause(f"firm{number}"), title=entity.name, entity=entity
        )
        for number, entity in enumerate(entities[:2])
    ]
    assert len(local) == 2
    sign(ambassadors, {first: 8})
    factories.publish_charter(group, factories.clause("a"), change="material")
    found = {one.entity_id: one.current for one in standings()}
    second = found.pop(None)
    sign(ambassadors, {second: 6, **dict.fromkeys(found.values(), 7)}, addenda=found)
    audience = factories.audience(entities=[entities[2]])
    options = [{"required": True}] * 2 + [{"required": True, "audience": audience}]
    trainings = [
        training(root, title=f"Course {number}", **fields)
        for number, fields in enumerate([*options, {}, {}])
    ]
    complete(ambassadors, trainings, now)
    in_bulk(
        QuestionCount,
        (
            QuestionCount(
                training=page.translation_key,
                question=question.key,
                first_answered=1000,
                first_wrong=100 * (number + 1),
            )
            for page in trainings
            for number, question in enumerate(page.get_quiz().questions)
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    keys = [page.translation_key for page in trainings]
    return {
        "group": second,
        "addenda": list(found.values()),
        "trainings": keys[:3],
        "all": keys[:2],
        "audience": entities[2].pk,
    }


def sign(ambassadors, of_ten, addenda=None):
    """Let so many of ten sign each version; an addendum, those of its entity."""
    from wagtail_advocacy.ambassadors.models import DirectoryPerson
    from wagtail_advocacy.learning.models import CharterVersion, Signature

    entity_of = dict(DirectoryPerson.objects.values_list("user", "entity"))
    entities = {version: entity for entity, version in (addenda or {}).items()}
    for version_pk, share in of_ten.items():
        version = CharterVersion.objects.get(pk=version_pk)
        text = version.texts.get()
        in_bulk(
            Signature,
            (
                Signature(ambassador=one, version=version, text=text)
                for number, one in enumerate(ambassadors)
                if number // DEPARTMENTS % 10 < share
                and entities.get(version_pk, entity_of[one.user_id])
                == entity_of[one.user_id]
            ),
        )


def complete(ambassadors, trainings, now):
    from wagtail_advocacy.learning.models import Completion

    in_bulk(
        Completion,
        (
            Completion(
                ambassador=one,
                training=page.translation_key,
                page=page.page_ptr,
                title=page.title,
                language="en",
                period=1,
                completed_at=now,
                # A third for good; of the others, some end soon.
                valid_until=now + datetime.timedelta(days=number % 300 + 1)
                if number % 3
                else None,
            )
            for place, page in enumerate(trainings)
            for number, one in enumerate(ambassadors)
            if (number // DEPARTMENTS + 3) % 10 < 8 - place
        ),
    )


def measure_figures(world):
    from django.db import connection

    from wagtail_advocacy.ambassadors import group_figures
    from wagtail_advocacy.ambassadors.models import DirectoryPerson, FigureSnapshot

    def raw():
        with connection.cursor() as cursor:
            cursor.execute(RAW, world)
            return cursor.fetchall()

    def take():
        FigureSnapshot.objects.all().delete()
        group_figures.take_snapshot()

    counted = list(group_figures.metrics)
    ours = group_figures.counts("department", counted)
    found = {
        (row["department"], row["known"], *(row[f"metric_{n}"] for n in range(4)))
        for row in ours.all()
    }
    assert [metric.key for metric in counted[:4]] == [
        "joined",
        "signed",
        "trained",
        "ready",
    ]
    assert found == set(raw()), "the raw statement counts something else"
    assert DirectoryPerson.objects.count() == PEOPLE
    raw_ms = median(raw)
    counting = median(lambda: list(ours.all()))
    taking = median(take)
    print(f"counting in raw SQL       {raw_ms:8.1f} ms")
    print(f"counting as we do         {counting:8.1f} ms  {counting / raw_ms:.2f} ×")
    print(f"figures of a day, kept    {taking:8.1f} ms  {taking / raw_ms:.2f} ×")
    return raw_ms


def measure_screen(counting_raw_ms):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from tests import factories
    from wagtail_advocacy.learning.reports import READINESS

    browser = Client()
    browser.force_login(factories.superuser())

    def look():
        response = browser.get(reverse(READINESS))
        assert response.status_code == 200
        return response.content.decode()

    assert "Hardest questions" in look()
    with CaptureQueriesContext(connection) as captured:
        text = look()
    assert text.count("<tr>") > DEPARTMENTS
    sent = [query["sql"] for query in captured]
    statements = [
        sql
        for sql in sent
        if any(word in sql for word in ("figure", "charter", "trainingpage"))
    ]

    def raw():
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()

    raw_ms, ours = median(raw), median(look)
    print(f"the screen                {ours:8.1f} ms  {len(sent)} queries in all")
    print(f"what it asks, asked raw   {raw_ms:8.1f} ms  {ours / raw_ms:.2f} ×")
    ratio = ours / counting_raw_ms
    return [
        verdict(
            f"queries about figures     {len(statements):8}   at most {SCREEN_QUERIES}",
            len(statements) <= SCREEN_QUERIES,
        ),
        verdict(
            f"screen / counting raw     {ratio:8.2f} × at most {SCREEN_RATIO}",
            ratio <= SCREEN_RATIO,
        ),
    ]


def measure_unmet():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from wagtail_advocacy.ambassadors import requirements
    from wagtail_advocacy.ambassadors.models import Ambassador

    first = Ambassador.objects.order_by("pk").values_list("pk", flat=True)
    asked = Ambassador.objects.filter(pk__in=list(first[:PEOPLE_ASKED]))
    with CaptureQueriesContext(connection) as captured:
        found = requirements.unmet_by_person(asked)
    assert 0 < len(found) < PEOPLE_ASKED
    print(f"unmet of {PEOPLE_ASKED} people      ", end="")
    print(f"{median(lambda: requirements.unmet_by_person(asked)):8.1f} ms")
    return [
        verdict(
            f"queries of it             {len(captured):8}   at most {UNMET_QUERIES}",
            len(captured) <= UNMET_QUERIES,
        )
    ]


if __name__ == "__main__":
    main()

"""What awarding costs, beside the SQL it comes down to.

50,000 ambassadors with 2 million point entries and 100,000 posts on PostgreSQL, and 40
badges: a third for ever, a third for a month, a third for a quarter, each asking for
points, or for posts, or for both. Measured are

- a night in which nothing changed, beside raw statements that ask the same for each
  badge: who has earned it and not got it, and whose award is for nothing now;
- one event of one person: its queries, with 1 badge and with 40, and the CPU time of
  this process beside that of sending the same statements raw.

It needs PostgreSQL on 127.0.0.1:5432 (``DATABASE_URL`` names another), where it makes
the database ``bench_badges`` and drops it. ``PEOPLE``, ``ENTRIES`` and ``ROUNDS``
change the size. It fails where a limit is passed.
"""

import datetime
import os
import statistics
import sys
import time
from pathlib import Path

from postgresql import own_database


ROOT = Path(__file__).resolve().parents[1]
PEOPLE = int(os.environ.get("PEOPLE", 50_000))
ENTRIES = int(os.environ.get("ENTRIES", 2_000_000))
ROUNDS = int(os.environ.get("ROUNDS", 3))
BADGES = 40
NIGHT_RATIO, EVENT_QUERIES = 1.5, 5
DATABASE = "bench_badges"

POINTS = """
SELECT ambassador_id FROM wagtail_advocacy_badges_pointentry
WHERE rule <> 'reward' AND day >= %(start)s AND day < %(end)s
GROUP BY ambassador_id HAVING SUM(amount) >= %(points)s
"""
TOTALS = """
SELECT ambassador_id FROM wagtail_advocacy_badges_pointtotal
WHERE earned >= %(points)s
"""
SHARES = """
SELECT ambassador_id FROM wagtail_advocacy_sharing_share
WHERE state = 'confirmed' AND ambassador_id IS NOT NULL
AND confirmed_at >= %(from)s AND confirmed_at < %(until)s
GROUP BY ambassador_id HAVING COUNT(DISTINCT offer_id) >= %(shares)s
"""
EARNED = """
SELECT ambassador.id FROM wagtail_advocacy_ambassadors_ambassador ambassador
JOIN testapp_colleague colleague ON colleague.id = ambassador.user_id
WHERE ambassador.left_at IS NULL AND colleague.is_active AND {earned}
AND ambassador.id NOT IN (
    SELECT ambassador_id FROM wagtail_advocacy_badges_award
    WHERE badge_id = %(badge)s AND period = %(period)s
)
"""
CRITERIA = """
INSERT INTO wagtail_advocacy_badges_criteria (badge_id, match, conditions, digest)
VALUES (%(badge)s, %(match)s, %(conditions)s, %(digest)s) RETURNING id
"""
GIVEN = """
INSERT INTO wagtail_advocacy_badges_award (
    ambassador_id, badge_id, criteria_id, period, turn, counts_from, counts_until,
    public_id, awarded_at
)
SELECT earned.id, %(badge)s, %(criteria)s, %(period)s, 0, %(first)s, %(last)s,
    gen_random_uuid(), now()
FROM ({earned}) earned
"""
LOST = """
SELECT award.id FROM wagtail_advocacy_badges_award award
WHERE award.badge_id = %(badge)s AND award.period = %(period)s AND NOT ({kept})
"""


def main():
    with own_database(DATABASE):
        sys.path.insert(0, str(ROOT))
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        seconds, _none = timed(make_world)
        print(
            f"made {PEOPLE} people, {ENTRIES} entries in {seconds / 1000:.0f} s",
            flush=True,
        )
        verdicts = [*measure_night(), *measure_event()]
    sys.exit(not all(verdicts))


def timed(do, clock=time.perf_counter):
    began = clock()
    result = do()
    return 1000 * (clock() - began), result


def median(do, rounds=ROUNDS, clock=time.perf_counter):
    return statistics.median(timed(do, clock)[0] for _round in range(rounds))


def verdict(text, is_kept):
    print(f"{text}  {'ok' if is_kept else 'TOO MUCH'}", flush=True)
    return is_kept


def make_world():
    """Make everything in the database itself: two million rows take seconds there."""
    from django.db import connection

    from tests.badges import factories as make
    from wagtail_advocacy.badges import periods

    # Enough of a quarter has passed for each badge to be had by some.
    end = periods.today()
    offers = [make.offer(f"Offer {number}").pk for number in range(50)]
    sizes = {"people": PEOPLE, "entries": ENTRIES, "links": 2 * PEOPLE}
    values = {**sizes, "end": end, "offers": offers, "many": len(offers)}
    with connection.cursor() as cursor:
        for what, statement in (
            ("people", PEOPLE_SQL),
            ("entries", ENTRIES_SQL),
            ("totals", TOTALS_SQL),
            ("links", LINKS_SQL),
            ("posts", SHARES_SQL),
            ("statistics", "VACUUM ANALYZE"),
        ):
            took, _none = timed(lambda sql=statement: cursor.execute(sql, values))
            print(f"made {what:20} {took:10.0f} ms", flush=True)


PEOPLE_SQL = """
WITH made AS (
    INSERT INTO testapp_colleague (
        id, password, is_superuser, email, first_name, last_name, is_active
    )
    SELECT gen_random_uuid(), '', false, 'n' || n || '@example.com', '', '', true
    FROM generate_series(1, %(people)s) n RETURNING id
)
INSERT INTO wagtail_advocacy_ambassadors_ambassador (user_id, joined_at)
SELECT id, now() FROM made
"""
ENTRIES_SQL = """
INSERT INTO wagtail_advocacy_badges_pointentry
    (ambassador_id, rule, source, kind, amount, day, reason, created_at)
SELECT person.id, 'rule' || n %% 6, n::text, 'entry', 1 + n %% 5,
    %(end)s::date - (n / %(people)s * 13 + n %% 29)::int %% 730, 'earned', now()
FROM generate_series(0, %(entries)s - 1) n
JOIN (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS place
    FROM wagtail_advocacy_ambassadors_ambassador
) person ON person.place = n %% %(people)s
"""
TOTALS_SQL = """
INSERT INTO wagtail_advocacy_badges_pointtotal (ambassador_id, earned, spent)
SELECT ambassador_id, SUM(amount), 0 FROM wagtail_advocacy_badges_pointentry
GROUP BY ambassador_id
"""
LINKS_SQL = """
INSERT INTO wagtail_advocacy_sharing_trackedlink
    (code, offer_id, network, created_at)
SELECT 'c' || n, (%(offers)s::bigint[])[1 + n %% %(many)s], 'linkedin', now()
FROM generate_series(1, %(links)s) n
"""
SHARES_SQL = """
INSERT INTO wagtail_advocacy_sharing_share (
    ambassador_id, offer_id, network, instance, link_id, text, hashtags, state,
    opened_at, confirmed_at, postponed, post_address, originality
)
SELECT person.id, link.offer_id, 'linkedin', '', link.id, 'Own words.', '[]',
    'confirmed', now(), now() - (link.id %% 400) * interval '1 day', 0, '',
    link.id %% 100
FROM wagtail_advocacy_sharing_trackedlink link
JOIN (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS place
    FROM wagtail_advocacy_ambassadors_ambassador
) person ON person.place = link.id * 7 %% %(people)s
"""


def make_badges(number):
    from tests.badges import factories as make
    from wagtail_advocacy.badges.models import Badge

    kinds = list(Badge.Period)
    for place in range(number):
        period = kinds[place % 3]
        asks = [
            {"points": 20 + 5 * place},
            {"shares": 1 + place % 4},
            {"points": 10 + place, "shares": 1},
        ][place // 3 % 3]
        make.badge(f"Badge {place}", asks=asks, period=period)


def statements():
    """Return what a night asks, raw, for each period of each badge.

    Who has earned it and not got it, who has it and lost it, and values of both.
    """
    from django.utils import timezone

    from wagtail_advocacy.badges import periods
    from wagtail_advocacy.badges.models import Badge

    found = []
    zone = timezone.get_default_timezone()
    for badge in Badge.objects.prefetch_related("conditions").order_by("pk"):
        for term in periods.terms(badge):
            window = term.window
            start = window.start or datetime.date(1970, 1, 1)
            end = window.end or datetime.date(9999, 1, 1)
            values = {"badge": badge.pk, "period": term.period}
            values |= {"first": window.start, "last": window.end}
            values |= {"start": start, "end": end}
            values |= {
                name: datetime.datetime.combine(day, datetime.time(), zone)
                for name, day in (("from", start), ("until", end))
            }
            asked = {one.condition: one.at_least for one in badge.conditions.all()}
            parts = {"points": POINTS if term.period else TOTALS, "shares": SHARES}
            met = {
                person: " AND ".join(f"{person} IN ({parts[one]})" for one in asked)
                for person in ("ambassador.id", "award.ambassador_id")
            }
            found.append(
                (
                    EARNED.format(earned=met["ambassador.id"]),
                    LOST.format(kept=met["award.ambassador_id"]),
                    values | asked,
                )
            )
    return found


def award(asked):
    """Give all that was earned, raw: as many first nights would take minutes."""
    import json

    from django.db import connection

    from wagtail_advocacy.badges.criteria import Asked
    from wagtail_advocacy.badges.models import Badge

    criteria, given = {}, 0
    with connection.cursor() as cursor:
        for badge in Badge.objects.prefetch_related("conditions"):
            its = Asked.by(badge)
            values = {"badge": badge.pk, "match": its.match, "digest": its.digest}
            conditions = json.dumps(its.conditions)
            cursor.execute(CRITERIA, {**values, "conditions": conditions})
            criteria[badge.pk] = cursor.fetchone()[0]
        for earned, _lost, values in asked:
            own = {"criteria": criteria[values["badge"]]}
            cursor.execute(GIVEN.format(earned=earned), values | own)
            given += cursor.rowcount
        cursor.execute("VACUUM ANALYZE")
    return given


def measure_night():
    from django.db import connection

    from wagtail_advocacy.badges import awarding

    make_badges(BADGES)
    asked = statements()
    seconds, given = timed(lambda: award(asked))
    print(f"gave {given} awards           {seconds:10.0f} ms", flush=True)

    def raw():
        with connection.cursor() as cursor:
            for earned, lost, values in asked:
                for statement in (earned, lost):
                    cursor.execute(statement, values)
                    assert cursor.fetchall() == [], "the raw one asks something else"

    def ours():
        # Whatever the raw statements gave is what we would have given.
        assert awarding.evaluate_all() == awarding.Outcome()

    # By turns, so that whatever else the machine does concerns both.
    taken = [(timed(raw)[0], timed(ours)[0]) for _round in range(ROUNDS)]
    raw_ms, our_ms = (statistics.median(column) for column in zip(*taken, strict=True))
    print(f"a night in raw SQL        {raw_ms:10.0f} ms  {2 * len(asked)} statements")
    print(f"a night as we do          {our_ms:10.0f} ms", flush=True)
    return [
        verdict(
            f"night / raw               {our_ms / raw_ms:8.2f} × at most {NIGHT_RATIO}",
            our_ms / raw_ms <= NIGHT_RATIO,
        )
    ]


def measure_event():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from wagtail_advocacy.ambassadors.models import Ambassador
    from wagtail_advocacy.badges import awarding

    pk = Ambassador.objects.order_by("pk").values_list("pk", flat=True)[PEOPLE // 2]
    with CaptureQueriesContext(connection) as captured:
        awarding.evaluate_person(pk)
    sent = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]

    def raw():
        with connection.cursor() as cursor:
            for statement in sent:
                cursor.execute(statement)
                cursor.fetchall()

    def event():
        awarding.evaluate_person(pk)

    cpu = time.process_time
    raw_cpu, our_cpu = median(raw, 50, cpu), median(event, 50, cpu)
    print(f"an event                  {median(event, 50):10.1f} ms")
    print(f"what it asks, asked raw   {median(raw, 50):10.1f} ms")
    print(f"CPU of an event / raw     {our_cpu:8.1f} / {raw_cpu:.1f} ms", end="")
    print(f"  {our_cpu / raw_cpu:.2f} ×")
    return [
        verdict(
            f"queries of an event       {len(sent):8}   at most {EVENT_QUERIES}",
            len(sent) <= EVENT_QUERIES,
        )
    ]


if __name__ == "__main__":
    main()

"""A process on a public host, under a database role that may do nothing else."""

import io
import secrets

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from tests.factories import (
    offer_of,
    open_share,
    published_page_shareable,
)
from tests.faults.server import Server, database_url
from wagtail_advocacy.addresses import public_key
from wagtail_advocacy.ambassadors import notices
from wagtail_advocacy.ambassadors.answer_links import AnswerLink, answer_address
from wagtail_advocacy.ambassadors.models import MailAnswer
from wagtail_advocacy.ambassadors.tasks import apply_answers as carry_out_answers
from wagtail_advocacy.grants import grants
from wagtail_advocacy.shareables import actions as shareables
from wagtail_advocacy.shareables.models import ShareablesSettings
from wagtail_advocacy.sharing import actions, handoffs, tasks, visits
from wagtail_advocacy.sharing.models import TrackedLink, Visit, VisitorSalt


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="roles are PostgreSQL's"
    ),
]

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def printed(*arguments):
    output = io.StringIO()
    call_command("advocacy_public_role", *arguments, stdout=output)
    return output.getvalue()


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else None


@pytest.fixture
def role():
    """A role made by what the command prints; gone afterwards."""
    # As awkward as names may be.
    name = f"Public's {secrets.token_hex(4)}"
    execute(printed(name))
    yield name
    quoted = connection.ops.quote_name(name)
    execute(f"DROP OWNED BY {quoted}")
    execute(f"DROP ROLE {quoted}")


@pytest.fixture
def as_role(role):
    """Run a statement as the role."""
    settings = connection.settings_dict
    outside = psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or 5432,
        dbname=settings["NAME"],
        user=role,
        autocommit=True,
    )

    def run(statement):
        return outside.execute(statement)

    yield run
    outside.close()


@pytest.fixture
def public_process(role, tmp_path):
    """Gunicorn as the how-to starts it, connected as the role."""
    settings = connection.settings_dict
    mine = database_url(tmp_path)
    user = role.replace("'", "%27").replace(" ", "%20")
    url = mine.replace(f"//{settings['USER']}", f"//{user}", 1)
    assert url != mine
    with Server(
        url,
        tmp_path,
        application="wagtail_advocacy.public.wsgi",
        variables={
            "DJANGO_SETTINGS_MODULE": "tests.public.host_settings",
            "PUBLIC_KEY": public_key(),
        },
        probe="/assets/public.css",
    ) as server:
        yield server


@pytest.fixture
def offer(article):
    ShareablesSettings.objects.create(organisation="Alderbrook")
    return offer_of(published_page_shareable(article()))


def test_everything_outsiders_need_works_under_the_role(
    public_process, offer, make_user
):
    VisitorSalt.objects.all().delete()
    tasks.destroy_what_is_over()  # what the queue does, ahead of anybody's visit
    user = make_user("ada@example.com")
    share = open_share(user, offer, text="Hay & <heat>.")
    handoff = actions.hand_off(user, share.pk)

    def get(path):
        return public_process.ask(path, agent=BROWSER)

    followed = get(f"/s/{share.link.code}")
    assert followed.status == 302, public_process.output()
    card_path = f"/c/{offer.public_id}/"
    assert followed.headers["Location"].startswith(
        f"https://go.example.com{card_path}?utm_source=linkedin"
    )
    visit = Visit.objects.get()
    assert visit.link == share.link
    # Counted with the key everybody shares, so that two processes agree.
    assert visit.visitor == visitor_of("127.0.0.1", BROWSER)
    get(f"/s/{share.link.code}")
    assert Visit.objects.count() == 1

    card = get(card_path)
    page = card.content.decode()
    assert card.status == 200
    assert f'property="og:title" content="{offer.title}"' in page
    assert "Alderbrook" in page
    picture = get(f"{card_path}image.jpg")
    assert (picture.status, picture.headers["Content-Type"]) == (200, "image/jpeg")
    assert picture.content == bytes(offer.image.content)
    handed = get(
        handoffs.handoff_address(handoff).removeprefix("https://go.example.com")
    )
    assert handed.status == 200, public_process.output()
    assert "Hay &amp; &lt;heat&gt;." in handed.content.decode()
    told = notices.send(user, "withdrawn", occasion="x")
    link = AnswerLink(told.pk, told.kind, "stop", "fr")
    path = answer_address(link).removeprefix("https://go.example.com")
    for method in ("GET", "HEAD", "OPTIONS"):
        public_process.ask(path, agent=BROWSER, method=method)
    assert not MailAnswer.objects.exists()
    for _time in range(2):
        answered = public_process.ask(path, agent=BROWSER, method="POST")
        assert answered.status == 200, public_process.output()
        assert answered.headers["Content-Language"] == "fr"
        assert MailAnswer.objects.get().applied_at is None
    carry_out_answers()
    assert not MailAnswer.objects.exists()
    for file in ("public.css", "handoff.js"):
        assert get(f"/assets/{file}").status == 200

    editor = make_user("editor@example.com", is_superuser=True)
    shareables.withdraw(offer.shareable, editor, reason="Wrong figures.")
    assert get(f"/s/{share.link.code}").status == 410
    assert get(card_path).status == 410


def visitor_of(address, agent):
    visits._salt_of_day = None
    request = type(
        "Request",
        (),
        {"META": {"REMOTE_ADDR": address}, "headers": {"User-Agent": agent}},
    )
    return visits.visitor_hash(request)


def test_visits_count_where_nobody_has_made_a_key_yet(public_process, offer):
    VisitorSalt.objects.all().delete()
    link = TrackedLink.objects.create(offer=offer, network="x")
    answer = public_process.ask(f"/s/{link.code}", agent=BROWSER)
    assert answer.status == 302, public_process.output()
    assert Visit.objects.count() == 1
    assert not VisitorSalt.objects.exists()


def test_nothing_of_the_intranet_answers(public_process, offer):
    for path in ("/", "/admin/", "/advocacy/", "/intranet/", "/sso/", "/static/x.css"):
        answer = public_process.ask(path, agent=BROWSER)
        page = answer.content.decode()
        assert answer.status == 404
        assert "There is nothing at this address" in page
        assert "Set-Cookie" not in answer.headers


def test_its_answers_are_sealed(public_process, offer):
    answer = public_process.ask(f"/c/{offer.public_id}/", agent=BROWSER)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    stranger = public_process.ask("/", agent=BROWSER, Host="evil.example")
    assert stranger.status == 400


def test_role_may_do_what_is_declared_and_nothing_else(role):
    """Of every column of every table of the intranet, by PostgreSQL's own answer."""
    declared = set()
    for grant in grants:
        options = apps.get_model(grant.model)._meta
        read = [options.pk.name, *grant.read] if grant.read else []
        for privilege, names in (("SELECT", read), ("INSERT", grant.insert)):
            declared |= {
                (options.db_table, options.get_field(name).column, privilege)
                for name in names
            }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname, p.privilege"
            " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('REFERENCES'))"
            " AS p(privilege)"
            " WHERE c.relnamespace = current_schema()::regnamespace"
            " AND c.relkind IN ('r', 'v', 'm', 'p', 'f')"
            " AND a.attnum > 0 AND NOT a.attisdropped"
            " AND has_column_privilege(%s, c.oid, a.attnum, p.privilege)",
            [role],
        )
        assert set(cursor.fetchall()) == declared
        cursor.execute(
            "SELECT c.relname FROM pg_class c"
            " WHERE c.relnamespace = current_schema()::regnamespace"
            " AND CASE WHEN c.relkind = 'S'"
            " THEN has_sequence_privilege(%s, c.oid, 'USAGE, SELECT, UPDATE')"
            " ELSE c.relkind IN ('r', 'v', 'm', 'p', 'f')"
            " AND has_table_privilege(%s, c.oid, 'DELETE, TRUNCATE, TRIGGER') END",
            [role, role],
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM testapp_colleague",
        "SELECT text FROM wagtail_advocacy_sharing_share",
        "SELECT ambassador_id FROM wagtail_advocacy_sharing_share",
        "SELECT share_id FROM wagtail_advocacy_sharing_handoff",
        "SELECT * FROM wagtail_advocacy_ambassadors_ambassador",
        "SELECT withdrawn_because FROM wagtail_advocacy_shareables_offer",
        "SELECT * FROM wagtail_advocacy_shareables_offer",
        "SELECT * FROM wagtail_advocacy_shareables_pageshareable",
        "SELECT * FROM wagtail_advocacy_sharing_visit",
        "SELECT * FROM django_session",
        "SELECT * FROM wagtailcore_page",
        "UPDATE wagtail_advocacy_shareables_offer SET destination = 'https://evil.example'",
        "SELECT * FROM wagtail_advocacy_ambassadors_mailanswer",
        "SELECT delivery_id FROM wagtail_advocacy_ambassadors_mailanswer",
        "SELECT * FROM wagtail_advocacy_ambassadors_delivery",
        "UPDATE wagtail_advocacy_ambassadors_mailanswer SET choice = ''",
        "DELETE FROM wagtail_advocacy_ambassadors_mailanswer",
        "INSERT INTO wagtail_advocacy_ambassadors_mailanswer"
        " (delivery_id, choice, said_at, applied_at) VALUES (1, 'x', now(), now())",
        "UPDATE wagtail_advocacy_sharing_visit SET visitor = ''",
        "DELETE FROM wagtail_advocacy_sharing_visit",
        "DELETE FROM wagtail_advocacy_sharing_visitorsalt",
        "INSERT INTO wagtail_advocacy_sharing_visitorsalt (day, salt)"
        " VALUES (now(), '')",
        "INSERT INTO wagtail_advocacy_sharing_visit (id, link_id, visitor, half_hour)"
        " VALUES (1, 1, '', 1)",
        "TRUNCATE wagtail_advocacy_sharing_visit",
        "DROP TABLE wagtail_advocacy_sharing_visit",
        "CREATE TABLE mine (id int)",
    ],
)
def test_everything_else_is_refused(as_role, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role(statement)


def test_printing_again_takes_back_what_is_no_longer_needed(role):
    quoted = connection.ops.quote_name(role)
    execute(f"GRANT SELECT ON testapp_colleague TO {quoted}")
    execute(f"GRANT UPDATE (title) ON wagtail_advocacy_shareables_offer TO {quoted}")
    execute(printed(role))
    test_role_may_do_what_is_declared_and_nothing_else(role)


def test_command_changes_nothing_itself():
    before = execute("SELECT count(*) FROM pg_roles")
    assert "CREATE ROLE" in printed("somebody_else")
    assert execute("SELECT count(*) FROM pg_roles") == before


def test_unknown_database_is_refused():
    with pytest.raises(CommandError, match="nowhere"):
        printed("--database", "nowhere")

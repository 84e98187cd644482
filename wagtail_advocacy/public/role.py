"""The PostgreSQL role of the public process, from what the rooms declare."""

from collections.abc import Iterator

from django.apps import apps

from wagtail_advocacy.grants import Grant, grants


DEFAULT_NAME = "advocacy_public"
# A query of a public page takes milliseconds. This one is stuck, or an attack.
STATEMENT_TIMEOUT = "5s"


def role_sql(name: str, connection) -> str:
    """Return the SQL that makes the role, or brings it up to date.

    It may be run again, after every upgrade: privileges that are no longer needed
    are taken back.

    :param name: of the role.
    :param connection: to the PostgreSQL database of the tables.
    """
    quote = connection.ops.quote_name
    role = quote(name)
    literal = name.replace("'", "''")
    database = quote(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = quote(cursor.fetchone()[0])
    lines = [
        "BEGIN;",
        "DO $$ BEGIN",
        f"  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{literal}') THEN",
        f"    CREATE ROLE {role};",
        "  END IF;",
        "END $$;",
        f"ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT"
        " NOREPLICATION NOBYPASSRLS;",
        f"ALTER ROLE {role} SET statement_timeout = '{STATEMENT_TIMEOUT}';",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role};",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role};",
        f"REVOKE ALL ON SCHEMA {schema} FROM {role};",
        f"GRANT CONNECT ON DATABASE {database} TO {role};",
        f"GRANT USAGE ON SCHEMA {schema} TO {role};",
        *[
            f"GRANT {privileges} ON {schema}.{table} TO {role};"
            for grant in grants
            for table, privileges in _privileges(grant, quote)
        ],
        "COMMIT;",
    ]
    return "\n".join(lines)


def _privileges(grant: Grant, quote) -> Iterator[tuple[str, str]]:
    options = apps.get_model(grant.model)._meta
    table = quote(options.db_table)

    def columns(names):
        return ", ".join(quote(options.get_field(name).column) for name in names)

    if grant.read:
        names = dict.fromkeys([options.pk.name, *grant.read])
        yield table, f"SELECT ({columns(names)})"
    if grant.insert:
        yield table, f"INSERT ({columns(grant.insert)})"

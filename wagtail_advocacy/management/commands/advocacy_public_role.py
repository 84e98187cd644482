from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections

from wagtail_advocacy.addresses import public_key
from wagtail_advocacy.public.role import DEFAULT_NAME, role_sql


class Command(BaseCommand):
    help = (
        "Prints the SQL that makes the PostgreSQL role of a process that serves the"
        " public addresses from another host: it reads what outsiders see, adds visits,"
        " and can do nothing else. It changes nothing itself."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "name",
            nargs="?",
            default=DEFAULT_NAME,
            help="the name of the role (default: %(default)s)",
        )
        parser.add_argument(
            "--database",
            default=DEFAULT_DB_ALIAS,
            help="the database, by its name in DATABASES (default: %(default)s)",
        )
        parser.add_argument(
            "--key",
            action="store_true",
            help='prints WAGTAIL_ADVOCACY["PUBLIC_KEY"] for the other host instead',
        )

    def handle(self, *args, **options):
        if options["key"]:
            self.stdout.write(public_key())
            return
        if options["database"] not in connections:
            raise CommandError(f"DATABASES has no {options['database']!r}.")
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            raise CommandError(
                "This database is not PostgreSQL, and only its roles can be held to"
                f" single columns: this is {connection.display_name}."
            )
        self.stdout.write(role_sql(options["name"], connection))

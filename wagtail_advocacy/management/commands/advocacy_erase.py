import sys

from django.core.management.base import BaseCommand, CommandError

from wagtail_advocacy.ambassadors import actions
from wagtail_advocacy.ambassadors.personal_data import person_of, personal_tables
from wagtail_advocacy.management.accounts import find_account


class Command(BaseCommand):
    help = (
        "Erases everything that is kept about one person, as they can do themselves on"
        " their profile. The account stays, as do totals and links that are out there."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "user", metavar="USER", help="what the account logs in with, or its key"
        )
        parser.add_argument(
            "--no-input",
            "--noinput",
            action="store_false",
            dest="interactive",
            help="do not ask",
        )

    def handle(self, *args, **options):
        account = find_account(options["user"])
        if options["interactive"]:
            self._ask(account)
        person = person_of(account)
        counts = {
            table.key: table.written_rows(person).count() for table in personal_tables
        }
        actions.erase(account)
        for label, count in counts.items():
            if count:
                self.stdout.write(f"  {count:>7} {label}")
        self.stdout.write(self.style.SUCCESS("Erased."))

    def _ask(self, account):
        if not (sys.stdin and sys.stdin.isatty()):
            raise CommandError(
                "Nothing was erased: say --noinput where nobody answers."
            )
        answer = input(
            f"Everything kept about “{account.get_username()}” is erased for good."
            " Type “yes” to go on: "
        )
        if answer.strip().lower() != "yes":
            raise CommandError("Nothing was erased.")

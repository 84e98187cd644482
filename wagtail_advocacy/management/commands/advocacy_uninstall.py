import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS

from wagtail_advocacy.management.uninstall import CannotUninstall, Uninstall


class Command(BaseCommand):
    help = (
        "Removes everything we keep in the database, or what one optional room keeps,"
        " so that the lines can go from the settings and the site is as it was. It"
        " cannot be undone: make a backup first, and look with --dry-run."
    )
    # It is also for the moment when something of ours is broken.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "rooms",
            nargs="*",
            metavar="room",
            help="an optional room, such as badges; none: everything",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="only say what would be removed",
        )
        parser.add_argument(
            "--no-input",
            "--noinput",
            action="store_false",
            dest="interactive",
            help="do not ask",
        )
        parser.add_argument(
            "--database",
            default=DEFAULT_DB_ALIAS,
            help="alias of the database (default: %(default)s)",
        )

    def handle(self, *args, **options):
        try:
            uninstall = Uninstall(options["rooms"], using=options["database"])
        except CannotUninstall as error:
            raise CommandError(str(error)) from error
        self._list(uninstall)
        kept = list(uninstall.kept_groups())
        if options["dry_run"]:
            self.stdout.write("Nothing was removed: this was a dry run.")
        else:
            # A script that gives no terminal has decided already.
            if options["interactive"] and sys.stdin and sys.stdin.isatty():
                self._ask()
            uninstall.run()
            self.stdout.write(self.style.SUCCESS("All of this is removed."))
        for sentence in kept:
            self.stdout.write(self.style.WARNING(f"Note: {sentence}"))
        if not options["dry_run"]:
            self._say_what_is_left(uninstall)

    def _list(self, uninstall):
        found = [step for step in uninstall.steps() if step.count]
        tables = uninstall.tables()
        if not found and not tables:
            self.stdout.write("There is nothing of it in the database.")
            return
        self.stdout.write("To be removed:")
        for step in found:
            self.stdout.write(f"  {step.count:>7} {step.what}")
        self.stdout.write(f"  {len(tables):>7} tables")

    def _ask(self):
        answer = input("This cannot be undone. Type “yes” to go on: ")
        if answer.strip().lower() != "yes":
            raise CommandError("Nothing was removed.")

    def _say_what_is_left(self, uninstall):
        names = [config.name for config in uninstall.rooms.values()]
        if uninstall.is_everything:
            names.insert(0, "wagtail_advocacy")
        self.stdout.write(
            "Now take these out of INSTALLED_APPS, before the next start:"
        )
        for name in names:
            self.stdout.write(f'    "{name}",')
        if uninstall.is_everything:
            self.stdout.write(
                "And, where you put them: WAGTAIL_ADVOCACY, both lines of the URLs, and"
                " our tags in your templates. “wagtail.contrib.settings” and"
                " “django_q” stay if something else uses them."
            )

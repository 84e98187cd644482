from django.core.management.base import BaseCommand, CommandError

from wagtail_advocacy.ambassadors import directory


class Command(BaseCommand):
    help = (
        "Copies now who works here, and in which department, from the site's directory."
        " The queue does it every day by itself."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--force",
            action="store_true",
            help="believe the directory although more than half of the people are"
            " missing; they are treated as having left",
        )

    def handle(self, *args, **options):
        try:
            report = directory.sync(force=options["force"])
        except directory.DirectoryError as error:
            raise CommandError(str(error)) from error
        if report.is_outdated:
            self.stdout.write("Another synchronisation was later: nothing to do.")
            return
        self.stdout.write(
            f"{report.people} people in {report.units} units: {report.added} new,"
            f" {report.changed} changed, {report.gone} gone."
        )
        if report.without_account:
            self.stdout.write(
                f"{report.without_account} have no account here and were left out."
            )

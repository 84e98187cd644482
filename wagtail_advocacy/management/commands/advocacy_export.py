import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from wagtail_advocacy.ambassadors import actions
from wagtail_advocacy.ambassadors.queries import language_of
from wagtail_advocacy.management.accounts import find_account


class Command(BaseCommand):
    help = (
        "Writes everything that is kept about one person into a ZIP of JSON and CSV,"
        " as they can do themselves on their profile. Only they may have it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "user", metavar="USER", help="what the account logs in with, or its key"
        )
        parser.add_argument("file", metavar="FILE.zip", help="must not be there yet")

    def handle(self, *args, **options):
        account = find_account(options["user"])
        path = Path(options["file"])
        try:
            # Nobody else on this machine reads it.
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(
                f"“{path}” cannot be written: {error.strerror}."
            ) from error
        with (
            os.fdopen(opened, "wb") as file,
            translation.override(language_of(account)),
        ):
            counts = actions.export(account, file)
        for label, count in counts.items():
            if count:
                self.stdout.write(f"  {count:>7} {label}")
        self.stdout.write(self.style.SUCCESS(f"Written to {path}."))

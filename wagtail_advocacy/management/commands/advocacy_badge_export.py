import os
import uuid
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError


FORMATS = ["jwt", "svg", "png"]


class Command(BaseCommand):
    help = (
        "Writes one award as a signed credential of Open Badges 3.0, as its owner can"
        " download it. Only they may have it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "award", metavar="AWARD", help="its primary key, or its public id (a UUID)"
        )
        parser.add_argument(
            "--format",
            choices=FORMATS,
            default="jwt",
            help="jwt: the signed text; svg, png: the badge's picture with it inside,"
            " in the format that the picture has (default: %(default)s)",
        )
        parser.add_argument(
            "--output",
            metavar="FILE",
            help="must not be there yet (default: badge-AWARD.FORMAT)",
        )

    def handle(self, *args, **options):
        if not apps.is_installed("wagtail_advocacy.badges"):
            raise CommandError("wagtail_advocacy.badges is not in INSTALLED_APPS.")
        # The room is optional.
        from wagtail_advocacy.badges import credentials

        award = self.find(options["award"])
        try:
            content = credentials.export(award, options["format"])
        except credentials.CannotSign as refusal:
            raise CommandError(str(refusal)) from refusal
        path = Path(options["output"] or f"badge-{award.pk}.{options['format']}")
        try:
            # Nobody else on this machine reads it.
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(
                f"“{path}” cannot be written: {error.strerror}."
            ) from error
        with os.fdopen(opened, "wb") as file:
            file.write(content)
        self.stdout.write(self.style.SUCCESS(f"Written to {path}."))

    def find(self, named):
        from wagtail_advocacy.badges import queries

        awards = queries.awards().select_related("ambassador__user")
        if named.isdecimal():
            # Longer than any key there can be: databases refuse to look.
            found = awards.filter(pk=int(named)).first() if len(named) < 19 else None
        else:
            try:
                found = awards.filter(public_id=uuid.UUID(named)).first()
            except ValueError:
                found = None
        if found is None:
            raise CommandError(f"There is no award “{named}”.")
        return found

import uuid

from django.core.management.base import BaseCommand, CommandError
from django.db import router

from wagtail_advocacy.badges import awarding
from wagtail_advocacy.badges.models import Award, Revocation


class Command(BaseCommand):
    help = (
        "Takes one badge back from one person, who reads why. They do not get it again"
        " for the same period. There is no screen for it: only whoever has a badge sees"
        " it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "award",
            type=uuid.UUID,
            metavar="AWARD",
            help="its public_id, as in the person's export of their data",
        )
        parser.add_argument(
            "--note",
            required=True,
            metavar="TEXT",
            help="why, in a sentence for whoever had it",
        )

    def handle(self, *args, award, note, **options):
        if not note.strip():
            raise CommandError("Say why, in a sentence for whoever had it.")
        rows = Award.objects.using(router.db_for_write(Award))
        row = rows.filter(public_id=award).first()
        if row is None:
            raise CommandError(f"There is no award {award}.")
        if awarding.revoke(row, Revocation.Reason.BY_HAND, note.strip()):
            self.stdout.write("It is taken back, and its owner can read why.")
        else:
            self.stdout.write("It was taken back before; nothing was changed.")

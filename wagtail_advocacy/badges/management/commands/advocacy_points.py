from django.core.management.base import BaseCommand, CommandError

from wagtail_advocacy.badges import points


class Command(BaseCommand):
    help = (
        "Writes the points that are due, or makes the totals again from the ledger,"
        " and says what it did."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--settle",
            action="store_true",
            help="give what was earned, also before the room was installed, and take"
            " back what is gone",
        )
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="make every total again from the ledger, and say which was not right",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing, only say it"
        )

    def handle(self, *args, settle, rebuild, dry_run, **options):
        if not settle and not rebuild:
            raise CommandError("Say what to do: --settle, --rebuild, or both.")
        if settle:
            self.settle(dry_run)
        if rebuild:
            self.rebuild(dry_run)

    def settle(self, dry_run: bool) -> None:
        settled = points.settle_all(dry_run=dry_run)
        if dry_run:
            self.stdout.write("Nothing was written. This would have been:")
        self.stdout.write(
            f"People: {settled.people}. Entries: {settled.entries}."
            f" Reversals: {settled.reversals}. Points: {settled.points:+d}."
        )

    def rebuild(self, dry_run: bool) -> None:
        count = 0
        for difference in points.rebuild(dry_run=dry_run):
            count += 1
            kept, counted = difference.kept, difference.counted
            self.stdout.write(
                f"Ambassador {difference.ambassador}: earned {kept[0]}, should be"
                f" {counted[0]}; spent {kept[1]}, should be {counted[1]}."
            )
        if not count:
            self.stdout.write("Every total is what its ledger adds up to.")
        elif dry_run:
            self.stdout.write(f"Totals that are not right: {count}. Nothing changed.")
        else:
            self.stdout.write(f"Totals mended: {count}.")

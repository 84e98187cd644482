from django.core.management.base import BaseCommand, CommandError

from wagtail_advocacy.badges import awarding
from wagtail_advocacy.badges.models import Badge
from wagtail_advocacy.badges.queries import original_of, originals


class Command(BaseCommand):
    help = (
        "Gives everybody the badges they have earned, also before a badge was there,"
        " and takes back those whose reason is gone. It can be broken off at any time"
        " and run again. What it prints are exact numbers, for whoever can read the"
        " database anyway: do not pass on those about few people."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--badge",
            type=int,
            metavar="NUMBER",
            help="only this badge: the number in the address where it is edited",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing, only say it"
        )

    def handle(self, *args, badge, dry_run, **options):
        whole = awarding.Outcome()
        for one in self.badges(badge):
            outcome = awarding.evaluate_badge(one.pk, dry_run=dry_run)
            whole += outcome
            if outcome != awarding.Outcome():
                self.say(f"{one} ({one.pk})", outcome)
        self.say("In all", whole)
        if dry_run:
            self.stdout.write("Nothing was written.")

    def badges(self, pk: int | None) -> list[Badge]:
        if pk is None:
            return list(originals().order_by("pk"))
        badge = Badge.objects.filter(pk=pk).first()
        if badge is None:
            raise CommandError(f"There is no badge {pk}.")
        return [original_of(badge)]

    def say(self, what: str, outcome: awarding.Outcome) -> None:
        self.stdout.write(
            f"{what}: {outcome.awarded} awarded, {outcome.revoked} revoked."
        )

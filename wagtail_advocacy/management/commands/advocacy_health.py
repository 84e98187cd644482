from django.core.management.base import BaseCommand, CommandError

from wagtail_advocacy.ambassadors import health


class Command(BaseCommand):
    help = (
        "Says whether the jobs are run: a sentence a line, and exit code 1 where"
        " something is wrong."
    )
    # A monitor asks often, and wants an answer also where a setting is wrong.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--only",
            metavar="KEY",
            action="append",
            choices=health.KEYS,
            help="look at nothing else, such as heartbeat; may be repeated",
        )

    def handle(self, *args, **options):
        only = options["only"]
        found = [
            one
            for one in health.look()
            # A database that does not answer is in everything's way.
            if not only or one.key in {*only, "database"}
        ]
        for one in found:
            word = "ok  " if one.is_well else "FAIL"
            style = self.style.SUCCESS if one.is_well else self.style.ERROR
            self.stdout.write(f"{style(word)} {one.key}: {one.sentence}")
        failing = [one.key for one in found if not one.is_well]
        if failing:
            raise CommandError(f"Not well: {', '.join(failing)}.")

from django.core.management.base import BaseCommand, CommandError

from wagtail_advocacy.ambassadors.setup_steps import SetupContext, setup_steps
from wagtail_advocacy.shareables.setup_steps import SetupError


class Command(BaseCommand):
    help = (
        "Sets the programme up: groups, permissions, the workflow that approves"
        " shareables, schedules. Run it after every installation and update; it never"
        " does again what somebody has undone."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--workflow",
            metavar="NAME",
            help="the workflow for shareables that have none, where there are several",
        )

    def handle(self, *args, **options):
        context = SetupContext(workflow=options["workflow"])
        try:
            done = [
                self.stdout.write(sentence)
                for step in setup_steps
                for sentence in step.run(context)
            ]
        except SetupError as error:
            raise CommandError(str(error)) from error
        if not done:
            self.stdout.write("Nothing to do.")
        for step in setup_steps:
            for sentence in step.remarks(context) if step.remarks else ():
                self.stdout.write(self.style.WARNING(f"Note: {sentence}"))

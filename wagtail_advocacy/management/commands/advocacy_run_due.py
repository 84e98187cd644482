from django.core.management.base import BaseCommand, CommandError

from wagtail_advocacy.ambassadors import due_tasks


class Command(BaseCommand):
    help = (
        "Runs the tasks that are due since they last ran. For cron, every five minutes,"
        " where there is no queue."
    )

    def handle(self, *args, **options):
        self.report(due_tasks.run_due())

    def report(self, outcomes):
        """Say how tasks ended, one by one.

        :raises CommandError: one of them failed.
        """
        ran, failed = 0, []
        for outcome in outcomes:
            ran += 1
            if outcome.error is None:
                self.stdout.write(f"{outcome.key}: done in {outcome.seconds:.1f} s")
            else:
                failed.append(outcome.key)
                self.stderr.write(f"{outcome.key}: {outcome.error}")
        if not ran:
            self.stdout.write("Nothing is due.")
        if failed:
            raise CommandError(f"Failed, and tried again later: {', '.join(failed)}.")

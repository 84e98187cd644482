from wagtail_advocacy.ambassadors import due_tasks

from .advocacy_run_due import Command as RunDue


class Command(RunDue):
    help = (
        "Runs once, now, every task that the queue or cron repeats, whether it is due"
        " or not."
    )

    def handle(self, *args, **options):
        self.report(due_tasks.run_all())

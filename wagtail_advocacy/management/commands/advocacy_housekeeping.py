from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from wagtail_advocacy.jobs import schedules


class Command(BaseCommand):
    help = (
        "Runs once, now, every task that the queue repeats. For cron, where there is no"
        " queue."
    )

    def handle(self, *args, **options):
        for schedule in schedules:
            import_string(schedule.task)()
            self.stdout.write(schedule.key)

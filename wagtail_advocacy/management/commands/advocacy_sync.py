from django.core.management.base import BaseCommand

from wagtail_advocacy.shareables import projection


class Command(BaseCommand):
    help = (
        "Rebuilds every offer from its shareable. They are kept equal by themselves;"
        " this is for after an import, or a database that was put back."
    )

    def handle(self, *args, **options):
        count = projection.sync()
        self.stdout.write(f"Offers of {count} shareables are up to date.")

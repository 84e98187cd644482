from django.core.management.base import BaseCommand, CommandError

from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.public.probe import Look
from wagtail_advocacy.shareables.actions import record_trial
from wagtail_advocacy.shareables.models import PublicAddressTrial


class Command(BaseCommand):
    help = (
        "Looks at PUBLIC_URL as outsiders do: whether our pages answer, whether a card"
        " has what each network wants, and whether the intranet answers too. Fails"
        " where something is wrong. What came of it is shown in the admin, too."
    )

    def handle(self, *args, **options):
        findings = []
        for finding in Look().findings():
            findings.append(finding)
            self._print(finding)
        if app_settings.PUBLIC_URL:
            record_trial(
                app_settings.PUBLIC_URL,
                [finding.as_data() for finding in findings],
                tried_from=PublicAddressTrial.TriedFrom.SERVER,
            )
        if any(finding.is_good is False for finding in findings):
            raise CommandError("Something is wrong with the public address: see above.")

    def _print(self, finding):
        if finding.is_good is None:
            self.stdout.write(f"?   {finding.sentence}")
        elif finding.is_good:
            self.stdout.write(self.style.SUCCESS(f"ok  {finding.sentence}"))
        else:
            self.stdout.write(self.style.ERROR(f"NO  {finding.sentence}"))

from django.core.management.base import BaseCommand, CommandError

from wagtail_advocacy.public.probe import look


class Command(BaseCommand):
    help = (
        "Looks at PUBLIC_URL as outsiders do: whether our pages answer, whether a card"
        " has what each network wants, and whether the intranet answers too. Fails"
        " where something is wrong."
    )

    def handle(self, *args, **options):
        wrong = 0
        for finding in look():
            if finding.is_good is None:
                self.stdout.write(f"?   {finding.sentence}")
            elif finding.is_good:
                self.stdout.write(self.style.SUCCESS(f"ok  {finding.sentence}"))
            else:
                wrong += 1
                self.stdout.write(self.style.ERROR(f"NO  {finding.sentence}"))
        if wrong:
            raise CommandError("Something is wrong with the public address: see above.")

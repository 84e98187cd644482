from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Locale

from wagtail_advocacy.badges.models import Badge
from wagtail_advocacy.badges.starter import STARTERS, make, words_in


class Command(BaseCommand):
    help = (
        "Puts our fourteen badges into the site, as drafts that you change and publish."
        " Run it again for a language that came later; what is there already stays as"
        " it is."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--locale",
            metavar="CODE",
            action="append",
            dest="locales",
            help="a language of the site, such as en or fr; can be given more than"
            " once. Every language of the site that we wrote them in where it is not"
            " given",
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="they are live at once, and can be earned",
        )

    def handle(self, *args, **options):
        for locale, words in self._locales(options["locales"]):
            for starter in STARTERS:
                self.stdout.write(self._put(starter, words, locale, options["publish"]))

    def _locales(self, codes):
        """Return the locales to write in, the site's own first, and their words.

        The first badge of a set of translations says what earns it.
        """
        codes = codes or []
        known = {locale.language_code: locale for locale in Locale.objects.all()}
        for code in codes:
            if code not in known:
                raise CommandError(
                    f"The site has no language “{code}”, only:"
                    f" {', '.join(sorted(known))}."
                )
            if words_in(code) is None:
                raise CommandError(
                    f"The badges are not written in “{code}”. Try en or fr."
                )
        default = Locale.get_default()
        chosen = sorted(
            (known[code] for code in codes) if codes else known.values(),
            key=lambda locale: (locale != default, locale.pk),
        )
        found = [
            (locale, words)
            for locale in dict.fromkeys(chosen)
            if (words := words_in(locale.language_code))
        ]
        if not found:
            raise CommandError(
                "The badges are written in en and fr, and the site speaks neither."
            )
        return found

    def _put(self, starter, words, locale, publish):
        there = Badge.objects.filter(
            translation_key=starter.translation_key, locale=locale
        ).first()
        if there:
            return f"“{there.name}” is there already (badge {there.pk})."
        with transaction.atomic():
            badge = make(starter, words)
            badge.locale = locale
            badge.save()
            revision = badge.save_revision()
            if publish:
                revision.publish()
        state = "live" if publish else "a draft"
        return f"“{badge.name}” is {state} now (badge {badge.pk})."

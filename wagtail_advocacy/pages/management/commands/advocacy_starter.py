import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Locale, Page, Site

from wagtail_advocacy.pages.starter import starters


# What a starter text and its translations have in common, in every installation.
KEYS = uuid.UUID("c2a7e9d4-0c3b-4f5e-8f4b-1d7d0a0b9e55")


class Command(BaseCommand):
    help = (
        "Puts our charter and trainings into the site, as drafts that you change and"
        " publish. Run it once for each language; what is there already stays as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--locale",
            metavar="CODE",
            default=settings.LANGUAGE_CODE.split("-")[0],
            help="the language of the texts, such as en or fr",
        )
        parser.add_argument(
            "--parent",
            metavar="ID",
            type=int,
            help="the page below which they go; the home page where it is not given",
        )

    def handle(self, *args, **options):
        language = options["locale"]
        parent = self._parent(options["parent"], language)
        written = 0
        for starter in starters:
            page = starter.make(language)
            if page is None:
                continue
            written += 1
            self.stdout.write(self._put(starter, page, parent))
        if not written:
            raise CommandError(f"There is no text in “{language}”. Try en or fr.")

    def _parent(self, pk, language) -> Page:
        if pk is not None:
            parent = Page.objects.filter(pk=pk).first()
            if parent is None:
                raise CommandError(f"There is no page number {pk}.")
            return parent.specific
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            raise CommandError("There is no default site: name a page with --parent.")
        home = site.root_page
        # The home page of that language, where the site has one for each.
        locale = Locale.objects.filter(language_code=language).first()
        translated = home.get_translation_or_none(locale) if locale else None
        return (translated or home).specific

    def _put(self, starter, page, parent) -> str:
        page.translation_key = uuid.uuid5(KEYS, starter.key)
        page.locale = parent.locale
        page.live = False
        there = type(page).objects.filter(
            translation_key=page.translation_key, locale=page.locale
        )
        if found := there.first():
            return f"“{found.title}” is there already (page {found.pk})."
        try:
            with transaction.atomic():
                parent.add_child(instance=page)
                page.save_revision()
        except ValidationError as error:
            return f"“{page.title}” was left out: {' '.join(error.messages)}"
        return f"“{page.title}” is a draft now (page {page.pk})."

from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from wagtail_advocacy.conf import SETTING_NAME, app_settings


class Command(BaseCommand):
    help = (
        "Makes, lists and replaces the keys that badges are signed with (Open Badges"
        " 3.0). They are files of their own in the folder that"
        f' {SETTING_NAME}["OPENBADGES_KEYS"] names.'
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "action",
            choices=["make", "list", "rotate"],
            help="make: the first key; list: what is there; rotate: a new key signs"
            " from now on, and what older ones signed stays good",
        )

    def handle(self, *args, **options):
        if not apps.is_installed("wagtail_advocacy.badges"):
            raise CommandError("wagtail_advocacy.badges is not in INSTALLED_APPS.")
        if not app_settings.OPENBADGES_KEYS:
            raise CommandError(
                f'{SETTING_NAME}["OPENBADGES_KEYS"] names no folder. Set it to the'
                " whole path of one that only this site can read."
            )
        place = Path(app_settings.OPENBADGES_KEYS)
        try:
            getattr(self, options["action"])(place)
        except OSError as error:
            raise CommandError(f"{place}: {error.strerror}.") from error

    def make(self, place):
        making = self.load()
        try:
            key = making.make(place)
        except making.AlreadyThere as error:
            raise CommandError(
                "There is a key already. To replace it: advocacy_openbadges_key rotate."
            ) from error
        self.stdout.write(self.style.SUCCESS(f"Made {place / key.name}.pem."))
        self.say_what_to_do()

    def rotate(self, place):
        making = self.load()
        try:
            key, older = making.rotate(place)
        except making.NothingToRotate as error:
            raise CommandError(
                "No key signs yet: advocacy_openbadges_key make."
            ) from error
        self.stdout.write(self.style.SUCCESS(f"Made {place / key.name}.pem."))
        for name in older:
            self.stdout.write(
                f"{name} signs no more; its public part stays, and what it signed."
            )
        self.say_what_to_do()

    def list(self, place):
        from wagtail_advocacy.badges.openbadges.folder import keys, signing_key

        found = keys(place)
        if not found:
            self.stdout.write("There is no key yet: advocacy_openbadges_key make.")
            return
        signing = signing_key(place)
        for key in found:
            if key.public is None:
                state = "has no public part: put it back from a backup"
            elif signing and key.name == signing.name:
                state = "signs"
            elif key.is_private:
                state = "is checked with; its private part is of no use: remove it"
            else:
                state = "is checked with"
            thumbprint = key.public["kid"] if key.public else "?"
            self.stdout.write(f"{key.name}  {thumbprint}  {state}")
        if signing is None:
            self.stdout.write(
                self.style.WARNING(
                    "None signs: no private part is left. advocacy_openbadges_key make"
                    " makes a new key; what older ones signed stays good."
                )
            )

    def load(self):
        """Return the module that needs the extra."""
        try:
            from wagtail_advocacy.badges.openbadges import making
        except ImportError as error:
            raise CommandError(
                "The package openbadgeslib is not installed: pip install"
                " wagtail_advocacy[openbadges]."
            ) from error
        return making

    def say_what_to_do(self):
        self.stdout.write(
            "Back up the folder. Where public_urls run on another host, copy the new"
            " *.pub.json there before anybody downloads a badge, and nothing else."
        )

from importlib import import_module
from importlib.util import find_spec

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import transaction

from example_site.demo import pages, people
from example_site.intranet.models import HomePage


ADVOCACY_GROUPS = {
    "Advocacy editors": "editor",
    "Advocacy leads": "lead",
    "Advocacy trainers": "trainer",
}


class Command(BaseCommand):
    help = "Loads the demo intranet. What is already there is kept as it is."

    def handle(self, *args, **options):
        self.verbosity = options["verbosity"]
        is_new = not HomePage.objects.exists()
        # In one piece: what was broken off is begun again, not left half done.
        with transaction.atomic():
            if is_new:
                pages.load(people.load())
            self.set_up_advocacy(is_new)
        # People leave and come: also where the demo was loaded before.
        if "advocacy_directory" in get_commands():
            call_command("advocacy_directory", stdout=self.stdout)
        if find_spec("example_site.demo.advocacy"):
            import_module("example_site.demo.advocacy").load()
        self.say(
            "Demo content loaded."
            if is_new
            else "Demo content is already there: nothing changed."
        )

    def set_up_advocacy(self, is_new):
        """Prepare the programme, and give its groups their first members.

        Members are added once, so that taking somebody out of a group lasts.
        """
        if "advocacy_setup" not in get_commands():
            return
        known = set(Group.objects.values_list("name", flat=True))
        call_command("advocacy_setup", verbosity=self.verbosity, stdout=self.stdout)
        for name, username in ADVOCACY_GROUPS.items():
            if is_new or name not in known:
                self.add_member(name, username)

    def add_member(self, name, username):
        group = Group.objects.filter(name=name).first()
        user = get_user_model().objects.filter(username=username).first()
        if group and user:
            user.groups.add(group)

    def say(self, words):
        if self.verbosity:
            self.stdout.write(words)

"""The adapters of the guide, word for word, on an intranet that has such models."""

import re
import sys
import types
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from tests.testapp.models import Profile, Team
from wagtail_advocacy.ambassadors.models import DirectoryPerson, Headcount, Membership


pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "how-to" / "connect-your-directory.md"


def adapter(name):
    """Return the code block of the guide that has a class of that name."""
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.S)
    (found,) = (block for block in blocks if f"class {name}(" in block)
    return found


@pytest.fixture
def _teams(settings, monkeypatch):
    code = adapter("TeamDirectory").replace("from .models", "from tests.testapp.models")
    module = types.ModuleType("guide_directory")
    exec(code, module.__dict__)  # noqa: S102
    monkeypatch.setitem(sys.modules, "guide_directory", module)
    settings.WAGTAIL_ADVOCACY = {
        **settings.WAGTAIL_ADVOCACY,
        "DIRECTORY": "guide_directory.TeamDirectory",
    }


def our_errors():
    """Return what the checks say of us; a site may lack what its database wants."""
    return [one.id for one in run_checks() if one.id.startswith("wagtail_advocacy.")]


@pytest.mark.usefixtures("_teams")
def test_a_profile_with_teams(make_user):
    assert our_errors() == []
    hay = Team.objects.create(name="Hay")
    grid = Team.objects.create(name="Grid", headcount=40)
    ada, bob, eve = (make_user(f"{name}@example.com") for name in ("a", "b", "e"))
    leading = Profile.objects.create(user=ada)
    following = Profile.objects.create(user=bob, lead=leading)
    following.teams.set([hay, grid])
    call_command("advocacy_directory", verbosity=0, stdout=sys.stderr)
    person = DirectoryPerson.objects.get(user=bob)
    assert (person.department.name, person.manager) == ("Grid", ada)
    assert Membership.objects.filter(user=bob).count() == 2
    assert DirectoryPerson.objects.get(user=ada).department is None
    # Without a profile, not in the directory.
    assert not DirectoryPerson.objects.filter(user=eve).exists()
    counts = Headcount.objects.values_list("unit__name", "people")
    assert dict(counts) == {"Grid": 40, "Hay": None}


@pytest.mark.parametrize("path", ["nowhere.Directory", "tests.testapp.models.Team"])
def test_a_directory_that_is_none_is_an_error_at_the_start(settings, path):
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "DIRECTORY": path}
    assert our_errors() == ["wagtail_advocacy.E017"]


def test_the_guide_shows_the_adapter_of_the_example_site():
    source = (ROOT / "example_site" / "people" / "directory.py").read_text("utf-8")
    assert len(source.splitlines()) < 30
    shown = adapter("PeopleDirectory")
    assert shown[shown.index("MODELS =") :] == source[
        source.index("MODELS =") :
    ].replace('person.languages.partition(",")[0]', "person.language")

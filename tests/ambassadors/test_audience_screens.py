"""Audiences in the Wagtail admin."""

import io
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Locale

from tests import factories
from wagtail_advocacy.ambassadors import audiences
from wagtail_advocacy.ambassadors.models import Audience, Expertise, Profile


pytestmark = pytest.mark.django_db

PREFIX = "wagtailsnippets_wagtail_advocacy_ambassadors_audience"


@pytest.fixture
def trainer(client, make_user):
    call_command("advocacy_setup", verbosity=0, stdout=io.StringIO())
    # Who may enter the admin is for the rooms that have something for trainers there.
    client.force_login(make_user("trainer@example.com", groups=["Advocacy editors"]))
    return client


def edit(audience):
    return reverse(f"{PREFIX}:edit", args=[audience.pk])


def save(client, address=None, **fields):
    address = address or reverse(f"{PREFIX}:add")
    return client.post(address, {"name": "Clients", "picked": "", **fields})


def text_of(response):
    return " ".join(response.content.decode().split())


def test_an_audience_is_made_of_ticks_and_names(trainer, make_user):
    sales = factories.unit("Sales")
    ada = make_user("Ada@example.com")
    response = save(
        trainer,
        departments=[sales.pk],
        languages=["fr"],
        picked="ada@EXAMPLE.com\n\n ada@example.com ",
    )
    assert response.status_code == 302, response.context["form"].errors
    audience = Audience.objects.get()
    assert list(audience.departments.all()) == [sales]
    assert audience.languages == ["fr"]
    assert list(audience.people.all()) == [ada]
    # Shown again, and kept.
    shown = trainer.get(edit(audience))
    assert "Ada@example.com" in text_of(shown)
    assert save(trainer, edit(audience), picked="").status_code == 200
    assert save(trainer, edit(audience), languages=["en"]).status_code == 302
    assert not audience.people.exists()


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({}, "This would be for nobody"),
        ({"picked": "nobody@example.com"}, "Nobody here is called: nobody@example.com"),
        ({"picked": "off@example.com"}, "Nobody here is called: off@example.com"),
        ({"picked": "\n".join(map(str, range(501)))}, "Pick no more than 500 people"),
    ],
)
def test_an_audience_that_cannot_be_is_refused(trainer, make_user, fields, refusal):
    make_user("off@example.com", is_active=False)
    assert refusal in text_of(save(trainer, **fields))
    assert not Audience.objects.exists()


def test_a_language_of_the_directory_alone_has_a_name(trainer, make_user):
    for number, code in enumerate(["cy", "tlh"]):
        user = make_user(f"someone-{number}@example.com")
        factories.directory_person(user, language=code)
    page = trainer.get(edit(factories.audience(languages=["cy"]))).content.decode()
    labels = [
        " ".join(re.sub(r"<[^>]+>", "", label).split())
        for label in re.findall(
            r'<label for="id_languages_\d+">.*?</label>', page, re.S
        )
    ]
    assert {"Welsh", "tlh"} <= set(labels)
    assert "" not in labels


def test_a_department_is_no_location(trainer):
    leeds = factories.unit("Leeds", kind="location")
    assert save(trainer, departments=[leeds.pk]).status_code == 200
    assert not Audience.objects.exists()


def test_the_edit_screen_says_how_many_it_reaches(trainer, make_user):
    sales = factories.unit("Sales")
    for number in range(3):
        factories.directory_person(make_user(f"{number}@example.com"), [sales])
    audience = factories.audience(
        departments=[sales], people=[make_user("ada@example.com")]
    )
    shown = text_of(trainer.get(edit(audience)))
    assert "it reaches <strong>4 people</strong>" in shown
    new = text_of(trainer.get(reverse(f"{PREFIX}:add")))
    assert "Save it to see how many people it reaches." in new


@pytest.fixture
def heat_pumps():
    return Expertise.objects.create(name="Heat pumps", locale=locale("en"))


def locale(code):
    return Locale.objects.get_or_create(language_code=code)[0]


def expert(user, *expertise):
    profile, _created = Profile.objects.get_or_create(
        ambassador=factories.ambassador(user)
    )
    profile.expertise.set(expertise)
    return user


def test_expertise_fits_in_any_language(make_user, heat_pumps):
    french = heat_pumps.copy_for_translation(locale("fr"))
    french.save()
    ada = factories.directory_person(make_user("ada@example.com"))
    bob = factories.directory_person(make_user("bob@example.com"))
    expert(ada, french)
    audience = factories.audience(expertise=[heat_pumps])
    assert list(audiences.people(audience)) == [ada]
    assert audiences.includes(audience, ada)
    assert not audiences.includes(audience, bob)


def test_how_many_have_an_expertise_is_never_told(trainer, make_user, heat_pumps):
    sales = factories.unit("Sales")
    users = [make_user(f"{number}@example.com") for number in range(9)]
    for user in users:
        factories.directory_person(user, [sales])
    audience = factories.audience(departments=[sales], expertise=[heat_pumps])
    shown = text_of(trainer.get(edit(audience)))
    assert "<strong>9 people</strong> of the directory fit the other criteria" in shown
    assert "is protected" in shown
    before = audiences.reach(audience)
    for user in users[:6]:
        expert(user, heat_pumps)
    assert audiences.reach(audience) == before


def test_an_audience_of_experts_alone_has_no_number(trainer, heat_pumps):
    audience = factories.audience(expertise=[heat_pumps])
    shown = text_of(trainer.get(edit(audience)))
    assert "is protected" in shown
    assert "people</strong> of the directory" not in shown

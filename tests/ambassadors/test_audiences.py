"""Who belongs to an audience, asked of a person and asked of the audience."""

import pytest
from django.contrib.auth import get_user_model
from django.db.models import OuterRef
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale

from tests import factories
from wagtail_advocacy.ambassadors import audiences
from wagtail_advocacy.ambassadors.models import (
    Audience,
    DirectoryPerson,
    Expertise,
    Profile,
    Unit,
)


pytestmark = pytest.mark.django_db

KINDS = list(Unit.Kind)
FIELDS = {
    Unit.Kind.DEPARTMENT: "departments",
    Unit.Kind.LOCATION: "locations",
    Unit.Kind.ENTITY: "entities",
}


@pytest.fixture
def sales():
    return factories.unit("Sales")


@pytest.fixture
def leeds():
    return factories.unit("Leeds", kind="location")


def test_within_a_criterion_any_fits_and_across_criteria_all_must(
    make_user, sales, leeds
):
    design = factories.unit("Design")
    audience = factories.audience(departments=[sales, design], locations=[leeds])
    both = factories.directory_person(make_user("both@example.com"), [sales, leeds])
    half = factories.directory_person(make_user("half@example.com"), [design])
    assert audiences.includes(audience, both)
    assert not audiences.includes(audience, half)
    assert list(audiences.people(audience)) == [both]


def test_a_second_department_counts_as_much_as_the_first(make_user, sales):
    design = factories.unit("Design")
    ada = factories.directory_person(make_user("ada@example.com"), [design, sales])
    assert audiences.includes(factories.audience(departments=[sales]), ada)


def test_a_language_fits_its_variants_and_no_other(make_user):
    audience = factories.audience(languages=["fr"])
    people = {
        language: factories.directory_person(
            make_user(f"{language}x@example.com"), language=language
        )
        for language in ("fr", "fr-be", "frr", "en", "")
    }
    reached = {"fr", "fr-be"}
    assert set(audiences.people(audience)) == {people[code] for code in reached}
    for language, user in people.items():
        assert audiences.includes(audience, user) == (language in reached)


def test_whoever_is_picked_belongs_even_outside_the_directory(make_user, sales):
    ada = make_user("ada@example.com")
    audience = factories.audience(departments=[sales], people=[ada])
    assert audiences.includes(audience, ada)
    assert list(audiences.people(audience)) == [ada]


def test_nobody_belongs_to_an_audience_that_asks_for_nothing(make_user, sales):
    ada = factories.directory_person(make_user("ada@example.com"), [sales])
    audience = factories.audience()
    assert not audiences.includes(audience, ada)
    assert not audiences.people(audience).exists()


def test_a_closed_account_belongs_to_nothing(make_user, sales):
    ada = make_user("ada@example.com", is_active=False)
    factories.directory_person(ada, [sales])
    audience = factories.audience(departments=[sales], people=[ada])
    assert not audiences.includes(audience, ada)
    assert not audiences.people(audience).exists()


def test_queries_do_not_grow_with_audiences_units_and_people(
    make_user, sales, leeds, django_assert_max_num_queries
):
    ada = factories.directory_person(make_user("ada@example.com"), [sales, leeds])
    for number in range(30):
        unit = factories.unit(f"Department {number}")
        factories.directory_person(make_user(f"{number}@example.com"), [unit])
        audience = factories.audience(departments=[sales, unit], locations=[leeds])
    with django_assert_max_num_queries(10):
        assert len(audiences.for_user(ada)) == 30
    with django_assert_max_num_queries(10):
        assert audiences.includes(audience, ada)
    with django_assert_max_num_queries(6):
        assert list(audiences.people(audience)) == [ada]


@pytest.fixture
def world(make_user):
    """Six units, two of each kind, six colleagues, and a field of expertise."""
    units = [
        factories.unit(f"{kind} {number}", kind=kind)
        for kind in KINDS
        for number in range(2)
    ]
    expertise = Expertise.objects.create(name="Heat pumps", locale=make_locale())
    return units, [make_user(f"{n}@example.com") for n in range(6)], expertise


def make_locale():
    return Locale.objects.get_or_create(language_code="en")[0]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_all_ways_of_asking_agree(world, data):
    units, users, expertise = world
    pick = data.draw
    for user in users:
        DirectoryPerson.objects.filter(user=user).delete()
        user.wagtail_advocacy_memberships.all().delete()
        user.is_active = pick(st.integers(0, 5)) > 0
        user.save()
        if pick(st.booleans()):
            factories.directory_person(
                user,
                pick(st.lists(st.sampled_from(units), unique=True, max_size=5)),
                language=pick(st.sampled_from(["", "en", "fr", "fr-be"])),
            )
        if user.is_active:
            profile, _created = Profile.objects.get_or_create(
                ambassador=factories.ambassador(user)
            )
            profile.expertise.set([expertise] if pick(st.booleans()) else [])
    asked = {
        field: pick(
            st.lists(
                st.sampled_from([unit for unit in units if unit.kind == kind]),
                unique=True,
                max_size=2,
            )
        )
        for kind, field in FIELDS.items()
    }
    audience = factories.audience(
        **asked,
        languages=pick(st.lists(st.sampled_from(["en", "fr"]), unique=True)),
        expertise=[expertise] if pick(st.booleans()) else [],
        people=pick(st.lists(st.sampled_from(users), unique=True, max_size=2)),
    )
    reached = set(audiences.people(audience))
    assert reached == {user for user in users if audiences.includes(audience, user)}
    accounts = get_user_model().objects.filter(is_active=True)
    assert reached == set(accounts.filter(audiences.reaches(audience, OuterRef("pk"))))
    for user in users:
        assert (audience in audiences.for_user(user)) == (user in reached)
    Audience.objects.all().delete()

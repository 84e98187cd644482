"""Who works here, copied from the site's own directory."""

import io
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from tests import factories
from wagtail_advocacy.ambassadors import directory
from wagtail_advocacy.ambassadors.directory import (
    DEPARTMENT,
    ENTITY,
    LOCATION,
    Directory,
    PersonEntry,
    UnitEntry,
)
from wagtail_advocacy.ambassadors.models import (
    Ambassador,
    AmbassadorsSettings,
    Consent,
    DirectoryPerson,
    DirectorySync,
    Headcount,
    Membership,
    Unit,
)
from wagtail_advocacy.ambassadors.tasks import refresh_group_figures, sync_directory


pytestmark = pytest.mark.django_db


class Staff(Directory):
    """Says what a test has told it to say."""

    def units(self):
        return self.said_units

    def people(self):
        # Some of the answer comes, as from a server that then goes away.
        yield from self.said_people
        if self.failure:
            raise self.failure


@pytest.fixture
def staff(settings, monkeypatch):
    """The site's directory: tests set what it says."""
    settings.WAGTAIL_ADVOCACY = {
        **settings.WAGTAIL_ADVOCACY,
        "DIRECTORY": f"{__name__}.Staff",
    }
    for name, value in {
        "lists_everybody": True,
        "said_units": [
            UnitEntry(DEPARTMENT, 1, "Sales"),
            UnitEntry(DEPARTMENT, 2, "Design"),
            UnitEntry(LOCATION, 1, "Leeds"),
            UnitEntry(ENTITY, "fr", "Alder France"),
        ],
        "said_people": [],
        "failure": None,
    }.items():
        monkeypatch.setattr(Staff, name, value, raising=False)
    return Staff


def people(*entries):
    return [
        PersonEntry(*entry) if isinstance(entry, tuple) else PersonEntry(entry.pk)
        for entry in entries
    ]


def run(*arguments) -> str:
    output = io.StringIO()
    call_command("advocacy_directory", *arguments, stdout=output)
    return output.getvalue()


def headcounts():
    return {
        headcount.unit.name: headcount.people
        for headcount in Headcount.objects.select_related("unit")
    }


def test_people_are_in_all_of_their_units_and_count_in_the_first(make_user, staff):
    ada, bob = make_user("ada@example.com"), make_user("bob@example.com")
    staff.said_people = [
        PersonEntry(
            ada.pk,
            [(DEPARTMENT, 2), (DEPARTMENT, 1), (LOCATION, 1), (ENTITY, "fr")],
            manager=bob.pk,
            language="fr_BE",
        ),
        PersonEntry(bob.pk, is_executive=True),
    ]
    assert run() == "2 people in 4 units: 2 new, 0 changed, 0 gone.\n"
    person = DirectoryPerson.objects.get(user=ada)
    assert person.department.name == "Design"
    assert (person.manager, person.language) == (bob, "fr-be")
    assert set(Membership.objects.values_list("user", "unit__name")) == {
        (ada.pk, "Design"),
        (ada.pk, "Sales"),
        (ada.pk, "Leeds"),
        (ada.pk, "Alder France"),
    }
    assert directory.entity_of(ada).name == "Alder France"
    assert directory.department_of(ada).name == "Design"
    assert directory.entity_of(bob) is None
    assert DirectoryPerson.objects.get(user=bob).is_executive
    assert headcounts() == {"Design": 1, "Sales": 0, "Leeds": 1, "Alder France": 1}


def test_a_second_run_changes_nothing(make_user, staff):
    ada = make_user("ada@example.com")
    staff.said_people = [PersonEntry(ada.pk, [(DEPARTMENT, 1), (DEPARTMENT, 1)])]
    run()
    before = [list(m.objects.values()) for m in (Unit, DirectoryPerson, Membership)]
    assert "0 new, 0 changed, 0 gone" in run()
    after = [list(m.objects.values()) for m in (Unit, DirectoryPerson, Membership)]
    assert before == after
    assert Headcount.objects.count() == 4


def test_what_changes_in_the_directory_changes_here(make_user, staff):
    ada = make_user("ada@example.com")
    staff.said_people = [PersonEntry(ada.pk, [(DEPARTMENT, 1)])]
    run()
    sales = Unit.objects.get(name="Sales")
    staff.said_units = [UnitEntry(DEPARTMENT, 1, "Clients"), staff.said_units[1]]
    staff.said_people = [PersonEntry(ada.pk, [(DEPARTMENT, 2)])]
    assert "1 changed" in run()
    sales.refresh_from_db()
    assert (sales.name, sales.is_active) == ("Clients", True)
    assert Membership.objects.get(user=ada).unit.name == "Design"
    assert not Unit.objects.get(kind=LOCATION).is_active


def test_a_unit_that_comes_back_is_the_same_one(make_user, staff):
    staff.said_people = people(make_user("ada@example.com"))
    run()
    units, staff.said_units = staff.said_units, staff.said_units[:1]
    before = Unit.objects.get(name="Design").pk
    run()
    staff.said_units = units
    run()
    assert Unit.objects.get(name="Design", is_active=True).pk == before


def test_whoever_is_gone_from_the_directory_has_left(make_user, staff):
    users = [make_user(f"{number}@example.com") for number in range(4)]
    for user in users:
        factories.ambassador(user)
    staff.said_people = people(*users)
    run()
    staff.said_people = people(*users[:3])
    assert "1 gone" in run()
    assert list(Ambassador.objects.active().order_by("pk")) == [
        Ambassador.objects.get(user=user) for user in users[:3]
    ]
    last = Consent.objects.last()
    assert (last.granted, last.source) == (False, "directory")
    assert not DirectoryPerson.objects.filter(user=users[3]).exists()
    assert not Membership.objects.filter(user=users[3]).exists()


def test_an_ambassador_whom_the_directory_never_named_stays(make_user, staff):
    factories.ambassador(make_user("guest@example.com"))
    staff.said_people = people(make_user("ada@example.com"))
    run()
    assert Ambassador.objects.active().count() == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"said_people": []},
        {"failure": ConnectionError("timed out")},
        {"said_people": [PersonEntry(uuid.uuid4()), PersonEntry("ada")]},
        {"said_units": [UnitEntry("team", 1, "Sales")]},
    ],
    ids=["nobody", "broken off", "strangers", "unknown kind"],
)
def test_an_answer_that_is_not_whole_expels_nobody(make_user, staff, fault):
    ada = make_user("ada@example.com")
    factories.ambassador(ada)
    staff.said_people = people(ada)
    run()
    for name, value in fault.items():
        setattr(staff, name, value)
    with pytest.raises(CommandError, match=r"[Nn]othing was changed"):
        run()
    # Force believes few people, not none.
    with pytest.raises(CommandError):
        run("--force")
    sync_directory()
    assert Ambassador.objects.active().count() == 1
    assert DirectoryPerson.objects.count() == 1


def test_a_drop_of_more_than_half_has_to_be_forced(make_user, staff):
    users = [make_user(f"{number}@example.com") for number in range(5)]
    staff.said_people = people(*users)
    run()
    staff.said_people = people(*users[:2])
    with pytest.raises(CommandError, match="3 of 5 people"):
        run()
    assert DirectoryPerson.objects.count() == 5
    assert "3 gone" in run("--force")


def test_people_without_an_active_account_are_left_out(make_user, staff):
    ada = make_user("ada@example.com")
    off = make_user("off@example.com", is_active=False)
    staff.said_people = [
        *people(ada, off),
        PersonEntry(uuid.uuid4(), [(DEPARTMENT, 1)]),
    ]
    assert "2 have no account here and were left out." in run()
    assert DirectoryPerson.objects.get().user == ada


def test_keys_may_come_as_text(make_user, staff):
    ada, bob = make_user("ada@example.com"), make_user("bob@example.com")
    staff.said_people = [
        PersonEntry(str(ada.pk), [(DEPARTMENT, "1")], manager=str(bob.pk)),
        PersonEntry(str(bob.pk), [(DEPARTMENT, None), (DEPARTMENT, "gone")]),
    ]
    run()
    assert DirectoryPerson.objects.get(user=ada).manager == bob
    assert DirectoryPerson.objects.get(user=bob).department is None


def test_a_headcount_is_what_the_directory_says_or_unknown(make_user, staff):
    staff.lists_everybody = False
    staff.said_units = [
        UnitEntry(DEPARTMENT, 1, "Sales", headcount=30),
        UnitEntry(DEPARTMENT, 2, "Design"),
    ]
    staff.said_people = people(make_user("ada@example.com"))
    run()
    assert headcounts() == {"Sales": 30, "Design": None}


def test_an_answer_that_was_read_earlier_never_overwrites_a_later_one(
    make_user, staff, monkeypatch
):
    ada, bob = make_user("ada@example.com"), make_user("bob@example.com")
    staff.said_people = people(ada)
    earlier = directory.Answer.read(staff())
    staff.said_people = people(ada, bob)
    run()
    monkeypatch.setattr(directory.Answer, "read", lambda directory: earlier)
    assert run() == "Another synchronisation was later: nothing to do.\n"
    assert DirectoryPerson.objects.count() == 2


def test_a_fault_while_writing_leaves_everything_as_it_was(
    make_user, staff, monkeypatch
):
    ada, bob, eve = (make_user(f"{name}@example.com") for name in ("a", "b", "e"))
    staff.said_people = people(ada, bob, eve)
    run()
    factories.ambassador(eve)
    staff.said_people = people(ada, bob)

    def fail(*args, **kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr(Headcount.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        directory.sync()
    assert Ambassador.objects.active().count() == 1
    assert DirectoryPerson.objects.count() == 3


def test_queries_grow_with_batches_and_not_with_people(
    make_user, staff, django_assert_max_num_queries
):
    users = get_user_model().objects.bulk_create(
        get_user_model()(email=f"{number}@example.com") for number in range(300)
    )
    staff.said_people = [
        PersonEntry(user.pk, [(DEPARTMENT, 1 + place % 2), (LOCATION, 1)])
        for place, user in enumerate(users)
    ]
    with django_assert_max_num_queries(25):
        directory.sync()
    with django_assert_max_num_queries(20):
        directory.sync()


# The default, for a site that has no directory.


def choose(*groups, **fields):
    settings = AmbassadorsSettings.load()
    for name, value in fields.items():
        setattr(settings, name, value)
    settings.save()
    settings.department_groups.set(Group.objects.filter(name__in=groups))


def test_without_a_directory_everybody_with_an_account_is_listed(make_user):
    make_user("ada@example.com", groups=["Sales"])
    make_user("off@example.com", is_active=False)
    directory.sync()
    assert DirectoryPerson.objects.get().department is None
    assert not Unit.objects.exists()


def test_groups_that_were_chosen_are_departments(make_user):
    ada = make_user("ada@example.com", groups=["Sales", "Design", "Editors"])
    bob = make_user("bob@example.com", groups=["Sales"])
    choose("Sales", "Design")
    directory.sync()
    # The first by name.
    assert directory.department_of(ada).name == "Design"
    assert directory.department_of(bob).name == "Sales"
    assert Membership.objects.filter(user=ada).count() == 2
    assert headcounts() == {"Design": None, "Sales": None}


def test_how_many_there_are_is_known_where_everybody_has_an_account(make_user):
    make_user("ada@example.com", groups=["Sales"])
    choose("Sales", everybody_has_account=True)
    directory.sync()
    assert headcounts() == {"Sales": 1}


def test_the_queue_reads_the_directory_once_a_day(make_user):
    make_user("ada@example.com")
    refresh_group_figures()
    first = DirectorySync.objects.get().read_at
    make_user("bob@example.com")
    refresh_group_figures()
    assert DirectorySync.objects.get().read_at == first
    assert DirectoryPerson.objects.count() == 1

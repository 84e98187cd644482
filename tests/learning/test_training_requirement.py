"""Who still has a training to pass before they share."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests import factories
from tests.testapp.models import InductionPage
from wagtail_advocacy.ambassadors import audiences
from wagtail_advocacy.ambassadors.models import (
    Ambassador,
    Audience,
    AudiencePerson,
    DirectoryPerson,
    Membership,
    Unit,
)
from wagtail_advocacy.learning.actions import trainings as actions
from wagtail_advocacy.learning.requirements.trainings import TrainingRequirement

from . import training_factory as make


pytestmark = pytest.mark.django_db

REQUIREMENT = TrainingRequirement()


@pytest.fixture
def people(make_user):
    """Ada, Bob and Eve, who take part."""
    return {
        name: factories.ambassador(make_user(f"{name}@example.com"))
        for name in ("ada", "bob", "eve")
    }


def lacking():
    """The names of those who lack something, as one query and as checklists say."""
    found = REQUIREMENT.unmet(Ambassador.objects.all())
    names = {one.user.email.split("@")[0] for one in found}
    by_checklist = {
        one.user.email.split("@")[0]
        for one in Ambassador.objects.all()
        if not all(item.is_met for item in REQUIREMENT.checklist(one))
    }
    assert names == by_checklist
    return names


def passes(ambassador, page, attempt=1):
    actions.hand_in(
        ambassador.user, page, attempt, make.chosen(make.right_answers(page))
    )


def test_without_trainings_nobody_lacks_anything(people):
    assert lacking() == set()


def test_what_is_not_required_is_asked_of_nobody(people, site_home):
    make.training(site_home)
    assert lacking() == set()


def test_whoever_passed_lacks_nothing(people, site_home):
    page = make.training(site_home, required=True)
    passes(people["ada"], page)
    assert lacking() == {"bob", "eve"}


def test_a_failed_attempt_is_not_enough(people, site_home):
    page = make.training(site_home, required=True)
    answers = make.chosen(make.wrong_answers(page))
    actions.hand_in(people["ada"].user, page, 1, answers)
    assert "ada" in lacking()


def test_all_of_them_are_asked_for(people, site_home):
    one = make.training(site_home, "One", required=True)
    other = make.training(site_home, "Other", required=True, model=InductionPage)
    passes(people["ada"], one)
    passes(people["bob"], other)
    passes(people["eve"], one)
    passes(people["eve"], other)
    assert lacking() == {"ada", "bob"}


def test_only_what_is_live_is_asked_for(people, site_home):
    page = make.training(site_home, required=True)
    make.draft_training(site_home, "Draft", required=True)
    page.unpublish()
    assert lacking() == set()


def test_what_only_some_groups_can_open_is_asked_of_nobody(people, site_home):
    make.training(site_home, required=True)
    PageViewRestriction.objects.create(
        page=site_home, restriction_type=PageViewRestriction.GROUPS
    )
    assert lacking() == set()


def test_a_login_is_what_everybody_has(people, site_home):
    make.training(site_home, required=True)
    PageViewRestriction.objects.create(
        page=site_home, restriction_type=PageViewRestriction.LOGIN
    )
    assert lacking() == {"ada", "bob", "eve"}


def test_what_has_run_out_is_asked_for_again(people, site_home, monkeypatch):
    page = make.training(site_home, required=True, valid_months=6)
    passes(people["ada"], page)
    assert lacking() == {"bob", "eve"}
    later = timezone.now() + datetime.timedelta(days=200)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert lacking() == {"ada", "bob", "eve"}


def test_passing_a_translation_is_passing(people, site_home):
    page = make.training(site_home, required=True)
    french = make.translated(page, site_home, "Pourquoi et comment")
    passes(people["ada"], french)
    assert lacking() == {"bob", "eve"}
    [item] = REQUIREMENT.checklist(people["ada"])
    assert item.is_met


class TestAudience:
    @pytest.fixture
    def sales(self, people):
        """A department with Ada, who reads French; Bob is elsewhere, Eve nowhere."""
        unit = Unit.objects.create(kind="department", key="sales", name="Sales")
        other = Unit.objects.create(kind="department", key="works", name="Works")
        for name, of, language in (("ada", unit, "fr-be"), ("bob", other, "en")):
            DirectoryPerson.objects.create(user=people[name].user, language=language)
            Membership.objects.create(user=people[name].user, unit=of)
        return unit

    def audience(self, *, departments=(), languages=(), picked=()):
        made = Audience.objects.create(
            name=f"Audience {Audience.objects.count()}", languages=list(languages)
        )
        made.departments.set(departments)
        for ambassador in picked:
            AudiencePerson.objects.create(audience=made, user=ambassador.user)
        return made

    def test_only_they_are_asked(self, people, site_home, sales):
        audience = self.audience(departments=[sales])
        make.training(site_home, required=True, audience=audience)
        assert lacking() == {"ada"}
        passes(people["ada"], make.TrainingPage.objects.get())
        assert lacking() == set()

    def test_several_audiences_and_none(self, people, site_home, sales):
        everybody = make.training(site_home, "For all", required=True)
        make.training(
            site_home,
            "French readers",
            required=True,
            audience=self.audience(languages=["fr"]),
        )
        make.training(
            site_home,
            "By hand",
            required=True,
            audience=self.audience(picked=[people["eve"]]),
        )
        for ambassador in people.values():
            passes(ambassador, everybody)
        assert lacking() == {"ada", "eve"}

    def test_the_database_says_what_the_audience_says(self, people, sales):
        cases = [
            {},
            {"departments": [sales]},
            {"languages": ["fr"]},
            {"languages": ["fr-be", "en"]},
            {"languages": ["de"]},
            {"departments": [sales], "languages": ["en"]},
            {"departments": [sales], "languages": ["fr"]},
            {"picked": [people["eve"]]},
            {"departments": [sales], "picked": [people["eve"], people["bob"]]},
            {"languages": ["en"], "picked": [people["ada"]]},
        ]
        for case in cases:
            audience = self.audience(**case)
            for ambassador in people.values():
                condition = audiences.reaches(audience, ambassador.user_id)
                found = Audience.objects.filter(condition, pk=audience.pk).exists()
                assert found == audiences.includes(audience, ambassador.user), case

    def test_the_list_shows_only_what_is_for_one(
        self, client, people, site_home, sales
    ):
        make.training(site_home, audience=self.audience(departments=[sales]))
        for name, shown in (("ada", True), ("bob", False)):
            client.force_login(people[name].user)
            html = client.get("/advocacy/learning/").text
            assert ("Why and how" in html) == shown


def queries(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_queries_do_not_grow_with_trainings_or_people(people, site_home, make_user):
    audience = Audience.objects.create(name="Somebody", languages=["fr"])

    def ask():
        return queries(lambda: list(REQUIREMENT.unmet(Ambassador.objects.all())))

    def check():
        return queries(lambda: REQUIREMENT.checklist(people["ada"]))

    def grow(numbers):
        for number in numbers:
            make.training(
                site_home,
                f"Number {number}",
                required=True,
                audience=audience if number % 3 == 0 else None,
            )

    grow(range(5))
    few = ask(), check()
    # One for what is required, one for the audiences there are, one for the people.
    assert few[0] == 3
    # One for each of the two types of training here, one for the audiences.
    assert few[1] == 3
    grow(range(5, 50))
    for number in range(20):
        factories.ambassador(make_user(f"n{number}@example.com"))
    assert (ask(), check()) == few

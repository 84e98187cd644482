"""That the query agrees with a plain model of the rules, whatever happens."""

import datetime
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Page as WagtailPage

from tests import factories
from wagtail_advocacy.ambassadors import requirements
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.learning.models import (
    Charter,
    CharterText,
    CharterVersion,
    Signature,
)
from wagtail_advocacy.learning.requirements.charters import CharterRequirement


PEOPLE = 4
ENTITIES = 2
TODAY = datetime.date(2030, 6, 15)


@dataclass
class Version:
    begins: int
    grace: int
    superseded: bool
    signers: set[int] = field(default_factory=set)

    @property
    def has_begun(self):
        return not self.superseded and self.begins <= 0

    @property
    def is_required(self):
        return self.begins + self.grace <= 0


@dataclass
class Page:
    is_live: bool
    versions: list[Version]
    audience: set[int] | None

    def asks(self):
        return self.is_live and any(version.has_begun for version in self.versions)

    def is_met_by(self, person):
        if self.audience is not None and person not in self.audience:
            return True
        # From the newest: one that has to be signed makes all before it worthless.
        for version in reversed([one for one in self.versions if one.has_begun]):
            if person in version.signers:
                return True
            if version.is_required:
                return False
        return False


people = st.sets(st.integers(0, PEOPLE - 1))
versions = st.builds(
    Version,
    begins=st.integers(-30, 10),
    grace=st.integers(0, 30),
    superseded=st.booleans(),
    signers=people,
)
pages = st.builds(
    Page,
    is_live=st.sampled_from([True, True, False]),
    versions=st.lists(versions, max_size=4).map(
        lambda found: sorted(found, key=lambda one: one.begins)
    ),
    audience=st.one_of(st.none(), st.none(), people),
)
worlds = st.fixed_dictionaries(
    {
        "group": pages,
        "addenda": st.lists(pages, min_size=ENTITIES, max_size=ENTITIES),
        "entities": st.lists(
            st.one_of(st.none(), st.integers(0, ENTITIES - 1)),
            min_size=PEOPLE,
            max_size=PEOPLE,
        ),
    }
)


def expected(world):
    if not world["group"].asks():
        return set()
    lacking = set()
    for person, entity in enumerate(world["entities"]):
        asked = [world["group"]]
        if entity is not None and world["addenda"][entity].asks():
            asked.append(world["addenda"][entity])
        if not all(page.is_met_by(person) for page in asked):
            lacking.add(person)
    return lacking


class RequirementTests(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(world=worlds)
    def test_unmet_is_what_the_rules_say(self, world):
        real, timezone.localdate = timezone.localdate, lambda *args: TODAY
        try:
            ambassadors = self.build(world)
            requirement = CharterRequirement()
            unmet = set(requirement.unmet(Ambassador.objects.all()))
            assert {ambassadors.index(one) for one in unmet} == expected(world)
            # One at a time says the same, in the gate and in the checklist.
            for ambassador in ambassadors:
                one = Ambassador.objects.filter(pk=ambassador.pk)
                assert requirement.unmet(one).exists() == (ambassador in unmet)
                items = requirement.checklist(ambassador)
                assert all(item.is_met for item in items) == (ambassador not in unmet)
        finally:
            timezone.localdate = real

    def build(self, world):
        users = get_user_model().objects
        entities = [factories.unit(f"E{n}", "entity") for n in range(ENTITIES)]
        self.ambassadors = []
        for number, entity in enumerate(world["entities"]):
            user = users.create_user(f"{number}@example.com")
            factories.directory_person(
                user, [] if entity is None else [entities[entity]]
            )
            self.ambassadors.append(factories.ambassador(user))
        self.write("group", world["group"], None)
        for entity, page in zip(entities, world["addenda"], strict=True):
            self.write(f"entity:{entity.pk}", page, entity)
        return self.ambassadors

    def write(self, key, page, entity):
        root = WagtailPage.get_first_root_node()
        row = root.add_child(
            instance=WagtailPage(
                title=key, slug=key.replace(":", "-"), live=page.is_live
            )
        )
        audience = None
        if page.audience is not None:
            audience = factories.audience(
                key, people=[self.ambassadors[n].user for n in page.audience]
            )
        charter = Charter.objects.create(
            key=key,
            entity=entity,
            audience=audience,
            page_id=row.pk,
            translation_key=row.translation_key,
        )
        for number, version in enumerate(page.versions, start=1):
            begins = TODAY + datetime.timedelta(days=version.begins)
            stored = CharterVersion.objects.create(
                charter=charter,
                number=number,
                effective_from=begins,
                required_from=begins + datetime.timedelta(days=version.grace),
                superseded=version.superseded,
                language="en",
            )
            text = CharterText.objects.create(
                version=stored, language="en", title=key, clauses=[]
            )
            for person in version.signers:
                Signature.objects.create(
                    ambassador=self.ambassadors[person], version=stored, text=text
                )


def test_asking_for_a_thousand_people_costs_as_much_as_for_one(
    people, charter, addendum, django_assert_num_queries
):
    requirement = CharterRequirement()
    with django_assert_num_queries(2):
        list(requirement.unmet(Ambassador.objects.all()))


def test_the_checklist_leads_to_the_screen_where_one_signs(people, charter):
    ambassador = Ambassador.objects.get(user=people["ada"])
    (item,) = requirements.requirements.get("charter").checklist(ambassador)
    assert item.address == "/advocacy/charter/"
    assert not item.is_met
    factories.sign_charter(people["ada"])
    (item,) = requirements.requirements.get("charter").checklist(ambassador)
    assert item.is_met

"""Tells the advocacy programme who works at Alderbrook, and where."""

from example_site.people.models import Department, Entity, Location, Person
from wagtail_advocacy.ambassadors.directory import Directory, PersonEntry, UnitEntry


MODELS = {"department": Department, "location": Location, "entity": Entity}


class PeopleDirectory(Directory):
    lists_everybody = True

    def units(self):
        for kind, model in MODELS.items():
            for pk, name in model.objects.values_list("pk", "name"):
                yield UnitEntry(kind, pk, name)

    def people(self):
        people = Person.objects.filter(user__is_active=True).select_related("manager")
        for person in people:
            yield PersonEntry(
                person.user_id,
                [(kind, getattr(person, f"{kind}_id")) for kind in MODELS],
                manager=person.manager and person.manager.user_id,
                language=person.languages.partition(",")[0],
                is_executive=person.manager is None,
            )

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from example_site.people.models import Department, Entity, Location, Person


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    list_display = ["__str__", "job_title", "department", "location", "entity"]
    list_filter = ["department", "location", "entity"]
    panels = [
        FieldRowPanel([FieldPanel("user"), FieldPanel("slug")]),
        FieldPanel("job_title"),
        FieldRowPanel(
            [FieldPanel("department"), FieldPanel("location"), FieldPanel("entity")]
        ),
        FieldPanel("manager"),
        FieldPanel("photo"),
        MultiFieldPanel(
            [FieldPanel("phone"), FieldPanel("languages"), FieldPanel("joined_on")],
            heading=_("Details"),
        ),
    ]

    def get_queryset(self, request):
        return Person.objects.for_cards()


class DepartmentViewSet(SnippetViewSet):
    model = Department
    icon = "group"
    panels = [FieldPanel("name"), FieldPanel("name_fr")]


class LocationViewSet(SnippetViewSet):
    model = Location
    icon = "site"
    panels = [FieldPanel("name"), FieldPanel("name_fr"), FieldPanel("address")]


class EntityViewSet(SnippetViewSet):
    model = Entity
    icon = "home"
    panels = [FieldPanel("name"), FieldPanel("name_fr"), FieldPanel("country")]


class PeopleViewSetGroup(SnippetViewSetGroup):
    items = (PersonViewSet, DepartmentViewSet, LocationViewSet, EntityViewSet)
    menu_label = _("People")
    menu_icon = "group"
    menu_order = 200

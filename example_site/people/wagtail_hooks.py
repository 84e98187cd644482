from wagtail.snippets.models import register_snippet

from example_site.people.viewsets import PeopleViewSetGroup


register_snippet(PeopleViewSetGroup)

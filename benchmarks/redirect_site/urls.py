import itertools

from django.http import HttpResponseRedirect
from django.urls import include, path
from django.views import View

from wagtail_advocacy.sharing.models import TrackedLink, Visit


DESTINATION = "https://news.example.org/grid"


class BareView(View):
    def get(self, request):
        return HttpResponseRedirect(DESTINATION)


class RowsView(View):
    """One SELECT and one INSERT, as one writes them without thinking about speed."""

    numbers = itertools.count()

    def get(self, request, code):
        link = TrackedLink.objects.select_related("offer").get(code=code)
        Visit.objects.create(link=link, visitor=f"r{next(self.numbers)}", half_hour=1)
        return HttpResponseRedirect(link.offer.destination)


urlpatterns = [
    path("bare", BareView.as_view()),
    path("rows/<str:code>", RowsView.as_view()),
    path("go/", include("wagtail_advocacy.public_urls")),
]

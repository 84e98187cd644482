from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.views.generic import TemplateView
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from example_site.intranet.models import EventPage, HowToPage, NewsPage
from example_site.intranet.queries import without_forbidden
from example_site.people.models import Person


class LoginView(auth_views.LoginView):
    """Log in, in the language the person chose in their profile."""

    redirect_authenticated_user = True

    def get_redirect_url(self):
        url = super().get_redirect_url()
        homes = {f"/{code}/" for code, _name in settings.LANGUAGES}
        # "/" sends everybody to the front page in their own language.
        return "/" if url in homes else url

    def form_valid(self, form):
        response = super().form_valid(form)
        profile = UserProfile.objects.filter(user=self.request.user).first()
        if profile and profile.preferred_language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                profile.preferred_language,
                samesite="Lax",
            )
        return response


class SearchView(LoginRequiredMixin, TemplateView):
    """Search of the articles in the language being read, and of the people."""

    template_name = "intranet/search.html"
    page_size = 10

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        words = self.request.GET.get("q", "").strip()[:200]
        context["q"] = words
        if not words:
            return context
        pages = Page.objects.live().filter(
            locale=Locale.get_active(),
            content_type__in=self.get_content_types(),
        )
        found = without_forbidden(self.request, pages).search(words)
        paginator = Paginator(found, self.page_size)
        results = paginator.get_page(self.request.GET.get("page"))
        context["results"] = results
        context["articles"] = self.get_specific(results)
        context["people"] = Person.objects.for_cards().matching(words)[:6]
        return context

    def get_content_types(self):
        models = (NewsPage, EventPage, HowToPage)
        types = ContentType.objects.get_for_models(*models)
        return [content_type.pk for content_type in types.values()]

    def get_specific(self, results):
        """The found pages as news, events and how-tos, in the order found."""
        found = [page.pk for page in results]
        specific = Page.objects.filter(pk__in=found).specific().in_bulk()
        return [specific[pk] for pk in found if pk in specific]

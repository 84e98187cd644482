from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from example_site.intranet.blocks import BodyBlock
from example_site.intranet.queries import readable_by, with_pictures
from example_site.people.models import Department, Location, Person
from wagtail_advocacy.outreach.blocks import ToShareBlock


class HomePage(Page):
    """Front page of the intranet, one for each language."""

    welcome = models.CharField(_("welcome"), max_length=120)
    intro = models.CharField(_("introduction"), max_length=300, blank=True)
    featured = models.ForeignKey(
        "intranet.NewsPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("article on top"),
        help_text=_("The newest one stands there when this is empty."),
    )

    aside = StreamField(
        [("to_share", ToShareBlock())], blank=True, verbose_name=_("beside the news")
    )

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("welcome"),
        FieldPanel("intro"),
        FieldPanel("featured"),
        FieldPanel("aside"),
    ]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        news = list(with_pictures(readable_by(request, NewsPage, self))[:7])
        lead = next((page for page in news if page.pk == self.featured_id), None)
        if lead is None and self.featured_id:
            lead = with_pictures(
                readable_by(request, NewsPage, self).filter(pk=self.featured_id)
            ).first()
        lead = lead or (news[0] if news else None)
        context["lead"] = lead
        context["news"] = [page for page in news if page != lead][:6]
        context["events"] = readable_by(request, EventPage, self).filter(
            ends_at__gte=timezone.now()
        )[:3]
        context["howtos"] = readable_by(request, HowToPage, self)[:4]
        context["newcomers"] = (
            Person.objects.for_cards()
            .filter(joined_on__lte=timezone.localdate())
            .order_by("-joined_on", "pk")[:3]
        )
        return context


class ArticlePage(Page):
    """What news, events and how-tos have in common."""

    intro = models.TextField(
        _("lead"), max_length=300, help_text=_("One or two sentences.")
    )
    picture = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    author = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("author"),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    article_panels = [
        TitleFieldPanel("title"),
        FieldPanel("intro"),
        FieldPanel("picture"),
        FieldPanel("author"),
        FieldPanel("body"),
    ]
    content_panels = article_panels
    listing_order = ("-first_published_at", "-pk")
    subpage_types = []

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["author"] = (
            Person.objects.for_cards().filter(pk=self.author_id).first()
            if self.author_id
            else None
        )
        context["parent"] = self.get_parent()
        context["related"] = with_pictures(
            readable_by(request, type(self), context["parent"]).exclude(pk=self.pk)
        )[:3]
        return context


class NewsPage(ArticlePage):
    class Category(models.TextChoices):
        PROJECTS = "projects", _("Projects")
        SERVICES = "services", _("Services")
        PEOPLE = "people", _("People")
        INDUSTRY = "industry", _("Industry")

    date = models.DateField(_("date"), default=timezone.localdate)
    category = models.CharField(
        _("category"), max_length=20, choices=Category, default=Category.PROJECTS
    )

    content_panels = [
        *ArticlePage.article_panels[:1],
        FieldRowPanel([FieldPanel("date"), FieldPanel("category")]),
        *ArticlePage.article_panels[1:],
    ]
    listing_order = ("-date", "-pk")
    parent_page_types = ["intranet.NewsIndexPage"]
    template = "intranet/article_page.html"

    class Meta:
        verbose_name = _("news article")
        verbose_name_plural = _("news articles")

    @property
    def kicker(self):
        return self.get_category_display()


class EventPage(ArticlePage):
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    venue = models.CharField(_("venue"), max_length=120)

    search_fields = [*ArticlePage.search_fields, index.SearchField("venue")]
    content_panels = [
        *ArticlePage.article_panels[:1],
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("venue"),
        *ArticlePage.article_panels[1:],
    ]
    listing_order = ("starts_at", "pk")
    parent_page_types = ["intranet.EventIndexPage"]
    template = "intranet/article_page.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @property
    def kicker(self):
        return _("Event")

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("The end is before the start.")})


class HowToPage(ArticlePage):
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=5)

    content_panels = [
        *ArticlePage.article_panels[:2],
        FieldPanel("minutes"),
        *ArticlePage.article_panels[2:],
    ]
    parent_page_types = ["intranet.HowToIndexPage"]
    template = "intranet/article_page.html"

    class Meta:
        verbose_name = _("how-to")
        verbose_name_plural = _("how-tos")

    @property
    def kicker(self):
        return _("How to")


class SectionPage(Page):
    """A list of articles of one kind."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [TitleFieldPanel("title"), FieldPanel("intro")]
    parent_page_types = ["intranet.HomePage"]
    article_model = None
    page_size = 12

    class Meta:
        abstract = True

    def get_articles(self, request):
        return with_pictures(readable_by(request, self.article_model, self))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        paginator = Paginator(self.get_articles(request), self.page_size)
        context["articles"] = paginator.get_page(request.GET.get("page"))
        return context


class NewsIndexPage(SectionPage):
    article_model = NewsPage
    subpage_types = ["intranet.NewsPage"]
    template = "intranet/section_page.html"

    class Meta:
        verbose_name = _("news section")

    def get_articles(self, request):
        articles = super().get_articles(request)
        category = request.GET.get("category")
        if category in NewsPage.Category:
            articles = articles.filter(category=category)
        return articles

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["categories"] = NewsPage.Category.choices
        context["category"] = request.GET.get("category", "")
        return context


class EventIndexPage(SectionPage):
    article_model = EventPage
    subpage_types = ["intranet.EventPage"]
    template = "intranet/section_page.html"

    class Meta:
        verbose_name = _("events section")

    def get_articles(self, request):
        return super().get_articles(request).filter(ends_at__gte=timezone.now())

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["past"] = (
            super()
            .get_articles(request)
            .filter(ends_at__lt=timezone.now())
            .order_by("-starts_at")[: self.page_size]
        )
        return context


class HowToIndexPage(SectionPage):
    article_model = HowToPage
    subpage_types = ["intranet.HowToPage"]
    template = "intranet/section_page.html"

    class Meta:
        verbose_name = _("how-to section")


class DirectoryPage(RoutablePageMixin, Page):
    """Who works here, and a profile of each."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [TitleFieldPanel("title"), FieldPanel("intro")]
    parent_page_types = ["intranet.HomePage"]
    subpage_types = []
    page_size = 24

    class Meta:
        verbose_name = _("people directory")

    @path("")
    def everybody(self, request):
        people = Person.objects.for_cards().matching(request.GET.get("q", ""))
        choices = {}
        for name, model in (("department", Department), ("location", Location)):
            choices[f"{name}s"] = model.objects.all()
            chosen = request.GET.get(name, "")
            if chosen.isdigit():
                people = people.filter(**{name: int(chosen)})
        paginator = Paginator(people, self.page_size)
        parameters = request.GET.copy()
        parameters.pop("page", None)
        return self.render(
            request,
            context_overrides={
                **choices,
                "people": paginator.get_page(request.GET.get("page")),
                "parameters": parameters.urlencode(),
            },
            template="people/directory.html",
        )

    @path("<slug:slug>/", name="profile")
    def profile(self, request, slug):
        person = get_object_or_404(
            Person.objects.for_cards().select_related("manager__user"), slug=slug
        )
        written = with_pictures(
            readable_by(request, NewsPage, self.get_parent()).filter(author=person)
        )
        return self.render(
            request,
            context_overrides={
                "person": person,
                "team": Person.objects.for_cards().filter(manager=person),
                "written": written[:4],
            },
            template="people/profile.html",
        )

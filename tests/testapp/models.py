import uuid

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from wagtail_advocacy.compat import make_api_fields
from wagtail_advocacy.learning.models import AbstractCharterPage, AbstractTrainingPage
from wagtail_advocacy.shareables.models import AbstractShareable


class ColleagueManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        """Save a colleague; without a password they cannot log in with one."""
        colleague = self.model(email=self.normalize_email(email), **fields)
        colleague.set_password(password)
        colleague.save(using=self._db)
        return colleague

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)


class Colleague(AbstractBaseUser, PermissionsMixin):
    """A user as many intranets have them: a UUID and an address, no username.

    The fields below are all that Wagtail's user forms ask for; there is no
    ``is_staff`` and no ``date_joined`` either.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    is_active = models.BooleanField(default=True)

    objects = ColleagueManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ()

    def __str__(self):
        return self.get_full_name()

    def get_full_name(self):
        return f"{self.first_name} {self.last_name}".strip() or self.email


class Team(models.Model):
    """A team; the personnel department enters how many people it has, or does not."""

    name = models.CharField(max_length=100)
    headcount = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Profile(models.Model):
    """What this intranet knows of a colleague, made when they log in first."""

    user = models.OneToOneField(
        Colleague, on_delete=models.CASCADE, related_name="profile"
    )
    teams = models.ManyToManyField(Team)
    lead = models.ForeignKey("self", null=True, on_delete=models.SET_NULL)

    def __str__(self):
        return str(self.user)


class IntranetPage(Page):
    """The base every page of this intranet has, as sites like to have one."""

    reviewed_on = models.DateField(null=True, blank=True)

    settings_panels = [*Page.settings_panels, FieldPanel("reviewed_on")]

    class Meta:
        abstract = True


class SectionPage(IntranetPage):
    """A page that lists the pages under it; rendered with Jinja2."""

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["articles"] = self.get_children().live().public()
        return context


class ArticlePage(IntranetPage):
    """What an editor of this intranet writes; rendered with Django's templates."""

    intro = models.TextField(blank=True)
    picture = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = RichTextField(blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]


class HouseRulesPage(AbstractCharterPage, IntranetPage):
    """A charter as this intranet has it: on the base page of its own."""

    content_panels = [*IntranetPage.content_panels, *AbstractCharterPage.charter_panels]
    search_fields = [*IntranetPage.search_fields, *AbstractCharterPage.charter_search]


class InductionPage(AbstractTrainingPage, IntranetPage):
    """A training as this intranet has it: on the base page of its own."""

    content_panels = [
        *IntranetPage.content_panels,
        *AbstractTrainingPage.training_panels,
    ]
    search_fields = [
        *IntranetPage.search_fields,
        *AbstractTrainingPage.training_search_fields,
    ]


class JobShareable(AbstractShareable):
    """A type of shareable that this intranet adds."""

    place = models.CharField(max_length=100)
    apply_at = models.URLField("where to apply")

    api_fields = [
        *make_api_fields(write=["place", "apply_at"]),
        *AbstractShareable.api_fields,
    ]

    class Meta:
        verbose_name = "shareable job"
        verbose_name_plural = "shareable jobs"

    def get_destination(self):
        return self.apply_at

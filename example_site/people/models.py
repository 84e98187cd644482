from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string
from wagtail.search import index


class NamedInBothLanguages(models.Model):
    """Something with an English name and, where it differs, a French one."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    name_fr = models.CharField(_("name in French"), max_length=100, blank=True)

    class Meta:
        abstract = True
        ordering = ("name",)

    def __str__(self):
        if self.name_fr and (get_language() or "").startswith("fr"):
            return self.name_fr
        return self.name


class Entity(NamedInBothLanguages):
    """A company of the group."""

    country = models.CharField(_("country"), max_length=2, help_text=_("ISO code"))

    class Meta(NamedInBothLanguages.Meta):
        verbose_name = _("entity")
        verbose_name_plural = _("entities")


class Department(NamedInBothLanguages):
    class Meta(NamedInBothLanguages.Meta):
        verbose_name = _("department")
        verbose_name_plural = _("departments")


class Location(NamedInBothLanguages):
    address = models.CharField(_("address"), max_length=200, blank=True)

    class Meta(NamedInBothLanguages.Meta):
        verbose_name = _("location")
        verbose_name_plural = _("locations")


class PersonQuerySet(models.QuerySet):
    def for_cards(self):
        """Everything a card in the directory shows, in one query."""
        return self.select_related(
            "user", "department", "location", "entity", "photo"
        ).filter(user__is_active=True)

    def matching(self, words):
        """People whose name, job, team or place contains every one of the words."""
        queryset = self
        for word in words.split():
            condition = models.Q()
            for field in (
                "user__first_name",
                "user__last_name",
                "job_title",
                "department__name",
                "department__name_fr",
                "location__name",
            ):
                condition |= models.Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(condition)
        return queryset


class Person(index.Indexed, models.Model):
    """What colleagues see of one of them; the account is the user's."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="person",
        verbose_name=_("account"),
    )
    slug = models.SlugField(_("address of the profile"), unique=True)
    job_title = models.CharField(_("job title"), max_length=120)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="people",
        verbose_name=_("department"),
    )
    location = models.ForeignKey(
        Location,
        on_delete=models.PROTECT,
        related_name="people",
        verbose_name=_("location"),
    )
    entity = models.ForeignKey(
        Entity,
        on_delete=models.PROTECT,
        related_name="people",
        verbose_name=_("entity"),
    )
    manager = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="team",
        verbose_name=_("manager"),
    )
    photo = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    languages = models.CharField(
        _("languages"),
        max_length=40,
        blank=True,
        help_text=_("Codes separated by commas, the preferred one first: en,fr"),
        validators=[RegexValidator(r"^[a-z]{2}(,[a-z]{2})*$")],
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    search_fields = [
        index.SearchField("job_title"),
        index.AutocompleteField("job_title"),
        index.RelatedFields(
            "user",
            [
                index.SearchField("first_name"),
                index.SearchField("last_name"),
                index.AutocompleteField("first_name"),
                index.AutocompleteField("last_name"),
            ],
        ),
    ]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("user__last_name", "user__first_name")

    def __str__(self):
        return self.user.get_full_name() or self.user.get_username()

    @property
    def initials(self):
        return (self.user.first_name[:1] + self.user.last_name[:1]).upper()

    @property
    def tone(self):
        """Which of the stylesheet's six colours the person's initials stand on."""
        return self.pk % 6

    @property
    def language_names(self):
        """The languages' own names ("English", "français"), preferred first."""
        return [
            get_language_info(code)["name_local"]
            for code in self.languages.split(",")
            if code
        ]

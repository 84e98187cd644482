from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Unit(models.Model):
    """A department, a location or an entity, as the site's directory names it.

    Never deleted: what has gone from the directory is no longer active, and audiences
    and figures that name it still say what it was.
    """

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("Department")
        LOCATION = "location", _("Location")
        ENTITY = "entity", _("Entity")

    kind = models.CharField(verbose_name=_("kind"), max_length=16, choices=Kind.choices)
    # The directory's own key: stable, while names change.
    key = models.CharField(max_length=150)
    name = models.CharField(verbose_name=_("name"), max_length=255)
    is_active = models.BooleanField(
        verbose_name=pgettext_lazy("unit", "active"), default=True
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("unit of the directory")
        verbose_name_plural = _("units of the directory")
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], name="wagtail_advocacy_unit_once"
            )
        ]

    def __str__(self):
        return self.name


class DirectoryPerson(models.Model):
    """Somebody whom the site's directory lists: every employee, ambassador or not.

    The three units are where the person counts in figures, one of each kind, so that
    nobody is counted twice; all of their units are in ``Membership``.

    Personal data: kept so that what is for a department reaches its people and figures
    know how many there are; copied from the directory, and gone from here at the first
    synchronisation after it is gone there. Being listed says nothing about taking part.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="wagtail_advocacy_directory_person",
    )
    department = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+"
    )
    location = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+"
    )
    entity = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+"
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="wagtail_advocacy_directory_team",
    )
    # A language code such as "fr" or "pt-br"; "": unknown.
    language = models.CharField(max_length=16, blank=True)
    is_executive = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("person of the directory")
        verbose_name_plural = _("people of the directory")

    def __str__(self):
        return f"Person {self.pk} of the directory"


class Membership(models.Model):
    """One person in one unit; a person may be in several of a kind.

    Personal data: as ``DirectoryPerson``, and gone with it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="wagtail_advocacy_memberships",
    )
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="memberships")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit"], name="wagtail_advocacy_membership_once"
            )
        ]

    def __str__(self):
        return f"Membership {self.pk}"


class Headcount(models.Model):
    """How many people a unit had on one day, each counted in one unit of a kind."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="headcounts")
    day = models.DateField()
    # Empty: unknown, which is not none.
    people = models.PositiveIntegerField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "day"], name="wagtail_advocacy_headcount_once"
            )
        ]

    def __str__(self):
        return f"{self.unit_id}: {self.people} ({self.day})"


class DirectorySync(models.Model):
    """When the directory was last read; its one row is what a synchronisation locks."""

    # When the directory was read; what was read earlier never overwrites it.
    read_at = models.DateTimeField(null=True)
    # The day of the headcounts that belong to it.
    day = models.DateField(null=True)
    # Whether the directory lists everybody, or only those who have an account here.
    lists_everybody = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("synchronisation of the directory")
        verbose_name_plural = _("synchronisations of the directory")

    def __str__(self):
        return str(self.read_at)

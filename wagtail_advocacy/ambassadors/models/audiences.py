from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .directory import Unit
from .profile import Expertise


class Audience(models.Model):
    """Whom a charter, a training or a shareable is for.

    Within one criterion any fits, all criteria together must fit, and whoever is
    hand-picked belongs to it in any case. Without criteria and people it is nobody.
    """

    name = models.CharField(verbose_name=_("name"), max_length=100, unique=True)
    departments = models.ManyToManyField(
        Unit,
        verbose_name=_("departments"),
        blank=True,
        related_name="+",
        limit_choices_to={"kind": Unit.Kind.DEPARTMENT},
    )
    locations = models.ManyToManyField(
        Unit,
        verbose_name=_("locations"),
        blank=True,
        related_name="+",
        limit_choices_to={"kind": Unit.Kind.LOCATION},
    )
    entities = models.ManyToManyField(
        Unit,
        verbose_name=_("entities"),
        blank=True,
        related_name="+",
        limit_choices_to={"kind": Unit.Kind.ENTITY},
    )
    # Codes such as "fr"; each also fits its variants, such as "fr-be".
    languages = models.JSONField(verbose_name=_("languages"), default=list, blank=True)
    # A translation fits as well; only ambassadors say what they can speak of.
    expertise = models.ManyToManyField(
        Expertise, verbose_name=_("expertise"), blank=True, related_name="+"
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="AudiencePerson",
        related_name="wagtail_advocacy_audiences",
    )

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["name"]

    def __str__(self):
        return self.name


class AudiencePerson(models.Model):
    """Somebody hand-picked for an audience.

    Personal data: kept until the audience is changed, or the account is deleted.
    """

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="wagtail_advocacy_picked_for",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("person of an audience")
        verbose_name_plural = _("people of an audience")
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "user"], name="wagtail_advocacy_picked_once"
            )
        ]

    def __str__(self):
        return f"Person {self.pk} of an audience"

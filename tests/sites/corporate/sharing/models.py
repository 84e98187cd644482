"""Plain names for everything, and every reverse name on the user that comes to mind."""

from django.conf import settings
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


def owner(reverse_name):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name=reverse_name
    )


class NewsPage(Page):
    """What editors of this intranet write."""

    intro = models.TextField(blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]


class Share(models.Model):
    user = owner("shares")

    def __str__(self):
        return f"Share {self.pk}"


class Offer(models.Model):
    user = owner("offers")

    def __str__(self):
        return f"Offer {self.pk}"


class TrackedLink(models.Model):
    user = owner("tracked_links")

    def __str__(self):
        return f"Tracked link {self.pk}"


class Ambassador(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="ambassador"
    )

    def __str__(self):
        return f"Ambassador {self.pk}"


class Consent(models.Model):
    user = owner("consents")

    def __str__(self):
        return f"Consent {self.pk}"

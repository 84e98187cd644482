from django.db import models

from wagtail_advocacy.shareables.models import Offer


class Star(models.Model):
    """Somebody liked an offer."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return f"Star {self.pk}"

from django.conf import settings
from django.db import models
from wagtail.models import Page
from wagtail.snippets.models import register_snippet


@register_snippet
class Topic(models.Model):
    title = models.CharField(max_length=50)

    def __str__(self):
        return self.title


class PageShareable(models.Model):
    page = models.OneToOneField(Page, models.CASCADE, related_name="shareable")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="shareables"
    )

    def __str__(self):
        return f"Shareable {self.pk}"

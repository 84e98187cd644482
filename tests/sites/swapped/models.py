from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.test.basepage.models import BasePage


class StoryPage(BasePage):
    """What editors of this intranet write."""

    intro = models.TextField(blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from wagtail_advocacy.learning.models import AbstractTrainingPage


class TrainingPage(AbstractTrainingPage, Page):  # type: ignore[django-manager-missing]
    """Lessons and a quiz, for sites that want no type of their own."""

    content_panels = [*Page.content_panels, *AbstractTrainingPage.training_panels]
    search_fields = [*Page.search_fields, *AbstractTrainingPage.training_search_fields]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")

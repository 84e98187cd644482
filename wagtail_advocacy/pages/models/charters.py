from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from wagtail_advocacy.learning.models import AbstractCharterPage


class CharterPage(AbstractCharterPage, Page):  # type: ignore[django-manager-missing]
    """The charter of the group, or below it an addendum for one entity."""

    content_panels = [*Page.content_panels, *AbstractCharterPage.charter_panels]
    search_fields = [*Page.search_fields, *AbstractCharterPage.charter_search]
    # Its addenda.
    subpage_types = ["wagtail_advocacy_pages.CharterPage"]

    class Meta:
        verbose_name = _("charter")
        verbose_name_plural = _("charters")

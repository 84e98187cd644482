from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesAppConfig(AppConfig):
    """Charters and trainings as page types, for sites that want no types of their own.

    Optional, because one concrete page type is too many for a project that swapped
    the page model.
    """

    name = "wagtail_advocacy.pages"
    label = "wagtail_advocacy_pages"
    verbose_name = _("Advocacy: pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from .starter import charters, trainings

        charters.register()
        trainings.register()

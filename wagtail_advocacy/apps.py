from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WagtailAdvocacyAppConfig(AppConfig):
    """The roof: URLs, commands, template tags and translations of every room."""

    name = "wagtail_advocacy"
    label = "wagtail_advocacy"
    verbose_name = _("Advocacy")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Importing the first registers its checks.
        from wagtail_advocacy import checks, job_checks  # noqa: F401

        job_checks.register()

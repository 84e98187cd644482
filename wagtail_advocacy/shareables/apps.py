from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShareablesAppConfig(AppConfig):
    name = "wagtail_advocacy.shareables"
    label = "wagtail_advocacy_shareables"
    verbose_name = _("Advocacy: shareables")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import checks, grants, setup_steps, signal_handlers

        checks.register()
        grants.register()
        setup_steps.register()
        signal_handlers.connect()

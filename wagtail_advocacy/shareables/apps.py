from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShareablesAppConfig(AppConfig):
    name = "wagtail_advocacy.shareables"
    label = "wagtail_advocacy_shareables"
    verbose_name = _("Advocacy: shareables")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail_advocacy import public_pages

        from . import (
            api,
            checks,
            grants,
            launch_checks,
            personal_tables,
            profile,
            retention,
            setup_steps,
            signal_handlers,
        )
        from .models import ShareablesSettings

        api.register()
        checks.register()
        grants.register()
        launch_checks.register()
        personal_tables.register()
        profile.register()
        retention.register()
        setup_steps.register()
        signal_handlers.connect()
        public_pages.describe_with(ShareablesSettings.read)

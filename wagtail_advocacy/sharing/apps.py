from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingAppConfig(AppConfig):
    name = "wagtail_advocacy.sharing"
    label = "wagtail_advocacy_sharing"
    verbose_name = _("Advocacy: sharing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import (
            figures,
            grants,
            hints,
            notices,
            personal_tables,
            retention,
            schedules,
            setup_steps,
            signal_handlers,
        )

        figures.register()
        grants.register()
        hints.register()
        notices.register()
        personal_tables.register()
        retention.register()
        schedules.register()
        setup_steps.register()
        signal_handlers.connect()

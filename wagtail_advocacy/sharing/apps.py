from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingAppConfig(AppConfig):
    name = "wagtail_advocacy.sharing"
    label = "wagtail_advocacy_sharing"
    verbose_name = _("Advocacy: sharing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import (
            conversation,
            figures,
            grants,
            hints,
            notices,
            personal_tables,
            readings,
            retention,
            schedules,
            setup_steps,
            signal_handlers,
        )

        conversation.register()
        figures.register()
        grants.register()
        hints.register()
        notices.register()
        personal_tables.register()
        readings.register()
        retention.register()
        schedules.register()
        setup_steps.register()
        signal_handlers.connect()

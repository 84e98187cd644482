from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AmbassadorsAppConfig(AppConfig):
    name = "wagtail_advocacy.ambassadors"
    label = "wagtail_advocacy_ambassadors"
    verbose_name = _("Advocacy: ambassadors")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import (
            checks,
            grants,
            heartbeat,
            launch,
            managers,
            personal_tables,
            profile,
            retention,
            schedules,
            setup_steps,
            signal_handlers,
        )

        checks.register()
        heartbeat.connect()
        grants.register()
        launch.register()
        managers.register()
        personal_tables.register()
        profile.register()
        retention.register()
        schedules.register()
        setup_steps.register()
        signal_handlers.connect()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningAppConfig(AppConfig):
    name = "wagtail_advocacy.learning"
    label = "wagtail_advocacy_learning"
    verbose_name = _("Advocacy: learning")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import (
            launch_checks,
            notices,
            personal_tables,
            readiness,
            requirements,
            schedules,
            setup_steps,
            signal_handlers,
        )

        launch_checks.register()
        notices.register()
        personal_tables.register()
        readiness.register()
        requirements.register()
        schedules.register()
        setup_steps.register()
        signal_handlers.connect()

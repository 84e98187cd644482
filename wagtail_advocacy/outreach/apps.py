from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachAppConfig(AppConfig):
    """What goes to people instead of waiting for them: digest, feed, newsletter block.

    Optional: what there is to share stands in the hub without it.
    """

    name = "wagtail_advocacy.outreach"
    label = "wagtail_advocacy_outreach"
    verbose_name = _("Advocacy: outreach")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import (
            digest,
            personal_tables,
            profile,
            retention,
            schedules,
            setup_steps,
        )

        digest.register()
        personal_tables.register()
        profile.register()
        retention.register()
        schedules.register()
        setup_steps.register()

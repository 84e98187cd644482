from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class BadgesAppConfig(AppConfig):
    """Recognition: points, badges, awards, thanks, goals and rewards.

    Optional. It listens to ``learning`` and ``sharing``, which do not know it.
    """

    name = "wagtail_advocacy.badges"
    label = "wagtail_advocacy_badges"
    verbose_name = _("Advocacy: badges")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import checks, grants
        from .openbadges import grants as openbadges_grants

        checks.register()
        grants.register()
        openbadges_grants.register()
        # A public host has what outsiders read, and nothing that is listened to.
        if apps.is_installed("wagtail_advocacy.learning"):
            self.listen()

    def listen(self):
        """Plug the room into the required ones."""
        from . import (
            counted,
            earning,
            notices,
            personal_tables,
            profile,
            rate_limits,
            schedules,
            setup_steps,
            showing,
            signal_handlers,
        )
        from .rewards import hints
        from .rewards import notices as reward_notices
        from .rewards import retention as redemption_retention
        from .teams import boards
        from .teams import metrics as quarter_metrics
        from .teams import profile as team_profile
        from .teams import retention as board_retention
        from .thanks import actions as thanking
        from .thanks import links as thanks_links
        from .thanks import retention as thanks_retention

        board_retention.register()
        boards.register()
        counted.register()
        earning.register()
        hints.register()
        notices.register()
        notices.connect()
        personal_tables.register()
        profile.register()
        quarter_metrics.register()
        redemption_retention.register()
        thanks_retention.register()
        rate_limits.register()
        reward_notices.register()
        schedules.register()
        setup_steps.register()
        showing.connect()
        signal_handlers.connect()
        team_profile.register()
        thanking.connect()
        thanks_links.register()

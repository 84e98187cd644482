"""How long this room keeps what people chose."""

import datetime

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.retention import RetentionRule, retention_rules

from .models import DigestChoice


def _forget_choices(before: datetime.datetime) -> None:
    DigestChoice.objects.filter(ambassador__left_at__lt=before).delete()


def register() -> None:
    retention_rules.register(
        RetentionRule(
            "digests",
            label=_("how often somebody likes a digest, once they have left"),
            days=90,
            why=_("As a profile: somebody who comes back within a season finds it."),
            apply=_forget_choices,
        )
    )

"""How long is kept who asked for what."""

import datetime

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.retention import RetentionRule, retention_rules

from ..models import Redemption


def _forget_settled(before: datetime.datetime) -> None:
    Redemption.objects.filter(decided_at__lt=before).exclude(
        state__in=Redemption.OPEN
    ).delete()


def register() -> None:
    retention_rules.register(
        RetentionRule(
            "redemptions",
            label=_("what somebody asked for with their points, once it is settled"),
            days=365,
            why=_("A year of accounts; the points stay in the person's own ledger."),
            apply=_forget_settled,
        )
    )

"""How long boards name people."""

import datetime

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.retention import RetentionRule, retention_rules

from ..models import BoardPlace


def _forget_names(before: datetime.datetime) -> None:
    # The board itself is about groups, and stays: it is taken once only.
    BoardPlace.objects.filter(board__taken_at__lt=before).delete()


def register() -> None:
    retention_rules.register(
        RetentionRule(
            "boards",
            label=_("names on the board of a quarter, once it was taken"),
            days=120,
            why=_("Until there is the board of the next quarter."),
            apply=_forget_names,
        )
    )

"""What boards keep about people who said yes to being named, and how they forget it."""

import datetime

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.personal_data import (
    PersonalTable,
    erased_with_ambassador,
    personal_tables,
)
from wagtail_advocacy.ambassadors.retention import RetentionRule, retention_rules

from ..models import BoardPlace


def _forget_names(before: datetime.datetime) -> None:
    # The board itself is about groups, and stays: it is taken once only.
    BoardPlace.objects.filter(board__taken_at__lt=before).delete()


def register() -> None:
    personal_tables.register(
        PersonalTable(
            BoardPlace._meta.label,
            rows=lambda person: BoardPlace.objects.filter(
                ambassador=person.ambassador, ambassador__isnull=False
            ),
            fields=("board__quarter", "conversations", "own_words"),
            erase=erased_with_ambassador,
            why=_("what stands beside your name on a board, where you wanted it there"),
            until=_(
                "you want it no more or leave; or 120 days after the board was taken"
                " (“boards”)"
            ),
            seen_by=_("colleagues, as long as you say yes to it"),
        )
    )
    retention_rules.register(
        RetentionRule(
            "boards",
            label=_("names on the board of a quarter, once it was taken"),
            days=120,
            why=_("Until there is the board of the next quarter."),
            apply=_forget_names,
        )
    )

"""What boards keep about people who said yes to being named."""

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.personal_data import (
    PersonalTable,
    erased_with_ambassador,
    rows_of_ambassador,
)

from ..models import BoardPlace


BOARD_TABLES = (
    PersonalTable(
        BoardPlace._meta.label,
        rows=rows_of_ambassador(BoardPlace),
        fields=("board__quarter", "conversations", "own_words"),
        erase=erased_with_ambassador,
        why=_("what stands beside your name on a board, where you wanted it there"),
        until=_(
            "you want it no more or leave; or 120 days after the board was taken"
            " (“boards”)"
        ),
        seen_by=_("colleagues, as long as you say yes to it"),
    ),
)

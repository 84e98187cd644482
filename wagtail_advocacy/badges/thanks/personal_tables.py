"""What is kept about who thanked whom."""

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.personal_data import Person, PersonalTable

from ..models import Recognition
from . import actions as thanking


def _thanks(side: str):
    def rows(person: Person):
        if person.user is None:
            return Recognition.objects.none()
        return Recognition.objects.filter(**{side: person.user.pk})

    return rows


UNTIL_GIVEN = _(
    "either of you erases it or takes it back, or the account of one is deleted; its"
    " words two years (“thanks”). That they were thanked once, without you and your"
    " words, stays with whoever got them, so that they lose nothing by it"
)
UNTIL_RECEIVED = _(
    "you erase it, whoever wrote it takes it back, or your account is deleted; its"
    " words two years (“thanks”), or until whoever wrote it erases them"
)

THANKS_TABLES = (
    PersonalTable(
        Recognition._meta.label,
        part="given",
        part_label=_("thanks said"),
        rows=_thanks("giver"),
        fields=("given_at", "said_to", "text", "live", "refused_at"),
        erase=lambda person: thanking.forget_giver(_thanks("giver")(person)),
        why=_("what you wrote to a colleague, so that they can read it"),
        until=UNTIL_GIVEN,
        seen_by=_("whoever you thanked, and whoever moderates"),
    ),
    PersonalTable(
        Recognition._meta.label,
        part="received",
        part_label=_("thanks received"),
        rows=_thanks("receiver"),
        fields=("given_at", "text", "live", "counted_key"),
        erase=lambda person: thanking.forget(_thanks("receiver")(person)),
        why=_("what a colleague wrote to you, so that you find it"),
        until=UNTIL_RECEIVED,
        seen_by=_("who wrote it, and whoever moderates"),
    ),
)

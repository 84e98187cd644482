"""What this room keeps about people, and how it forgets it."""

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.personal_data import (
    Person,
    PersonalTable,
    erased_with_ambassador,
    personal_tables,
)
from wagtail_advocacy.ambassadors.personal_tables import WITH_AMBASSADOR

from .models import PointEntry, PointTotal, PublicAward, Recognition
from .rewards.personal_tables import REDEMPTION_TABLES
from .thanks import actions as thanking


def _of_ambassador(model):
    def rows(person: Person):
        pk = person.ambassador.pk if person.ambassador else None
        return model.objects.filter(ambassador=pk)

    return rows


def _shown(person: Person):
    if person.ambassador is None:
        return PublicAward.objects.none()
    return PublicAward.objects.filter(award__ambassador=person.ambassador)


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

TABLES = (
    PersonalTable(
        PointEntry._meta.label,
        rows=_of_ambassador(PointEntry),
        fields=("day", "rule", "source", "kind", "amount", "reason", "created_at"),
        erase=erased_with_ambassador,
        why=_(
            "what earned you points and what you spent, so that nothing counts twice"
        ),
        until=WITH_AMBASSADOR,
    ),
    PersonalTable(
        PointTotal._meta.label,
        rows=_of_ambassador(PointTotal),
        fields=("earned", "spent"),
        erase=erased_with_ambassador,
        why=_("what your points add up to"),
        until=WITH_AMBASSADOR,
    ),
    PersonalTable(
        PublicAward._meta.label,
        rows=_shown,
        fields=(
            "public_id",
            "holder",
            "name",
            "description",
            "awarded_at",
            "expires_at",
            "revoked_at",
            "shown_at",
        ),
        erase=lambda person: _shown(person).delete(),
        why=_("what anybody sees of a badge that you show, with the name you chose"),
        until=_("you hide it, leave the programme or erase it, or your account ends"),
        seen_by=_("anybody who has the address, and colleagues"),
    ),
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


def register() -> None:
    """Register each table of this room that leads to people."""
    for table in (*TABLES, *REDEMPTION_TABLES):
        personal_tables.register(table)

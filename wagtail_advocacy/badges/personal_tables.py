"""What this room keeps about people, and how it forgets it."""

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.personal_data import (
    ImpersonalTable,
    Person,
    PersonalTable,
    erased_with_ambassador,
    impersonal_tables,
    personal_tables,
    rows_of_ambassador,
)
from wagtail_advocacy.ambassadors.personal_tables import WITH_AMBASSADOR

from .models import (
    Award,
    Badge,
    BadgeCondition,
    Criteria,
    PointEntry,
    PointTotal,
    PublicAward,
    Revocation,
)
from .rewards.personal_tables import REDEMPTION_TABLES
from .teams.personal_tables import BOARD_TABLES
from .thanks.personal_tables import THANKS_TABLES


_shown = rows_of_ambassador(PublicAward, "award__ambassador")


def _locks(person: Person):
    pk = person.user.pk if person.user else None
    return Badge.objects.filter(locked_by=pk).exclude(locked_by=None)


AWARD_TABLES = (
    PersonalTable(
        Award._meta.label,
        rows=rows_of_ambassador(Award),
        fields=(
            "badge__name",
            "period",
            "turn",
            "awarded_at",
            "expires_at",
            "counts_from",
            "counts_until",
            "criteria__match",
            "criteria__conditions",
            "public_id",
        ),
        erase=erased_with_ambassador,
        why=_("which badges you earned, so that you find them, and each only once"),
        until=WITH_AMBASSADOR,
    ),
    PersonalTable(
        Revocation._meta.label,
        rows=rows_of_ambassador(Revocation, "award__ambassador"),
        fields=("award__badge__name", "reason", "note", "revoked_at"),
        erase=erased_with_ambassador,
        why=_("why a badge of yours counts no more, so that nobody has to guess"),
        until=WITH_AMBASSADOR,
        seen_by=_("you, and whoever runs the site"),
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
        Badge._meta.label,
        rows=_locks,
        fields=("name", "locked_at"),
        # It stays locked, by nobody: whoever may unlock it decides.
        erase=lambda person: _locks(person).update(locked_by=None),
        why=_("that you locked it while you were writing, as everywhere in Wagtail"),
        until=_("it is unlocked, you erase it, or your account is deleted"),
        seen_by=_("whoever may edit it"),
    ),
)
POINT_TABLES = (
    PersonalTable(
        PointEntry._meta.label,
        rows=rows_of_ambassador(PointEntry),
        fields=("day", "rule", "source", "kind", "amount", "reason", "created_at"),
        erase=erased_with_ambassador,
        why=_(
            "what earned you points and what you spent, so that nothing counts twice"
        ),
        until=WITH_AMBASSADOR,
    ),
    PersonalTable(
        PointTotal._meta.label,
        rows=rows_of_ambassador(PointTotal),
        fields=("earned", "spent"),
        erase=erased_with_ambassador,
        why=_("what your points add up to"),
        until=WITH_AMBASSADOR,
    ),
)
IMPERSONAL = (
    (BadgeCondition, "It belongs to a badge; who locked that is in its own row."),
    (Criteria, "It says what a badge asked for, of everybody alike."),
)


def register() -> None:
    """Register each table of this room that leads to people."""
    for table in (
        *AWARD_TABLES,
        *BOARD_TABLES,
        *POINT_TABLES,
        *THANKS_TABLES,
        *REDEMPTION_TABLES,
    ):
        personal_tables.register(table)
    for model, why in IMPERSONAL:
        impersonal_tables.register(ImpersonalTable(model._meta.label, why=why))

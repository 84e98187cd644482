"""What is kept about who has which badge, and about who wrote on one."""

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.personal_data import (
    ImpersonalTable,
    Person,
    PersonalTable,
    erased_with_ambassador,
    impersonal_tables,
    personal_tables,
)
from wagtail_advocacy.ambassadors.personal_tables import WITH_AMBASSADOR

from .models import Award, Badge, BadgeCondition, Criteria, Revocation


def _awards(person: Person):
    if person.ambassador is None:
        return Award.objects.none()
    return Award.objects.filter(ambassador=person.ambassador)


def _revocations(person: Person):
    if person.ambassador is None:
        return Revocation.objects.none()
    return Revocation.objects.filter(award__ambassador=person.ambassador)


def _locks(person: Person):
    pk = person.user.pk if person.user else None
    return Badge.objects.filter(locked_by=pk).exclude(locked_by=None)


TABLES = (
    PersonalTable(
        Award._meta.label,
        rows=_awards,
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
        rows=_revocations,
        fields=("award__badge__name", "reason", "note", "revoked_at"),
        erase=erased_with_ambassador,
        why=_("why a badge of yours counts no more, so that nobody has to guess"),
        until=WITH_AMBASSADOR,
        seen_by=_("you, and whoever runs the site"),
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
IMPERSONAL = (
    (BadgeCondition, "It belongs to a badge; who locked that is in its own row."),
    (Criteria, "It says what a badge asked for, of everybody alike."),
)


def register() -> None:
    for table in TABLES:
        personal_tables.register(table)
    for model, why in IMPERSONAL:
        impersonal_tables.register(ImpersonalTable(model._meta.label, why=why))

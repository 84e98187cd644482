"""What this room keeps about people, and how it forgets it."""

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.personal_data import (
    Person,
    PersonalTable,
    erased_with_ambassador,
    personal_tables,
)
from wagtail_advocacy.ambassadors.personal_tables import WITH_AMBASSADOR

from .models import ConsultationComment, Signature
from .training_personal_tables import TRAINING_TABLES


def _signatures(person: Person):
    pk = person.ambassador.pk if person.ambassador else None
    return Signature.objects.filter(ambassador=pk)


def _comments(person: Person):
    if person.user is None:
        return ConsultationComment.objects.none()
    return ConsultationComment.objects.filter(author=person.user.pk)


CHARTER_TABLES = (
    PersonalTable(
        Signature._meta.label,
        rows=_signatures,
        fields=(
            "signed_at",
            "version__charter__key",
            "version__number",
            "text__language",
            "text__title",
            "text__introduction",
            "text__clauses",
        ),
        erase=erased_with_ambassador,
        why=_("the proof that you accepted these rules, in the words you read"),
        until=WITH_AMBASSADOR,
    ),
    PersonalTable(
        ConsultationComment._meta.label,
        rows=_comments,
        fields=("written_on", "clause_title", "text", "state", "answer"),
        erase=lambda person: _comments(person).delete(),
        why=_("what you said about a charter under your name; without it, nothing"),
        until=_("you erase it; when your account is deleted it loses your name"),
        seen_by=_("trainers, and everybody who reads the charter once it is shown"),
    ),
)


def register():
    """Say which tables of this room know something about a person."""
    for table in CHARTER_TABLES:
        personal_tables.register(table)
    for table in TRAINING_TABLES:
        personal_tables.register(table)

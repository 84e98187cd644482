"""What is kept about who asked for a reward, and who decided."""

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.personal_data import (
    Person,
    PersonalTable,
    erased_with_ambassador,
    rows_of_ambassador,
)

from ..models import Redemption


def _decisions(person: Person):
    if person.user is None:
        return Redemption.objects.none()
    return Redemption.objects.filter(decided_by=person.user.pk)


REDEMPTION_TABLES = (
    PersonalTable(
        Redemption._meta.label,
        rows=rows_of_ambassador(Redemption),
        fields=("reward__name", "cost", "state", "asked_at", "decided_at", "note"),
        # Whoever is erased has left, and with that nothing is open any more.
        erase=erased_with_ambassador,
        why=_("what you asked for with your points, so that you get it, once"),
        until=_(
            "you erase it, a year after it was handed over, refused or given up"
            " (“redemptions”), or a year after you left (“left”)"
        ),
        seen_by=_("you, and whoever may hand rewards over: it says so before you ask"),
    ),
    PersonalTable(
        Redemption._meta.label,
        part="decisions",
        part_label=_("decisions about rewards"),
        rows=_decisions,
        fields=("reward__name", "state", "decided_at", "note"),
        # What was decided stays with who asked; who did is forgotten.
        erase=lambda person: _decisions(person).update(decided_by=None),
        why=_("who approved, handed over or refused a reward, for later questions"),
        until=_(
            "you erase it: your name, and the decision stays with who asked; or a year"
            " after it (“redemptions”)"
        ),
        seen_by=_("whoever may hand rewards over"),
    ),
)

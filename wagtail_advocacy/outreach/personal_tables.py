"""What this room keeps about people, and how it forgets it."""

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.personal_data import (
    PersonalTable,
    erased_with_ambassador,
    personal_tables,
)

from .models import DigestChoice


def register() -> None:
    personal_tables.register(
        PersonalTable(
            DigestChoice._meta.label,
            rows=lambda person: DigestChoice.objects.filter(
                ambassador=person.ambassador, ambassador__isnull=False
            ),
            fields=("frequency", "looked_at"),
            erase=erased_with_ambassador,
            why=_("so that the digest comes as often as you chose, and never twice"),
            until=_(
                "you erase it, 90 days after you left (“digests”), or 30 days after"
                " your account was deleted (“deleted_accounts”)"
            ),
        )
    )

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.ambassadors.requirements import ChecklistItem, Requirement

from ..charter_queries import concerning, lacking, standings


# To read ten clauses with what they mean.
MINUTES = 5


class CharterRequirement(Requirement):
    """The charter of the group is signed, and the addendum of one's entity."""

    key = "charter"
    label = _("Sign the charter")

    def checklist(self, ambassador):
        found = concerning(ambassador.user)
        if not found:
            return []
        one = Ambassador.objects.filter(pk=ambassador.pk)
        return [
            ChecklistItem(
                label=self.label,
                address=reverse("wagtail_advocacy:learning:charter"),
                is_met=not lacking(one, found).exists(),
                minutes=MINUTES,
                key="charter:"
                + ".".join(str(standing.current) for standing in found)[:200],
            )
        ]

    def unmet(self, ambassadors):
        return lacking(ambassadors, standings())

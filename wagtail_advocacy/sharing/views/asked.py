"""What somebody asked of colleagues, as they see it themselves."""

from dataclasses import dataclass
from typing import Any

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.ambassadors.profile import profile_of

from .. import helping
from ..answer_actions import actions_for
from ..models import HelpRequest, Share, SharingSettings
from ..retention import help_days


@dataclass(frozen=True)
class Asked:
    """One request, with what became of it.

    :param request: with its offer, its author and whoever handles it.
    :param contact: whom to call, once it has waited too long; ``None``: not yet.
    """

    request: HelpRequest
    contact: SharingSettings | None

    @property
    def actions(self):
        """What can be done about its answer: labels and addresses."""
        return actions_for(self.request)


def asked(requests) -> list[Asked]:
    """Return one person's requests as they see them.

    One query; two while one of them waits, three once it waits too long.
    """
    rows = list(requests.select_related("handled_by", "offer", "ambassador"))
    overdue: list[HelpRequest] = []
    if any(row.is_waiting for row in rows):
        zone = profile_of(rows[0].ambassador).zone
        overdue = [row for row in rows if helping.is_overdue(row, zone)]
    contact = SharingSettings.read() if overdue else None
    return [Asked(row, contact if row in overdue else None) for row in rows]


def help_with_share(
    share: Share, ambassador: Ambassador | None, posted=None, problem: str = ""
) -> dict[str, Any]:
    """Return what the screen of a published share shows of help with it.

    :param posted: what was typed and refused.
    :param problem: why it was.
    """
    typed = posted or {}
    return {
        "asked": asked(HelpRequest.objects.filter(share=share)),
        "may_ask": ambassador is not None,
        "days": help_days(),
        "problem": problem,
        "address": typed.get("comment_address", ""),
        "note": typed.get("help_note", ""),
    }

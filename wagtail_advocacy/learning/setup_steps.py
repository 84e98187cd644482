from collections.abc import Iterator

from wagtail_advocacy.ambassadors.setup_steps import (
    LEADS,
    TRAINERS,
    SetupContext,
    SetupStep,
    grant,
    setup_steps,
)
from wagtail_advocacy.shareables.setup_steps import admin_access, permissions_of

from .models import ConsultationComment, LearningSettings, QuestionCount


def grant_permissions(context: SetupContext) -> Iterator[str]:
    for group in (TRAINERS, LEADS):
        given = grant(group, admin_access())
        given += grant(group, permissions_of(ConsultationComment, ["view", "change"]))
        given += grant(group, permissions_of(LearningSettings, ["change"]))
        if given:
            yield f"“{group}” may answer comments on charters."
        if grant(group, permissions_of(QuestionCount, ["view"])):
            yield f"“{group}” may see how many are ready to share."


def register():
    """Register what advocacy_setup does for this room."""
    setup_steps.register(SetupStep("learning-permissions", grant_permissions))

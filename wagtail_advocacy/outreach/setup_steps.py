from collections.abc import Iterator

from wagtail_advocacy.ambassadors.setup_steps import (
    LEADS,
    SetupContext,
    SetupStep,
    grant,
    setup_steps,
)
from wagtail_advocacy.shareables.setup_steps import permissions_of

from .models import OutreachSettings


def grant_settings(context: SetupContext) -> Iterator[str]:
    if grant(LEADS, permissions_of(OutreachSettings, ["change"])):
        yield f"“{LEADS}” may set the digest and open a feed."


def register():
    """Register what advocacy_setup does for this room."""
    setup_steps.register(SetupStep("outreach-settings", grant_settings))

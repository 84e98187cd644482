from collections.abc import Iterator

from django.contrib.auth.models import Permission

from wagtail_advocacy.ambassadors.setup_steps import (
    LEADS,
    SetupContext,
    SetupStep,
    grant,
    setup_steps,
)
from wagtail_advocacy.shareables.setup_steps import (
    admin_access,
    approving_groups,
    permissions_of,
)

from .models import Badge, BadgesSettings, Goal, Recognition, Reward


def grant_settings(context: SetupContext) -> Iterator[str]:
    if grant(LEADS, permissions_of(BadgesSettings, ["change"])):
        yield f"“{LEADS}” may set what is recognised, and how."


def grant_badges(context: SetupContext) -> Iterator[str]:
    actions = ["add", "change", "view", "delete", "publish", "lock", "unlock"]
    given = grant(LEADS, admin_access())
    if [*given, *grant(LEADS, permissions_of(Badge, actions))]:
        yield f"“{LEADS}” may write and publish badges."


def grant_goals(context: SetupContext) -> Iterator[str]:
    if grant(LEADS, permissions_of(Goal, ["add", "change", "view", "delete"])):
        yield f"“{LEADS}” may set goals that departments have together."


def grant_rewards(context: SetupContext) -> Iterator[str]:
    given = grant(LEADS, permissions_of(Reward, ["add", "change", "delete", "view"]))
    given += grant(
        LEADS,
        Permission.objects.filter(
            content_type__app_label="wagtail_advocacy_badges",
            codename="hand_over_redemption",
        ),
    )
    if given:
        yield f"“{LEADS}” may offer rewards and hand them over."


def grant_thanks(context: SetupContext) -> Iterator[str]:
    moderate = permissions_of(Recognition, ["view", "change", "publish"])
    for name in [LEADS, *(group.name for group in approving_groups(Recognition))]:
        if grant(name, moderate):
            yield f"“{name}” may look at thanks before they are passed on."


def register():
    """Register what advocacy_setup does for this room."""
    setup_steps.register(SetupStep("badges-settings", grant_settings))
    setup_steps.register(SetupStep("badges", grant_badges))
    setup_steps.register(SetupStep("badges-goals", grant_goals))
    setup_steps.register(SetupStep("badges-rewards", grant_rewards))
    setup_steps.register(SetupStep("badges-thanks", grant_thanks))

"""What this room adds to the launch checklist."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.launch import LaunchCheck, launch_checks

from .queries import latest_trial


def was_tried() -> bool:
    """Whether somebody tried the public address, and nothing wrong was seen.

    It may be that not everything could be seen: that is for a person to judge.
    """
    trial = latest_trial()
    return trial is not None and trial.is_good is not False


PUBLIC_ADDRESS = LaunchCheck(
    "public-address",
    label=_("The public address was tried"),
    hint=_("Every shared link leads there, and people outside have to get in."),
    is_done=was_tried,
    address=lambda: reverse("wagtail_advocacy_public_address"),
)


def register() -> None:
    launch_checks.register(PUBLIC_ADDRESS)

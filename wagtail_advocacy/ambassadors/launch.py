"""What has to be there before sharing opens, and whether it is open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import router
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.registry import Registry

from .models import AmbassadorsSettings, SharingState


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


NOT_OPEN_YET = _("Sharing isn’t open yet. Nothing to do.")


@dataclass(frozen=True)
class LaunchCheck:
    """One line of the launch checklist.

    :param label: what has to be there, such as "A charter is live".
    :param hint: why, in one sentence.
    :param is_done: looks it up; at most two queries.
    :param address: returns where a lead does it; "": not in the admin, the hint says
        who does it.
    """

    key: str
    label: "StrOrPromise"
    hint: "StrOrPromise"
    is_done: Callable[[], bool]
    address: Callable[[], str]


launch_checks: Registry[LaunchCheck] = Registry("launch check")


@dataclass(frozen=True)
class CheckedLine:
    """A launch check, and whether it is done now."""

    check: LaunchCheck
    is_done: bool

    @property
    def address(self) -> str:
        return self.check.address()


def checked() -> list[CheckedLine]:
    """Return every check with its state, in the order of registration."""
    return [CheckedLine(check, check.is_done()) for check in launch_checks]


def state() -> SharingState:
    """Return whether sharing is open, without making the row. One query."""
    # Read where it is written: what is closed is closed at once.
    rows = SharingState.objects.using(router.db_for_write(SharingState))
    return rows.first() or SharingState()


def is_open() -> bool:
    """Whether a lead has opened sharing. One query."""
    return state().is_open


def closed_because() -> "StrOrPromise":
    """Return what people read while sharing is closed; "": it is open. One query."""
    found = state()
    return "" if found.is_open else found.sentence or NOT_OPEN_YET


def may_launch(user) -> bool:
    """Whether ``user`` may open and close sharing: who may change the programme."""
    policy = AmbassadorsSettings.get_permission_policy()
    return policy.user_has_permission(user, "change")


def _settings_address() -> str:
    meta = AmbassadorsSettings._meta
    return reverse("wagtailsettings:edit", args=[meta.app_label, meta.model_name])


CHECKS = (
    LaunchCheck(
        "objective",
        label=_("The objective is written"),
        hint=_("People take part in something they understand."),
        is_done=lambda: bool(AmbassadorsSettings.read().objective.strip()),
        address=_settings_address,
    ),
    LaunchCheck(
        "privacy-contact",
        label=_("There is a privacy contact"),
        hint=_("Whoever wonders what is kept about them knows whom to ask."),
        is_done=lambda: bool(AmbassadorsSettings.read().privacy_contact),
        address=_settings_address,
    ),
    LaunchCheck(
        "works-council",
        label=_("The works council was informed or consulted"),
        hint=_("In many countries the law asks for it, and everywhere trust does."),
        is_done=lambda: AmbassadorsSettings.read().works_council_is_settled,
        address=_settings_address,
    ),
    LaunchCheck(
        "processing-register",
        label=_("The processing register has an entry"),
        hint=_("The records that data protection law asks every employer to keep."),
        is_done=lambda: bool(AmbassadorsSettings.read().processing_register.strip()),
        address=_settings_address,
    ),
)


def register() -> None:
    for check in CHECKS:
        launch_checks.register(check)

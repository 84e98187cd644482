from .help import HelpRequest, may_help, name_of, permission_for
from .pacing import PaceCount, PlannedShare
from .readings import Reading
from .settings import SharingSettings
from .shares import (
    CODE_LENGTH,
    MAX_INSTANCE,
    MAX_POST_ADDRESS,
    Draft,
    Handoff,
    Share,
    TrackedLink,
)
from .visits import Visit, VisitBuffer, VisitCount, VisitorSalt


__all__ = [
    "CODE_LENGTH",
    "MAX_INSTANCE",
    "MAX_POST_ADDRESS",
    "Draft",
    "Handoff",
    "HelpRequest",
    "PaceCount",
    "PlannedShare",
    "Reading",
    "Share",
    "SharingSettings",
    "TrackedLink",
    "Visit",
    "VisitBuffer",
    "VisitCount",
    "VisitorSalt",
    "may_help",
    "name_of",
    "permission_for",
]

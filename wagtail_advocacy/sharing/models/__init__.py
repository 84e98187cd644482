from .pacing import PaceCount, PlannedShare
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
    "PaceCount",
    "PlannedShare",
    "Share",
    "SharingSettings",
    "TrackedLink",
    "Visit",
    "VisitBuffer",
    "VisitCount",
    "VisitorSalt",
]

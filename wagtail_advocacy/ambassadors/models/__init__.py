from .answers import MailAnswer
from .attempts import AttemptCount
from .audiences import Audience, AudiencePerson
from .directory import DirectoryPerson, DirectorySync, Headcount, Membership, Unit
from .group_figures import FigureCell, FigureGroup, FigureSnapshot
from .launch import SharingState
from .notices import Delivery
from .people import Ambassador, Consent, DismissedInvitation
from .profile import Expertise, NetworkHandle, Profile
from .settings import AmbassadorsSettings
from .setup_records import SetupRecord
from .task_runs import TaskRun


__all__ = [
    "Ambassador",
    "AmbassadorsSettings",
    "AttemptCount",
    "Audience",
    "AudiencePerson",
    "Consent",
    "Delivery",
    "DirectoryPerson",
    "DirectorySync",
    "DismissedInvitation",
    "Expertise",
    "FigureCell",
    "FigureGroup",
    "FigureSnapshot",
    "Headcount",
    "MailAnswer",
    "Membership",
    "NetworkHandle",
    "Profile",
    "SetupRecord",
    "SharingState",
    "TaskRun",
    "Unit",
]

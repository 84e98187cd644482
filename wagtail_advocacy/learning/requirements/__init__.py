"""What this room asks of somebody before they share."""

from wagtail_advocacy.ambassadors.requirements import requirements

from .charters import CharterRequirement
from .trainings import TrainingRequirement


def register():
    """Register the requirements, in the order people meet them."""
    requirements.register(CharterRequirement())
    requirements.register(TrainingRequirement())

from django.core.management import call_command

from . import projection


def sync_offers() -> None:
    """Rebuild every offer from its shareable."""
    projection.sync()


def publish_scheduled() -> None:
    """Let what is scheduled go live or expire, as ``publish_scheduled`` does."""
    call_command("publish_scheduled")

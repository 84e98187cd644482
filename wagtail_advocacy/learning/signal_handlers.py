from wagtail.signals import published

from .actions.charters import record_publication
from .models import AbstractCharterPage


def record_charter(sender, instance, **kwargs):
    # Approving a page that goes live later sends the signal at once.
    if isinstance(instance, AbstractCharterPage) and instance.live:
        record_publication(instance)


def connect():
    """Listen to what Wagtail publishes."""
    published.connect(record_charter, dispatch_uid="wagtail_advocacy.record_charter")

"""What the queue runs. Every task may run twice and does nothing twice."""

from . import digest


def send_digests() -> None:
    """Send each digest that is due, if there is anything new in it."""
    digest.send_due()

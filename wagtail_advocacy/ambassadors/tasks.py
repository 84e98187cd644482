"""What the queue runs. Every task may run twice and does nothing twice."""

from . import rate_limits


def forget_old_attempts() -> None:
    """Delete the counts of attempts whose window of time is over."""
    rate_limits.forget_old_attempts()

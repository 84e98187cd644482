"""What the queue runs. Every task may run twice and does nothing twice."""

from . import notices


def remind_of_what_is_missing() -> None:
    """Remind those who take part of what they lack: at most twice, a week apart."""
    notices.remind()

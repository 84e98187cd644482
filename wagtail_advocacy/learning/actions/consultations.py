from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail_advocacy.ambassadors.rate_limits import COMMENTING, count_attempt

from ..models import CharterVersion, ConsultationComment


class CommentsClosed(Exception):
    """The charter is not open for comments, or no longer."""

    code = "comments_closed"

    @property
    def sentence(self) -> str:
        return _("Comments on this charter are closed, so yours was not sent.")


def comment(
    user, version: CharterVersion, clause: dict, text: str, *, with_name: bool
) -> ConsultationComment:
    """Say something about a clause of a charter that is not in force yet.

    :param clause: the clause as it is published, with its ``id`` and ``title``.
    :param with_name: without it nothing says who wrote the comment.
    :raises CommentsClosed: the last day is over, or another version has come.
    :raises TooManyAttempts: the person has to wait.
    """
    if not version.is_open_for_comments:
        raise CommentsClosed
    count_attempt(user, COMMENTING)
    return ConsultationComment.objects.create(
        version=version,
        clause_id=clause["id"],
        clause_title=clause["title"],
        text=text,
        author=user if with_name else None,
        written_on=timezone.localdate(),
    )

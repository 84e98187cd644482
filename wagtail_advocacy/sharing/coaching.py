"""What is told about a text while it is written: to its author, and to nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass

from wagtail_advocacy.ambassadors.models import Ambassador

from .closeness import Closeness, closeness_of
from .hints import Given, Writing, hints_for
from .originality import SENTENCE
from .wording import words_of


@dataclass(frozen=True)
class Coaching:
    """What the composer shows under a text.

    :param closeness: ``None``: nothing is said about it.
    """

    closeness: Closeness | None = None
    hints: Sequence[Given] = ()

    @property
    def says_something(self) -> bool:
        return bool(self.closeness or self.hints)


def coach(writing: Writing, ambassador: Ambassador) -> Coaching:
    """Return what there is to say about what somebody has written so far.

    Nothing is stored, and nothing of it keeps anybody from leaving for a network.
    """
    if not writing.text.strip():
        return Coaching()
    closeness = None
    # A few words say too little to be somebody's, and most texts begin with some.
    if len(words_of(writing.text)) >= SENTENCE:
        closeness = closeness_of(
            writing.text, writing.offer, ambassador, writing.settings
        )
    return Coaching(closeness, hints_for(writing))

""" "Ask before I post", in the composer."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wagtail_advocacy.ambassadors.views import EmployeeView
from wagtail_advocacy.shareables.models import Offer

from .. import actions, helping
from ..models import HelpRequest
from ..retention import help_days
from .asked import asked


class AskMixin(EmployeeView):
    """Sends what is in the composer to colleagues, and shows what they answer."""

    ask_problem = ""

    def ask(self, offer: Offer, *, text: str, network: str) -> bool:
        """Send the text to whoever may answer.

        :param text: the whole text, with its hashtags.
        :returns: whether it was sent; if not, the screen says why.
        :raises Refused: as ``helping.ask_before_posting`` says.
        """
        if not text:
            self.ask_problem = _("Write a sentence or two of your own first.")
            return False
        try:
            helping.ask_before_posting(
                self.request.user,
                offer,
                text=text,
                network=network[: actions.MAX_NETWORK],
                note=self.posted_note,
            )
        except ValidationError as error:
            self.ask_problem = " ".join(error.messages)
            return False
        return True

    def take_back(self, offer: Offer) -> None:
        """Forget what was asked about an offer, and the answer."""
        for request in self._asked(offer):
            helping.take_back(self.request.user, request.pk)

    def _asked(self, offer: Offer):
        return HelpRequest.objects.filter(
            kind=HelpRequest.Kind.BEFORE_POSTING,
            ambassador=self.ambassador,
            offer=offer,
        )

    @property
    def posted_note(self) -> str:
        return self.request.POST.get("help_note", "").strip()

    def get_asking(self, offer: Offer) -> dict[str, Any]:
        """Return what the composer shows of it. One query, and a few while it waits."""
        latest = asked(self._asked(offer)[:1])
        return {
            "help_asked": latest[0] if latest else None,
            "ask_problem": self.ask_problem,
            "help_note": self.posted_note,
            "help_days": help_days(),
        }

"""What somebody can do about an answer they got, beside reading it.

A room plugs its own in with ``answer_actions.register(…)`` from its
``AppConfig.ready()``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail_advocacy.registry import Registry

from .models import HelpRequest


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class AnswerAction:
    """A link under an answer, for whoever asked.

    :param key: stable name.
    :param label: what it does, in the words of the person.
    :param address: returns where it goes on, given a request that is answered and with
        who answered it; "": it is not for this one. No query: it is asked for each
        answer on a screen.
    """

    key: str
    label: "StrOrPromise"
    address: Callable[[HelpRequest], str]


answer_actions: Registry[AnswerAction] = Registry("action beside an answer")


def actions_for(request: HelpRequest) -> "list[tuple[StrOrPromise, str]]":
    """Return label and address of what can be done about a request's answer."""
    if request.state != HelpRequest.State.ANSWERED:
        return []
    found = [(action.label, action.address(request)) for action in answer_actions]
    return [(label, address) for label, address in found if address]

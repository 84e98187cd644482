"""The way from an answer to thanks for it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.sharing.answer_actions import AnswerAction, answer_actions
from wagtail_advocacy.sharing.models import HelpRequest


def _address(request: HelpRequest) -> str:
    # Whoever answered, whether they take part or not; nobody, if it is forgotten.
    if request.handled_by is None or not request.handled_by.is_active:
        return ""
    return reverse("wagtail_advocacy:badges:thank_for_answer", args=[request.pk])


def register() -> None:
    answer_actions.register(AnswerAction("thank", _("Say thanks"), _address))

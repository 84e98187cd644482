"""What Wagtail's history says about what only we do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from .actions import LOG_CLOSE, LOG_INVITE, LOG_OPEN


class CloseFormatter(LogFormatter):
    label = gettext_lazy("Close sharing")

    def format_message(self, log_entry):
        sentence = log_entry.data.get("sentence", "")
        if not sentence:
            return _("Sharing was closed")
        return _("Sharing was closed: %(sentence)s") % {"sentence": sentence}


def register(actions) -> None:
    actions.register_action(
        LOG_OPEN, gettext_lazy("Open sharing"), gettext_lazy("Sharing was opened")
    )
    actions.register_action(LOG_CLOSE)(CloseFormatter)
    actions.register_action(
        LOG_INVITE,
        gettext_lazy("Invite managers"),
        gettext_lazy("Managers and executives were invited"),
    )

"""What Wagtail's history says about what only we do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from .actions import LOG_WITHDRAW


class WithdrawFormatter(LogFormatter):
    label = gettext_lazy("Withdraw from sharing")

    def format_message(self, log_entry):
        return _("Withdrawn from sharing: %(reason)s") % {
            "reason": log_entry.data.get("reason", "")
        }


def register(actions) -> None:
    actions.register_action(LOG_WITHDRAW)(WithdrawFormatter)

"""How long is kept what somebody said thanks with."""

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.retention import RetentionRule, retention_rules

from . import actions as thanking


def register() -> None:
    retention_rules.register(
        RetentionRule(
            "thanks",
            label=_("what thanks between colleagues said"),
            days=730,
            why=_("Long enough to be read again on a bad day; that it counted stays."),
            apply=thanking.forget_words,
        )
    )

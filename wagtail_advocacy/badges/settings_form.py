"""The form in which a lead decides what is recognised, and how much."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .rules import PointRule, point_rules


# More points for one, or a week, than anybody needs to tell apart.
MOST = 1000


class RuleLine:
    """One rule in the form: what it is, and its two fields."""

    def __init__(self, rule: PointRule, form: "BadgesSettingsForm") -> None:
        self.rule = rule
        self.amount = form[_amount(rule)]
        self.cap = form[_cap(rule)]


class BadgesSettingsForm(WagtailAdminModelForm):
    """Has two fields for each rule there is; they are kept in one field together."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.instance.rules
        for rule in point_rules:
            worth = rule.worth(chosen)
            named = {"rule": rule.label}
            self.fields[_amount(rule)] = _number(
                label=_("Points for one: %(rule)s") % named, initial=worth.amount
            )
            self.fields[_cap(rule)] = _number(
                label=_("At most in a week: %(rule)s") % named,
                initial=worth.cap,
                required=False,
            )

    @cached_property
    def rule_lines(self) -> list[RuleLine]:
        return [RuleLine(rule, self) for rule in point_rules]

    @property
    def rule_fields(self) -> set[str]:
        """Names of the fields that ``rule_lines`` shows."""
        return {name(rule) for rule in point_rules for name in (_amount, _cap)}

    def clean(self):
        cleaned = super().clean()
        for rule, amount, cap in self._entered(cleaned):
            if cap is not None and cap < amount:
                self.add_error(
                    _cap(rule),
                    ValidationError(
                        _(
                            "%(cap)s in a week is less than %(amount)s for one. Give"
                            " fewer points for one, or more in a week."
                        ),
                        params={"cap": cap, "amount": amount},
                    ),
                )
        return cleaned

    def save(self, commit=True):
        # What was decided about a rule that is not there today stays.
        self.instance.rules = dict(self.instance.rules)
        for rule, amount, cap in self._entered(self.cleaned_data):
            self.instance.rules[rule.key] = {"amount": amount, "cap": cap}
        return super().save(commit)

    def _entered(
        self, cleaned: dict[str, Any]
    ) -> Iterator[tuple[PointRule, int, int | None]]:
        for rule in point_rules:
            amount = cleaned.get(_amount(rule))
            if amount is not None:
                yield rule, amount, cleaned.get(_cap(rule))


def _amount(rule: PointRule) -> str:
    return f"amount-{rule.key}"


def _cap(rule: PointRule) -> str:
    return f"cap-{rule.key}"


def _number(**kwargs: Any) -> forms.IntegerField:
    whole = _("Enter a whole number from 0 to %(most)s.") % {"most": MOST}
    return forms.IntegerField(
        min_value=0,
        max_value=MOST,
        error_messages={
            "required": whole,
            "invalid": whole,
            "min_value": whole,
            "max_value": whole,
        },
        **kwargs,
    )

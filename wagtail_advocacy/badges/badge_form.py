"""The form of a badge in the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from . import uploads
from .conditions import conditions
from .models import Badge
from .queries import is_original


# What the original of a badge says for all its translations.
OF_THE_ORIGINAL = (
    "match",
    "period",
    "valid_months",
    "audience",
    "hidden",
    "starts_on",
    "ends_on",
)


def condition_choices() -> Iterator[tuple[str, Any]]:
    """Yield what a badge can ask for; asked late, since rooms and sites add to it."""
    yield "", "---------"
    for condition in conditions:
        yield condition.key, condition.label


class ConditionForm(WagtailAdminModelForm):
    """One thing that a badge asks for."""

    condition = forms.ChoiceField(
        label=gettext_lazy("Condition"), choices=condition_choices
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        key = self.instance.condition
        if key and key not in conditions:
            # Shown as what it is, rather than as the first one of the list.
            self.fields["condition"].choices = [
                *condition_choices(),
                (key, _("%(key)s (not there any more)") % {"key": key}),
            ]

    def clean_condition(self):
        key = self.cleaned_data["condition"]
        if key not in conditions:
            raise ValidationError(
                _("This is not counted any more. Choose another condition."),
                code="gone",
            )
        return key

    def clean(self):
        cleaned = super().clean()
        key, number = cleaned.get("condition"), cleaned.get("at_least")
        most = conditions.get(key).most if key else None
        if most is not None and number is not None and number > most:
            self.add_error(
                "at_least",
                ValidationError(
                    _(
                        "%(most)s is the most a badge can ask for here: whoever does"
                        " more of it than that is not better at it."
                    ),
                    code="too_many",
                    params={"most": most},
                ),
            )
        return cleaned


class BadgeForm(WagtailAdminModelForm):
    """The editor's form of a badge, or of a translation of one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_original(self.instance):
            # The original decides; what stands in the rows of a translation is a copy
            # that nothing reads.
            for name in OF_THE_ORIGINAL:
                self.fields.pop(name, None)
            self.formsets.pop("conditions", None)

    def clean_image(self):
        file = self.cleaned_data["image"]
        return uploads.clean(file) if isinstance(file, UploadedFile) else file

    def clean(self):
        cleaned = super().clean()
        is_own = cleaned.get("level") == Badge.Level.OWN
        if is_own and not cleaned.get("own_level") and not self.is_deferred_validation:
            self.add_error(
                "own_level",
                ValidationError(
                    _("Say what the level is called, or choose another one."),
                    code="required",
                ),
            )
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error(
                "ends_on",
                ValidationError(
                    _("This day lies before the one on which it begins."), code="order"
                ),
            )
        if "conditions" in self.formsets:
            self._clean_conditions(self.formsets["conditions"])
        return cleaned

    def _clean_conditions(self, formset) -> None:
        if not formset.is_valid():
            return
        asked = [
            form.cleaned_data["condition"]
            for form in formset.forms
            if form.cleaned_data.get("condition")
            and not form.cleaned_data.get("DELETE")
        ]
        if len(set(asked)) < len(asked):
            self.add_error(
                None,
                ValidationError(
                    _("The same condition stands there twice. Leave one of the two."),
                    code="twice",
                ),
            )
        if not asked and not self.is_deferred_validation:
            self.add_error(
                None,
                ValidationError(
                    _(
                        "A badge that asks for nothing is earned by nobody. Add a"
                        " condition, or save it as a draft."
                    ),
                    code="no_condition",
                ),
            )

    def save(self, commit=True):
        # A draft keeps only the name of a file. Wagtail does not save the instance of a
        # badge that is live, and with it Django would not store what was uploaded.
        uploads.store(self.instance.image)
        return super().save(commit)

"""The form in which a lead decides about sharing."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


def _hint_choices():
    # Hints look at the settings; these, at what hints there are.
    from .hints import hint_choices

    return hint_choices()


class SharingSettingsForm(WagtailAdminModelForm):
    hints_off = forms.MultipleChoiceField(
        label=_("Hints that are not given"),
        choices=_hint_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all are given. They never keep anybody back."),
    )

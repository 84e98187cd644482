"""What people type about recognition."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import PublicAward
from .models.recognition import MAX_THANKS


class HolderForm(forms.Form):
    """The name an award is shown with."""

    holder = forms.CharField(
        label=_("Name that is shown"),
        max_length=PublicAward._meta.get_field("holder").max_length,
        error_messages={"required": _("Say which name is shown with it.")},
    )


class ThanksForm(forms.Form):
    """A sentence of thanks."""

    text = forms.CharField(
        label=_("Your thanks"),
        max_length=MAX_THANKS,
        widget=forms.Textarea,
        error_messages={"required": _("Write a sentence: what did it do for you?")},
    )

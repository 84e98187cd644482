from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput


# Longest answer, in characters: far above what helps somebody who is waiting.
MAX_ANSWER = 5000


class AnswerForm(forms.Form):
    """What a colleague answers to who asked for help."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=MAX_ANSWER,
        widget=AdminAutoHeightTextInput,
        help_text=_(
            "They read it where they asked, with your name, and in a mail. It is"
            " advice: what they post stays their decision."
        ),
    )
    # The one that was read; without it nothing was.
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

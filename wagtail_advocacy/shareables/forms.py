from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from .blocks import network_choices


class ShareableForm(WagtailAdminModelForm):
    """The editor's form of every shareable type."""

    networks = forms.MultipleChoiceField(
        label=gettext_lazy("Networks"),
        choices=network_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Where it may be shared. None ticked: everywhere."),
    )


class LinkShareableForm(ShareableForm):
    """The editor's form of an address outside the intranet."""

    def clean_url(self):
        # Django completes "//host" to an address of its own making.
        if self.data.get(self.add_prefix("url"), "").strip().startswith("//"):
            raise forms.ValidationError(
                _("Only addresses that start with http:// or https:// are possible."),
                code="scheme",
            )
        return self.cleaned_data["url"]


class WithdrawForm(forms.Form):
    """Why something must not stand outside any more."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One or two sentences for the colleagues who shared it. Outsiders do not"
            " see it."
        ),
    )

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


KEEP, RENEW, CLOSE = "", "renew", "close"


class OutreachSettingsForm(WagtailAdminModelForm):
    """The lead's settings; the token of the feed is made here, and never typed."""

    feed_change = forms.ChoiceField(
        label=_("Address of the feed"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (KEEP, _("Leave it as it is")),
            (RENEW, _("Make a new address; one that was in use stops working")),
            (CLOSE, _("No feed: the address stops working")),
        ],
        help_text=_(
            "Whoever knows the address reads the feed without logging in, so give it to"
            " your newsletter tool only. It has what is offered to everybody, and of"
            " that only what people outside may see."
        ),
    )

    def save(self, commit=True):
        from .models import new_token

        change = self.cleaned_data.get("feed_change")
        if change == RENEW:
            self.instance.feed_token = new_token()
        elif change == CLOSE:
            self.instance.feed_token = ""
        return super().save(commit)

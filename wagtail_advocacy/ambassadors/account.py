"""Our part of Wagtail's account page."""

import contextlib

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel

from wagtail_advocacy.layout import render_own

from . import actions
from .forms import RhythmForm
from .profile import profile_of
from .queries import active_ambassador


class AccountForm(RhythmForm):
    """The profile's rhythm, as a part of Wagtail's one large form."""

    def __init__(self, *args, user, **kwargs) -> None:
        """
        :param user: whose account page it is.
        """
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["languages"].widget = forms.CheckboxSelectMultiple(
            choices=self.fields["languages"].choices  # type: ignore[attr-defined]
        )

    def save(self) -> None:
        # Whoever left in another tab has nothing to keep.
        with contextlib.suppress(actions.NotTakingPart):
            actions.change_profile(self.user, **self.fields_to_save())


class ProfilePanel(BaseSettingsPanel):
    """The profile, for those who have an account in the admin.

    What has buttons of its own is on our page, which it leads to.
    """

    name = "advocacy"
    title = _("Sharing outside")
    order = 600
    template_name = "wagtail_advocacy/ambassadors/account_panel.html"

    @cached_property
    def ambassador(self):
        return active_ambassador(self.user)

    def get_form(self):
        if self.ambassador is None:
            return forms.Form()
        if self.request.method == "POST":
            return AccountForm(self.request.POST, user=self.user, prefix=self.name)
        return AccountForm(
            initial=RhythmForm.of(profile_of(self.ambassador)).initial,
            user=self.user,
            prefix=self.name,
        )

    def get_context_data(self):
        return {
            **super().get_context_data(),
            "ambassador": self.ambassador,
            "address": reverse("wagtail_advocacy:ambassadors:me"),
        }

    def render(self):
        # Ours is in Django's language, whatever the site's templates are in.
        return render_own(self.template_name, self.get_context_data(), self.request)

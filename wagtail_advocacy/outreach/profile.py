"""What employees choose about the digest, on their own page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.profile import (
    ProfileSection,
    sections,
    switches_by_group,
    written,
)

from . import actions
from .digest import BY_MAIL
from .models import DigestChoice


class FrequencyForm(forms.Form):
    """How often somebody likes to hear what is new."""

    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=DigestChoice.Frequency.choices,
        error_messages={"invalid_choice": _("This is not offered.")},
    )


class DigestSection(ProfileSection):
    key = "digest"
    title = _("News to share, by mail")
    template_name = "wagtail_advocacy/outreach/profile_digest.html"
    # After languages and rhythm, before the break.
    order = 450

    def context(self, request, ambassador):
        known = written(DigestChoice).filter(ambassador=ambassador).first()
        switches = switches_by_group(ambassador)[BY_MAIL.group]
        return {
            "form": FrequencyForm(
                initial={"frequency": (known or DigestChoice()).frequency}
            ),
            "switch": next(one for one in switches if one.purpose.key == BY_MAIL.key),
        }

    def post(self, request, ambassador):
        form = FrequencyForm(request.POST)
        if not form.is_valid():
            return form
        actions.choose_frequency(request.user, form.cleaned_data["frequency"])
        return None


def register():
    sections.register(DigestSection())

"""Forms of the Wagtail admin: a reward, and the note with a refusal."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..models import MAX_NOTE, SHARED_FIELDS, Reward
from . import catalogue


class RewardForm(WagtailAdminModelForm):
    """Keeps the translations of a reward alike, and what was asked for meanwhile.

    A translation has words only; the rest is its original's.
    """

    # What the lead read when they began: the difference is what they change, whatever
    # was asked for until they save.
    stock_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_original = not (
            self.instance.pk
            and Reward.objects.filter(
                translation_key=self.instance.translation_key, pk__lt=self.instance.pk
            ).exists()
        )
        if self.is_original:
            self.initial["stock_seen"] = self.instance.stock
            return
        self.fields["name"].help_text = _(
            "This is a translation: cost, stock and audience are those of its original."
        )
        for name in (*SHARED_FIELDS, "stock_seen"):
            # A site's own panels may leave some of them out.
            self.fields.pop(name, None)

    def save(self, commit=True):
        if not commit or self.instance.pk is None:
            return super().save(commit)
        with transaction.atomic():
            same = catalogue.written().select_for_update().order_by("pk")
            same = same.filter(translation_key=self.instance.translation_key)
            locked = {reward.pk: reward for reward in same}
            self._keep_what_changed(locked[self.instance.pk])
            reward = super().save()
            if self.is_original:
                others = catalogue.written().filter(pk__in=locked.keys() - {reward.pk})
                others.update(**{name: getattr(reward, name) for name in SHARED_FIELDS})
        return reward

    def _keep_what_changed(self, now: Reward) -> None:
        if not self.is_original:
            # Its original may have been changed since this was read.
            for name in SHARED_FIELDS:
                setattr(self.instance, name, getattr(now, name))
            return
        seen = self.cleaned_data.get("stock_seen")
        if seen is not None:
            added = self.instance.stock - seen
            self.instance.stock = max(now.stock + added, 0)


class RefusalForm(forms.Form):
    """Why somebody does not get what they asked for."""

    note = forms.CharField(
        label=_("Why you refuse it"),
        max_length=MAX_NOTE,
        widget=AdminAutoHeightTextInput,
        help_text=_(
            "They read it with the refusal, on the intranet and in a mail if they want"
            " one. Say what they can do instead."
        ),
    )

"""The form for goals, in the Wagtail admin."""

import datetime

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from wagtail_advocacy.ambassadors import group_figures
from wagtail_advocacy.ambassadors.models import AmbassadorsSettings, Unit
from wagtail_advocacy.quarters import Quarter

from .goals import goal_metrics, label_of


SAYS_QUARTER = gettext_lazy(
    "This is counted anew each quarter. Let the goal end on %(day)s at the latest, and"
    " set another one for the next quarter."
)


class GoalForm(WagtailAdminModelForm):
    """What is counted is chosen from what rooms count; departments as figures are."""

    metric = forms.ChoiceField(label=gettext_lazy("What people do"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "metric" in self.fields:
            self.fields["metric"].choices = self._metric_choices()
        if "units" in self.fields:
            self.fields["units"].queryset = self._units()

    def _metric_choices(self):
        choices = [(one.key, label_of(one.key)) for one in goal_metrics()]
        stored = self.instance.metric
        if stored and stored not in dict(choices):
            # Of a room that was taken out: the goal can still be changed.
            choices.append((stored, stored))
        return [("", "---------"), *choices]

    def _units(self):
        kind = AmbassadorsSettings.read().figures_by
        found = Unit.objects.filter(kind=kind, is_active=True)
        if self.instance.pk:
            found |= Unit.objects.filter(pk__in=self.instance.units.values("pk"))
        return found.order_by("name")

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts is None or ends is None:
            return cleaned
        if ends < starts:
            self.add_error(
                "ends_on", _("It ends before it begins: choose a later day.")
            )
        elif self._is_of_quarter(cleaned.get("metric", "")):
            over = Quarter.of(starts).end
            if ends >= over:
                last = date_format(over - datetime.timedelta(days=1))
                self.add_error("ends_on", SAYS_QUARTER % {"day": last})
        return cleaned

    def _is_of_quarter(self, metric: str) -> bool:
        known = group_figures.metrics
        return metric in known and known.get(metric).is_of_quarter

"""Screens of the Wagtail admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from wagtail_advocacy.ambassadors.viewsets import MENU_HOOK

from ..models import Goal
from .forms import GoalForm
from .goals import label_of


class GoalViewSet(SnippetViewSet):
    """What departments want to reach together."""

    model = Goal
    icon = "crosshairs"
    menu_label = _("Goals")
    menu_name = "advocacy-goals"
    menu_order = 320
    menu_hook = MENU_HOOK
    list_display = [
        "name",
        Column(
            "what", label=_("What people do"), accessor=lambda g: label_of(g.metric)
        ),
        Column("target", label=_("Goal, in per cent"), accessor="target"),
        "starts_on",
        "ends_on",
    ]
    list_per_page = 50
    ordering = ["-ends_on", "name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            MultiFieldPanel(
                [FieldPanel("metric"), FieldPanel("target")], heading=_("What to reach")
            ),
            FieldPanel("units", widget=forms.CheckboxSelectMultiple),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        ],
        base_form_class=GoalForm,
    )

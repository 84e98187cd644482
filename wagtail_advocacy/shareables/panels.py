"""The parts of the editor's form that every type of shareable has."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList


PUBLIC_PANEL = MultiFieldPanel(
    [
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("image"),
        FieldPanel("image_cleared"),
        FieldPanel("call_to_action"),
        FieldPanel("language"),
    ],
    heading=_("Public: what people outside see"),
    icon="globe",
)
PROMPTS_PANEL = FieldPanel("prompts", heading=_("Prompts for colleagues"))
GUIDANCE_PANEL = MultiFieldPanel(
    [FieldPanel("may_say"), FieldPanel("may_not_say"), FieldPanel("hashtags")],
    heading=_("Note to those who share"),
    icon="info-circle",
)
PLACE_PANEL = MultiFieldPanel(
    [
        FieldPanel("audience"),
        FieldPanel("networks"),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        FieldPanel("nature"),
        FieldPanel("staff_first_hours"),
    ],
    heading=_("Where, what about, and when"),
    icon="sliders",
)


def collapsed(panel: MultiFieldPanel) -> MultiFieldPanel:
    """Return a copy of ``panel`` that is closed until somebody opens it."""
    return MultiFieldPanel(
        panel.children,
        heading=panel.heading,
        icon=panel.icon,
        classname="collapsed",
    )


def short_edit_handler(model):
    """Return the short form: the question first, what seldom changes closed."""
    return ObjectList(
        [
            PROMPTS_PANEL,
            PUBLIC_PANEL,
            FieldPanel("page_is_public"),
            collapsed(GUIDANCE_PANEL),
            collapsed(PLACE_PANEL),
        ]
    ).bind_to_model(model)

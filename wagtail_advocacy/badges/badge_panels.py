"""Panels of a badge in the Wagtail admin."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
)

from wagtail_advocacy import layout

from .badge_form import BadgeForm, ConditionForm
from .conditions import conditions
from .queries import original_of


class ConditionsPanel(InlinePanel):
    """What a badge asks for; it is not there in a translation."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = ConditionForm
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs):
            form = kwargs.get("form")
            is_here = form is None or "conditions" in form.formsets
            super().__init__(**{**kwargs, "form": form if is_here else None})
            self.is_here = is_here

        def is_shown(self):
            return self.is_here and super().is_shown()


class OriginalPanel(Panel):
    """Says in a translation what its original asks for, and leads there."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_advocacy/badges/admin/original.html"

        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.original = original_of(self.instance)

        def is_shown(self):
            return self.original.pk != self.instance.pk

        def get_context_data(self, parent_context=None):
            viewset = type(self.original).snippet_viewset
            return {
                **super().get_context_data(parent_context),
                "original": self.original,
                "asked": [
                    (label_of(one.condition), one.at_least)
                    for one in self.original.conditions.all()
                ],
                "address": reverse(
                    viewset.get_url_name("edit"), args=[self.original.pk]
                ),
            }

        def render_html(self, parent_context=None):
            return layout.render_own(
                self.template_name, self.get_context_data(parent_context), self.request
            )


def label_of(key: str) -> str:
    """Return what a condition counts; its key, where it is not there any more."""
    return str(conditions.get(key).label) if key in conditions else key


BADGE_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("image"),
                FieldPanel("description"),
                FieldPanel("message"),
                FieldPanel("how_to_earn"),
            ],
            heading=_("What people read"),
            icon="pick",
        ),
        MultiFieldPanel(
            [
                FieldPanel("family"),
                FieldRowPanel([FieldPanel("level"), FieldPanel("own_level")]),
            ],
            heading=_("Family and level"),
            icon="order",
        ),
        OriginalPanel(heading=_("What earns it"), icon="check"),
        MultiFieldPanel(
            [
                FieldPanel("match"),
                ConditionsPanel(
                    "conditions",
                    [FieldRowPanel([FieldPanel("condition"), FieldPanel("at_least")])],
                    heading=_("Conditions"),
                    label=_("Condition"),
                ),
            ],
            heading=_("What earns it"),
            icon="check",
            help_text=_(
                "Whoever has the badge keeps it when you change this, as long as what"
                " they got it for is there."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldRowPanel([FieldPanel("period"), FieldPanel("valid_months")]),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("hidden"),
            ],
            heading=_("For whom, and when"),
            icon="calendar",
            help_text=_(
                "Each month or quarter, what was done in it counts. For a badge that is"
                " valid for some months, what was done within as many months. Where"
                " there are dates, what was done between them."
            ),
        ),
        PublishingPanel(),
    ],
    base_form_class=BadgeForm,
)

"""Panels of the Wagtail admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel

from wagtail_advocacy import layout

from . import audiences
from .admin_forms import AudienceForm


class ReachPanel(Panel):
    """Says how many people an audience reaches, as it was last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_advocacy/ambassadors/reach.html"

        class Media:
            css = {"all": ["wagtail_advocacy/css/admin.css"]}

        def render_html(self, parent_context=None):
            reach = audiences.reach(self.instance) if self.instance.pk else None
            return layout.render_own(self.template_name, {"reach": reach}, self.request)


def _ticked(name):
    return FieldPanel(name, widget=forms.CheckboxSelectMultiple)


AUDIENCE_PANELS = ObjectList(
    [
        FieldPanel("name"),
        ReachPanel(heading=_("Whom does this reach?"), icon="group"),
        MultiFieldPanel(
            [
                _ticked("departments"),
                _ticked("locations"),
                _ticked("entities"),
                FieldPanel("languages"),
                _ticked("expertise"),
            ],
            heading=_("Criteria"),
            help_text=_(
                "Within one criterion any ticked box is enough; people need to fit"
                " every criterion in which something is ticked. Where nothing is ticked"
                " and nobody picked, it is for nobody."
            ),
            classname="advocacy-criteria",
        ),
        FieldPanel("picked"),
    ],
    base_form_class=AudienceForm,
)

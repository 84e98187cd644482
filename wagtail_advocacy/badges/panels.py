"""Panels of the Wagtail admin."""

from django.utils.html import format_html_join
from wagtail.admin.panels import ObjectList, Panel

from wagtail_advocacy import layout


class PointsPanel(Panel):
    """What each rule gives: one line for each that is registered."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_advocacy/badges/points_panel.html"

        class Media:
            css = {"all": ["wagtail_advocacy/css/admin.css"]}

        def render_html(self, parent_context=None):
            context = {"lines": self.form.rule_lines}
            return layout.render_own(self.template_name, context, self.request)


class WithPoints(ObjectList):
    """Panels of a form with fields for each rule, which ``PointsPanel`` shows.

    Wagtail adds what no panel names below them all, so each of these fields would be
    there twice, and of two that are sent the one below would count.
    """

    class BoundPanel(ObjectList.BoundPanel):
        def render_missing_fields(self):
            named = {
                *self.panel.get_form_options().get("fields", []),
                *self.form.rule_fields,
            }
            missing = [name for name in self.form.fields if name not in named]
            return format_html_join("", "{}", ((self.form[name],) for name in missing))

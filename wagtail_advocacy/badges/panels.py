"""Panels of the Wagtail admin."""

from wagtail.admin.panels import Panel

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

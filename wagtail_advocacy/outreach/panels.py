"""Panels of the Wagtail admin."""

from wagtail.admin.panels import Panel

from wagtail_advocacy import layout


class FeedAddressPanel(Panel):
    """Says where the feed is, or that there is none."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_advocacy/outreach/feed_address.html"

        def render_html(self, parent_context=None):
            from .addresses import feed_addresses

            token = self.instance.feed_token
            context = {"addresses": feed_addresses(token) if token else []}
            return layout.render_own(self.template_name, context, self.request)

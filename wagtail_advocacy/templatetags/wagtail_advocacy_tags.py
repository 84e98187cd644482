from django import template

from wagtail_advocacy.ambassadors.views import FRAGMENT_HEADER
from wagtail_advocacy.sharing import share_button


register = template.Library()

# Rendered for templates of Jinja2 too; see jinja2tags.
SHARE_BUTTON = "wagtail_advocacy/sharing/share_button.html"
ENTRY = "wagtail_advocacy/sharing/entry.html"
ASSETS = "wagtail_advocacy/assets.html"


@register.inclusion_tag(SHARE_BUTTON, takes_context=True)
def advocacy_share(context, page):
    """Show the share button of ``page``, to the people it concerns only."""
    request = context.get("request")
    button = share_button.share_button(request, page)
    return {"button": button, "request": request}


@register.inclusion_tag(ENTRY, takes_context=True)
def advocacy_entry(context, label=""):
    """Show the link that always leads to the employee's own screens.

    :param label: the words of the link; ours where it is left out.
    """
    return {"entry": share_button.entry(context.get("request")), "label": label}


@register.inclusion_tag(ASSETS, takes_context=True)
def advocacy_assets(context):
    """Load our style sheet and script, once a page however often it is called."""
    request = context.get("request")
    if request is None:
        return {"needed": True}
    # A dialog is shown on a page that has loaded both.
    needed = not getattr(request, "_advocacy_assets", False)
    request._advocacy_assets = True
    return {"needed": needed and FRAGMENT_HEADER not in request.headers}

"""What this room adds to Wagtail's API v3; without that API, nothing."""

from django.apps import apps

from wagtail_advocacy import compat


def register():
    """Plug into the API, if this Wagtail has one."""
    if not compat.HAS_API_V3:
        return
    from . import writing

    writing.register()
    # Its router costs every start of the site; only where the site wants the API.
    if apps.is_installed("wagtail.api.v3"):
        from . import offers

        offers.register()

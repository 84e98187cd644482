"""The template tags, for sites whose templates are Jinja2's.

::

    "extensions": ["wagtail_advocacy.jinja2tags.advocacy"]
"""

from typing import Any

from jinja2 import Environment, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup

from .layout import render_own
from .templatetags import wagtail_advocacy_tags as tags


@pass_context
def advocacy_share(context: Context, page: Any) -> Markup:
    """Show the share button of ``page``, to the people it concerns only."""
    return _render(context, tags.SHARE_BUTTON, tags.advocacy_share(context, page))


@pass_context
def advocacy_entry(context: Context, label: str = "") -> Markup:
    """Show the link that always leads to the employee's own screens.

    :param label: the words of the link; ours where it is left out.
    """
    return _render(context, tags.ENTRY, tags.advocacy_entry(context, label))


@pass_context
def advocacy_assets(context: Context) -> Markup:
    """Load our style sheet and script, once a page however often it is called."""
    return _render(context, tags.ASSETS, tags.advocacy_assets(context))


def _render(context: Context, template: str, values: dict[str, Any]) -> Markup:
    # Escaped already: they are Django's templates.
    return Markup(render_own(template, values, context.get("request")))  # noqa: S704


class AdvocacyExtension(Extension):
    """Adds our tags to the globals of an environment."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals.update(
            advocacy_share=advocacy_share,
            advocacy_entry=advocacy_entry,
            advocacy_assets=advocacy_assets,
        )


# The name to give in a site's settings.
advocacy = AdvocacyExtension

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment


def environment(**options):
    """Return the Jinja2 environment of the site, made as Django's manual shows."""
    env = Environment(**options)  # noqa: S701 - Django passes autoescape=True
    env.globals.update({"static": static, "url": reverse})
    env.install_gettext_translations(translation)
    return env

"""Fits our screens into the site's own base template."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, engines, loader
from django.template.backends.django import DjangoTemplates
from django.utils.safestring import mark_safe

from .conf import app_settings


STANDALONE = "wagtail_advocacy/base.html"
FRAGMENT = "wagtail_advocacy/fragment.html"
TITLE = "wagtail_advocacy/title.html"

# Understood alike by Django's template language and by Jinja2.
WRAPPER = (
    '{{% extends "{base}" %}}'
    "{{% block {title_block} %}}{{{{ advocacy_title }}}}{{% endblock %}}"
    "{{% block {block} %}}{{{{ advocacy_content }}}}{{% endblock %}}"
)


def render(
    request: HttpRequest,
    template_name: str,
    context: dict[str, Any],
    *,
    fragment: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Render one of our screens.

    Our templates say ``{% extends advocacy_layout %}``: a page of its own, or,
    where ``BASE_TEMPLATE`` is set, the content of a block of the site's template
    (Django or Jinja2).

    :param fragment: only the screen's content, for a dialog on another page.
    :param status: the HTTP status of the response.
    """
    if fragment or app_settings.BASE_TEMPLATE:
        content = _render_with(request, template_name, context, FRAGMENT)
        if not fragment:
            title = _render_with(request, template_name, context, TITLE)
            content = _wrap(request, title.strip(), content)
    else:
        content = _render_with(request, template_name, context, STANDALONE)
    return HttpResponse(content, status=status)


def _render_with(
    request: HttpRequest, template_name: str, context: dict[str, Any], layout: str
) -> str:
    return render_own(template_name, {**context, "advocacy_layout": layout}, request)


def render_own(
    template_name: str, context: dict[str, Any], request: HttpRequest | None
) -> str:
    """Render a template of ours, which is in Django's language whatever the site's is.

    A site may have Jinja2 look into every folder of templates first.

    :raises TemplateDoesNotExist: no engine for Django's language has it.
    """
    tried = []
    for engine in engines.all():
        if isinstance(engine, DjangoTemplates):
            try:
                return engine.get_template(template_name).render(context, request)
            except TemplateDoesNotExist as error:
                tried.append(error)
    raise TemplateDoesNotExist(template_name, chain=tried)


def own_engine() -> str | None:
    """Return the name of the engine that understands our templates.

    For whatever takes ``using``, such as ``TemplateResponse``.
    """
    for name in engines:
        if isinstance(engines[name], DjangoTemplates):
            return name
    return None


def _wrap(request: HttpRequest, title: str, content: str) -> str:
    # Every backend's template knows its backend; the stubs do not.
    base: Any = loader.get_template(app_settings.BASE_TEMPLATE)
    source = WRAPPER.format(
        base=app_settings.BASE_TEMPLATE,
        title_block=app_settings.BASE_TITLE_BLOCK,
        block=app_settings.BASE_BLOCK,
    )
    # Both parts are the output of autoescaping templates.
    return base.backend.from_string(source).render(
        {
            "advocacy_title": mark_safe(title),  # noqa: S308
            "advocacy_content": mark_safe(content),  # noqa: S308
        },
        request,
    )

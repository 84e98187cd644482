from django import template
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from example_site.intranet.models import DirectoryPage, HomePage


register = template.Library()


@register.inclusion_tag("intranet/includes/menu.html", takes_context=True)
def main_menu(context):
    """The sections of the home page in the language being read."""
    request = context["request"]
    page = context.get("page")
    path = getattr(page, "path", "")
    home = HomePage.objects.filter(locale__language_code=get_language()).first()
    pages = home.get_children().live().in_menu() if home else Page.objects.none()
    items = [
        {
            "title": item.title,
            "url": item.get_url(request),
            "current": path.startswith(item.path),
        }
        for item in pages
    ]
    return {"items": items}


@register.inclusion_tag("intranet/includes/language_switch.html", takes_context=True)
def language_switch(context):
    """Buttons to read this page in another language.

    An intranet page leads to its translation, or to the front page where it has
    none; any other address stays and only changes its language.
    """
    request = context["request"]
    page = context.get("page")
    translations = {}
    if isinstance(page, Page) and page.pk:
        translations = {
            translated.locale.language_code: translated.get_url(request)
            for translated in page.get_translations().live().select_related("locale")
        }
    choices = []
    for code, _name in settings.LANGUAGES:
        if code == get_language():
            continue
        if code in translations:
            address = translations[code]
        elif isinstance(page, Page):
            address = f"/{code}/"
        else:
            address = request.get_full_path()
        name = get_language_info(code)["name_local"].capitalize()
        choices.append({"code": code, "name": name, "next": address})
    return {"choices": choices, "request": request}


@register.simple_tag(takes_context=True)
def profile_url(context, person):
    """Address of a person's profile in the language being read, or "".

    The directory's own address is looked up once a page.
    """
    request = context["request"]
    directory_url = getattr(request, "_directory_url", None)
    if directory_url is None:
        directory = DirectoryPage.objects.live().filter(
            locale__language_code=get_language()
        )
        page = directory.first()
        directory_url = page.get_url(request) if page else ""
        request._directory_url = directory_url
    return f"{directory_url}{person.slug}/" if directory_url else ""


@register.simple_tag(takes_context=True)
def may_edit(context, page):
    """Whether this person may open ``page`` in the editor."""
    user = context["request"].user
    if not (isinstance(page, Page) and page.pk and user.is_authenticated):
        return False
    return page.permissions_for_user(user).can_edit()


@register.simple_tag
def site_name():
    return settings.WAGTAIL_SITE_NAME

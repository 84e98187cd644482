from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.snippets.models import register_snippet

from wagtail_advocacy import compat

from . import admin_urls, log_actions, page_buttons
from .models import LinkShareable, PageShareable, ShareablesSettings, Topic
from .permissions import ShareablePermissionPolicy
from .viewsets import (
    MENU_HOOK,
    LinkShareableViewSet,
    PageShareableViewSet,
    TopicViewSet,
)


for model in (PageShareable, LinkShareable):
    compat.register_permission_policy(model, ShareablePermissionPolicy(model))
compat.register_permission_policy(Topic)

register_snippet(PageShareableViewSet)
register_snippet(LinkShareableViewSet)
register_snippet(TopicViewSet)
settings_registry.register(ShareablesSettings, icon="globe")


@hooks.register("register_admin_menu_item")
def register_menu():
    return SubmenuMenuItem(
        _("Advocacy"),
        Menu(register_hook_name=MENU_HOOK),
        name="advocacy",
        icon_name=page_buttons.ICON,
        order=450,
    )


@hooks.register("register_admin_urls")
def register_urls():
    return [path("advocacy/", include(admin_urls))]


@hooks.register("register_page_header_buttons")
def page_header_buttons(page, user, next_url=None, view_name=None):
    return filter(None, [page_buttons.header_button(page, user, next_url)])


@hooks.register("register_page_listing_buttons")
def page_listing_buttons(page, user, next_url=None):
    return filter(None, [page_buttons.listing_button(page, user, next_url)])


@hooks.register("register_log_actions")
def register_log_actions(actions):
    log_actions.register(actions)

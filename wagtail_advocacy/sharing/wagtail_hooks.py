from django.contrib.auth.models import Permission
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.contrib.settings.registry import registry as settings_registry

from wagtail_advocacy.ambassadors.viewsets import MENU_HOOK

from . import admin_urls
from .inbox import ICON, INBOX, TITLE, InboxMenuItem
from .models import HelpRequest, SharingSettings, permission_for


settings_registry.register(SharingSettings, icon="comment")


@hooks.register("register_admin_urls")
def register_urls():
    return [path("advocacy/help/", include(admin_urls))]


@hooks.register(MENU_HOOK)
def register_inbox():
    return InboxMenuItem(
        TITLE, reverse(INBOX), name="advocacy-help", icon_name=ICON, order=30
    )


@hooks.register("register_permissions")
def register_permissions():
    codenames = [permission_for(kind).partition(".")[2] for kind in HelpRequest.Kind]
    return Permission.objects.filter(
        content_type__app_label="wagtail_advocacy_sharing", codename__in=codenames
    )

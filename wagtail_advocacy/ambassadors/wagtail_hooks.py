from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.snippets.models import register_snippet

from wagtail_advocacy import compat

from . import figures_urls, log_actions
from .account import ProfilePanel
from .admin_views import (
    LAUNCH,
    MANAGERS,
    LaunchMenuItem,
    LaunchView,
    ManagersFirstView,
)
from .models import AmbassadorsSettings, Audience, Expertise
from .reports import VIEW_FIGURES
from .viewsets import MENU_HOOK, AudienceViewSet, ExpertiseViewSet


for model in (Audience, Expertise):
    compat.register_permission_policy(model)

register_snippet(AudienceViewSet)
register_snippet(ExpertiseViewSet)
settings_registry.register(AmbassadorsSettings, icon="group")


@hooks.register("register_account_settings_panel")
def register_account_settings_panel(request, user, profile):
    return ProfilePanel(request, user, profile)


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("advocacy/launch/", LaunchView.as_view(), name=LAUNCH),
        path("advocacy/managers/", ManagersFirstView.as_view(), name=MANAGERS),
    ]


@hooks.register(MENU_HOOK)
def register_launch():
    return LaunchMenuItem(
        _("Launch"),
        reverse(LAUNCH),
        name="advocacy-launch",
        icon_name="list-ul",
        order=10,
    )


@hooks.register(MENU_HOOK)
def register_managers_first():
    return LaunchMenuItem(
        _("Managers first"),
        reverse(MANAGERS),
        name="advocacy-managers",
        icon_name="mail",
        order=20,
    )


@hooks.register("register_log_actions")
def register_log_actions(actions):
    log_actions.register(actions)


@hooks.register("register_admin_urls")
def register_figures_urls():
    return [path("advocacy/", include(figures_urls))]


@hooks.register(MENU_HOOK)
def register_participation_menu_item():
    return ParticipationMenuItem(
        _("Participation"),
        reverse("wagtail_advocacy_figures:participation"),
        name="advocacy-participation",
        icon_name="group",
        order=200,
    )


class ParticipationMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(VIEW_FIGURES)

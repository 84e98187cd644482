from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Audience, Expertise
from .panels import AUDIENCE_PANELS


# Rooms and sites put their own items into the menu with this hook.
MENU_HOOK = "register_wagtail_advocacy_menu_item"


class ExpertiseViewSet(SnippetViewSet):
    model = Expertise
    icon = "help"
    menu_label = _("Expertise")
    menu_name = "advocacy-expertise"
    menu_order = 130
    menu_hook = MENU_HOOK


class AudienceViewSet(SnippetViewSet):
    model = Audience
    icon = "group"
    menu_label = _("Audiences")
    menu_name = "advocacy-audiences"
    menu_order = 140
    menu_hook = MENU_HOOK
    edit_handler = AUDIENCE_PANELS

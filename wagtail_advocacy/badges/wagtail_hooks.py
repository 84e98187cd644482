from django.contrib.auth.models import Permission
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.snippets.models import register_snippet

from wagtail_advocacy import compat
from wagtail_advocacy.ambassadors.viewsets import MENU_HOOK

from . import viewsets as badge_viewsets
from .models import Badge, BadgesSettings, Goal, Recognition, Reward
from .rewards import queue as handing_over
from .rewards import queue_urls as handing_over_urls
from .rewards.viewsets import RewardViewSet, keep_redeemed
from .teams.viewsets import GoalViewSet
from .thanks.permissions import ModerationPolicy
from .thanks.viewsets import RecognitionViewSet


for model in (Badge, Goal, Reward):
    compat.register_permission_policy(model)
compat.register_permission_policy(Recognition, ModerationPolicy(Recognition))

register_snippet(badge_viewsets.BadgeViewSet)
register_snippet(GoalViewSet)
register_snippet(RewardViewSet)
register_snippet(RecognitionViewSet)
settings_registry.register(BadgesSettings, icon="pick")


@hooks.register("before_delete_snippet")
def refuse_to_delete_badges(request, instances):
    return badge_viewsets.refuse_to_delete(request, instances)


@hooks.register("register_admin_urls")
def register_urls():
    return [path("advocacy/rewards/", include(handing_over_urls))]


@hooks.register(MENU_HOOK)
def register_handing_over():
    return handing_over.QueueMenuItem(
        handing_over.TITLE,
        reverse(handing_over.QUEUE),
        name="advocacy-rewards-asked-for",
        icon_name=handing_over.ICON,
        order=40,
    )


@hooks.register("before_delete_snippet")
def keep_redeemed_rewards(request, instances):
    return keep_redeemed(request, instances)


@hooks.register("register_permissions")
def register_permissions():
    return Permission.objects.filter(
        content_type__app_label="wagtail_advocacy_badges",
        codename="hand_over_redemption",
    )

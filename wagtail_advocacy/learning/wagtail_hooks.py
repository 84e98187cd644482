from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.snippets.models import register_snippet

from wagtail_advocacy import compat
from wagtail_advocacy.ambassadors.viewsets import MENU_HOOK

from .charter_rules import refuse_copying
from .models import ConsultationComment, LearningSettings
from .reports import READINESS, ReadinessMenuItem, ReadinessView
from .training_publishing import refuse_bulk_publishing
from .viewsets import ConsultationCommentViewSet


compat.register_permission_policy(ConsultationComment)

register_snippet(ConsultationCommentViewSet)
settings_registry.register(LearningSettings, icon="clipboard-list")


@hooks.register("before_bulk_action")
def refuse_incomplete_trainings(request, action_type, objects, action_class_instance):
    if action_type == "publish" and request.method == "POST":
        return refuse_bulk_publishing(request, objects)


@hooks.register("before_copy_page")
def before_copy_page(request, page):
    return refuse_copying(request, page)


@hooks.register("register_admin_urls")
def register_urls():
    return [path("advocacy/readiness/", ReadinessView.as_view(), name=READINESS)]


@hooks.register(MENU_HOOK)
def register_readiness():
    return ReadinessMenuItem(
        _("Readiness"),
        reverse(READINESS),
        name="advocacy-readiness",
        icon_name="clipboard-list",
        order=210,
    )


@hooks.register("register_permissions")
def register_permissions():
    return Permission.objects.filter(
        content_type__app_label="wagtail_advocacy_learning",
        codename="view_questioncount",
    )

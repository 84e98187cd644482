from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from wagtail_advocacy import compat
from wagtail_advocacy.public.views import PublicAddressView, may_try
from wagtail_advocacy.shareables.models import PublicAddressTrial
from wagtail_advocacy.shareables.viewsets import MENU_HOOK


compat.register_permission_policy(PublicAddressTrial)


class PublicAddressMenuItem(MenuItem):
    def is_shown(self, request):
        return may_try(request.user)


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path(
            "advocacy/public-address/",
            PublicAddressView.as_view(),
            name="wagtail_advocacy_public_address",
        )
    ]


@hooks.register(MENU_HOOK)
def register_menu_item():
    return PublicAddressMenuItem(
        _("Public address"),
        reverse("wagtail_advocacy_public_address"),
        name="advocacy-public-address",
        icon_name="globe",
        order=900,
    )


@hooks.register("register_permissions")
def register_permissions():
    return Permission.objects.filter(
        content_type__app_label=PublicAddressTrial._meta.app_label,
        content_type__model=PublicAddressTrial._meta.model_name,
    )

"""On an employee's own page: what is reached together, and their own best."""

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.profile import ProfileSection, sections

from ..models import BadgesSettings
from . import own_best


class OwnBestSection(ProfileSection):
    """Somebody's quarter beside the best they had; nobody else ever sees it."""

    key = "best"
    title = _("My own best")
    template_name = "wagtail_advocacy/badges/profile_best.html"
    order = 120

    def context(self, request, ambassador):
        return {"best": own_best.of(ambassador)}


class TogetherSection(ProfileSection):
    key = "together"
    title = _("Together")
    template_name = "wagtail_advocacy/badges/profile_together.html"
    order = 130
    for_everybody = True

    def context(self, request, ambassador):
        return {"has_board": BadgesSettings.read().boards}


def register() -> None:
    sections.register(OwnBestSection())
    sections.register(TogetherSection())

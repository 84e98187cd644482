"""Somebody's badges, on their own page."""

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.profile import ProfileSection, sections

from .shelf import shown_to


# What is nearest; the others stand on the page of the badges.
MOST_NEXT = 3


class ShelfSection(ProfileSection):
    key = "shelf"
    title = _("My badges")
    template_name = "wagtail_advocacy/badges/profile_shelf.html"
    # What they have comes before what they can set.
    order = 50

    def context(self, request, ambassador):
        found = shown_to(ambassador)
        return {**found, "next_badges": found["next_badges"][:MOST_NEXT]}


class ThanksSection(ProfileSection):
    """The way to what colleagues say to each other, whoever takes part."""

    key = "thanks"
    title = _("Thanks among colleagues")
    template_name = "wagtail_advocacy/badges/profile_thanks.html"
    order = 60
    for_everybody = True

    def context(self, request, ambassador):
        return {}


def register() -> None:
    sections.register(ShelfSection())
    sections.register(ThanksSection())

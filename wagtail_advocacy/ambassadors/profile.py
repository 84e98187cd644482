"""The parts of ``/advocacy/me/``; rooms register their sections."""

import abc
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, router
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy import networks
from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.registry import Registry

from . import actions, consents
from .consents import TAKE_PART, Purpose
from .forms import ExpertiseForm, HandlesForm, PauseForm, RhythmForm
from .models import (
    Ambassador,
    AmbassadorsSettings,
    Consent,
    Expertise,
    NetworkHandle,
    Profile,
)


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ProfileSection(abc.ABC):
    """A part of an employee's own page, with an address of its own to post to.

    :cvar order: sections stand in ascending order; the leave section has 900.
    :cvar for_everybody: shown to those who do not take part, too; ``ambassador`` is
        ``None`` then.
    """

    key: ClassVar[str]
    title: "ClassVar[StrOrPromise]"
    template_name: ClassVar[str]
    order: ClassVar[int] = 500
    for_everybody: ClassVar[bool] = False

    @abc.abstractmethod
    def context(
        self, request: HttpRequest, ambassador: Ambassador | None
    ) -> dict[str, Any]:
        """Return what the template shows; a few queries, however much there is.

        The template also has ``section``, ``ambassador`` and ``action``, the address
        to post to.
        """

    def post(self, request: HttpRequest, ambassador: Ambassador) -> BaseForm | None:
        """Save what was sent, by an action that locks the ambassador.

        :returns: ``None``, or the form with its errors: it takes the place of
            ``form`` in what ``context`` returns.
        """
        return None


sections: Registry[ProfileSection] = Registry("profile section")


def shown_sections(ambassador: Ambassador | None) -> list[ProfileSection]:
    """Return the sections that somebody sees, in their order."""
    return sorted(
        (one for one in sections if ambassador is not None or one.for_everybody),
        key=lambda section: section.order,
    )


def written(model: type[models.Model]) -> "models.QuerySet[Any]":
    """Return all rows from where they are written.

    People look at what they have just saved, and a replica may not have it yet.
    """
    return model._default_manager.using(router.db_for_write(model))


def profile_of(ambassador: Ambassador) -> Profile:
    """Return somebody's profile; an empty one, not saved, where they have none.

    One query.
    """
    found = written(Profile).filter(ambassador=ambassador).first()
    return found or Profile(ambassador=ambassador)


class Switch:
    """A purpose as its owner sees it.

    :param is_on: what they answered; ``None``: nothing, since they last joined.
    :param entries: whatever they answered so far, newest first.
    """

    def __init__(
        self, purpose: Purpose, is_on: bool | None, entries: list[Consent]
    ) -> None:
        self.purpose = purpose
        self.is_on = is_on
        self.entries = [(entry, source_label(entry.source)) for entry in entries]


# Where a yes or no was said, as the ledger keeps it.
SOURCES: "dict[str, StrOrPromise]" = {
    "join-form": pgettext_lazy("consent source", "when you joined"),
    "leave-form": pgettext_lazy("consent source", "when you stopped taking part"),
    "profile": pgettext_lazy("consent source", "on this page"),
    "composer": pgettext_lazy("consent source", "when you left for the network"),
    "consent-form": pgettext_lazy("consent source", "when you were asked"),
    "share": pgettext_lazy("consent source", "when you had published"),
    "mail": pgettext_lazy("consent source", "from a mail"),
    "account-deactivated": pgettext_lazy(
        "consent source", "when your account was switched off"
    ),
    "account-deleted": pgettext_lazy("consent source", "when your account was deleted"),
    "directory": pgettext_lazy(
        "consent source", "when the directory did not name you any more"
    ),
    "erasure": pgettext_lazy("consent source", "when you had everything erased"),
}


def source_label(source: str) -> "StrOrPromise":
    """Return words for a source; rooms and sites add theirs to ``SOURCES``."""
    return SOURCES.get(source, source)


def switches_by_group(ambassador: Ambassador) -> dict[str, list[Switch]]:
    """Return every purpose with its state and history, by its group. One query."""
    purposes = consents.all_purposes()
    entries = consents.history(ambassador, [purpose.key for purpose in purposes])
    joined = max(
        (entry.pk for entry in entries[TAKE_PART.key] if entry.granted), default=0
    )
    found: dict[str, list[Switch]] = {}
    for purpose in purposes:
        own = entries[purpose.key]
        # Newest first; what was said before the person came back counts no more.
        is_on = own[0].granted if own and own[0].pk >= joined else None
        found.setdefault(purpose.group, []).append(Switch(purpose, is_on, own))
    return found


class ExpertiseSection(ProfileSection):
    key = "expertise"
    title = _("Ask me about…")
    template_name = "wagtail_advocacy/ambassadors/profile/expertise.html"
    order = 200

    def context(self, request, ambassador):
        chosen = chosen_expertise(ambassador)
        return {"form": ExpertiseForm(offered=offered_expertise(), chosen=chosen)}

    def post(self, request, ambassador):
        form = ExpertiseForm(request.POST, offered=offered_expertise())
        if not form.is_valid():
            return form
        actions.choose_expertise(request.user, form.chosen_objects())
        return None


def offered_expertise() -> list[Expertise]:
    """Return what people can be asked about, each once. One query.

    In the language of the person where there is a translation.
    """
    return in_own_language(Expertise.objects.select_related("locale"))


def in_own_language(translated) -> list:
    """Return one of each set of translations, by name.

    :param translated: a queryset of a translatable model with a name, with its
        locales selected.
    """
    own = (get_language() or "").split("-")[0]
    best: dict[Any, Any] = {}
    for one in translated.order_by("pk"):
        known = best.get(one.translation_key)
        if known is None or _is_in(one, own) > _is_in(known, own):
            best[one.translation_key] = one
    return sorted(best.values(), key=lambda one: one.name.casefold())


def _is_in(translated, language: str) -> bool:
    return translated.locale.language_code.split("-")[0] == language


def chosen_expertise(ambassador: Ambassador) -> set[str]:
    """Return the translation keys of what somebody can be asked about. One query."""
    keys = written(Expertise).filter(
        pk__in=Profile.expertise.through.objects.filter(
            profile__ambassador=ambassador
        ).values("expertise")
    )
    return {str(key) for key in keys.values_list("translation_key", flat=True)}


class NetworksSection(ProfileSection):
    key = "networks"
    title = _("My networks")
    template_name = "wagtail_advocacy/ambassadors/profile/networks.html"
    order = 300

    def context(self, request, ambassador):
        switches = switches_by_group(ambassador).get("networks", [])
        return {
            "switches": [one for one in switches if one.is_on is not None],
            # One that was never chosen is offered all the same, so it is not "off".
            "not_chosen": [one for one in switches if one.is_on is None],
            "form": HandlesForm(
                networks=_named_networks(), initial=_handles_of(ambassador)
            ),
        }

    def post(self, request, ambassador):
        form = HandlesForm(request.POST, networks=_named_networks())
        if not form.is_valid():
            return form
        actions.name_handles(request.user, form.cleaned_data)
        return None


def _named_networks() -> list[networks.Network]:
    keys = app_settings.NETWORKS
    chosen = networks.all() if keys is None else [networks.get(key) for key in keys]
    return [network for network in chosen if network.handle_pattern]


def _handles_of(ambassador: Ambassador) -> dict[str, str]:
    handles = written(NetworkHandle).filter(ambassador=ambassador)
    return dict(handles.values_list("network", "handle"))


class RhythmSection(ProfileSection):
    key = "rhythm"
    title = _("Languages and rhythm")
    template_name = "wagtail_advocacy/ambassadors/profile/rhythm.html"
    order = 400

    def context(self, request, ambassador):
        return {"form": RhythmForm.of(profile_of(ambassador))}

    def post(self, request, ambassador):
        form = RhythmForm(request.POST)
        if not form.is_valid():
            return form
        actions.change_profile(request.user, **form.fields_to_save())
        return None


class PauseSection(ProfileSection):
    key = "pause"
    title = _("A break")
    template_name = "wagtail_advocacy/ambassadors/profile/pause.html"
    order = 500

    def context(self, request, ambassador):
        profile = profile_of(ambassador)
        is_paused = profile.is_paused(timezone.now())
        return {
            "paused_until": profile.paused_until if is_paused else None,
            "form": PauseForm(zone=profile.zone),
        }

    def post(self, request, ambassador):
        if "end" in request.POST:
            actions.pause(request.user, None)
            return None
        form = PauseForm(request.POST, zone=profile_of(ambassador).zone)
        if not form.is_valid():
            return form
        actions.pause(request.user, form.cleaned_data["until"])
        return None


class ConsentsSection(ProfileSection):
    key = "consents"
    title = _("What I agreed to")
    template_name = "wagtail_advocacy/ambassadors/profile/consents.html"
    order = 600

    def context(self, request, ambassador):
        by_group = switches_by_group(ambassador)
        taking_part = next(
            switch
            for switch in by_group.pop("", [])
            if switch.purpose.key == TAKE_PART.key
        )
        by_group.pop("networks", None)
        known = [group for group in consents.GROUPS if group in by_group]
        others = [group for group in by_group if group not in known]
        return {
            "taking_part": taking_part,
            "groups": [
                (consents.GROUPS.get(group, group), by_group[group])
                for group in [*known, *others]
            ],
        }


class DataSection(ProfileSection):
    key = "data"
    title = _("What is kept about me")
    template_name = "wagtail_advocacy/ambassadors/profile/data.html"
    order = 800
    for_everybody = True

    def context(self, request, ambassador):
        return {"contact": AmbassadorsSettings.read().privacy_contact}


class LeaveSection(ProfileSection):
    key = "leave"
    title = _("Stop taking part")
    template_name = "wagtail_advocacy/ambassadors/profile/leave.html"
    order = 900

    def context(self, request, ambassador):
        return {}


def register():
    for section in (
        ExpertiseSection(),
        NetworksSection(),
        RhythmSection(),
        PauseSection(),
        ConsentsSection(),
        DataSection(),
        LeaveSection(),
    ):
        sections.register(section)

"""What somebody may say yes or no to, and what they said last."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import router
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy import networks
from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.registry import Registry

from .models import Ambassador, Consent


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


NETWORK_PREFIX = "network:"

# Headings under which the profile shows the purposes, in this order. A room may bring
# a group of its own.
GROUPS: "dict[str, StrOrPromise]" = {
    "networks": _("Networks"),
    "sharing": pgettext_lazy("consent", "What I am shown"),
    "figures": pgettext_lazy("consent", "Figures and names"),
    "mail": _("E-mails"),
}


@dataclass(frozen=True)
class Purpose:
    """Something a person may say yes or no to.

    :param key: stable name, at most 64 characters, stored in every ledger entry.
    :param wording: version of the sentence the person agreed to; change it with
        the sentence, so that the ledger says what was read.
    :param sentence: what they agree to, in one sentence of theirs: "I …".
    :param group: key of the heading in the profile it stands under; "": none, there
        is another way to decide it.
    """

    key: str
    wording: str
    sentence: "StrOrPromise" = ""
    group: str = "sharing"


purposes: Registry[Purpose] = Registry("consent purpose")

TAKE_PART = purposes.register(
    Purpose(
        "take_part",
        wording="2026-11",
        sentence=_("I take part, by my own choice."),
        group="",
    )
)
COMMERCIAL = purposes.register(
    Purpose(
        "commercial",
        wording="2026-11",
        sentence=_("I am shown commercial content too, about products and offers."),
    )
)
ENGAGEMENT = purposes.register(
    Purpose(
        "engagement",
        wording="2026-11",
        sentence=_("You may measure the reactions and comments on my posts."),
        group="figures",
    )
)
BY_NAME = purposes.register(
    Purpose(
        "by_name",
        wording="2026-11",
        sentence=_(
            "On boards, colleagues may see my name, on how many posts I answered"
            " readers, and whether I wrote in my own words."
        ),
        group="figures",
    )
)


def _way_to_share(network) -> str:
    return gettext("One of my ways to share: %(network)s") % {"network": network}


_way_to_share_lazy = lazy(_way_to_share, str)


def network_key(network: str) -> str:
    """Return the key of the purpose "use this network" of a network's key."""
    return f"{NETWORK_PREFIX}{network}"


def network_purpose(network: networks.Network) -> Purpose:
    """Return the purpose of sharing on one network.

    Choosing a network in the composer and going there is the yes; the sentence
    beside the button says so.
    """
    return Purpose(
        network_key(network.key),
        wording="2026-11",
        sentence=_way_to_share_lazy(network.name),
        group="networks",
    )


def find_purpose(key: str) -> Purpose:
    """Return a purpose, that of a network too.

    :raises LookupError: there is none of this key.
    """
    if key.startswith(NETWORK_PREFIX):
        return network_purpose(networks.get(key.removeprefix(NETWORK_PREFIX)))
    return purposes.get(key)


def all_purposes() -> list[Purpose]:
    """Return every purpose of this site, those of its networks first."""
    keys = app_settings.NETWORKS
    chosen = networks.all() if keys is None else [networks.get(key) for key in keys]
    return [*map(network_purpose, chosen), *purposes]


def answers(ambassador: Ambassador) -> dict[str, bool]:
    """Return what somebody answered last, by purpose; what they were not asked, or
    only before they left, is missing. One query.
    """
    found: dict[str, bool] = {}
    # Written where it is read: a replica may not have the last answer yet.
    entries = Consent.objects.using(router.db_for_write(Consent)).filter(
        ambassador=ambassador
    )
    for purpose, granted in entries.order_by("pk").values_list("purpose", "granted"):
        if purpose == TAKE_PART.key and granted:
            # Whoever comes back begins anew.
            found.clear()
        found[purpose] = granted
    return found


def current(ambassador: Ambassador) -> dict[str, bool]:
    """Return yes or no for every purpose of this site. One query."""
    answered = answers(ambassador)
    return {purpose.key: answered.get(purpose.key, False) for purpose in all_purposes()}


def granted(ambassador: Ambassador, purpose_key: str) -> bool:
    """Whether somebody's last word on this was yes. One query."""
    return answers(ambassador).get(purpose_key, False)


def refused(answered: dict[str, bool], keys: Iterable[str]) -> set[str]:
    """Return those of ``keys`` to which the answer was no; not being asked is none.

    :param answered: what ``answers`` returned.
    """
    return {key for key in keys if answered.get(key) is False}


def who_granted(
    ambassadors: "QuerySet[Ambassador]", purpose_key: str
) -> "QuerySet[Ambassador]":
    """Return those of ``ambassadors`` whose last word on this was yes.

    Nothing is evaluated here: it is one query, for one or for thousands.
    """
    last = (
        Consent.objects.filter(ambassador=OuterRef("pk"), purpose=purpose_key)
        .order_by("-pk")
        .values("granted")[:1]
    )
    return ambassadors.alias(_last_word=Subquery(last)).filter(_last_word=True)


def history(ambassador: Ambassador, keys: Collection[str]) -> dict[str, list[Consent]]:
    """Return everything somebody ever answered, newest first, by purpose. One query."""
    found: dict[str, list[Consent]] = {key: [] for key in keys}
    entries = Consent.objects.using(router.db_for_write(Consent)).filter(
        ambassador=ambassador
    )
    for entry in entries.order_by("-pk"):
        if entry.purpose in found:
            found[entry.purpose].append(entry)
    return found


@dataclass(frozen=True)
class Question:
    """Asks for one consent, at the moment it is first needed.

    Show it with ``{% include "wagtail_advocacy/ambassadors/_consent.html" %}``.

    :param source: where it is asked, at most 32 characters; the ledger keeps it.
    :param next: where to go on once it is answered.
    """

    purpose: Purpose
    source: str
    next: str


def question(
    ambassador: Ambassador, purpose_key: str, *, source: str, next: str
) -> Question | None:
    """Return the question to show, or ``None``: it is answered. One query.

    A no is an answer too, so nobody is asked twice.

    :raises LookupError: there is no such purpose.
    """
    purpose = find_purpose(purpose_key)
    if purpose_key in answers(ambassador):
        return None
    return Question(purpose, source, next)

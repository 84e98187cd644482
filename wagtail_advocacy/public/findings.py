"""What a look at the public address can show, in words that can be translated."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _


# By the codes that are stored: rename none without a migration.
SENTENCES = {
    "no_public_url": _("PUBLIC_URL is not set: nobody can share yet."),
    "nothing_offered": _("Nothing is offered yet, so there is no card to see."),
    "silent_to_server": _(
        "%(address)s does not answer from here: %(faults)s. A server often cannot call"
        " its own public address: then try it from outside before you look for a fault."
    ),
    "silent_to_browser": _(
        "%(address)s does not answer this browser: nothing is there, its certificate is"
        " refused, or the network in between lets nothing through."
    ),
    "plain_http": _("PUBLIC_URL is not HTTPS: browsers and networks warn of it."),
    "not_200": _("%(address)s answers %(status)s and not 200."),
    "unreadable": _(
        "Something answers at %(address)s, and does not let a browser read it: it is"
        " not this version of our public pages, or a web server in front of them takes"
        " the header Access-Control-Allow-Origin away."
    ),
    "not_ours": _("%(address)s is not this version of our public pages, or not ours."),
    "ours": _("The public address answers with our pages."),
    "card_not_200": _("The card %(address)s answers %(status)s."),
    "card_elsewhere": _("The card says og:url is “%(found)s”, not “%(wanted)s”."),
    "network_wrong": _("%(network)s: %(faults)s."),
    "network_right": _("%(network)s finds everything its card needs."),
    "picture_unseen": _(
        "%(network)s: every tag is there, and the picture could not be looked at."
    ),
    "never_shared": _("Nobody has shared it yet, so there is no link to follow."),
    "link_right": _("A tracked link leads on."),
    "link_wrong": _("A tracked link answers %(status)s and not 302."),
    "link_unreadable": _(
        "A tracked link is answered, and not in a way that a browser may read: follow"
        " one by hand."
    ),
    "leak": _(
        "The intranet answers through the public address: %(paths)s. Serve public_urls"
        " alone from there."
    ),
    "leak_suspected": _(
        "Something other than our public pages answers through the public address:"
        " %(paths)s. Other unknown addresses are answered by us, so this is probably"
        " the intranet. Serve public_urls alone from there."
    ),
    "leak_unreadable": _(
        "Something answers at %(paths)s, and a browser may not read what: the web"
        " server's own “not found”, or the intranet. Open these from outside your"
        " network; nothing may be there."
    ),
    "leak_unseen": _(
        "What is at %(paths)s could not be seen from here. Open these from outside your"
        " network; nothing may be there."
    ),
    "leak_on_same_host": _(
        "PUBLIC_URL is on the intranet's own host, so this browser gets to the intranet"
        " through it: %(paths)s. Open these from outside your network; nothing may be"
        " there."
    ),
    "no_leak": _("Nothing of the intranet answers through it."),
}
# Parts of sentences.
FAULTS = {
    "error": "%(reason)s",
    "certificate": _("its certificate is refused: %(reason)s"),
    "too_long": _("it takes too long"),
    "tag_missing": _("%(tag)s is missing"),
    "picture_address": _("og:image is not a complete web address"),
    "picture_silent": _("the picture does not answer"),
    "picture_not_200": _("the picture answers %(status)s"),
    "picture_none": _("the picture is none"),
    "picture_small": _(
        "the picture has %(width)s×%(height)s pixels, and"
        " %(wanted_width)s×%(wanted_height)s are wanted"
    ),
    "picture_heavy": _("the picture is larger than %(max_bytes)s bytes"),
}


@dataclass(frozen=True)
class Fault:
    """A part of a finding: what is wrong with one thing.

    :param says: a key of ``FAULTS``.
    :param values: of its placeholders; JSON-able.
    """

    says: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(FAULTS[self.says]) % self.values


@dataclass(frozen=True)
class Finding:
    """What one look has shown.

    :param is_good: ``None`` where it could not be looked at.
    :param says: a key of ``SENTENCES``.
    :param values: of its placeholders; JSON-able.
    :param faults: in the order they are told in.
    """

    is_good: bool | None
    says: str
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """What a person reads, in the language that is active now."""
        faults = "; ".join(str(fault) for fault in self.faults)
        return str(SENTENCES[self.says]) % {**self.values, "faults": faults}

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def findings_of(stored: Iterable[dict]) -> Iterator[Finding]:
    """Yield the findings that were stored, but for what this version cannot say.

    :param stored: what ``as_data`` returned.
    """
    for data in stored:
        faults = [Fault(**fault) for fault in data["faults"]]
        if data["says"] in SENTENCES and all(fault.says in FAULTS for fault in faults):
            yield Finding(**{**data, "faults": faults})

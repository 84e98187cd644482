from __future__ import annotations

import abc
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.conf import app_settings

from .counting import BLANKS, Rule, normalise


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


# Signs that may stand right before and after a link without belonging to it.
_OPENING = r"""(\[{<"'«“‘„:"""
_CLOSING = r"""\])}>"'»”’.,;:!?…"""

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


@dataclass(frozen=True)
class Measure:
    """What one rule says about one text.

    :param unit: what was counted, in the plural: "characters", "bytes".
    :param used: how many there are.
    :param limit: how many there may be; ``None``: any number.
    """

    unit: StrOrPromise
    used: int
    limit: int | None

    @property
    def over(self) -> int:
        """How many units have to go; 0 where the text fits."""
        return 0 if self.limit is None else max(0, self.used - self.limit)


class Network(abc.ABC):
    """A place to share to, without any account connected.

    Subclass it in a site and ``register`` the class from an ``AppConfig.ready()``.
    Instances hold no state: one serves all requests.
    """

    # Stable, because it is stored in rows and stands in addresses: [a-z0-9_]+
    key: str
    name: ClassVar[StrOrPromise]
    # Every rule a text has to keep; the first is the one that is shown, and the one
    # whose limit NETWORK_LIMITS replaces.
    rules: ClassVar[tuple[Rule, ...]]
    # Words after which most people have stopped reading; None: nobody knows. On a page
    # of 111 they still read half
    # (https://www.nngroup.com/articles/how-little-do-users-read/).
    readable_words: ClassVar[int | None] = 111
    # False where people have to ask for more networks to see this one.
    shown_first: ClassVar[bool] = False
    # False where the text does not travel with the intent: it has to be pasted.
    carries_text: ClassVar[bool] = True
    # False where the link travels in a field of its own, so that it does not count.
    link_counts: ClassVar[bool] = True
    # True where a post is a picture first: offer the picture beside the text.
    wants_image: ClassVar[bool] = False
    # True where there is no one address to open: ask people for theirs, see at().
    needs_instance: ClassVar[bool] = False
    # Where the address of a post leads, subdomains included; (): anywhere.
    hosts: ClassVar[tuple[str, ...]] = ()
    # How an author takes a post of theirs down, in a sentence or two.
    taking_down: ClassVar[StrOrPromise] = _(
        "Open your post, choose the three dots beside it, and delete it."
    )
    # What a person is called there, as a regular expression, and an example of it;
    # "": people have no name there that a post could be found by.
    handle_pattern: ClassVar[str] = ""
    handle_example: ClassVar[str] = ""

    def at(self, instance: str) -> Self:
        """Return this network as it is on the server that somebody uses.

        :param instance: host name of the server; "" where it is not known. Only
            networks with ``needs_instance`` look at it.
        :raises django.core.exceptions.ValidationError: it is not a host name.
        """
        return self

    def current_rules(self) -> tuple[Rule, ...]:
        """Return ``rules`` with the limit that the site sets, where it sets one."""
        first, *others = self.rules
        limit = app_settings.NETWORK_LIMITS.get(self.key, first.limit)
        return (replace(first, limit=limit), *others)

    @property
    def limit(self) -> int | None:
        """Limit of the first rule, in the unit that count() returns; None: none."""
        return self.current_rules()[0].limit

    def compose(self, text: str, url: str) -> str:
        """Return the whole text as it stands on the network and on the clipboard.

        It is the person's text, then the link on a line of its own. A text that has
        the link already stays as it is; a longer address that begins like the link
        is not the link.
        """
        text = normalise(text)
        if not url or contains_link(text, url):
            return text
        return f"{text}\n{url}" if text else url

    def counted(self, text: str, url: str) -> str:
        """Return what the rules count: the composed text, without a link apart."""
        return self.compose(text, url if self.link_counts else "")

    def text_and_link(self, text: str, url: str) -> dict[str, str]:
        """Return the parameters of an intent that takes text and link apart.

        A link that is in the text already is not sent a second time.
        """
        text = normalise(text)
        query = {"text": text} if text else {}
        if url and not contains_link(text, url):
            query["url"] = url
        return query

    def measures(self, text: str, url: str, title: str = "") -> tuple[Measure, ...]:
        """Count the text as it is sent by every rule of this network.

        :param text: what the person wrote.
        :param url: the link to be added, absolute; "" where there is none.
        :param title: as given to ``intent_url``; it only counts where it is sent.
        """
        counted = self.counted(text, url)
        return tuple(
            Measure(rule.unit, rule.count(counted, title), rule.limit)
            for rule in self.current_rules()
        )

    def count(self, text: str, url: str, title: str = "") -> int:
        """Return the length of the text as it is sent, by the first rule."""
        return self.current_rules()[0].count(self.counted(text, url), title)

    @abc.abstractmethod
    def intent_url(self, text: str, url: str, title: str = "") -> str | None:
        """Return the address that opens the network's own composer.

        :param title: the title of what is shared, for networks that have a subject.
        :returns: ``None`` where there is nothing to open, or where it is not known
            on which server.
        """

    def is_post_address(self, address: str) -> bool:
        """Tell whether ``address`` can be that of a post on this network.

        http or https, no credentials, no port of its own, a host that belongs to the
        network, and something after the host. Whatever browsers and Python may read
        differently (blanks, control characters, backslashes, hosts that are not
        plain ASCII) is refused. Nothing is fetched.
        """
        if not address.isprintable() or " " in address or "\\" in address:
            return False
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        # Compared with netloc, so that neither credentials nor a port can hide there.
        host = parts.netloc.lower()
        return (
            parts.scheme in ("http", "https")
            and parts.netloc.isascii()
            and _HOST.fullmatch(host) is not None
            and parts.path.strip("/") != ""
            and (
                not self.hosts
                or any(
                    host == known or host.endswith(f".{known}") for known in self.hosts
                )
            )
        )

    def clean_handle(self, typed: str) -> str:
        """Return what a person is called here, from what they typed or pasted.

        An @ in front is taken off, and so is the rest of the address of their page.
        Nothing is fetched.

        :raises ValidationError: nobody can be called that here.
        """
        handle = typed.strip(BLANKS)
        if "/" in handle:
            handle = self._handle_in(handle)
        handle = handle.removeprefix("@")
        if not re.fullmatch(self.handle_pattern, handle):
            raise ValidationError(
                _("This is no name on %(network)s, such as %(example)s."),
                params={"network": self.name, "example": self.handle_example},
                code="handle",
            )
        return handle

    def _handle_in(self, address: str) -> str:
        if "://" not in address:
            address = f"https://{address}"
        if not self.is_post_address(address):
            return ""
        return unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2])

    def browser_rule(self) -> dict[str, Any]:
        """Return what ``measure()`` of counting.js takes as its rule.

        JSON-able; the units are in the language that is active.
        """
        return {
            "measures": [rule.for_browser() for rule in self.current_rules()],
            "linkCounts": self.link_counts,
        }


def contains_link(text: str, url: str) -> bool:
    """Tell whether ``url`` stands in ``text`` as a link of its own."""
    pattern = (
        rf"(?:^|[{BLANKS}{_OPENING}]){re.escape(url)}"
        rf"(?=[{_CLOSING}]*(?:[{BLANKS}]|\Z))"
    )
    return re.search(pattern, text) is not None

"""What people can be told, and how it reads."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail_advocacy.layout import render_own
from wagtail_advocacy.registry import Registry

from .consents import Purpose, purposes
from .models import Ambassador, Delivery


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


PARTS = "wagtail_advocacy/ambassadors/notices"


def _always(ambassador: Ambassador, context: dict[str, Any]) -> bool:
    return True


def _nothing(user, context: dict[str, Any]) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Choice:
    """One answer to a notice, given by one click: on the intranet, or from the mail.

    :param key: stable name, at most 32 characters; links in mails are signed with it.
    :param label: what stands on the button, in the words of the person.
    :param done: what they read once they have said it.
    :param act: does it, in a transaction and with the person locked, given them, the
        notice's context and the moment they said it. It is called once for each link
        in a mail; on the intranet, once for each click.
    """

    key: str
    label: "StrOrPromise"
    done: "StrOrPromise"
    act: Callable[[Ambassador, dict[str, Any], datetime.datetime], object]


@dataclass(frozen=True)
class NoticeKind:
    """What people are told about, such as "the editors withdrew what you shared".

    :param key: stable name, at most 64 characters; it is stored.
    :param label: what it is, in the plural, such as "Reminders to learn".
    :param template: its text, plain, with the blocks ``notice_subject``,
        ``notice_text`` and ``notice_link``; it ``{% extends notice_part %}``.
    :param purpose: what somebody agrees to by having it mailed; ``None``: it is about
        something they did, and no mail they could do without.
    :param encourages: it leads to sharing, so it waits while sharing is closed.
    :param still_holds: whether it is still so, asked with the person and the context
        before it is mailed and each time it is shown; at most three queries.
    :param invites: it goes to people who do not take part, so nobody could say yes to
        it: once, and never to whoever does not want to be invited, or left. Those who
        take part find it on the intranet.
    :param choices: what it can be answered with; answering puts it away.
    :param kept: names of the context that stay when the rest is forgotten, because
        the kind's own rule needs them.
    :param details: returns what the template is given besides the context, read anew
        each time; called with the account and the context. ``entries`` among it, each
        with a title, a text and an address of the intranet, is listed below the text
        of a mail.
    :param is_mail_only: the intranet says the same elsewhere, and shows no notice.
    :param reaches_everybody: a colleague says it to them, so whoever does not take part
        is told as well, by mail; ``still_holds`` is asked with ``None`` for them.
    """

    key: str
    label: "StrOrPromise"
    template: str
    purpose: Purpose | None = None
    encourages: bool = False
    still_holds: Callable[[Any, dict[str, Any]], bool] = _always
    kept: tuple[str, ...] = ()
    invites: bool = False
    choices: tuple[Choice, ...] = ()
    details: Callable[[Any, dict[str, Any]], dict[str, Any]] = _nothing
    is_mail_only: bool = False
    reaches_everybody: bool = False

    def choice(self, key: str) -> Choice:
        """Return one of its choices.

        :raises LookupError: there is none of this key.
        """
        for choice in self.choices:
            if choice.key == key:
                return choice
        raise LookupError(f"{self.key!r} cannot be answered with {key!r}.")


class NoticeKinds(Registry[NoticeKind]):
    def register(self, item: NoticeKind) -> NoticeKind:
        """Add a kind, and its purpose to those the profile asks about.

        Two kinds may have the same purpose.
        """
        super().register(item)
        if item.purpose is not None and item.purpose.key not in purposes:
            purposes.register(item.purpose)
        return item


notice_kinds = NoticeKinds("kind of notice")


@dataclass(frozen=True)
class ShownNotice:
    """A notice as the intranet shows it, in the reader's language."""

    pk: int
    subject: str
    text: str
    address: str
    link: str
    choices: tuple[Choice, ...] = ()
    entries: tuple[dict[str, str], ...] = ()


def show(delivery: Delivery) -> ShownNotice:
    """Return a notice of a known kind in the active language."""
    kind = notice_kinds.get(delivery.kind)
    details = kind.details(delivery.user, delivery.context)

    def part(name: str) -> str:
        # Each part is a template of one block, so that no text of a person ends in
        # another part.
        context = {
            **delivery.context,
            **details,
            "notice_part": f"{PARTS}/{name}.txt",
        }
        text = render_own(kind.template, context, None).strip()
        # What a condition left empty.
        return re.sub(r"\n{3,}", "\n\n", text)

    return ShownNotice(
        delivery.pk,
        subject=part("subject"),
        text=part("text"),
        address=delivery.address,
        link=part("link"),
        choices=kind.choices,
        entries=tuple(details.get("entries", ())),
    )

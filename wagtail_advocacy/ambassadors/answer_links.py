"""The signed address that gives one answer to one notice, without a login."""

import datetime
from dataclasses import dataclass

from django.core import signing

from wagtail_advocacy import addresses


# Somebody wants no more mails of this purpose, or none that invites them at all.
STOP = "stop"
DISMISS = "dismiss"

# How long an answer is worth giving. Whoever wants no more mails may say so for as
# long as they have one of them.
LIFETIME = datetime.timedelta(days=30)
ENDLESS = (STOP, DISMISS)


class LinkOver(Exception):
    """A link of ours whose time is over.

    :param language: of the person it was sent to.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        super().__init__()


@dataclass(frozen=True)
class AnswerLink:
    """What a link says, and all it says: nobody's name, and nothing of the mail.

    :param delivery: primary key of the notice.
    :param kind: key of the notice's kind.
    :param choice: key of the answer.
    :param language: code of the language that the person reads.
    """

    delivery: int
    kind: str
    choice: str
    language: str


def answer_address(link: AnswerLink) -> str:
    """Return the public address of an answer.

    :raises NoPublicAddress: the site has no ``PUBLIC_URL``.
    """
    values = [link.delivery, link.kind, link.choice, link.language]
    return addresses.public_url(
        "ambassadors:mail_answer", _signer().sign_object(values)
    )


def read_link(token: str) -> AnswerLink | None:
    """Return what a token says; ``None``: it was not signed here, or not for this.

    :raises LinkOver: it was, too long ago.
    """
    try:
        # Loaded without an age first: how long it holds is for the choice to say.
        link = AnswerLink(*_signer().unsign_object(token))
        if link.choice not in ENDLESS:
            _signer().unsign(token, max_age=LIFETIME)
    except signing.SignatureExpired:
        raise LinkOver(link.language) from None
    except signing.BadSignature:
        return None
    return link


def _signer() -> signing.TimestampSigner:
    # Made anew each time: it takes over the keys when it is made.
    return signing.TimestampSigner(
        key=addresses.public_key(),
        fallback_keys=addresses.public_fallback_keys(),
        salt="wagtail_advocacy.ambassadors.answer",
    )

"""Why an award cannot be had as a file; each says what happened and what to do."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _


if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class CannotSign(Exception):
    """There is no such file of this award.

    ``sentence`` is what its owner reads, ``status`` how a browser is answered.
    """

    sentence: "str | _StrPromise" = ""
    status = 404

    def __str__(self):
        return str(self.sentence)


class NotInstalled(CannotSign):
    sentence = _(
        "This site cannot sign badges: the package openbadgeslib is not installed."
        " Please tell whoever runs the site."
    )


class NoKey(CannotSign):
    sentence = _(
        "This site cannot sign badges: it has no key to sign with. Please tell whoever"
        " runs the site."
    )


class NoAddress(CannotSign):
    sentence = _(
        "This site cannot sign badges: it has no public address, where others could"
        " check them. Please tell whoever runs the site."
    )


class NoMail(CannotSign):
    sentence = _(
        "A signed badge says whose it is by an e-mail address, and your account has"
        " none. Please ask whoever runs the site to add it."
    )


class Revoked(CannotSign):
    sentence = _("This badge was taken back, so it cannot be downloaded any more.")
    # It was there, and is not.
    status = 410


class NoPicture(CannotSign):
    sentence = _(
        "This badge has no picture that could carry the signature. Download the signed"
        " text instead."
    )


class OtherPicture(CannotSign):
    """It is an SVG, and a PNG was asked for, or the other way round."""

    sentence = _(
        "The picture of this badge has another format. Go back, and take the one that"
        " is offered."
    )


class SpoiltPicture(CannotSign):
    sentence = _(
        "The signature cannot be put into the picture of this badge. Download the"
        " signed text instead, and tell whoever runs the site."
    )

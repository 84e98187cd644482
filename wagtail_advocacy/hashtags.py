"""Hashtags as the networks read them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


# Letters, digits and underscores, at least one of them not a digit.
HASHTAG = re.compile(r"#?(?=\w*[^\W\d])\w+")


def validate_hashtag(value: str) -> None:
    """Accept one hashtag, with or without its ``#``.

    :raises ValidationError: a network would cut it off, or not see it at all.
    """
    if not HASHTAG.fullmatch(value):
        raise ValidationError(
            _(
                "“%(value)s” is not a hashtag: use letters, digits and underscores"
                " only."
            ),
            params={"value": value},
            code="hashtag",
        )


def split_hashtags(value: str) -> list[str]:
    """Return the hashtags of a line, each with its ``#``, each once, in order.

    :param value: hashtags separated by spaces or commas.
    :raises ValidationError: one of them is not a hashtag.
    """
    words = value.replace(",", " ").split()
    for word in words:
        validate_hashtag(word)
    return list(dict.fromkeys(f"#{word.removeprefix('#')}" for word in words))

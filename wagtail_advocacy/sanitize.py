import html
import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


URL_SCHEMES = ("http", "https")


# What a charter or a lesson needs; headings are ours to give.
TEXT_TAGS = frozenset({"a", "b", "br", "em", "i", "li", "ol", "p", "strong", "ul"})


def rich_text(markup: str) -> str:
    """Return ``markup`` with paragraphs, lists, emphasis and links, and nothing else.

    :param markup: HTML of any origin, links already resolved.
    """
    return _clean(
        markup,
        tags=TEXT_TAGS,
        attributes={"a": ["href"]},
        protocols=[*URL_SCHEMES, "mailto"],
    )


def _clean(markup: str, **options: Any) -> str:
    # Its parser is large, and most processes that start never clean anything.
    import bleach

    cleaned: str = bleach.clean(str(markup), strip=True, **options)
    return cleaned


def plain_text(markup: str) -> str:
    """Return ``markup`` without any tag, entities resolved, white space folded.

    :param markup: HTML of any origin, or plain text.
    """
    # A space where a block ends, so that two paragraphs do not run together.
    spaced = re.sub(r"</(p|li|h[1-6]|div)>|<br\s*/?>", r" \g<0>", str(markup))
    stripped = html.unescape(_clean(spaced, tags=set()))
    return " ".join(stripped.split())


def validate_web_address(value: str) -> None:
    """Accept an absolute http(s) address that takes a reader where it says.

    :raises ValidationError: another scheme, no host, credentials, or characters
        that browsers drop or fold and that could hide the real target.
    """
    if any(unicodedata.category(c) in {"Cc", "Cf", "Zs", "Zl", "Zp"} for c in value):
        raise ValidationError(
            _("The address contains spaces or invisible characters."),
            code="characters",
        )
    if "\\" in value:
        raise ValidationError(_("The address contains a backslash."), code="characters")
    try:
        parts = urlsplit(value)
        host = parts.hostname
        parts.port  # noqa: B018 - raises on a port that is not one
    except ValueError:
        raise ValidationError(
            _("This is not a complete web address."), code="invalid"
        ) from None
    if parts.scheme.lower() not in URL_SCHEMES:
        raise ValidationError(
            _("Only addresses that start with http:// or https:// are possible."),
            code="scheme",
        )
    if "@" in parts.netloc:
        raise ValidationError(
            _("The address contains a user name or password. Leave it out."),
            code="credentials",
        )
    if not host:
        raise ValidationError(_("This is not a complete web address."), code="invalid")


# What spreadsheets take for the beginning of a formula
# (https://owasp.org/www-community/attacks/CSV_Injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def spreadsheet_text(value: str) -> str:
    """Return ``value`` so that no spreadsheet runs it as a formula.

    :param value: the text of one cell of a CSV file.
    """
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value

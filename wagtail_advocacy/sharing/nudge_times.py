"""When the author of a post is asked about it: "3h, 1d, 3d" after their yes."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


# After it nobody is asked about a post any more.
WEEK = datetime.timedelta(days=7)
DEFAULT = "3h, 1d, 3d"
MOST = 3
# "j" is what French calls a day.
TIME = re.compile(r"(\d{1,3})\s*([hdj])", re.IGNORECASE)

NOT_UNDERSTOOD = _("“%(part)s” is no time: write hours as 3h and days as 1d.")
TOO_LATE = _(
    "“%(part)s” is too late: after a week nobody is asked about a post any more."
)
TOO_MANY = ngettext_lazy(
    "At most %(most)s question a post.", "At most %(most)s questions a post.", MOST
)


def parse_nudge_times(text: str) -> list[datetime.timedelta]:
    """Return the times in a text, in ascending order, each once.

    :raises ValidationError: it cannot be read, a time is not within a week, or there
        are too many.
    """
    found = {_parse(part) for part in re.split(r"[,;]", text) if part.strip()}
    if len(found) > MOST:
        raise ValidationError(TOO_MANY % {"most": MOST})
    return sorted(found)


def write_nudge_times(times: list[datetime.timedelta]) -> str:
    """Return times as a lead writes them."""
    return ", ".join(_write(int(time.total_seconds()) // 3600) for time in times)


def validate_nudge_times(text: str) -> None:
    parse_nudge_times(text)


def _parse(part: str) -> datetime.timedelta:
    part = part.strip()
    match = TIME.fullmatch(part)
    if match is None or not int(match[1]):
        raise ValidationError(NOT_UNDERSTOOD % {"part": part})
    unit = "hours" if match[2].lower() == "h" else "days"
    time = datetime.timedelta(**{unit: int(match[1])})
    if time >= WEEK:
        raise ValidationError(TOO_LATE % {"part": part})
    return time


def _write(hours: int) -> str:
    days, rest = divmod(hours, 24)
    return f"{hours}h" if rest else f"{days}d"

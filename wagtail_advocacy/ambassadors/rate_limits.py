"""How often one person may do something, whatever process or server answers them."""

import datetime
import time
from dataclasses import dataclass

from django.db import router
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from wagtail_advocacy.registry import Registry
from wagtail_advocacy.rows import make_once

from .models import AttemptCount


@dataclass(frozen=True)
class RateLimit:
    """So many attempts of one person within so many seconds.

    Far above what somebody does by hand, and counted in windows that begin at the
    same moment for everybody: what matters is that a script or a key that is stuck
    ends somewhere, not the exact number.

    :param action: stable key, at most 32 characters; it is stored.
    """

    action: str
    times: int
    seconds: int

    @property
    def key(self) -> str:
        return self.action

    def window(self, now: int) -> tuple[int, int]:
        """Return the number of the window that a moment is in, and what is left of it.

        :param now: in seconds since 1970; so is what is left.
        """
        number, elapsed = divmod(now, self.seconds)
        return number, self.seconds - elapsed


@dataclass(frozen=True)
class WeeklyLimit(RateLimit):
    """So many attempts within a week from Monday to Sunday, by the site's clocks."""

    seconds: int = 7 * 24 * 60 * 60

    def window(self, now: int) -> tuple[int, int]:
        zone = timezone.get_default_timezone()
        day = datetime.datetime.fromtimestamp(now, zone).date()
        monday = day - datetime.timedelta(days=day.weekday())
        following = monday + datetime.timedelta(weeks=1)
        ends = datetime.datetime.combine(following, datetime.time(), zone)
        return monday.toordinal() // 7, int(ends.timestamp()) - now


JOINING = RateLimit("join", times=10, seconds=3600)
COMPOSING = RateLimit("compose", times=30, seconds=600)
# While somebody types, with a pause between two: a request every two seconds at most
# goes on for as long as they do. What it answers could be asked for by a script.
COACHING = RateLimit("coach", times=300, seconds=600)
# Each may send a mail.
HANDING_OFF = RateLimit("hand-off", times=20, seconds=3600)
# Reads every table there is about a person.
EXPORTING = RateLimit("export", times=10, seconds=3600)
COMMENTING = RateLimit("comment", times=20, seconds=3600)
# Each may send a mail to the team.
ASKING = RateLimit("ask-for-help", times=20, seconds=3600)
# Each adds rows to a ledger.
REPORTING = RateLimit("report", times=60, seconds=3600)
limits: Registry[RateLimit] = Registry("rate limit")
for _limit in (
    JOINING,
    COMPOSING,
    COACHING,
    HANDING_OFF,
    EXPORTING,
    COMMENTING,
    ASKING,
    REPORTING,
):
    limits.register(_limit)


class TooManyAttempts(Exception):
    """Somebody has to wait, with the sentence that tells them how long."""

    code = "too_many"

    def __init__(self, limit: RateLimit, retry_after: int) -> None:
        """
        :param retry_after: seconds until the next attempt is counted anew.
        """
        self.limit = limit
        self.retry_after = retry_after
        super().__init__(limit.action)

    @property
    def sentence(self) -> str:
        # Rounded up: whoever comes back when it says so must get through.
        minutes = -(-self.retry_after // 60)
        return ngettext(
            "That was a lot within a short time, so please wait %(minutes)s minute and"
            " try again. Nothing you wrote is lost.",
            "That was a lot within a short time, so please wait %(minutes)s minutes and"
            " try again. Nothing you wrote is lost.",
            minutes,
        ) % {"minutes": minutes}


def count_attempt(user, limit: RateLimit) -> None:
    """Count one attempt of ``user``.

    The count is in the database because a site's cache may be one process's own. One
    query as a rule, three at the first attempt in a window.

    :raises TooManyAttempts: the limit is reached; this attempt is not counted.
    """
    now = int(time.time())
    window, left = limit.window(now)
    # Written where it is read: a replica may not have the last attempts yet.
    counts = AttemptCount.objects.using(router.db_for_write(AttemptCount))
    own = counts.filter(person=_person(user), action=limit.action)
    current = own.filter(window=window, attempts__lt=limit.times)
    # The database compares and adds in one statement, so no two requests take the
    # same last place.
    if current.update(attempts=F("attempts") + 1):
        return
    make_once(
        AttemptCount(person=_person(user), action=limit.action, window=window),
        ["person", "action", "window"],
    )
    if not current.update(attempts=F("attempts") + 1):
        raise TooManyAttempts(limit, left)
    own.filter(window__lt=window).delete()


def attempts_of(user):
    """Return what is counted of one person."""
    return AttemptCount.objects.filter(person=_person(user))


def forget_old_attempts() -> None:
    """Delete the counts of windows that are over."""
    now = int(time.time())
    for limit in limits:
        AttemptCount.objects.filter(
            action=limit.action, window__lt=limit.window(now)[0]
        ).delete()


def _person(user) -> str:
    return salted_hmac(
        "wagtail_advocacy.ambassadors.rate_limits", str(user.pk), algorithm="sha256"
    ).hexdigest()[:32]

import datetime
import zoneinfo

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index

from .people import Ambassador


# Longest name of a time zone that is kept; the longest there is has 32 characters.
MAX_TIME_ZONE = 64
# Longest handle that is kept, in characters: a name on a server of Mastodon.
MAX_HANDLE = 300
# When nobody is asked anything who did not say when they sleep.
NIGHT = (datetime.time(20), datetime.time(8))


def is_between(clock: datetime.time, start: datetime.time, end: datetime.time) -> bool:
    """Whether a time of day is in some hours, which may go over midnight.

    :param start: the same as ``end``: there are no such hours.
    """
    if start > end:
        return clock >= start or clock < end
    return start <= clock < end


class Expertise(TranslatableMixin, index.Indexed, models.Model):
    """Something colleagues can be asked about, in one language; its translations
    are linked."""

    name = models.CharField(verbose_name=_("name"), max_length=100)

    panels = [FieldPanel("name")]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("field of expertise")
        verbose_name_plural = _("fields of expertise")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Profile(models.Model):
    """What an ambassador wants, and when they want to be left alone.

    Personal data: kept so that mails come when they suit, and content reaches those
    who can speak of it. Only its owner sees it. It goes with the account, some time
    after the person has left (``RETENTION``), or when they erase what is kept.
    """

    ambassador = models.OneToOneField(
        Ambassador, on_delete=models.CASCADE, related_name="profile"
    )
    # Codes of content languages; empty: whatever there is.
    languages = models.JSONField(default=list)
    # "": the site's own.
    time_zone = models.CharField(max_length=MAX_TIME_ZONE, blank=True)
    # Both or neither; from 20:00 until 8:00 is the night.
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    # Posts a week the person would like to write; null: they did not say.
    weekly_rhythm = models.PositiveSmallIntegerField(null=True)
    # The first day on which they want to hear from us again.
    paused_until = models.DateField(null=True)
    expertise = models.ManyToManyField(Expertise, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self):
        return f"Profile of ambassador {self.ambassador_id}"

    @property
    def zone(self) -> datetime.tzinfo:
        """The person's time zone, or the site's where they named none."""
        try:
            return zoneinfo.ZoneInfo(self.time_zone or settings.TIME_ZONE)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            # The server's list of zones is another one than when it was chosen.
            return timezone.get_default_timezone()

    def is_paused(self, now: datetime.datetime) -> bool:
        """Whether the person wants no mails and notices on this day of theirs."""
        today = now.astimezone(self.zone).date()
        return self.paused_until is not None and today < self.paused_until

    @property
    def sleep(self) -> tuple[datetime.time, datetime.time]:
        """When nothing is asked of the person unbidden: their quiet hours, or the
        night. Whoever wants neither sets a beginning that is the end, too."""
        if self.quiet_from is None or self.quiet_until is None:
            return NIGHT
        return self.quiet_from, self.quiet_until

    def is_asleep(self, now: datetime.datetime) -> bool:
        return is_between(now.astimezone(self.zone).time(), *self.sleep)

    def silent_until(
        self, now: datetime.datetime, *, through_pause: bool = False
    ) -> datetime.datetime | None:
        """Return when the person may be told something; ``None``: now.

        Their pause and their quiet hours, in their time zone; the night, where they
        set none. They go on sharing as they like: this is about what comes to them
        without their asking.

        :param now: an aware moment.
        :param through_pause: it is about something the person did; only the quiet
            hours they set count.
        """
        moment = now
        if self.paused_until and self.is_paused(now) and not through_pause:
            moment = datetime.datetime.combine(
                self.paused_until, datetime.time(), tzinfo=self.zone
            )
        has_quiet_hours = self.quiet_from is not None and self.quiet_until is not None
        if has_quiet_hours or not through_pause:
            moment = self._after_quiet_hours(moment)
        return None if moment == now else moment

    def _after_quiet_hours(self, moment: datetime.datetime) -> datetime.datetime:
        start, end = self.sleep
        local = moment.astimezone(self.zone)
        if not is_between(local.time(), start, end):
            return moment
        day = local.date()
        if start > end and local.time() >= start:
            day += datetime.timedelta(days=1)
        # In UTC, so that it compares with ``moment`` in the hours the clock has twice
        # or not at all.
        until = datetime.datetime.combine(day, end, tzinfo=self.zone)
        if until.astimezone(datetime.UTC) <= moment:
            until = until.replace(fold=1)
        return until.astimezone(datetime.UTC)


class NetworkHandle(models.Model):
    """What an ambassador is called on one network.

    Personal data: kept so that the person need not type it again; they enter it
    themselves, and nobody else sees it. It goes with the profile.
    """

    ambassador = models.ForeignKey(
        Ambassador, on_delete=models.CASCADE, related_name="handles"
    )
    network = models.CharField(max_length=32)
    handle = models.CharField(max_length=MAX_HANDLE)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("name on a network")
        verbose_name_plural = _("names on networks")
        ordering = ["network"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "network"],
                name="wagtail_advocacy_handle_network",
            )
        ]

    def __str__(self):
        return f"{self.network} of ambassador {self.ambassador_id}"

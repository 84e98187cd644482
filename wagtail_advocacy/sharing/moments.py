"""Moments as people say them, and as they type them."""

import datetime

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def spoken(
    moment: datetime.datetime, zone: datetime.tzinfo, now: datetime.datetime
) -> str:
    """Return a moment in words, such as "tomorrow at 9:20", in the active language.

    :param zone: of whoever reads it.
    """
    local = moment.astimezone(zone)
    # Translators: how a time of day is written, as Django's date format, such as
    # "H:i"; "TIME_FORMAT": as everywhere in that language.
    time = time_format(local, pgettext("format of a time of day", "TIME_FORMAT"))
    days = (local.date() - now.astimezone(zone).date()).days
    if days == 0:
        return _("today at %(time)s") % {"time": time}
    if days == 1:
        return _("tomorrow at %(time)s") % {"time": time}
    # Translators: how a day of the coming weeks is written, as Django's date format.
    day = date_format(local, pgettext("format of a day", "l, j F"))
    return _("%(day)s at %(time)s") % {"day": day, "time": time}


def typed(value: str, zone: datetime.tzinfo) -> datetime.datetime | None:
    """Return what a field for day and time was filled with; ``None``: no moment.

    An hour that the clock has twice is the first of the two; one that it leaves out is
    the hour after.

    :param value: as ``<input type="datetime-local">`` sends it, or with an offset.
    :param zone: of whoever typed it, where there is no offset.
    """
    try:
        moment = parse_datetime(value.strip())
        if moment is None:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        return moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None


def for_field(moment: datetime.datetime, zone: datetime.tzinfo) -> str:
    """Return a moment as the value of ``<input type="datetime-local">``."""
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")

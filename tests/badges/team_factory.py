"""Departments, those of them who take part, and what these did in a quarter."""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from tests import factories
from wagtail_advocacy.ambassadors import group_figures
from wagtail_advocacy.ambassadors.models import (
    Ambassador,
    DirectoryPerson,
    DirectorySync,
    Headcount,
    Unit,
)
from wagtail_advocacy.badges.models import Goal
from wagtail_advocacy.sharing.models import Reading, Share, TrackedLink


# The Wednesday in the middle of a quarter.
TODAY = datetime.date(2026, 11, 18)


def set_day(monkeypatch, day):
    """Let it be noon of a day, wherever somebody asks."""
    now = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)


def department(name, people, joined):
    """Make a department of so many people; the first of them take part.

    :returns: the unit, and those who take part.
    """
    unit = factories.unit(name)
    users = colleagues(people)
    DirectoryPerson.objects.bulk_create(
        DirectoryPerson(user=user, department=unit) for user in users
    )
    Headcount.objects.create(unit=unit, day=TODAY, people=people)
    return unit, members(users[:joined])


def colleagues(number):
    model = get_user_model()
    known = model.objects.count()
    addresses = [f"colleague{known + place}@example.com" for place in range(number)]
    model.objects.bulk_create(model(email=address) for address in addresses)
    return list(model.objects.filter(email__in=addresses).order_by("email"))


def members(users):
    Ambassador.objects.bulk_create(
        Ambassador(user=user, joined_at=timezone.now()) for user in users
    )
    return list(Ambassador.objects.filter(user__in=users).order_by("pk"))


def post(ambassador, offer, *, on=TODAY, replied=None, originality=80, state=None):
    """Let somebody have published a post.

    :param replied: whether they answered its readers; ``None``: they did not say.
    """
    at = datetime.datetime.combine(on, datetime.time(12), tzinfo=datetime.UTC)
    share = Share.objects.create(
        ambassador=ambassador,
        offer=offer,
        network="linkedin",
        link=TrackedLink.objects.create(offer=offer, network="linkedin"),
        text="My own words.",
        state=state or Share.State.CONFIRMED,
        confirmed_at=at,
        originality=originality,
    )
    if replied is not None:
        Reading.objects.create(
            share=share,
            metric=Reading.Metric.REPLIED,
            value=int(replied),
            source=Reading.Source.SELF_REPORTED,
            at=at,
        )
    return share


def take_figures():
    """Take the figures of the day."""
    DirectorySync.objects.update_or_create(
        pk=1,
        defaults={"read_at": timezone.now(), "day": TODAY, "lists_everybody": True},
    )
    assert group_figures.take_snapshot()


def goal(*units, **fields):
    made = Goal.objects.create(
        **{
            "name": "Answer our readers",
            "metric": "replied",
            "target": 40,
            "starts_on": datetime.date(2026, 10, 1),
            "ends_on": datetime.date(2026, 12, 31),
            **fields,
        }
    )
    made.units.set(units)
    return made


def unit_named(name):
    return Unit.objects.get(name=name)

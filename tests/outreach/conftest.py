import datetime
import zoneinfo

import pytest
from django.core import mail
from django.utils import timezone

from tests import factories
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import tasks
from wagtail_advocacy.outreach import digest
from wagtail_advocacy.outreach.tasks import send_digests
from wagtail_advocacy.shareables.models import Offer
from wagtail_advocacy.shareables.models.offers import new_public_id


PARIS = zoneinfo.ZoneInfo("Europe/Paris")


@pytest.fixture
def clock(monkeypatch):
    """Move the time: ``clock(2026, 10, 5, 12)``, by the clocks in Paris.

    It begins on Thursday, October 1st, at noon.
    """

    def move(*moment, zone=PARIS):
        now = datetime.datetime(*moment, tzinfo=zone)
        monkeypatch.setattr(timezone, "now", lambda: now)
        return now

    # Everybody's begin at the lead's hour; how they are spread is tested apart.
    monkeypatch.setattr("wagtail_advocacy.outreach.periods.SPREAD_MINUTES", 1)
    move(2026, 10, 1, 12)
    return move


@pytest.fixture
def run(django_capture_on_commit_callbacks, clock):
    """Run the task at a moment, then the sweep, and return the mails it sent."""

    def at(*moment, **options):
        clock(*moment, **options)
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            send_digests()
        with django_capture_on_commit_callbacks(execute=True):
            tasks.sweep_notices()
        return mail.outbox[before:]

    return at


@pytest.fixture
def reader(make_user, clock):
    """Factory of people who take part and said yes to the digest."""

    def make(email="ada@example.com", **profile):
        user = make_user(email)
        factories.ambassador(user)
        agree(user)
        if profile:
            ambassadors.change_profile(user, **profile)
        return user

    return make


def agree(user, answer=True, purpose=digest.BY_MAIL.key):
    ambassadors.decide(user, purpose, answer, "test")


@pytest.fixture
def offer(db):
    """Factory of offers: ``offer("Hay", opens_at=…, nature="industry")``."""

    def make(title="The grid of tomorrow", *, opens_at=None, **fields):
        number = Offer.objects.count()
        shareable = factories.published_link_shareable(
            title=title,
            url=f"https://news.example.org/{number}",
            **{"nature": "industry", **fields},
        )
        made = factories.offer_of(shareable)
        if opens_at:
            Offer.objects.filter(pk=made.pk).update(opens_at=opens_at)
            made.refresh_from_db()
        return made

    return make


def like(offer, title):
    """Return another offer like ``offer``, made now; publishing takes much longer."""
    offer.pk, offer.public_id = None, new_public_id()
    offer.object_id, offer.title = f"like {offer.public_id}", title
    offer.opens_at = timezone.now()
    offer.save(force_insert=True)
    return offer

import datetime
import zoneinfo

import pytest
from django.utils import timezone

from tests import factories
from tests.badges.signing import jose, key_folder, made_keys
from wagtail_advocacy.ambassadors.queries import active_ambassador


PARIS = zoneinfo.ZoneInfo("Europe/Paris")


@pytest.fixture
def clock(monkeypatch):
    """Move the time: ``clock(2026, 11, 5, 12)``, by the clocks of the site.

    It begins on Thursday, November 5th, at noon.
    """

    def move(*moment):
        now = datetime.datetime(*moment, tzinfo=PARIS)
        monkeypatch.setattr(timezone, "now", lambda: now)
        return now

    move(2026, 11, 5, 12)
    return move


@pytest.fixture
def ada_row(make_user, clock):
    """Ada's row: somebody who takes part."""
    return factories.ambassador(make_user("ada@example.com"))


@pytest.fixture
def bob_row(make_user, clock):
    return factories.ambassador(make_user("bob@example.com"))


@pytest.fixture
def ada(make_user, client):
    """Somebody who takes part, and who is logged in with ``client``."""
    user = make_user("ada@example.com", first_name="Ada", last_name="Bell")
    factories.ambassador(user)
    client.force_login(user)
    return user


@pytest.fixture
def ambassador(ada):
    return active_ambassador(ada)


@pytest.fixture
def offer(article):
    """An article that may be shared now, on every network."""
    return factories.offer_of(factories.published_page_shareable(article()))


__all__ = ["jose", "key_folder", "made_keys"]

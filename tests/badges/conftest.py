import datetime
import shutil

import pytest
from django.utils import timezone

from tests import factories
from tests.badges import factories as make
from tests.badges.signing import Jose, use_keys
from wagtail_advocacy.ambassadors.queries import active_ambassador


@pytest.fixture
def clock(monkeypatch):
    """Move the time: ``clock(2026, 11, 5, 12)``, by the clocks of the site.

    Or to noon of a day: ``clock(day)``. It begins on Thursday, November 5th, at noon.
    """

    def move(first, *others):
        if isinstance(first, datetime.date):
            now = make.moment(first)
        else:
            now = datetime.datetime(first, *others, tzinfo=make.PARIS)
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


@pytest.fixture
def mug(db):
    """A reward that is on offer, where a lead has switched rewards on."""
    make.settings(rewards=True)
    return make.reward()


@pytest.fixture(scope="session")
def made_keys(tmp_path_factory):
    """A folder with one key; making one takes a while. Copy it before you change it."""
    from wagtail_advocacy.badges.openbadges import making

    place = tmp_path_factory.mktemp("made") / "keys"
    making.make(place)
    return place


@pytest.fixture
def key_folder(made_keys, tmp_path, settings):
    """The site's folder of keys, with one that signs."""
    place = tmp_path / "keys"
    shutil.copytree(made_keys, place)
    use_keys(settings, place)
    return place


@pytest.fixture(scope="session")
def jose(tmp_path_factory):
    return Jose(tmp_path_factory.mktemp("jose"))

import pytest

from tests import factories
from tests.factories import clause
from wagtail_advocacy.learning.models import LearningSettings


@pytest.fixture
def entity(db):
    return factories.unit("Northern Heat", "entity")


@pytest.fixture
def people(make_user, entity):
    """Ada of the group and Nora of a subsidiary; both take part."""
    users = {name: make_user(f"{name}@example.com") for name in ("ada", "nora")}
    factories.directory_person(users["nora"], [entity])
    for user in users.values():
        factories.ambassador(user)
    return users


@pytest.fixture
def charter(site_home):
    return factories.live_charter(site_home, clause("words"), clause("respect"))


@pytest.fixture
def addendum(charter, entity):
    return factories.live_charter(
        charter, clause("regulator"), title="In the north", entity=entity
    )


@pytest.fixture
def no_grace(db):
    grace(0)


def grace(days):
    settings = LearningSettings.read()
    settings.grace_days = days
    settings.save()

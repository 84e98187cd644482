import pytest

from tests import factories


@pytest.fixture
def employee(make_user, client):
    """Somebody who takes part, and who is logged in with ``client``."""
    user = make_user("ada@example.com")
    factories.ambassador(user)
    client.force_login(user)
    return user


@pytest.fixture
def offer(article):
    """An article that may be shared now, on every network."""
    return factories.offer_of(factories.published_page_shareable(article()))

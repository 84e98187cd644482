import pytest

from .world import World


@pytest.fixture
def world(make_user, article, site_home):
    return World(make_user, article, site_home)

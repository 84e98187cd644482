"""What a site sets about networks is checked when it starts."""

import pytest
from django.core.checks import run_checks


# Django asks the database what it can do.
pytestmark = pytest.mark.django_db


def faults(identifier):
    return [one.msg for one in run_checks() if one.id == identifier]


@pytest.fixture
def configure(settings):
    def change(**keys):
        settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, **keys}

    return change


def test_limits_that_are_right_are_no_fault(configure):
    configure(NETWORK_LIMITS={"x": 25_000, "instagram": None, "xing": 300})
    assert faults("wagtail_advocacy.E010") == []


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ([], "must be a dict"),
        ({"myspace": 5}, "'myspace'"),
        ({"x": 0}, "'x'"),
        ({"x": True}, "'x'"),
        ({"x": "280"}, "'x'"),
    ],
)
def test_a_limit_that_is_none_is_an_error(configure, limits, words):
    configure(NETWORK_LIMITS=limits)
    (fault,) = faults("wagtail_advocacy.E010")
    assert words in fault


def test_a_network_of_the_sites_own_may_be_listed(configure):
    configure(NETWORKS=["xing", "mastodon"])
    assert faults("wagtail_advocacy.E005") == []
    configure(NETWORKS=["xing", "myspace"])
    assert len(faults("wagtail_advocacy.E005")) == 1

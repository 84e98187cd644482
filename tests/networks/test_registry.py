import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.testapp.networks import Xing
from wagtail_advocacy import networks
from wagtail_advocacy.networks.domains import COUNTRIES, TOP_LEVEL_DOMAINS


FIRST = ["linkedin", "x", "bluesky", "email", "copy"]
MORE = [
    "facebook",
    "threads",
    "mastodon",
    "instagram",
    "whatsapp",
    "telegram",
    "reddit",
]


# tests.testapp registers it from its AppConfig, as the documentation shows.
SITES_OWN = ["xing"]


@pytest.fixture
def xing():
    return networks.get("xing")


def test_networks_come_in_the_order_they_were_registered_in():
    assert networks.keys() == FIRST + MORE + SITES_OWN
    assert [network.key for network in networks.all()] == FIRST + MORE + SITES_OWN


def test_five_networks_are_shown_first():
    assert [one.key for one in networks.all() if one.shown_first] == FIRST


def test_a_site_adds_a_network_of_its_own(xing):
    assert networks.keys() == FIRST + MORE + SITES_OWN
    assert xing.limit == 420
    assert xing.measures("é" * 421, "")[0].over == 1
    assert xing.compose("Hi", "https://a.example") == "Hi\nhttps://a.example"
    assert xing.intent_url("Hi", "https://a.example/ä") == (
        "https://www.xing.com/spi/shares/new?url=https%3A%2F%2Fa.example%2F%C3%A4"
    )
    assert xing.is_post_address("https://www.xing.com/feed/1") is True
    assert xing.is_post_address("https://xing.com.evil.example/feed/1") is False
    assert xing.browser_rule()["measures"][0]["limit"] == 420
    assert (xing.shown_first, xing.wants_image) == (False, False)
    assert (xing.needs_instance, xing.at("anything")) == (False, xing)


def test_a_network_taken_out_is_gone_and_can_come_back():
    class Wall(Xing):
        key = "wall"

    for _again in range(2):
        networks.register(Wall)
        networks.unregister("wall")
        assert networks.keys() == FIRST + MORE + SITES_OWN
        with pytest.raises(networks.UnknownNetwork):
            networks.get("wall")


def test_registering_returns_the_class_so_that_it_decorates(xing):
    class Other(Xing):
        key = "other"

    try:
        assert networks.register(Other) is Other
    finally:
        networks.unregister("other")


def test_two_networks_of_one_key_are_refused(xing):
    with pytest.raises(ImproperlyConfigured, match="'xing'"):
        networks.register(Xing)


@pytest.mark.parametrize("bad_key", ["", "Xing", "my-net", "réseau", "a b", "a\n"])
def test_a_key_that_could_not_be_stored_is_refused(bad_key):
    class Odd(Xing):
        key = bad_key

    with pytest.raises(ImproperlyConfigured, match="a-z"):
        networks.register(Odd)


def test_a_network_nobody_registered_is_unknown():
    with pytest.raises(networks.UnknownNetwork, match="'myspace'"):
        networks.get("myspace")
    with pytest.raises(networks.UnknownNetwork, match="'myspace'"):
        networks.unregister("myspace")


def test_domains_are_listed_once_and_fit_a_pattern():
    listed = TOP_LEVEL_DOMAINS.split()
    assert len(set(listed)) == len(listed)
    assert all(one.isalpha() or not one.isascii() for one in listed)
    assert all(one == one.lower() for one in listed)
    assert {len(one) for one in COUNTRIES.split()} == {2}

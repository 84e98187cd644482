import pytest
from django.core.exceptions import ImproperlyConfigured

from wagtail_advocacy import networks
from wagtail_advocacy.networks.counting import Graphemes
from wagtail_advocacy.networks.domains import COUNTRIES, TOP_LEVEL_DOMAINS


class Threads(networks.Network):
    key = "threads"
    name = "Threads"
    rules = (Graphemes(500),)

    def intent_url(self, text, url, title=""):
        return "https://www.threads.net/intent/post"


@pytest.fixture
def threads():
    networks.register(Threads)
    yield
    networks.unregister("threads")


def test_networks_come_in_the_order_they_were_registered_in():
    keys = ["linkedin", "x", "bluesky", "email", "copy"]
    assert networks.keys() == keys
    assert [network.key for network in networks.all()] == keys


def test_a_site_adds_a_network_of_its_own(threads):
    assert networks.keys()[-1] == "threads"
    assert networks.get("threads").limit == Threads.limit == 500
    assert networks.get("threads").count("é", "") == 1


def test_registering_returns_the_class_so_that_it_decorates(threads):
    class Other(Threads):
        key = "other"

    try:
        assert networks.register(Other) is Other
    finally:
        networks.unregister("other")


def test_two_networks_of_one_key_are_refused(threads):
    with pytest.raises(ImproperlyConfigured, match="'threads'"):
        networks.register(Threads)


@pytest.mark.parametrize("bad_key", ["", "Threads", "my-net", "réseau", "a b", "a\n"])
def test_a_key_that_could_not_be_stored_is_refused(bad_key):
    class Odd(Threads):
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

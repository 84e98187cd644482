from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_advocacy import networks
from wagtail_advocacy.networks.counting import BLANKS, normalise

from .texts import links, texts


LINK = "https://go.example.com/s/Ab3xY9"
QUOTED_LINK = "https%3A%2F%2Fgo.example.com%2Fs%2FAb3xY9"

QUOTED = {
    "Été à Lyon": "%C3%89t%C3%A9%20%C3%A0%20Lyon",
    "Bravo 🎉": "Bravo%20%F0%9F%8E%89",
    "R&D #1: 100 % + 1": "R%26D%20%231%3A%20100%20%25%20%2B%201",
    "Un\r\ndeux": "Un%0Adeux",
    "שלום": "%D7%A9%D7%9C%D7%95%D7%9D",
    '"L\'eau"': "%22L%27eau%22",
    "a=b?c/d": "a%3Db%3Fc%2Fd",
}
by_text = pytest.mark.parametrize(("text", "quoted"), QUOTED.items(), ids=repr)


@by_text
def test_linkedin_is_given_the_link_alone(text, quoted):
    assert networks.get("linkedin").intent_url(text, LINK) == (
        f"https://www.linkedin.com/sharing/share-offsite/?url={QUOTED_LINK}"
    )


@by_text
def test_linkedin_is_given_the_text_where_a_site_asks_for_it(settings, text, quoted):
    settings.WAGTAIL_ADVOCACY = {"LINKEDIN_PREFILL": True}
    assert networks.get("linkedin").intent_url(text, LINK) == (
        f"https://www.linkedin.com/feed/?shareActive=true&text={quoted}%0A{QUOTED_LINK}"
    )
    assert networks.get("linkedin").carries_text is False


@by_text
def test_x_is_given_text_and_link(text, quoted):
    assert networks.get("x").intent_url(text, LINK) == (
        f"https://x.com/intent/post?text={quoted}&url={QUOTED_LINK}"
    )


def test_x_is_not_given_a_link_twice():
    assert networks.get("x").intent_url(f"Lisez {LINK} !", LINK) == (
        f"https://x.com/intent/post?text=Lisez%20{QUOTED_LINK}%20%21"
    )


def test_x_is_given_the_link_where_there_is_no_text():
    assert networks.get("x").intent_url(" \n", LINK) == (
        f"https://x.com/intent/post?url={QUOTED_LINK}"
    )


@by_text
def test_bluesky_is_given_the_link_inside_the_text(text, quoted):
    assert networks.get("bluesky").intent_url(text, LINK) == (
        f"https://bsky.app/intent/compose?text={quoted}%0A{QUOTED_LINK}"
    )


@by_text
def test_a_mail_has_line_ends_of_mails_and_never_a_plus(text, quoted):
    address = networks.get("email").intent_url(text, LINK, "Été + hiver")
    assert address == (
        "mailto:?subject=%C3%89t%C3%A9%20%2B%20hiver"
        f"&body={quoted.replace('%0A', '%0D%0A')}%0D%0A{QUOTED_LINK}"
    )


def test_a_mail_without_title_has_no_subject():
    assert networks.get("email").intent_url("Hi", "") == "mailto:?body=Hi"


def test_a_title_adds_no_header_to_a_mail():
    address = networks.get("email").intent_url("Hi", "", "A\r\nBcc: x@evil.example")
    assert address == "mailto:?subject=A%20Bcc%3A%20x%40evil.example&body=Hi"


def test_copying_opens_nothing():
    network = networks.get("copy")
    assert network.intent_url("Hi", LINK) is None
    assert network.opens is False


def test_who_opens_and_who_carries_the_text():
    assert {one.key: (one.opens, one.carries_text) for one in networks.all()} == {
        "linkedin": (True, False),
        "x": (True, True),
        "bluesky": (True, True),
        "email": (True, True),
        "copy": (False, False),
    }


def test_the_link_stands_on_a_line_of_its_own():
    compose = networks.get("linkedin").compose
    assert compose("  Un\r\n\r\ndeux ", LINK) == f"Un\n\ndeux\n{LINK}"
    assert compose("", LINK) == LINK
    assert compose("Un", "") == "Un"


@pytest.mark.parametrize(
    "text",
    [
        LINK,
        f"Lisez {LINK}",
        f"Lisez ({LINK}).",
        f"« {LINK} »",
        f"«{LINK}»",
        f"{LINK}\nMerci",
        f"Lien :{LINK}, merci",
    ],
)
def test_a_link_that_is_there_is_not_added(text):
    assert networks.get("linkedin").compose(text, LINK) == text


@pytest.mark.parametrize(
    "text",
    [
        f"{LINK}z",
        f"{LINK}/z",
        f"{LINK}?z",
        f"{LINK}.html",
        f"{LINK}é",
        f"z{LINK}",
        f"https://evil.example/?{LINK}",
        LINK.upper(),
        LINK.replace(".", "x"),
    ],
)
def test_what_only_looks_like_the_link_does_not_replace_it(text):
    assert networks.get("linkedin").compose(text, LINK) == f"{text}\n{LINK}"


@given(text=texts, url=links)
def test_an_intent_says_what_was_composed(text, url):
    def sent(key):
        parts = urlsplit(networks.get(key).intent_url(text, url))
        assert parts.query.isascii()
        assert "+" not in parts.query
        return {
            name: values[0]
            for name, values in parse_qs(parts.query, keep_blank_values=True).items()
        }

    composed = networks.get("bluesky").compose(text, url)
    assert sent("bluesky")["text"] == composed
    assert sent("email")["body"] == composed.replace("\n", "\r\n")
    to_x = sent("x")
    assert "\n".join(to_x[one] for one in ("text", "url") if one in to_x) == composed


@given(text=texts, url=links)
def test_composing_what_was_composed_adds_nothing(text, url):
    network = networks.get("copy")
    composed = network.compose(text, url)
    assert network.compose(composed, url) == composed
    assert composed.startswith(normalise(text))


@given(text=st.text(alphabet=BLANKS))
def test_blanks_are_no_text(text):
    assert networks.get("copy").compose(text, LINK) == LINK

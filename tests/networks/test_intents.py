from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
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


@by_text
def test_facebook_is_given_the_link_alone(text, quoted):
    assert networks.get("facebook").intent_url(text, LINK, "Été") == (
        f"https://www.facebook.com/sharer/sharer.php?u={QUOTED_LINK}"
    )


@by_text
def test_threads_is_given_text_and_link(text, quoted):
    assert networks.get("threads").intent_url(text, LINK) == (
        f"https://www.threads.net/intent/post?text={quoted}&url={QUOTED_LINK}"
    )


def test_threads_is_not_given_a_link_twice():
    assert networks.get("threads").intent_url(f"Lisez {LINK} !", LINK) == (
        f"https://www.threads.net/intent/post?text=Lisez%20{QUOTED_LINK}%20%21"
    )


@by_text
def test_mastodon_is_given_the_link_inside_the_text(text, quoted):
    assert networks.get("mastodon").at("mastodon.social").intent_url(text, LINK) == (
        f"https://mastodon.social/share?text={quoted}%0A{QUOTED_LINK}"
    )


def test_mastodon_opens_nothing_while_nobody_knows_where():
    network = networks.get("mastodon")
    assert network.needs_instance is True
    assert network.intent_url("Hi", LINK) is None
    assert network.at("").intent_url("Hi", LINK) is None


def test_one_persons_instance_is_not_the_next_persons():
    network = networks.get("mastodon")
    ada, ben = network.at("Ada.Example"), network.at("https://ben.example/")
    assert ada.intent_url("Hi", "") == "https://ada.example/share?text=Hi"
    assert ben.intent_url("Hi", "") == "https://ben.example/share?text=Hi"
    assert ben.at("").intent_url("Hi", "") is None
    assert networks.get("mastodon").intent_url("Hi", "") is None


def test_mastodon_goes_to_no_place_that_is_no_host():
    with pytest.raises(ValidationError, match="mastodon.social"):
        networks.get("mastodon").at("mastodon.social/@ada")


def test_instagram_has_nothing_to_open_and_wants_the_picture():
    network = networks.get("instagram")
    assert network.intent_url("Hi", LINK) is None
    assert network.compose("Hi", LINK) == f"Hi\n{LINK}"
    assert [one.key for one in networks.all() if one.wants_image] == ["instagram"]


@by_text
def test_whatsapp_is_given_the_link_inside_the_text(text, quoted):
    assert networks.get("whatsapp").intent_url(text, LINK) == (
        f"https://wa.me/?text={quoted}%0A{QUOTED_LINK}"
    )


@by_text
def test_telegram_is_given_link_and_text(text, quoted):
    assert networks.get("telegram").intent_url(text, LINK) == (
        f"https://t.me/share/url?url={QUOTED_LINK}&text={quoted}"
    )


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (f"Lisez\n\n{LINK}", "&text=Lisez"),
        (f"{LINK} : lisez", "&text=%3A%20lisez"),
        (LINK, ""),
        (" ", ""),
        # What is not the link, or stands in a sentence, is left alone.
        (f"{LINK}z", f"&text={QUOTED_LINK}z"),
        (f"z{LINK}", f"&text=z{QUOTED_LINK}"),
        (f"Lisez {LINK} !", f"&text=Lisez%20{QUOTED_LINK}%20%21"),
    ],
)
def test_telegram_is_not_given_a_link_twice_where_it_can_be_helped(text, quoted):
    assert networks.get("telegram").intent_url(text, LINK) == (
        f"https://t.me/share/url?url={QUOTED_LINK}{quoted}"
    )


@by_text
def test_reddit_is_given_the_text_for_a_title(text, quoted):
    assert networks.get("reddit").intent_url(text, LINK, "The article's title") == (
        f"https://www.reddit.com/submit?url={QUOTED_LINK}"
        f"&title={quoted.replace('%0A', '%20')}"
    )


@pytest.mark.parametrize(
    ("text", "title", "query"),
    [
        ("Un \n\n\n deux\n#trois", "", "&title=Un%20deux%20%23trois"),
        (" \n", "Été\r\n2026", "&title=%C3%89t%C3%A9%202026"),
        ("", " ", ""),
    ],
)
def test_a_title_on_reddit_is_one_line_that_says_something(text, title, query):
    assert networks.get("reddit").intent_url(text, LINK, title) == (
        f"https://www.reddit.com/submit?url={QUOTED_LINK}{query}"
    )


def test_on_reddit_the_link_does_not_count():
    network = networks.get("reddit")
    assert network.compose("Hi", LINK) == f"Hi\n{LINK}"
    assert network.count("Hi", LINK) == 2
    assert network.browser_rule()["linkCounts"] is False


def opens(network):
    on_a_server = network.at("mastodon.social")
    return on_a_server.intent_url("Hi", LINK) is not None


def test_who_opens_and_who_carries_the_text():
    assert {one.key: (opens(one), one.carries_text) for one in networks.all()} == {
        "linkedin": (True, False),
        "x": (True, True),
        "bluesky": (True, True),
        "email": (True, True),
        "copy": (False, False),
        "facebook": (True, False),
        "threads": (True, True),
        "mastodon": (True, True),
        "instagram": (False, False),
        "whatsapp": (True, True),
        "telegram": (True, True),
        "reddit": (True, True),
        "xing": (True, False),
    }


@given(text=texts, url=links)
def test_every_intent_is_one_plain_address(text, url):
    for network in networks.all():
        address = network.at("mastodon.social").intent_url(text, url, text)
        if opens(network):
            assert address.isascii()
            assert address.isprintable()
            assert not set(address) & set(" +\"'<>\\")
            assert urlsplit(address).scheme in {"https", "mailto"}
        else:
            assert address is None


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
        network = networks.get(key).at("mastodon.social")
        parts = urlsplit(network.intent_url(text, url))
        assert parts.query.isascii()
        assert "+" not in parts.query
        return {
            name: values[0]
            for name, values in parse_qs(parts.query, keep_blank_values=True).items()
        }

    composed = networks.get("bluesky").compose(text, url)
    assert sent("bluesky")["text"] == composed
    assert sent("email")["body"] == composed.replace("\n", "\r\n")
    assert sent("mastodon")["text"] == composed
    assert sent("whatsapp")["text"] == composed
    for key in ("x", "threads"):
        parts = sent(key)
        assert "\n".join(parts[one] for one in ("text", "url") if one in parts) == (
            composed
        )
    to_telegram = sent("telegram")
    assert to_telegram["url"] == url
    # Every word of the text, and the link, arrive.
    arrived = f"{url} {to_telegram.get('text', '')}".split()
    assert set(arrived) == set(composed.split())


@given(text=texts, url=links)
def test_composing_what_was_composed_adds_nothing(text, url):
    network = networks.get("copy")
    composed = network.compose(text, url)
    assert network.compose(composed, url) == composed
    assert composed.startswith(normalise(text))


@given(text=st.text(alphabet=BLANKS))
def test_blanks_are_no_text(text):
    assert networks.get("copy").compose(text, LINK) == LINK

import pytest

from wagtail_advocacy import networks


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("linkedin", "https://www.linkedin.com/posts/ada_heat-pumps-activity-7012345"),
        ("linkedin", "https://www.linkedin.com/feed/update/urn:li:activity:7012345/"),
        ("linkedin", "https://linkedin.com/posts/ada?utm_source=share&rcm=AC_o-5"),
        ("linkedin", "https://fr.linkedin.com/posts/ren%C3%A9"),
        ("linkedin", "https://fr.linkedin.com/posts/rené"),
        ("linkedin", "HTTPS://WWW.LinkedIn.COM/posts/ada"),
        ("linkedin", "https://lnkd.in/p/dAbC123"),
        ("x", "https://x.com/ada/status/1234567890"),
        ("x", "https://twitter.com/ada/status/1234567890"),
        ("x", "http://mobile.twitter.com/ada/status/1234567890"),
        ("bluesky", "https://bsky.app/profile/ada.bsky.social/post/3kabc"),
        ("facebook", "https://www.facebook.com/ada.lovelace/posts/pfbid02abc"),
        ("facebook", "https://m.facebook.com/story.php?story_fbid=1&id=2"),
        ("facebook", "https://www.facebook.com/share/p/1AbC/"),
        ("threads", "https://www.threads.net/@ada/post/C1abc"),
        ("threads", "https://www.threads.com/@ada/post/C1abc"),
        ("mastodon", "https://mastodon.social/@ada/111"),
        ("mastodon", "https://social.example.ac.uk/@ada@elsewhere.example/111"),
        ("instagram", "https://www.instagram.com/p/C1abc/"),
        ("whatsapp", "https://www.whatsapp.com/channel/0029abc/123"),
        ("telegram", "https://t.me/adaschannel/12"),
        ("reddit", "https://www.reddit.com/r/heatpumps/comments/1abc/title/"),
        ("reddit", "https://redd.it/1abc"),
        ("email", "https://anywhere.example/post"),
        ("copy", "https://anywhere.example/post"),
    ],
)
def test_the_address_of_a_post_is_taken(key, address):
    assert networks.get(key).is_post_address(address) is True


HOSTILE = [
    "",
    "linkedin.com/posts/ada",
    "//linkedin.com/posts/ada",
    "https:linkedin.com/posts/ada",
    "https:///linkedin.com/posts/ada",
    "javascript:alert(1)//linkedin.com/posts/ada",
    "data:text/html,https://linkedin.com/posts/ada",
    "ftp://linkedin.com/posts/ada",
    "https://linkedin.com.evil.example/posts/ada",
    "https://evil.example/@linkedin.com",
    "https://evil.example/linkedin.com/posts/ada",
    "https://evil.example/?linkedin.com/posts",
    "https://evil.example#linkedin.com/posts",
    "https://evillinkedin.com/posts/ada",
    "https://linkedin.com@evil.example/posts/ada",
    "https://ada@linkedin.com/posts/ada",
    "https://ada:secret@linkedin.com/posts/ada",
    "https://@linkedin.com/posts/ada",
    "https://evil.example\\@linkedin.com/posts/ada",
    "https://linkedin.com\\.evil.example/posts/ada",
    "https://linkedin.com./posts/ada",
    "https://.linkedin.com/posts/ada",
    "https://www..linkedin.com/posts/ada",
    "https://linkedin.com:8443/posts/ada",
    "https://linkedin.com:x/posts/ada",
    "https://linkedin.com%2eevil.example/posts/ada",
    "https://linkedin%2ecom/posts/ada",
    "https://linkedın.com/posts/ada",
    "https://lin\u212aedin.com/posts/ada",
    "https://ｌinkedin.com/posts/ada",
    "https://linkedin。com/posts/ada",
    "https://xn--linkedn-ufb.com/posts/ada",
    "https://linkedin.xn--com-/posts/ada",
    "https://[::1]/posts/ada",
    "https://[linkedin.com/posts/ada",
    " https://linkedin.com/posts/ada",
    "https://linkedin.com/posts/ada ",
    "https://linkedin.com/posts/a da",
    "https://linkedin.com/posts/ada\n",
    "https://link\tedin.com/posts/ada",
    "https://linkedin.com/\x00posts",
    "https://linkedin.com/posts\u202eada",
    "https://linkedin.com/posts\u200bada",
    "\x01https://linkedin.com/posts/ada",
    "https://linkedin.com",
    "https://linkedin.com/",
    "https://linkedin.com//",
    "https://x.com/ada/status/1",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_what_is_no_address_of_a_post_on_linkedin_is_refused(address):
    assert networks.get("linkedin").is_post_address(address) is False


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,hi",
        "//anywhere.example/post",
        "https://ada:secret@anywhere.example/post",
        "https://anywhere.example/po\nst",
        "https://localhost/post",
    ],
)
def test_where_any_address_goes_it_still_has_to_be_a_safe_one(address):
    assert networks.get("email").is_post_address(address) is False


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("x", "https://x.com.evil.example/ada/status/1"),
        ("x", "https://notx.com/ada/status/1"),
        ("x", "https://t.co/abc"),
        ("bluesky", "https://bsky.app.evil.example/profile/ada"),
        ("bluesky", "https://bsky.social/profile/ada"),
        ("facebook", "https://facebook.com.evil.example/ada"),
        ("facebook", "https://notfacebook.com/ada/posts/1"),
        ("threads", "https://threads.example/@ada/post/1"),
        ("threads", "https://www.instagram.com/p/C1abc/"),
        ("mastodon", "https://ada:secret@mastodon.social/@ada/111"),
        ("mastodon", "https://mastodon.social"),
        ("instagram", "https://instagram.com.evil.example/p/1"),
        ("whatsapp", "https://web-whatsapp.com/channel/1"),
        ("telegram", "https://notme.me/ada/1"),
        ("telegram", "https://xt.me/ada/1"),
        ("reddit", "https://reddit.com.evil.example/r/a/comments/1"),
    ],
)
def test_a_neighbours_address_is_refused(key, address):
    assert networks.get(key).is_post_address(address) is False

"""Who is a person. The agents are as they are sent, but for the version numbers."""

import time

import pytest
from django.test import RequestFactory

from wagtail_advocacy.sharing.robots import is_human


ROBOTS = {
    "LinkedIn": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient"
    " +http://www.linkedin.com)",
    "Facebook": "facebookexternalhit/1.1"
    " (+http://www.facebook.com/externalhit_uatext.php)",
    "Facebook catalogue": "facebookcatalog/1.0",
    "Meta": "meta-externalagent/1.1"
    " (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
    "X": "Twitterbot/1.0",
    "Slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Slack pictures": "Slack-ImgProxy (+https://api.slack.com/robots)",
    "Telegram": "TelegramBot (like TwitterBot)",
    "WhatsApp": "WhatsApp/2.23.20.0 A",
    "Discord": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Mastodon": "Mastodon/4.3.1 (http.rb/5.2.0; +https://mastodon.example/)",
    "Mastodon as a bot": "http.rb/5.1.1 (Mastodon/4.2.1; +https://example.social/) Bot",
    "Pleroma": "Pleroma 2.6.0; https://pleroma.example <mail@pleroma.example>; Bot",
    "Bluesky": "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; mailto:support@bsky.app)",
    "Skype": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5"
    " skype-url-preview@microsoft.com",
    "Teams": "Mozilla/5.0 (compatible; MicrosoftPreview/2.0;"
    " +https://aka.ms/MicrosoftPreview)",
    "Google": "Mozilla/5.0 (compatible; Googlebot/2.1;"
    " +http://www.google.com/bot.html)",
    "Bing": "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Apple": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/13.1.1 Safari/605.1.15 (Applebot/0.1;"
    " +http://www.apple.com/go/applebot)",
    "Pinterest": "Mozilla/5.0 (compatible; Pinterestbot/1.0;"
    " +http://www.pinterest.com/bot.html)",
    "Reddit": "Mozilla/5.0 (compatible; redditbot/1.0;"
    " +http://www.reddit.com/feedback)",
    "curl": "curl/8.5.0",
    "wget": "Wget/1.21.4",
    "requests": "python-requests/2.32.3",
    "urllib": "Python-urllib/3.13",
    "Go": "Go-http-client/2.0",
    "OkHttp": "okhttp/4.12.0",
    "headless": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " HeadlessChrome/141.0.0.0 Safari/537.36",
    "says nothing": "Mozilla/5.0",
    "says hardly more": "Mozilla/5.0 (compatible)",
    "empty": "",
    "blank": "   ",
}

HUMANS = {
    "Chrome": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML,"
    " like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Firefox": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Safari on a phone": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)"
    " AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Chrome on a phone": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML,"
    " like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
    "Edge": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like"
    " Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
    "Samsung": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like"
    " Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
    "LinkedIn's app": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)"
    " AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
    " [LinkedInApp]/9.30.1234",
    "LinkedIn's app on Android": "Mozilla/5.0 (Linux; Android 15; Pixel 8 Build/AP3A;"
    " wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/141.0.0.0 Mobile"
    " Safari/537.36 [LinkedInApp]",
    "Facebook's app": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)"
    " AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83"
    " [FBAN/FBIOS;FBAV/490.0.0.50.107;FBDV/iPhone15,2;FBMD/iPhone;FBSN/iOS;FBLC/en_GB]",
    "Facebook's app on Android": "Mozilla/5.0 (Linux; Android 14; SM-S911B; wv)"
    " AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/141.0.0.0 Mobile"
    " Safari/537.36 [FB_IAB/FB4A;FBAV/490.0.0.63.82;]",
    "Instagram's app": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)"
    " AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83 Instagram 360.0.0.30.109",
    "X's app": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)"
    " AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Twitter for iPhone/10.60",
    "Opera Mini": "Opera/9.80 (Android; Opera Mini/36.2.2254/191.303; U; en)"
    " Presto/2.12.423 Version/12.16",
}

FIREFOX = HUMANS["Firefox"]


def request(method="get", agent=FIREFOX, **headers):
    return getattr(RequestFactory(), method)(
        "/s/x", headers={"user-agent": agent, **headers}
    )


@pytest.mark.parametrize("agent", ROBOTS.values(), ids=ROBOTS)
def test_robot_is_not_a_person(agent):
    assert not is_human(request(agent=agent))


@pytest.mark.parametrize("agent", HUMANS.values(), ids=HUMANS)
def test_person_is_one(agent):
    assert is_human(request(agent=agent))


def test_nobody_without_an_agent():
    assert not is_human(RequestFactory().get("/s/x"))


def test_head_is_asked_by_programs():
    assert not is_human(request("head"))


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("sec-purpose", "prefetch"),
        ("sec-purpose", "prefetch;prerender"),
        ("sec-purpose", "prefetch; anonymous-client-ip"),
        ("purpose", "prefetch"),
        ("x-purpose", "preview"),
        ("x-moz", "prefetch"),
    ],
)
def test_page_that_nobody_asked_for_yet_is_not_read(header, value):
    assert not is_human(request(**{header: value}))


@pytest.mark.parametrize("use", ["image", "script", "style", "empty", "iframe"])
def test_link_that_a_page_loads_by_itself_is_not_read(use):
    assert not is_human(request(**{"sec-fetch-dest": use}))


def test_page_that_somebody_opened_is_read():
    assert is_human(
        request(**{"sec-fetch-dest": "document", "sec-fetch-mode": "navigate"})
    )


def test_endless_agent_costs_no_time():
    started = time.perf_counter()
    for number in range(20):
        is_human(request(agent="Mozilla/5.0 (" + "a-/ " * 20_000 + str(number)))
    assert time.perf_counter() - started < 2

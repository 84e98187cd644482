"""Tells people from machines that only look at a link."""

import functools
import re


# Fetch a link to draw its preview, and are missing from crawlerdetect or easily
# could be. (LinkedIn's and Facebook's in-app browsers are people: "LinkedInApp",
# "FBAN".) A bare "Mozilla/5.0" is no browser: browsers say what they run on.
PREVIEWERS = re.compile(
    r"linkedinbot|facebookexternalhit|facebookcatalog|meta-externalagent|twitterbot"
    r"|slackbot|slack-imgproxy|telegrambot|^whatsapp/|discordbot|mastodon|pleroma"
    r"|misskey|bluesky|cardyb|skypeuripreview|microsoftpreview|teamsbot|^curl/|^wget/"
    r"|python-requests|python-urllib|go-http-client|okhttp|headlesschrome"
    r"|^mozilla/[\d.]+\s*(?:\(compatible;?\))?$",
    re.IGNORECASE,
)
# What browsers say when they fetch a page nobody has asked for yet.
PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
PREFETCH = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)

# Enough of an agent to know it by; some send kilobytes, and pay with our time.
AGENT_LENGTH = 512

# Version numbers.
NUMBERS = re.compile(r"\d+")
# Kinds of agents that a process remembers.
KINDS = 4096

_kinds: dict[str, bool] = {}


def is_human(request) -> bool:
    """Whether a person is about to read what this request asks for.

    Crawlers, link previews, HEAD requests, prefetches and requests that do not say
    what they are, are not people. Nor is a link that some page loads as a picture or
    from a script, which would count whoever looks at that page.
    """
    agent = request.headers.get("User-Agent", "").strip()[:AGENT_LENGTH]
    # https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Dest
    if request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return False
    if request.method != "GET" or not agent:
        return False
    if any(PREFETCH.search(request.headers.get(name, "")) for name in PREFETCH_HEADERS):
        return False
    return not _is_robot(agent)


@functools.cache
def _detector():
    # Its patterns take a while to compile: not for a process that answers no visitor.
    from crawlerdetect import CrawlerDetect

    return CrawlerDetect()


def _is_robot(agent: str) -> bool:
    """Whether this agent names a machine.

    Asking costs more than writing a visit, and few kinds of agents are most readers.
    Agents that differ in numbers alone are one kind.
    """
    kind = NUMBERS.sub("0", agent)
    known = _kinds.get(kind)
    if known is None:
        known = bool(PREVIEWERS.search(agent) or _detector().isCrawler(agent))
        if len(_kinds) >= KINDS:
            _kinds.clear()
        _kinds[kind] = known
    return known

"""Looks at ``PUBLIC_URL`` the way outsiders and the networks' robots do."""

import http.client
import io
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse
from PIL import Image, UnidentifiedImageError

from wagtail_advocacy.addresses import public_url
from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.shareables.models import Offer
from wagtail_advocacy.shareables.public_views import read_package_file
from wagtail_advocacy.sharing.models import TrackedLink


TIMEOUT = 10
# Bytes that are read of an answer; no card and no picture of ours is longer.
MAX_BYTES = 10 * 1024 * 1024
# Not counted as a visitor, and told apart in a server's log.
AGENT = "wagtail_advocacy-check-bot/1.0"


class NoAnswer(Exception):
    """Nobody answered, or not over HTTP."""


@dataclass(frozen=True)
class Finding:
    """What one look has shown.

    :param is_good: ``None`` where it could not be looked at.
    """

    is_good: bool | None
    sentence: str


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    content: bytes


@dataclass(frozen=True)
class CardRule:
    """What a network wants of a card before it shows it in full.

    :param tags: properties that have to be there.
    :param width, height: the least of the picture, in pixels.
    :param max_bytes: the most of the picture.
    """

    network: str
    tags: tuple[str, ...]
    width: int
    height: int
    max_bytes: int


BASIC_TAGS = ("og:title", "og:type", "og:image", "og:url")
CARD_RULES = [
    # https://www.linkedin.com/help/linkedin/answer/a521928
    CardRule("LinkedIn", (*BASIC_TAGS, "og:description"), 1200, 627, 5 * 1024**2),
    # https://developers.facebook.com/docs/sharing/webmasters/images
    CardRule("Facebook", BASIC_TAGS, 600, 315, 8 * 1024**2),
    # https://developer.x.com/en/docs/x-for-websites/cards/overview/summary-card-with-large-image
    CardRule(
        "X",
        ("twitter:card", "twitter:title", "twitter:image"),
        300,
        157,
        5 * 1024**2,
    ),
    # A thumbnail of app.bsky.embed.external has 1,000,000 bytes at most.
    CardRule("Bluesky", ("og:title", "og:description", "og:image"), 1, 1, 1_000_000),
]


def fetch(address: str, method: str = "GET") -> Answer:
    """Return what is answered at an address, without following redirects.

    :raises NoAnswer: no connection, no valid certificate, or no HTTP.
    """
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    try:
        connection = connect(parts.netloc, timeout=TIMEOUT)
        try:
            target = parts._replace(scheme="", netloc="").geturl() or "/"
            connection.request(method, target, headers={"User-Agent": AGENT})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read(MAX_BYTES))
        finally:
            connection.close()
    except ssl.SSLCertVerificationError as error:
        raise NoAnswer(f"its certificate is refused: {error.verify_message}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(str(error) or type(error).__name__) from error


def look() -> Iterator[Finding]:
    """Look at everything, and stop where nothing answers."""
    if not app_settings.PUBLIC_URL:
        yield Finding(False, "PUBLIC_URL is not set: nobody can share yet.")
        return
    try:
        yield from _look_at_process()
        offer = Offer.objects.current().order_by("-opens_at").first()
        if offer is None:
            yield Finding(None, "Nothing is offered yet, so there is no card to see.")
        else:
            yield from _look_at_card(offer)
            yield from _look_at_link(offer)
        yield from _look_for_intranet()
    except NoAnswer as error:
        yield Finding(
            False,
            f"{app_settings.PUBLIC_URL} does not answer from here: {error}."
            " A server often cannot call its own public address: then try it from"
            " outside before you look for a fault.",
        )


def _look_at_process() -> Iterator[Finding]:
    if urlsplit(app_settings.PUBLIC_URL).scheme != "https":
        yield Finding(
            False, "PUBLIC_URL is not HTTPS: browsers and networks warn of it."
        )
    address = public_url("shareables:card_styles")
    answer = fetch(address)
    content, _digest = read_package_file("css/public.css")
    if answer.status != 200:
        yield Finding(False, f"{address} answers {answer.status} and not 200.")
    elif answer.content != content:
        yield Finding(
            False, f"{address} is not this version of our public pages, or not ours."
        )
    else:
        yield Finding(True, "The public address answers with our pages.")


def _look_at_card(offer: Offer) -> Iterator[Finding]:
    address = public_url("shareables:card", offer.public_id)
    answer = fetch(address)
    if answer.status != 200:
        yield Finding(False, f"The card {address} answers {answer.status}.")
        return
    tags = tags_of(answer.content.decode(errors="replace"))
    if tags.get("og:url") != address:
        yield Finding(
            False, f"The card says og:url is {tags.get('og:url')!r}, not {address!r}."
        )
    picture = fetch(tags["og:image"]) if "og:image" in tags else None
    for rule in CARD_RULES:
        faults = [*_missing(rule, tags), *_faults_of_picture(rule, picture)]
        if faults:
            yield Finding(False, f"{rule.network}: {'; '.join(faults)}.")
        else:
            yield Finding(True, f"{rule.network} finds everything its card needs.")


def _missing(rule: CardRule, tags: dict[str, str]) -> Iterator[str]:
    for tag in rule.tags:
        if not tags.get(tag):
            yield f"{tag} is missing"


def _faults_of_picture(rule: CardRule, picture: Answer | None) -> Iterator[str]:
    if picture is None:
        return
    if picture.status != 200:
        yield f"the picture answers {picture.status}"
        return
    try:
        width, height = Image.open(io.BytesIO(picture.content)).size
    except UnidentifiedImageError:
        yield "the picture is none"
        return
    if width < rule.width or height < rule.height:
        yield (
            f"the picture has {width}×{height} pixels, and {rule.width}×{rule.height}"
            " are wanted"
        )
    if len(picture.content) > rule.max_bytes:
        yield f"the picture is larger than {rule.max_bytes} bytes"


def _look_at_link(offer: Offer) -> Iterator[Finding]:
    link = TrackedLink.objects.filter(offer=offer).first()
    if link is None:
        yield Finding(None, "Nobody has shared it yet, so there is no link to follow.")
        return
    # HEAD is answered alike and never counted.
    answer = fetch(public_url("sharing:follow", link.code), "HEAD")
    if answer.status == 302:
        yield Finding(True, "A tracked link leads on.")
    else:
        yield Finding(False, f"A tracked link answers {answer.status} and not 302.")


def _look_for_intranet() -> Iterator[Finding]:
    origin = urlsplit(app_settings.PUBLIC_URL)
    leaking = []
    for path in intranet_paths():
        answer = fetch(origin._replace(path=path, query="", fragment="").geturl())
        if answer.status not in {400, 403, 404, 410, 421}:
            leaking.append(f"{path} ({answer.status})")
    if leaking:
        yield Finding(
            False,
            "The intranet answers through the public address: "
            f"{', '.join(leaking)}. Serve public_urls alone from there.",
        )
    else:
        yield Finding(True, "Nothing of the intranet answers through it.")


def intranet_paths() -> list[str]:
    """Return paths of the intranet that outsiders have no business with."""
    found = []
    for name in ("wagtailadmin_home", "wagtailadmin_login", "wagtail_advocacy:home"):
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    try:
        login = resolve_url(settings.LOGIN_URL)
    except NoReverseMatch:
        login = ""
    # Somebody else's login stands elsewhere, and is meant to be reached.
    if login.startswith("/") and not login.startswith("//"):
        found.append(urlsplit(login).path)
    return list(dict.fromkeys(found))


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        if tag != "meta":
            return
        attributes = dict(attrs)
        name = attributes.get("property") or attributes.get("name")
        if name:
            # The first one counts, as networks take it.
            self.found.setdefault(name, attributes.get("content") or "")


def tags_of(page: str) -> dict[str, str]:
    """Return the ``<meta>`` properties and names of a page."""
    parser = _Tags()
    parser.feed(page)
    return parser.found

"""Looks at ``PUBLIC_URL`` the way outsiders and the networks' robots do.

``Look`` judges what is answered; where the answers come from is its ``ask``: this
process asks by itself, or a browser has asked before.
"""

import http.client
import io
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse
from PIL import Image, UnidentifiedImageError

from wagtail_advocacy.addresses import public_url
from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.public_pages import read_package_file
from wagtail_advocacy.shareables.models import Offer
from wagtail_advocacy.sharing.models import TrackedLink

from .findings import Fault, Finding


TIMEOUT = 10
# Bytes that are read of an answer; no card and no picture of ours is longer.
MAX_BYTES = 10 * 1024 * 1024
# Seconds after which a request that waits for all this asks nothing more.
PATIENCE = 15
# Where nothing is, on any host.
NOTHING = "/wagtail-advocacy-asks-for-nothing/"
# Answers that show nothing of an intranet.
REFUSALS = {400, 403, 404, 410, 421}
# Not counted as a visitor, and told apart in a server's log.
AGENT = "wagtail_advocacy-check-bot/1.0"


class Unanswered(Exception):
    """Ends a look; the message is the reason, for people."""

    # A key of ``FAULTS``.
    says = "error"

    @property
    def fault(self) -> Fault:
        return Fault(self.says, {"reason": str(self)})


class NoAnswer(Unanswered):
    """Nobody answered, or not over HTTP."""


class CertificateRefused(NoAnswer):
    says = "certificate"


class TooLong(Unanswered):
    """Whoever waits for the look has waited long enough."""

    says = "too_long"


@dataclass(frozen=True)
class Picture:
    """The size of a picture, in pixels and in bytes."""

    width: int
    height: int
    size: int


@dataclass(frozen=True)
class Answer:
    """What was answered, as far as whoever asked could see it.

    :param status: ``None``: a browser does not tell.
    :param picture: what a browser has measured; else ``content`` is measured.
    :param is_redirect: where a browser does not tell more.
    """

    status: int | None
    content: bytes = b""
    picture: Picture | None = None
    is_redirect: bool = False

    @property
    def is_unreadable(self) -> bool:
        """Whether there is an answer of which nothing can be known."""
        return self.status is None and not self.is_redirect

    @property
    def shown_status(self) -> str:
        return "3xx" if self.is_redirect else str(self.status or "?")

    def measure(self) -> Picture | None:
        """Return the size of the picture that was answered; ``None``: it is none."""
        if self.picture is not None:
            return self.picture
        try:
            width, height = Image.open(io.BytesIO(self.content)).size
        except UnidentifiedImageError:
            return None
        return Picture(width, height, len(self.content))


@dataclass(frozen=True)
class Question:
    """What a browser has to ask, so that it can be judged.

    :param wants: "status", "text", or "card": its text, and then its picture.
    """

    address: str
    method: str = "GET"
    wants: str = "status"


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
            return Answer(response.status, response.read(MAX_BYTES))
        finally:
            connection.close()
    except ssl.SSLCertVerificationError as error:
        raise CertificateRefused(error.verify_message) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(str(error) or type(error).__name__) from error


class Look:
    """One look at everything, from this process."""

    silent = "silent_to_server"

    def ask(self, address: str, method: str = "GET") -> Answer:
        """Return what is answered at an address.

        :raises Unanswered: nothing is.
        """
        return fetch(address, method)

    def findings(self) -> Iterator[Finding]:
        """Look at everything, and stop where nothing answers."""
        if not app_settings.PUBLIC_URL:
            yield Finding(False, "no_public_url")
            return
        try:
            yield from self._look_at_process()
            offer = newest_offer()
            if offer is None:
                yield Finding(None, "nothing_offered")
            else:
                yield from self._look_at_card(offer)
                yield from self._look_at_link(offer)
            yield from self._look_for_intranet()
        except Unanswered as error:
            yield Finding(
                False, self.silent, {"address": app_settings.PUBLIC_URL}, [error.fault]
            )

    def _look_at_process(self) -> Iterator[Finding]:
        if urlsplit(app_settings.PUBLIC_URL).scheme != "https":
            yield Finding(False, "plain_http")
        address = public_url("shareables:card_styles")
        answer = self.ask(address)
        content, _digest = read_package_file("css/public.css")
        if answer.is_unreadable:
            yield Finding(False, "unreadable", {"address": address})
        elif answer.status != 200:
            status = answer.shown_status
            yield Finding(False, "not_200", {"address": address, "status": status})
        elif answer.content != content:
            yield Finding(False, "not_ours", {"address": address})
        else:
            yield Finding(True, "ours")

    def _look_at_card(self, offer: Offer) -> Iterator[Finding]:
        address = public_url("shareables:card", offer.public_id)
        answer = self.ask(address)
        if answer.is_unreadable:
            yield Finding(False, "unreadable", {"address": address})
            return
        if answer.status != 200:
            status = answer.shown_status
            yield Finding(False, "card_not_200", {"address": address, "status": status})
            return
        tags = tags_of(answer.content.decode(errors="replace"))
        if tags.get("og:url") != address:
            found = tags.get("og:url", "")
            yield Finding(False, "card_elsewhere", {"found": found, "wanted": address})
        yield from self._look_as_networks(tags)

    def _look_as_networks(self, tags: dict[str, str]) -> Iterator[Finding]:
        picture = self._ask_for_picture(tags)
        for rule in CARD_RULES:
            about = {"network": rule.network}
            faults = [*_missing(rule, tags), *_faults_of_picture(rule, tags, picture)]
            if faults:
                yield Finding(False, "network_wrong", about, faults)
            elif picture is not None and picture.is_unreadable:
                yield Finding(None, "picture_unseen", about)
            else:
                yield Finding(True, "network_right", about)

    def _ask_for_picture(self, tags: dict[str, str]) -> Answer | None:
        address = tags.get("og:image", "")
        if not is_web_address(address):
            return None
        try:
            return self.ask(address)
        except NoAnswer:
            return None

    def _look_at_link(self, offer: Offer) -> Iterator[Finding]:
        link = link_of(offer)
        if link is None:
            yield Finding(None, "never_shared")
            return
        # HEAD is answered alike and never counted.
        answer = self.ask(public_url("sharing:follow", link.code), "HEAD")
        if answer.status == 302 or answer.is_redirect:
            yield Finding(True, "link_right")
        elif answer.is_unreadable:
            yield Finding(None, "link_unreadable")
        else:
            yield Finding(False, "link_wrong", {"status": answer.shown_status})

    def _look_for_intranet(self) -> Iterator[Finding]:
        leaking, unreadable, unseen = [], [], []
        for path in intranet_paths():
            try:
                answer = self.ask(address_on_public_host(path))
            except NoAnswer:
                unseen.append(path)
                continue
            if answer.is_unreadable:
                unreadable.append(path)
            elif answer.status not in REFUSALS:
                leaking.append(f"{path} ({answer.shown_status})")
        found = []
        if leaking:
            found.append(self._leak(leaking))
        if unreadable:
            found.append(self._unreadable_leak(unreadable))
        if unseen:
            found.append(Finding(None, "leak_unseen", {"paths": ", ".join(unseen)}))
        yield from found or [Finding(True, "no_leak")]

    def _leak(self, paths: list[str]) -> Finding:
        return Finding(False, "leak", {"paths": ", ".join(paths)})

    def _unreadable_leak(self, paths: list[str]) -> Finding:
        about = {"paths": ", ".join(paths)}
        try:
            nothing = self.ask(address_on_public_host(NOTHING))
        except NoAnswer:
            nothing = Answer(None)
        # Where a process of ours answers whatever is unknown, a browser may read it.
        if nothing.status == 404:
            return Finding(False, "leak_suspected", about)
        return Finding(None, "leak_unreadable", about)


class HurriedLook(Look):
    """A look from this process while somebody waits for it."""

    def __init__(self) -> None:
        self.deadline = time.monotonic() + PATIENCE

    def ask(self, address, method="GET"):
        if time.monotonic() > self.deadline:
            raise TooLong
        return super().ask(address, method)


class BrowserLook(Look):
    """A look with a browser's eyes: at what it has been answered.

    :param answers: by method and address; ``None``: it got no answer.
    :param is_inside: whether ``PUBLIC_URL`` is on the host that shows the intranet.
    """

    silent = "silent_to_browser"

    def __init__(
        self, answers: Mapping[tuple[str, str], Answer | None], *, is_inside: bool
    ) -> None:
        self.answers = answers
        self.is_inside = is_inside

    def ask(self, address, method="GET"):
        answer = self.answers.get((method, address))
        if answer is not None:
            return answer
        if origin_of(address) != origin_of(app_settings.PUBLIC_URL):
            # Other hosts may keep what they answer from pages that are not theirs.
            return Answer(None)
        raise NoAnswer

    def _leak(self, paths):
        if not self.is_inside:
            return super()._leak(paths)
        return Finding(None, "leak_on_same_host", {"paths": ", ".join(paths)})


def questions() -> list[Question]:
    """Return what a browser has to ask before ``BrowserLook`` can judge.

    And the picture that the card names: nobody knows its address before.
    """
    asked = [Question(public_url("shareables:card_styles"), wants="text")]
    offer = newest_offer()
    if offer is not None:
        card = public_url("shareables:card", offer.public_id)
        asked.append(Question(card, wants="card"))
        if link := link_of(offer):
            address = public_url("sharing:follow", link.code)
            asked.append(Question(address, method="HEAD"))
    return asked + [
        Question(address_on_public_host(path)) for path in (NOTHING, *intranet_paths())
    ]


def newest_offer() -> Offer | None:
    """Return the offer whose card is looked at."""
    return Offer.objects.current().order_by("-opens_at").first()


def link_of(offer: Offer) -> TrackedLink | None:
    """Return the tracked link that is followed."""
    return TrackedLink.objects.filter(offer=offer).first()


def address_on_public_host(path: str) -> str:
    """Return an address beside ours, on the same host."""
    origin = urlsplit(app_settings.PUBLIC_URL)
    return origin._replace(path=path, query="", fragment="").geturl()


def origin_of(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def is_web_address(address: str) -> bool:
    """Whether this is complete, as networks want the address of a picture."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _missing(rule: CardRule, tags: dict[str, str]) -> Iterator[Fault]:
    for tag in rule.tags:
        if not tags.get(tag):
            yield Fault("tag_missing", {"tag": tag})


def _faults_of_picture(
    rule: CardRule, tags: dict[str, str], answer: Answer | None
) -> Iterator[Fault]:
    if not tags.get("og:image"):
        return
    if not is_web_address(tags["og:image"]):
        yield Fault("picture_address")
    elif answer is None:
        yield Fault("picture_silent")
    elif answer.is_unreadable:
        return
    elif answer.status != 200:
        yield Fault("picture_not_200", {"status": answer.shown_status})
    elif (picture := answer.measure()) is None:
        yield Fault("picture_none")
    else:
        yield from _faults_of_size(rule, picture)


def _faults_of_size(rule: CardRule, picture: Picture) -> Iterator[Fault]:
    if picture.width < rule.width or picture.height < rule.height:
        sizes = {
            "width": picture.width,
            "height": picture.height,
            "wanted_width": rule.width,
            "wanted_height": rule.height,
        }
        yield Fault("picture_small", sizes)
    if picture.size > rule.max_bytes:
        yield Fault("picture_heavy", {"max_bytes": rule.max_bytes})


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

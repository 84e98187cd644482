"""Nobody is sent away from the intranet by what an address says to go on with."""

import contextlib
import re
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.conf import settings
from django.utils.http import urlencode

from tests.browser import launch, session_cookie, start_playwright

from .test_addresses import SENT, is_ours, undone
from .world import ROLES, addresses


OURS = "https://testserver"
MARK = "found-by-walking"
ROLES_ASKED = ("anonymous", "ambassador", "employee", "superuser")

# Where a value leads to by the rules browsers have (https://url.spec.whatwg.org/), and
# not by those of a library.
TARGETS = [
    # Plainly elsewhere.
    "https://evil.example/",
    "http://evil.example",
    "HTTPS://EVIL.EXAMPLE/",
    "hTtP://evil.example/",
    "ftp://evil.example/",
    "ws://evil.example/",
    # The scheme of the page.
    "//evil.example/",
    "///evil.example/",
    "////evil.example/",
    "/////evil.example//",
    "//evil.example",
    "//%65vil.example/",
    "https:evil.example",
    "https:/evil.example/",
    "https:///evil.example/",
    "http:evil.example/",
    "https:\\evil.example",
    # Browsers read a backslash as a slash.
    "\\\\evil.example/",
    "/\\evil.example/",
    "\\/evil.example/",
    "/\\/evil.example/",
    "//\\evil.example/",
    "https://evil.example\\@testserver/",
    "https://testserver\\.evil.example/",
    # Control characters, which browsers drop.
    "/\t/evil.example/",
    "/\n/evil.example/",
    "/\r\n/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "\x00//evil.example/",
    "\x01//evil.example/",
    "\x1fhttps://evil.example/",
    "ht\ntps://evil.example/",
    "https:\t//evil.example/",
    "/advocacy/\r\nLocation: https://evil.example/",
    "/advocacy/%0d%0aLocation:%20https://evil.example/",
    "\u00a0//evil.example/",
    "\u200b//evil.example/",
    "\ufeff//evil.example/",
    # Credentials, and hosts that look like ours.
    "https://testserver@evil.example/",
    "https://testserver:443@evil.example/",
    "https://testserver%40evil.example/",
    "https://user:secret@testserver@evil.example/",
    "//testserver@evil.example/",
    "https://testserver.evil.example/",
    "https://testserver%2eevil.example/",
    "https://eviltestserver/",
    "https://testserver#@evil.example/",
    "https://testserver?@evil.example/",
    "https://evil.example/testserver/",
    "https://evil.example?https://testserver/",
    # Letters that look like others, or that browsers fold into others.
    "https://tеstserver/",
    "https://testserver。evil.example/",
    "https://testserver／evil.example/",
    "／／evil.example/",
    "/／evil.example/",
    "https:⁄⁄evil.example/",
    "https://ⓔvil.example/",
    "https://evil℀.example/",
    # What runs instead of being opened.
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript://testserver/%0aalert(1)",
    "javascript:%61lert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "blob:https://testserver/1",
    "view-source:https://testserver/",
    "file:///etc/passwd",
    "mailto:evil@evil.example",
    "about:blank",
    "filesystem:https://testserver/x",
    # Our host, but not as it was asked for.
    "http://testserver/",
    "https://testserver:8443/",
    "https://testserver:80/",
    "//testserver:444/",
    "https://testserver:/",
    "https://testserver:x/",
    "https://testserver:99999999/",
    # Encoded once too often, or not at all.
    "%2f%2fevil.example/",
    "/%2fevil.example/",
    "/%5cevil.example/",
    "%68ttps://evil.example/",
    "https%3a%2f%2fevil.example/",
    # What is no address at all.
    "https://[evil.example/",
    "https://[::1]/",
    "https://[::ffff:1.2.3.4]/",
    "https://",
    "//",
    "//:80",
    "evil.example",
    "evil",
    "wagtailadmin_home",
    "?next=//evil.example/",
    "#//evil.example/",
    ".",
    "..//evil.example/",
    "./https://evil.example/",
    "/" + "a" * 5000,
    "//evil.example/" + "a" * 5000,
    "/../..//evil.example/",
    "/./\\evil.example/",
    "/.//evil.example/",
    "\ud800//evil.example/".encode("utf-8", "replace").decode(),
    "🙂//evil.example/",
    "\u202e//evil.example/",
]
# In a browser each takes a while: one of every kind.
SAMPLE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/\t/evil.example/",
    "\x01//evil.example/",
    "https:evil.example",
    "https://localhost@evil.example/",
    "javascript:document.location='https://evil.example/'",
    "data:text/html,<script>location='https://evil.example/'</script>",
    "evil",
]

LINKS = re.compile(r"\b(?:href|action|formaction|src|content)=[\"']([^\"']*)[\"']")
RESOLVE = """([base, targets]) => targets.map((target) => {
  try {
    const found = new URL(target, base);
    return `${found.protocol}//${found.host}`;
  } catch {
    return "";
  }
})"""


class Door:
    """One way to tell a view where to go on: who asks, how, and where it is said."""

    def __init__(self, world, role, name, method, place):
        self.client = world.client(role, raise_request_exception=False)
        self.address = world.address(name)
        self.method = method
        self.place = place
        self.data = dict(SENT.get(name, ({}, ()))[0]) if method == "post" else {}
        self.name = name
        self.role = role
        self.is_ours = name.startswith("wagtail_advocacy:")
        self.label = f"{role}: {method} {name}, in the {place}"

    def ask(self, target):
        with undone():
            if self.place == "body":
                return self._send(self.address, {**self.data, "next": target})
            return self._send(
                f"{self.address}?{urlencode({'next': target})}", self.data
            )

    def _send(self, address, data):
        return getattr(self.client, self.method)(address, data or None, secure=True)

    def leads_to(self, response) -> set[str]:
        """Return every address that an answer sends its reader to, or offers."""
        location = response.headers.get("Location")
        if location is None and not response["Content-Type"].startswith("text/html"):
            return set()
        if location is None:
            return {unescape(found) for found in LINKS.findall(response.text)}
        if not location.startswith(settings.LOGIN_URL):
            return {location}
        # It goes on with what it is told.
        return set(parse_qs(urlsplit(location).query)["next"])


def ways(name):
    """Return how a view can be told: method, and where it is said."""
    yield "get", "query"
    # Those that nothing is sent to show a whole screen of the admin again.
    if name in SENT or not name.startswith("wagtail_advocacy_admin:"):
        yield "post", "body"
    if is_ours(name) and name in SENT:
        yield "post", "query"


def doors(world):
    """Return every door: what we say somewhere in answer to where to go on.

    Where it is the same for several people, one of them tries it.
    """
    found = {}
    for name in addresses():
        if not is_ours(name) and not name.endswith("pageshareable:withdraw"):
            continue
        for role in ROLES_ASKED:
            for method, place in ways(name):
                door = Door(world, role, name, method, place)
                answer = door.ask(f"/advocacy/shares/?{MARK}")
                key = (name, method, place, answer.status_code)
                said = " ".join(door.leads_to(answer))
                if key not in found and MARK in unquote(unquote(said)):
                    found[key] = door
    return list(found.values())


@contextlib.contextmanager
def open_tab():
    """Open an empty tab for as long as it is needed.

    Playwright runs a loop of its own, in which Django takes another connection: what
    looks into the transaction of a test has to be over before.
    """
    with pytest.MonkeyPatch.context() as environment, start_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = launch(playwright)
        yield browser.new_page()
        browser.close()


def hosts_of(targets) -> list[str]:
    """Return where a browser gets to from a page of ours; "": nowhere."""
    with open_tab() as tab:
        return tab.evaluate(RESOLVE, [f"{OURS}/advocacy/join/", list(targets)])


def test_there_are_sixty_that_lead_elsewhere():
    assert set(ROLES_ASKED) <= set(ROLES)
    away = [one for one in hosts_of(set(TARGETS)) if one not in ("", OURS)]
    assert len(away) >= 60


@pytest.mark.django_db
def test_no_view_sends_anybody_elsewhere(world):
    found = doors(world)
    names = {door.name for door in found}
    assert {
        "wagtail_advocacy:ambassadors:join",
        "wagtail_advocacy:ambassadors:dismiss_invitation",
        "wagtail_advocacy_admin:page",
    } <= names
    assert any(name.endswith("pageshareable:withdraw") for name in names)
    unexpected = {}
    asked = []
    for door in found:
        usual = door.leads_to(door.ask("/advocacy/shares/"))
        # A whole screen of the admin takes its time; the others ask the same function.
        is_slow = not door.is_ours and door.role == "superuser"
        for target in TARGETS[::3] if is_slow else TARGETS:
            answer = door.ask(target)
            if answer.status_code not in (200, 302):
                unexpected[door.label, target] = answer.status_code
                continue
            asked += [
                (door, target, leads_to) for leads_to in door.leads_to(answer) - usual
            ]
    hosts = hosts_of(leads_to for *_, leads_to in asked)
    for (door, target, leads_to), host in zip(asked, hosts, strict=True):
        if host not in ("", OURS):
            unexpected[door.label, target] = leads_to
    assert not unexpected
    # What is harmless was taken in.
    assert len(asked) >= len(found)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("site_home")
def test_a_browser_stays_where_it_is(live_server, make_user):
    users = [make_user(f"ada{n}@example.com") for n in range(len(SAMPLE))]
    sessions = [session_cookie(user, live_server.url) for user in users]
    went_to = []
    statuses = []

    def answer(route):
        if route.request.url.startswith(live_server.url):
            return route.continue_()
        went_to.append(route.request.url)
        return route.fulfill(content_type="text/html", body="elsewhere")

    with open_tab() as tab:
        tab.context.route("**/*", answer)
        tab.on("response", lambda one: statuses.append(one.status))
        tab.on("dialog", lambda dialog: went_to.append(dialog.message))
        for target, cookie in zip(SAMPLE, sessions, strict=True):
            tab.context.add_cookies([cookie])
            query = urlencode({"next": target})
            # Whoever joins, and whoever has joined already.
            for way_on in ("button:has-text('Yes, I take part')", "a:text('Continue')"):
                tab.goto(f"{live_server.url}/advocacy/join/?{query}")
                tab.locator(way_on).click()
                tab.wait_for_url(lambda url, here=query: here not in url)
                assert tab.url.startswith(f"{live_server.url}/"), target
    assert went_to == []
    # A page of the intranet's that is not there is one all the same.
    assert set(statuses) <= {200, 301, 302, 404}

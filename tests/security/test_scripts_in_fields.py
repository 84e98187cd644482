"""Whatever somebody types into a field, it is shown and never run."""

import os

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser import launch, start_playwright
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.shareables import actions as shareables
from wagtail_advocacy.shareables.models import ShareablesSettings, Topic
from wagtail_advocacy.sharing import actions as sharing
from wagtail_advocacy.sharing.handoffs import handoff_address
from wagtail_advocacy.sharing.models import Share


# At most 60 characters, which is what the shortest field takes.
PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</template><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script >alert(1)</script >",
    "<script/x>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<script src=//x.example></script>",
    "<script src=data:,alert(1)></script>",
    "<script>window.__xss=1</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=window.__xss=1>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=`x` onerror=alert(1)>",
    "<image src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<math><mtext><img src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<video><source onerror=alert(1)>",
    "<audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<a href=javascript:alert(1) autofocus>x</a>",
    "<marquee onstart=alert(1)>",
    "<style>@import'//x.example';</style>",
    "<link rel=stylesheet href=//x.example>",
    "<meta http-equiv=refresh content=0;url=//x.example>",
    "<base href=//x.example/>",
    "<form action=//x.example><button autofocus>",
    '" autofocus onfocus=alert(1) x="',
    "' autofocus onfocus=alert(1) x='",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    '"onmouseover=alert(1) style=position:fixed;inset:0 "',
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "{% load static %}{{ request.user.password }}",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "%3Cscript%3Ealert(1)%3C/script%3E",
]
ALL = "\n".join(PAYLOADS)

HOSTS = ("x.example",)
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self';"
    " form-action 'self'"
)


class StrictPolicy:
    """Allows no inline script; Wagtail's own editor cannot do without inline styles."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        policy = POLICY
        if request.path.startswith("/admin/"):
            policy += "; style-src 'self' 'unsafe-inline'"
        response.headers["Content-Security-Policy"] = policy
        return response


class Reader:
    """Somebody with a browser, and what ran, was refused or was asked for in it."""

    def __init__(self, browser, server, session=None):
        self.context = browser.new_context(base_url=server)
        if session:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session}
            self.context.add_cookies([{**cookie, "url": server}])
        self.found = []
        self.refused = []
        self.page = self.context.new_page()
        self.page.on("dialog", self._close)
        self.page.on("console", self._listen)
        self.page.on("request", self._watch)

    def _close(self, dialog):
        self.found.append(f"{self.page.url}: a dialog")
        dialog.dismiss()

    def _listen(self, message):
        if "Content Security Policy" in message.text:
            self.refused.append(f"{self.page.url}: {message.text}")

    def _watch(self, request):
        if any(host in request.url.split("?")[0] for host in HOSTS):
            self.found.append(f"{self.page.url}: asked for {request.url}")

    def look(self, address):
        self.page.goto(address)
        self.check()

    def check(self):
        if self.page.evaluate("window.__xss"):
            self.found.append(f"{self.page.url}: a script ran")


@pytest.fixture
def server(transactional_db, settings):
    """A server of its own: the one that tests share has its middleware already."""
    settings.MIDDLEWARE = [f"{__name__}.StrictPolicy", *settings.MIDDLEWARE]
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def reader(server, client, monkeypatch):
    """Factory of people with a browser: ``reader(user)``; none: an outsider."""
    # Playwright runs a loop of its own, in which Django would refuse its database.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with start_playwright() as playwright:
        browser = launch(playwright)

        def make(user=None):
            session = None
            if user is not None:
                client.force_login(user)
                session = client.cookies[settings.SESSION_COOKIE_NAME].value
            return Reader(browser, server.url, session)

        yield make
        browser.close()


def fields(payload) -> dict:
    """Return one payload in every field of a shareable that an editor writes."""
    return {
        "title": payload,
        "summary": payload,
        "call_to_action": payload,
        "prompts": factories.prompts(payload),
        "may_say": payload,
        "may_not_say": payload,
    }


@pytest.fixture
def written(site_home, article, make_user):
    """Everything that people can write, with every payload in every field."""

    class Written:
        editor = factories.superuser()
        employee = make_user(
            "ada@example.com", first_name=PAYLOADS[0], last_name=PAYLOADS[15]
        )

    ShareablesSettings.objects.create(
        organisation=PAYLOADS[43], legal_notice="https://a.example/?q=%22%3E<svg>"
    )
    topic = Topic.objects.create(name=PAYLOADS[43])
    Written.page = article(PAYLOADS[15], search_description=PAYLOADS[43])
    Written.image = factories.image(PAYLOADS[43])
    Written.prepared = factories.published_page_shareable(
        Written.page, image=Written.image, image_cleared=True, **fields(PAYLOADS[15])
    )
    Written.offers = [
        factories.offer_of(
            factories.published_link_shareable(
                topics=[topic],
                url=f"https://news.example.org/?q={number}%22%3E%3Csvg%3E",
                **fields(payload),
            )
        )
        for number, payload in enumerate(PAYLOADS)
    ]
    ambassadors.join(Written.employee, source="test")
    return Written


def test_there_are_fifty_that_fit():
    assert len(set(PAYLOADS)) >= 50
    assert max(map(len, PAYLOADS)) <= 60


@pytest.mark.usefixtures("site_home")
def test_a_script_that_is_let_through_is_noticed(reader, make_user):
    # What the test below relies on.
    ada = reader(make_user("ada@example.com"))
    ada.look("/advocacy/")
    inline = "<img src=x onerror=alert(1)>"
    ada.page.evaluate(
        "(it) => document.body.insertAdjacentHTML('beforeend', it)", inline
    )
    ada.page.evaluate("setTimeout(() => alert(1))")
    ada.page.wait_for_timeout(500)
    assert ada.found
    assert ada.refused


def test_nothing_that_somebody_typed_is_ever_run(reader, written):
    employees_read_and_write(reader, written)
    outsiders_read(reader, written)
    editors_read_and_write(reader, written)


def employees_read_and_write(reader, written):
    ada = reader(written.employee)
    for number in range(1, 6):
        ada.look(f"/advocacy/?page={number}")
    for offer in written.offers:
        ada.look(f"/advocacy/share/{offer.public_id}/")
    # All of it as one's own words, typed, sent and taken to a phone.
    ada.look(f"/advocacy/share/{written.offers[0].public_id}/")
    ada.page.locator("[name=text]").fill(ALL)
    ada.page.locator("[name=network][value=copy]").check(force=True)
    ada.page.locator(".advocacy-compose button[type=submit]:visible").last.click()
    ada.page.wait_for_url("**/advocacy/shares/*/")
    ada.check()
    share = Share.objects.get()
    assert share.text.splitlines() == PAYLOADS
    handoff = sharing.hand_off(written.employee, share.pk)
    ada.look(f"/advocacy/shares/{share.pk}/")
    sharing.confirm_share(written.employee, share.pk)
    withdrawn = share.offer.shareable
    shareables.withdraw(withdrawn, written.editor, reason=PAYLOADS[43])
    for address in (f"/advocacy/shares/{share.pk}/", "/advocacy/shares/"):
        ada.look(address)
    ada.look("/advocacy/join/?next=%22%3E%3Csvg/onload=alert(1)%3E")
    outside = reader()
    outside.look(
        f"/go{handoff_address(handoff).removeprefix('https://go.example.com')}"
    )
    for one in (ada, outside):
        assert one.found == []
        assert one.refused == []


def outsiders_read(reader, written):
    outside = reader()
    for offer in written.offers:
        outside.look(f"/go/c/{offer.public_id}/")
    assert outside.found == []
    assert outside.refused == []


def editors_read_and_write(reader, written):
    editor = reader(written.editor)
    screens = "/admin/snippets/wagtail_advocacy_shareables"
    for number in (1, 2, 3):
        editor.look(f"{screens}/linkshareable/?p={number}")
    for end in ("edit", "inspect", "history", "usage", "withdraw"):
        editor.look(f"{screens}/pageshareable/{end}/{written.prepared.pk}/")
    editor.look(f"{screens}/topic/")
    editor.look(f"/admin/pages/{written.page.get_parent().pk}/")
    editor.look(f"/admin/advocacy/page/{written.page.pk}/")
    # The card beside the form follows what is typed.
    for name in ("title", "summary", "call_to_action"):
        field = editor.page.locator(f"[name={name}]")
        for payload in PAYLOADS:
            field.fill(payload)
    editor.check()
    assert editor.found == []

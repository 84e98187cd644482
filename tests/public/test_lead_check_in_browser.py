"""The lead's own browser tries a real public process on another port."""

import os
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.axe import violations
from tests.factories import open_share
from tests.faults.server import Server, database_url, free_port
from wagtail_advocacy.addresses import public_key
from wagtail_advocacy.public.views import PublicAddressView
from wagtail_advocacy.shareables.models import PublicAddressTrial
from wagtail_advocacy.sharing.models import Visit


pytestmark = pytest.mark.django_db(transaction=True)

# The rest of the screen is Wagtail's.
TRIAL = {"include": [[".advocacy-trial"]]}
SCREEN = "/admin/advocacy/public-address/"
# Nothing outside this machine is asked.
ELSEWHERE = re.compile(r"^https?://(?!localhost[:/]|127\.0\.0\.1[:/])")
PICTURES = os.environ.get("PICTURES")
# Wagtail's admin styles elements by attribute; scripts need nothing inline.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: https:; font-src 'self'; form-action 'self';"
    " base-uri 'none'; connect-src 'self'"
)


@pytest.fixture
def open_screen(visit, lead):
    """Open the screen in a browser of the lead's."""

    def run(**options):
        page = visit(lead, timeout=30_000, **options)
        page.context.route(ELSEWHERE, lambda route: route.abort())
        page.goto(SCREEN)
        return page

    return run


@pytest.fixture
def settings_with(settings):
    def run(public_url):
        settings.WAGTAIL_ADVOCACY = {
            **settings.WAGTAIL_ADVOCACY,
            "PUBLIC_URL": public_url,
        }

    return run


@pytest.fixture
def under_policy(monkeypatch):
    """Send a strict policy with the screen; its pages may ask ``connect`` besides."""

    def run(connect=""):
        dispatch = PublicAddressView.dispatch

        def with_policy(view, *args, **kwargs):
            response = dispatch(view, *args, **kwargs)
            response.headers["Content-Security-Policy"] = f"{POLICY} {connect}"
            return response

        # The live server has made its chain of middleware before any test.
        monkeypatch.setattr(PublicAddressView, "dispatch", with_policy)

    return run


@pytest.fixture
def public_process(root_page, offer, make_user, settings_with, tmp_path):
    """A process that has public_urls only, at PUBLIC_URL."""
    open_share(make_user("ada@example.com"), offer)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings_with(address)
    with Server(
        database_url(tmp_path),
        tmp_path,
        application="wagtail_advocacy.public.wsgi",
        variables={
            "DJANGO_SETTINGS_MODULE": "tests.public.host_settings",
            "PUBLIC_KEY": public_key(),
            "PUBLIC_URL": address,
        },
        probe="/assets/public.css",
        port=port,
    ) as server:
        yield server


def start(page):
    # The last trial may be on the screen already.
    with page.expect_navigation():
        page.get_by_role("button", name="Try it from this browser").click()
    page.locator("#advocacy-trial-title").wait_for()


def said(page, kind):
    found = page.locator(f".advocacy-verdict--{kind} .advocacy-findings__sentence")
    return found.all_inner_texts()


def photograph(page, name):
    """Keep pictures for people to look at, where they asked for them."""
    if not PICTURES:
        return
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        # Wagtail scrolls within the window.
        size = page.viewport_size
        page.set_viewport_size({**size, "height": 1500})
        path = Path(PICTURES) / f"{name}-{scheme}.png"
        page.screenshot(path=path)
        page.set_viewport_size(size)


RIGHT = [
    "The public address answers with our pages.",
    "LinkedIn finds everything its card needs.",
    "Facebook finds everything its card needs.",
    "X finds everything its card needs.",
    "Bluesky finds everything its card needs.",
    "A tracked link leads on.",
    "Nothing of the intranet answers through it.",
]


def test_lead_tries_it_and_finds_it_again(public_process, open_screen):
    page = open_screen()
    page.locator("summary", has_text="Addresses to open by hand").click()
    photograph(page, "before")
    assert violations(page, TRIAL) == []
    start(page)
    for _time in range(2):
        assert said(page, "right") == RIGHT
        # It is: Chromium would not believe a certificate of ours.
        assert said(page, "wrong") == [
            "PUBLIC_URL is not HTTPS: browsers and networks warn of it."
        ]
        assert said(page, "unknown") == []
        expect(page.get_by_text("Tried from a browser.")).to_be_visible()
        page.reload()
    start(page)
    expect(page.get_by_role("heading", name="Earlier")).to_be_visible()
    photograph(page, "after")
    assert violations(page, TRIAL) == []
    assert PublicAddressTrial.objects.count() == 2
    assert not Visit.objects.exists()


def test_on_a_phone_nothing_sticks_out(public_process, open_screen):
    page = open_screen(viewport={"width": 390, "height": 844})
    page.locator("summary", has_text="Addresses to open by hand").click()
    start(page)
    start(page)
    page.locator("summary", has_text="Addresses to open by hand").click()
    photograph(page, "phone")
    main = page.locator(".advocacy-trial")
    assert main.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert main.evaluate("(one) => one.getBoundingClientRect().right") <= 390


def test_intranet_behind_the_public_address_is_not_called_good(
    root_page, offer, settings_with, open_screen, tmp_path
):
    """The whole intranet answers there, and lets no script read it."""
    with Server(database_url(tmp_path), tmp_path) as server:
        settings_with(f"http://127.0.0.1:{server.port}/go")
        page = open_screen()
        start(page)
        assert RIGHT[0] in said(page, "right")
        assert RIGHT[-1] not in said(page, "right")
        (unknown,) = (one for one in said(page, "unknown") if "/admin/" in one)
        assert "a browser may not read what" in unknown
        photograph(page, "leak")
        # The server may read it.
        page.get_by_role("button", name="Try it from the server").click()
        page.get_by_text("Tried from the intranet's server.").wait_for()
        assert any("The intranet answers" in one for one in said(page, "wrong"))


def test_intranet_at_its_own_public_address(
    offer, root_page, live_server, open_screen, settings_with
):
    settings_with(f"{live_server.url}/go")
    page = open_screen()
    start(page)
    assert RIGHT[0] in said(page, "right")
    (unknown,) = (one for one in said(page, "unknown") if "/admin/" in one)
    assert "on the intranet's own host" in unknown
    assert "/admin/ (3xx)" in unknown
    assert "/sso/ (200)" in unknown


class Stranger(BaseHTTPRequestHandler):
    """Somebody else's server: answers everything, and is read by no other site."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *arguments):
        pass


@pytest.fixture
def stranger():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_somebody_elses_server_is_told_from_none(
    stranger, offer, root_page, settings_with, open_screen
):
    settings_with(stranger)
    page = open_screen()
    start(page)
    assert any("does not let a browser read it" in one for one in said(page, "wrong"))
    settings_with(f"http://127.0.0.1:{free_port()}")
    page.reload()
    page.get_by_role("button", name="Try it from this browser").click()
    page.get_by_text("does not answer this browser").wait_for()
    assert said(page, "right") == []
    photograph(page, "silent")


def test_strict_policy_lets_our_script_work_where_it_names_the_address(
    public_process, open_screen, under_policy
):
    under_policy(f"http://127.0.0.1:{public_process.port}")
    page = open_screen()
    start(page)
    assert said(page, "right") == RIGHT, page.inner_text("main")


def test_policy_that_forbids_asking_is_named_and_the_server_can_try(
    public_process, open_screen, under_policy
):
    under_policy()
    page = open_screen()
    page.get_by_role("button", name="Try it from this browser").click()
    warning = page.get_by_role("alert").filter(has_text="connect-src")
    expect(warning).to_be_visible()
    photograph(page, "forbidden")
    assert not PublicAddressTrial.objects.exists()
    assert violations(page, TRIAL) == []
    page.get_by_role("button", name="Try it from the server").click()
    page.get_by_text(re.compile("Tried from the intranet")).wait_for()
    assert said(page, "right") == RIGHT


def test_without_javascript_the_server_tries_it(public_process, open_screen):
    page = open_screen(java_script_enabled=False)
    expect(page.get_by_role("button", name="Try it from this browser")).to_be_hidden()
    page.get_by_role("button", name="Try it from the server").click()
    assert said(page, "right") == RIGHT

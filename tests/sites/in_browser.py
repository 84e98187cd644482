"""The employee's and the reader's part of the journey, in a real browser.

``python -m tests.sites.in_browser [folder]`` on a site that is migrated, set up and has
its static files collected; with a folder, pictures of every screen are put there. It
ends at what a policy refuses, a script stumbles over, or is wider than a phone.
"""

import contextlib
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django


django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.test.testcases import LiveServerThread, _StaticFilesHandler  # noqa: E402
from django.urls import reverse  # noqa: E402
from wagtail.images import get_image_model  # noqa: E402
from wagtail.images.tests.utils import get_test_image_file  # noqa: E402

from tests.browser import launch, start_playwright  # noqa: E402
from tests.sites import journey  # noqa: E402
from wagtail_advocacy.learning import models as learning  # noqa: E402
from wagtail_advocacy.shareables.models import Offer, PageShareable  # noqa: E402
from wagtail_advocacy.sharing.models import Share  # noqa: E402


OPEN = "a[data-advocacy-open]"
TEXT = "dialog[open] [name=text]"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
ONE_READER = "Somebody read it thanks to you."
STEP_MILLISECONDS = 20_000
# Wider than the window, and therefore to be scrolled sideways; a site's own too.
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"


class Visitor:
    """Somebody with a browser, in which no policy is broken.

    :param person: of the journey's; none: an outsider.
    :param pictures: the folder for pictures of what they see; none: no pictures.
    """

    def __init__(self, browser, host, person=None, pictures=None):
        self.pictures = pictures
        self.broken = []
        self.went_to = []
        options = {"user_agent": journey.BROWSER, "viewport": DESKTOP}
        if header := getattr(settings, "JOURNEY_STAFF_HEADER", "") if person else "":
            options["extra_http_headers"] = {
                header: person.client.defaults[
                    f"HTTP_{header.upper().replace(chr(45), chr(95))}"
                ]
            }
        self.context = browser.new_context(base_url=f"http://{host}", **options)
        self.context.set_default_timeout(STEP_MILLISECONDS)
        if person and settings.SESSION_COOKIE_NAME in person.client.cookies:
            name = settings.SESSION_COOKIE_NAME
            cookie = {"name": name, "value": person.client.cookies[name].value}
            self.context.add_cookies([{**cookie, "url": f"http://{host}"}])
        self.context.route("https://**/*", self._elsewhere)
        self.page = self.context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.broken.append(str(error)))
        self.page.on("response", self._read)

    def _elsewhere(self, route):
        self.went_to.append(route.request.url)
        route.fulfill(content_type="text/html", body="<title>elsewhere</title>")

    def _listen(self, message):
        if message.type in ("error", "warning"):
            self.broken.append(f"{self.page.url}: {message.text}")

    def _read(self, response):
        if response.status >= 400 and not response.url.endswith("/favicon.ico"):
            self.broken.append(f"{response.status} {response.url}")

    def see(self, name):
        """Look at the screen, at a desk and on a phone."""
        for device, size in (("desktop", DESKTOP), ("phone", PHONE)):
            self.page.set_viewport_size(size)
            wide = self.page.evaluate(OVERFLOW)
            assert wide <= 0, f"{name}: {wide} pixels too wide on {device}"
            if self.pictures:
                path = self.pictures / f"{name}-{device}.png"
                self.page.screenshot(path=path, full_page=True)
        self.page.set_viewport_size(DESKTOP)


@contextlib.contextmanager
def serving():
    """Serve the site from a thread, whatever host it is asked for by."""
    server = LiveServerThread("127.0.0.1", _StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield server.port
    finally:
        server.terminate()


def prepare():
    """Let an article be offered, with a picture that is cleared for outside."""
    with transaction.atomic():
        site = journey.prepare()
    host = journey.host_of(site["article"])
    journey.mark_shareable(journey.Person(site["editor"], host), site["article"])
    shareable = PageShareable.objects.get(page=site["article"].pk)
    journey.approve(journey.Person(site["moderator"], host), shareable)
    journey.open_sharing(journey.Person(site["lead"], host))
    picture = get_image_model().objects.create(
        title="A street", file=get_test_image_file(size=(1400, 900))
    )
    offer_picture(picture, cleared=True)
    return site, host, picture


def offer_picture(picture, *, cleared):
    shareable = PageShareable.objects.get()
    shareable.image = picture
    shareable.image_cleared = cleared
    shareable.save_revision().publish()


def share(ada, employee, article_url):
    """Join, write, leave for the network and say that it is published."""
    page = ada.page
    page.goto(article_url)
    ada.see("invitation")
    page.locator(OPEN).click()
    page.locator("dialog[open] form[action$='/join/'] button").wait_for()
    ada.see("joining")
    page.locator("dialog[open] form[action$='/join/'] button").click()
    page.locator(TEXT).wait_for()
    ada.see("joined")
    if learning.charter_models():
        ada.page.goto(reverse("wagtail_advocacy:learning:charter"))
        ada.see("charter")
    if learning.training_models():
        ada.page.goto(reverse("wagtail_advocacy:learning:trainings"))
        ada.see("trainings")
    journey.get_ready(employee)
    page.goto(article_url)
    page.locator(OPEN).click()
    page.locator(TEXT).wait_for()
    page.locator(TEXT).fill(journey.OWN_WORDS)
    page.locator("dialog[open] .advocacy-pill:has(input[value=linkedin])").click()
    picture = "dialog[open] .advocacy-card img, dialog[open] img"
    assert is_loaded(page.locator(picture).first)
    ada.see("composer")
    page.locator(
        "dialog[open] .advocacy-compose button[type=submit]:not([name])"
    ).click()
    page.locator("dialog[open] [data-advocacy-screen=share]").wait_for()
    whole = page.locator("dialog[open] [data-advocacy-whole-text]").input_value()
    assert whole.startswith(journey.OWN_WORDS)
    ada.see("leaving")
    with ada.context.expect_page() as opened:
        page.locator("dialog[open] [data-advocacy-go]").click()
    assert opened.value.url.startswith("https://www.linkedin.com/")
    opened.value.close()
    page.locator("dialog[open] button[name=answer][value=yes]").first.click()
    page.locator("button[name=answer][value=drop]").wait_for(state="detached")
    ada.see("published")
    assert Share.objects.get().state == Share.State.CONFIRMED
    return whole.split()[-1]


def is_loaded(image):
    return image.evaluate("(it) => it.decode().then(() => it.naturalWidth > 1)")


def read(outsider, link):
    """Open a tracked link, as somebody whom the post made curious."""
    outsider.page.goto(link)
    outsider.page.get_by_text(journey.TITLE).first.wait_for()
    assert is_loaded(outsider.page.locator("img").first)
    content = outsider.page.content()
    assert journey.OWN_WORDS not in content
    assert settings.MEDIA_URL not in content
    outsider.see("card")


def pictures_stay_inside(link, host, picture):
    """What is not cleared goes out nowhere, and media stay behind the login."""
    outsider = journey.Person(host=urlsplit(link).netloc)
    offer = Offer.objects.get()
    card = reverse(
        "wagtail_advocacy_public:shareables:card_image", args=[offer.public_id]
    )
    cleared = outsider.client.get(card)
    assert cleared.status_code == 200
    offer_picture(picture, cleared=False)
    default = outsider.client.get(card)
    assert default.status_code in (200, 404)
    assert default.content != cleared.content
    if getattr(settings, "JOURNEY_MEDIA_IS_PRIVATE", False):
        media = journey.Person(host=host).client.get(picture.file.url)
        assert media.status_code == 302, media


def walk(pictures=None):
    public = settings.WAGTAIL_ADVOCACY["PUBLIC_URL"].replace("https://", "http://")
    own = {**settings.WAGTAIL_ADVOCACY, "PUBLIC_URL": public}
    # The browser warns of a header that only means something over HTTPS.
    with override_settings(
        WAGTAIL_ADVOCACY=own, SECURE_CROSS_ORIGIN_OPENER_POLICY=None
    ):
        site, host, picture = prepare()
        article = site["article"].get_url()
        employee = journey.Person(site["employee"], host)
        with serving() as port, start_playwright() as playwright:
            rules = f"--host-resolver-rules=MAP * 127.0.0.1:{port}"
            browser = launch(playwright, rules)
            ada = Visitor(browser, host, employee, pictures)
            link = share(ada, employee, article)
            assert link.startswith(f"{public}/s/"), link
            outsider = Visitor(browser, urlsplit(link).netloc, pictures=pictures)
            read(outsider, link)
            for name in ("home", "sharing:shares", "ambassadors:leave"):
                ada.page.goto(reverse(f"wagtail_advocacy:{name}"))
                ada.page.locator("[data-advocacy-screen]").wait_for()
                if name != "ambassadors:leave":
                    readers = ada.page.locator(".advocacy-shared__readers")
                    assert readers.inner_text() == ONE_READER
                ada.see(name.rpartition(":")[2])
            if settings.LANGUAGE_CODE == "ar":
                assert ada.page.evaluate("document.dir") == "rtl"
            browser.close()
        for one in (ada, outsider):
            assert one.broken == [], "\n".join(one.broken)
        pictures_stay_inside(link, host, picture)
    connections.close_all()
    print("The browser's journey is over.")  # noqa: T201


if __name__ == "__main__":
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    walk(Path(sys.argv[1]) if len(sys.argv) > 1 else None)

"""Takes the screenshots of the documentation, from the demo intranet.

    python docs/screenshots.py [folder]

It starts a demo of its own, with its data in a temporary folder, and goes the way of
``tutorial/first-shared-article.md`` in a real browser. Needs what the tests need
(``pip install -e .[test]``) and Chromium.
"""

import contextlib
import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright


ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser import ARGUMENTS, find_chromium  # noqa: E402
from tests.e2e.demo_site import environment, free_port  # noqa: E402
from tests.e2e.screens import answer  # noqa: E402


PICTURES = ROOT / "docs" / "_static" / "screenshots"
# What `make demo` shows, so that pictures and tutorial agree. The demo itself may
# listen on another port: the browser is told so.
ADDRESS = "http://127.0.0.1:8000"
SIZE = {"width": 1280, "height": 900}
# Colours kept of a picture: enough for photographs this small, a third of the bytes.
COLOURS = 256
# Bytes.
MOST_FOR_ONE = 200_000
MOST_FOR_ALL = 2_500_000
START_SECONDS = 180
STOP_SECONDS = 30
STEP_MILLISECONDS = 20_000

# A person's browser: a headless one is not counted as a reader.
READER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36"
)
# Codes are random; the pictures show the same one every time.
CODE = "kT3vQx8mZr1Lw0Yc"

ARTICLE = "/en/news/forty-two-heat-pumps-ashcombe-terrace/"
TITLE = "Forty-two heat pumps, and nobody moved out"
QUESTION = "What does it take to renovate a street nobody leaves?"
OWN_WORDS = (
    "I spent fourteen weeks asking people whether we were too loud. One of them told"
    " me that the heat pump was quieter than my apologies. What would you ask your"
    " neighbours first?"
)
BADGE = "Own voice"
SHOWN_BADGE = "First answer"
THANKS = "You told a reader the truth about noise. I quote you to my neighbours now."
REASON = "The figures are being checked again. A new version follows next week."


class ScreenshotError(Exception):
    """The pictures could not be taken as the documentation needs them."""


@contextlib.contextmanager
def running_demo():
    """Start a demo with empty data, yield its port, and end it as Ctrl-C does."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="advocacy-pictures-") as folder:
        log_path = Path(folder) / "demo.log"
        chosen = {"PUBLIC_URL": f"{ADDRESS}/go"}
        with (
            log_path.open("w") as log,
            subprocess.Popen(
                [sys.executable, "example_site/run_demo.py"],
                cwd=ROOT,
                env=environment(folder, port, "") | chosen,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            ) as process,
        ):
            try:
                wait_until_ready(process, log_path)
                yield port
            finally:
                stop(process)


def wait_until_ready(process, log_path):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if "Ctrl-C ends the demo" in log_path.read_text():
            return
        time.sleep(0.3)
    raise ScreenshotError(f"The demo did not start:\n{log_path.read_text()}")


def stop(process):
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


class Photographer:
    """People of the demo, each with a browser of their own, and their pictures.

    :param browser: Playwright's browser.
    :param folder: where the pictures go.
    """

    def __init__(self, browser, folder):
        self.browser = browser
        self.folder = folder
        self.taken = {}

    @contextlib.contextmanager
    def person(self, username="", **options):
        """Yield the page of somebody who is logged in; of nobody without a name."""
        context = self.browser.new_context(
            base_url=ADDRESS,
            viewport=SIZE,
            locale="en-GB",
            reduced_motion="reduce",
            color_scheme="light",
            **options,
        )
        context.set_default_timeout(STEP_MILLISECONDS)
        context.route(
            lambda url: not url.startswith((ADDRESS, "data:", "blob:")), stay_here
        )
        page = context.new_page()
        if username:
            page.goto("/login/")
            page.locator("input[name=username]").fill(username)
            page.locator("input[name=password]").fill("demo")
            page.locator("input[name=password]").press("Enter")
            page.wait_for_url(lambda url: "/login/" not in url)
        yield page
        context.close()

    def take(self, page, name):
        """Take a picture of what is seen of ``page`` now.

        :raises ScreenshotError: the file is larger than the documentation may hold.
        """
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready.then(() => true)")
        content = smaller(page.screenshot(animations="disabled", caret="hide"))
        if len(content) > MOST_FOR_ONE:
            raise ScreenshotError(f"{name}.png has {len(content)} bytes.")
        (self.folder / f"{name}.png").write_bytes(content)
        self.taken[name] = len(content)


def stay_here(route):
    """Let nothing leave this machine: other sites are empty, their pictures grey."""
    if route.request.resource_type == "image":
        buffer = io.BytesIO()
        Image.new("RGB", (8, 8), "#8a8f98").save(buffer, "PNG")
        route.fulfill(content_type="image/png", body=buffer.getvalue())
    else:
        route.fulfill(content_type="text/html", body="<title>-")


def smaller(png):
    """Return a PNG with a palette of its own, as small as it gets."""
    with Image.open(io.BytesIO(png)) as image:
        reduced = image.convert("RGB").quantize(
            COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
    buffer = io.BytesIO()
    reduced.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


# --- The way of the tutorial ---


def go_to_editor(page):
    """Open the article's edit screen; return its primary key."""
    page.goto("/admin/pages/search/?q=Forty-two+heat+pumps")
    link = page.get_by_role("link", name=TITLE).first.get_attribute("href")
    key = re.search(r"/pages/(\d+)/", link)[1]
    page.goto(f"/admin/pages/{key}/edit/")
    return key


def open_actions(page):
    page.get_by_role("button", name="Actions", exact=True).first.click()


def photograph_editor(photographer):
    with photographer.person("editor") as page:
        go_to_editor(page)
        open_actions(page)
        make = page.get_by_role("link", name="Make shareable")
        make.hover()
        photographer.take(page, "make-shareable")
        make.click()
        page.get_by_label("Question or angle*").fill(QUESTION)
        page.get_by_label("Question or angle*").blur()
        photographer.take(page, "prepare")
        page.get_by_label("cleared for outside").check()
        page.wait_for_function(
            "() => { const image = document.querySelector('.advocacy-card__image');"
            " return image.src.includes('/advocacy/image/') && image.complete }"
        )
        photographer.take(page, "cleared")
        page.get_by_role("button", name="Submit", exact=True).click()
        page.get_by_text("in moderation").first.wait_for()
        photographer.take(page, "in-moderation")


def photograph_moderator(photographer):
    # Works in French, as the demo's visitors see it.
    with photographer.person("moderator") as page:
        page.goto("/admin/")
        page.get_by_role("link", name=TITLE).first.click()
        page.get_by_role("button", name="Plus d'actions").click()
        approve = page.get_by_role("button", name="Approuver et Publier", exact=True)
        approve.hover()
        photographer.take(page, "approve")
        approve.click()
        page.get_by_role("status").get_by_text(TITLE).wait_for()


def photograph_employee(photographer):
    """Join, sign, learn and share; return the address of the tracked link."""
    clipboard = ["clipboard-read", "clipboard-write"]
    with photographer.person("employee3", permissions=clipboard) as page:
        join_and_write(photographer, page)
        sign_and_learn(photographer, page)
        return share(photographer, page)


def join_and_write(photographer, page):
    page.goto(ARTICLE)
    photographer.take(page, "invitation")
    page.get_by_role("link", name="How it works").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Yes, I take part").wait_for()
    photographer.take(page, "join")
    dialog.get_by_role("button", name="Yes, I take part").click()
    dialog.get_by_text("LinkedIn", exact=True).click()
    page.get_by_role("textbox", name="Your own words").fill(OWN_WORDS)
    show(dialog.get_by_role("heading", name="Before it leaves"))
    photographer.take(page, "checklist")
    dialog.get_by_role("button", name="Sign the charter").click()


def sign_and_learn(photographer, page):
    sign = page.get_by_role("button", name="I have read it and I sign")
    sign.wait_for()
    photographer.take(page, "charter")
    sign.click()
    page.get_by_role("button", name="Why and how, freely").click()
    page.get_by_role("link", name="Begin").wait_for()
    photographer.take(page, "training")
    page.get_by_role("link", name="Begin").click()
    while "/lesson/" in page.url:
        lesson = page.url
        page.get_by_role("button", name="Next").click()
        page.wait_for_url(lambda url, lesson=lesson: url != lesson)
    answer(page)
    page.get_by_role("button", name="See how I did").click()
    page.get_by_role("heading", name="Passed").wait_for()
    photographer.take(page, "passed")
    page.get_by_role("link", name="Go on where you came from").click()


def share(photographer, page):
    page.get_by_role("button", name="Continue").wait_for()
    page.goto(ARTICLE)
    page.get_by_role("link", name="Share in your own words").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Continue").wait_for()
    photographer.take(page, "composer")
    dialog.get_by_role("button", name="Continue").click()
    with page.expect_popup() as popup:
        dialog.get_by_role("link", name="Copy text and open LinkedIn").click()
    popup.value.close()
    page.bring_to_front()
    dialog.get_by_text("Text copied: paste it in LinkedIn.").wait_for()
    text = dialog.get_by_label("Your text, with the link")
    link = re.search(rf"{ADDRESS}/go/s/\S+", text.input_value())[0]
    text.evaluate(
        "(field, [link, code]) => {"
        " field.value = field.value.replace(link, link.slice(0, -code.length)"
        " + code) }",
        [link, CODE],
    )
    photographer.take(page, "leaving")
    dialog.get_by_role("button", name="Yes, it is out").click()
    dialog.get_by_role("heading", name="Thank you, it is out").wait_for()
    return link


def show(part):
    """Scroll to something, leaving some of what is above it in sight."""
    part.evaluate("part => part.scrollIntoView({block: 'center'})")


def photograph_reader(photographer, link):
    with photographer.person(user_agent=READER) as page:
        page.goto(link)
        page.get_by_role("heading", name=TITLE).wait_for()
        photographer.take(page, "public-card")


def photograph_results(photographer):
    with photographer.person("employee3") as page:
        page.goto("/advocacy/me/")
        # Below what there is to tell.
        show(page.locator("#topics"))
        photographer.take(page, "profile")
        page.goto("/advocacy/")
        photographer.take(page, "hub")
        page.get_by_text("somebody read it thanks to you").first.wait_for()
        page.get_by_role("heading", name="What I shared").evaluate(
            "heading => scrollTo(0, heading.getBoundingClientRect().top - 600)"
        )
        photographer.take(page, "what-i-shared")
    with photographer.person("editor") as page:
        key = go_to_editor(page)
        open_actions(page)
        shared = page.get_by_role("link", name="Shared: 1 reader")
        shared.hover()
        photographer.take(page, "shared-one-reader")
        page.goto(f"/admin/advocacy/page/{key}/")
        photographer.take(page, "sharing-page")
        page.goto("/admin/snippets/wagtail_advocacy_shareables/pageshareable/")
        photographer.take(page, "list")


def photograph_programme(photographer):
    with photographer.person("lead") as page:
        page.goto("/admin/advocacy/launch/")
        photographer.take(page, "launch")
        page.goto("/admin/advocacy/participation/")
        photographer.take(page, "participation")


def photograph_badges(photographer):
    """Take what is recognised, as the lead decides it and as colleagues find it."""
    with photographer.person("lead") as page:
        page.goto("/admin/snippets/wagtail_advocacy_badges/badge/")
        page.get_by_role("link", name=BADGE, exact=True).click()
        show(page.get_by_role("heading", name="What earns it"))
        photographer.take(page, "badge-editor")
        open_actions(page)
        page.get_by_role("link", name="How many would earn it?").click()
        page.get_by_role("heading", name="What earns it").wait_for()
        photographer.take(page, "would-earn-it")
        page.goto("/admin/advocacy/rewards/")
        photographer.take(page, "rewards-asked-for")
        page.get_by_role("link", name="Maya Bennett").click()
        page.get_by_role("button", name="Approve").wait_for()
        photographer.take(page, "hand-over")
    with photographer.person("employee1") as page:
        page.goto("/advocacy/me/badges/")
        photographer.take(page, "my-badges")
        page.goto("/advocacy/me/points/")
        photographer.take(page, "my-points")
        page.goto("/advocacy/goals/")
        photographer.take(page, "goals")
        page.goto("/advocacy/me/rewards/")
        photographer.take(page, "rewards")
        page.goto("/advocacy/me/badges/")
        page.get_by_role("link", name=SHOWN_BADGE, exact=True).click()
        address = page.get_by_label("Its address, to copy or to share")
        shown_at = address.input_value()
        address.evaluate(
            "field => { field.value = field.value.replace(/b\\/.*/, 'b/…') }"
        )
        photographer.take(page, "badge-shown")
    with photographer.person("employee2") as page:
        page.context.add_cookies(
            [{"name": "django_language", "value": "en", "url": ADDRESS}]
        )
        page.goto("/advocacy/badges/shown/")
        page.get_by_role("link", name=SHOWN_BADGE).first.click()
        page.get_by_label("Your thanks").fill(THANKS)
        photographer.take(page, "say-thanks")
    with photographer.person(user_agent=READER) as page:
        page.goto(shown_at)
        page.get_by_text("This badge is valid.").wait_for()
        photographer.take(page, "badge-verified")


def photograph_withdrawing(photographer, link):
    with photographer.person("lead") as page:
        page.goto("/admin/snippets/wagtail_advocacy_shareables/pageshareable/")
        page.get_by_role("link", name=TITLE).first.click()
        open_actions(page)
        page.get_by_role("link", name="Withdraw…").click()
        page.get_by_label("Reason*").fill(REASON)
        photographer.take(page, "withdraw")
        page.get_by_role("button", name="Withdraw", exact=True).click()
        page.get_by_role("status").first.wait_for()
    with photographer.person(user_agent=READER) as page:
        page.goto(link)
        photographer.take(page, "gone")


def photograph(browser, folder):
    """Take every picture; return their sizes in bytes by name."""
    photographer = Photographer(browser, folder)
    photograph_editor(photographer)
    photograph_moderator(photographer)
    link = photograph_employee(photographer)
    photograph_reader(photographer, link)
    photograph_results(photographer)
    photograph_programme(photographer)
    photograph_badges(photographer)
    photograph_withdrawing(photographer, link)
    return photographer.taken


def start_browser(playwright, port):
    """Start a Chromium for which the demo is at ADDRESS."""
    path = find_chromium()
    if path is None:
        raise ScreenshotError("No Chromium: install it, or name it in CHROMIUM.")
    host = ADDRESS.removeprefix("http://")
    return playwright.chromium.launch(
        executable_path=path,
        args=[*ARGUMENTS, f"--host-resolver-rules=MAP {host} 127.0.0.1:{port}"],
    )


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with running_demo() as port, sync_playwright() as playwright:
        browser = start_browser(playwright, port)
        taken = photograph(browser, folder)
        browser.close()
    for name, size in taken.items():
        print(f"{name}.png  {size:,} bytes")
    total = sum(taken.values())
    print(f"{len(taken)} pictures, {total:,} bytes")
    if total > MOST_FOR_ALL:
        raise ScreenshotError(f"All pictures together have {total} bytes.")


if __name__ == "__main__":
    main()

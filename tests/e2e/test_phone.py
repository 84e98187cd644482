"""The same on a phone, and the text that travels from the computer to it."""

import re

import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from . import screens


PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 1,
    "has_touch": True,
    "is_mobile": True,
}
ARTICLE = "/en/news/from-bakery-to-site/"
TITLE = "From the four o'clock bread to the eight o'clock briefing"

# Headless Chromium says what it is, and is taken for the robot it is.
READER = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Mobile Safari/537.36"
)

# What sticks out sideways of the screen, or of a dialog on it. What is hidden or
# scrolls by itself does not.
OVERFLOW = """() => {
  const dialog = document.querySelector("dialog[open]");
  const frame = dialog ?? document.scrollingElement;
  const edge = dialog ? dialog.getBoundingClientRect().right : window.innerWidth;
  if (frame.scrollWidth <= frame.clientWidth && edge <= window.innerWidth) return [];
  return [...frame.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > edge + 1)
    .map((element) => `${element.tagName.toLowerCase()}.${element.className}`)
    .concat("wider than the screen");
}"""

# Controls of ours too small for a finger (WCAG 2.2, 2.5.8: 24 by 24 CSS pixels;
# links within a sentence are excepted).
SMALL = """() => {
  const controls = ".advocacy button, .advocacy .advocacy-button, .advocacy-pill,"
    + " .advocacy-choice, .advocacy select, .advocacy-public__button";
  return [...document.querySelectorAll(controls)]
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
    .map(([element]) => element.textContent.trim());
}"""


def test_nothing_sticks_out(visitor, demo):
    page = visitor("karim-haddad", locale="en-GB", **PHONE).page
    outside = visitor(**PHONE).page
    lead = visitor("lead").page
    wrong = {}

    people = screens.People(page, outside, lead)
    for name, seen in screens.every_screen(people, demo, ARTICLE, TITLE):
        found = seen.evaluate(OVERFLOW) + seen.evaluate(SMALL)
        if found:
            wrong[name] = found
    assert wrong == {}


def test_writing_on_the_phone(visitor):
    page = visitor("nadia-cherif", locale="en-GB", **PHONE).page
    page.goto("/en/news/propane-heat-pumps/")
    page.get_by_role("link", name="How it works").tap()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Yes, I take part").tap()
    expect(dialog.locator(screens.TO_DO)).to_have_count(2)
    screens.get_ready(page)
    page.goto("/en/news/propane-heat-pumps/")
    page.get_by_role("link", name="Share in your own words").tap()
    dialog.locator(".advocacy-pill", has_text="Bluesky").tap()
    expect(dialog.get_by_role("radio", name="Bluesky")).to_be_checked()
    dialog.locator("#advocacy-text").fill(screens.OWN_WORDS)
    dialog.get_by_role("button", name="Continue").tap()
    go = dialog.get_by_role("link", name="Copy text and open Bluesky")
    with page.expect_popup() as opened:
        go.tap()
    assert opened.value.url.startswith("https://bsky.app/intent/compose?text=It")
    page.bring_to_front()
    dialog.get_by_role("button", name="Yes, it is out").tap()
    expect(dialog.get_by_role("heading", name="Thank you, it is out")).to_be_visible()


def test_code_on_the_screen_brings_the_text_to_a_phone(visitor, demo, tmp_path):
    page = visitor("aisha-rahman").page
    words = "My gloves smelled of it for a week. Whose job leaves a trace like that?"
    share = screens.open_share(
        page, "/en/news/propane-heat-pumps/", join=True, text=words
    )
    page.goto(share)
    page.get_by_role("button", name="Show a QR code").click()
    picture = tmp_path / "code.png"
    page.locator(".advocacy-qr").screenshot(path=picture)
    with Image.open(picture) as image:
        [code] = zxingcpp.read_barcodes(image)
    assert code.text.startswith(f"{demo.address}/go/p/")

    # A phone that has never seen the intranet: no cookies, no login.
    phone = visitor(**PHONE).page
    phone.goto(code.text)
    text = phone.get_by_label("Your text and the link")
    expect(text).to_have_value(re.compile(re.escape(words)))
    link = re.search(r"http\S+/go/s/\S+", text.input_value())[0]
    with phone.expect_popup() as opened:
        phone.get_by_role("link", name="Open LinkedIn").tap()
    assert opened.value.url.startswith("https://www.linkedin.com/")
    opened.value.close()
    phone.get_by_role("button", name="Copy the text").tap()
    expect(phone.get_by_role("status")).not_to_be_empty()

    # Looking at one's own text is not reading the card: only the link counts.
    page.goto(share)
    page.get_by_role("button", name="Yes, it is out").click()
    expect(page.get_by_role("heading", name="Thank you, it is out")).to_be_visible()
    page.goto("/advocacy/shares/")
    expect(page.get_by_text("No reader so far.")).to_be_visible()
    reader = visitor(user_agent=READER)
    reader.page.goto(link)
    page.reload()
    expect(page.get_by_text("Somebody read it thanks to you.")).to_be_visible()

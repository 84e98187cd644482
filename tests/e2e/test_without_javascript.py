"""Everything a person does here works as plain links and forms."""

import re

import pytest
from playwright.sync_api import expect

from . import screens


ARTICLE = "/en/news/propane-heat-pumps/"
QUESTION = "What will you do differently with propane on site?"
OWN_WORDS = "I bring the detector now, every time. Which habit did you have to unlearn?"
# Not what a colleague has published about the same.
ON_THE_PHONE = "My hands were cold that day. Who else learned it outdoors?"


@pytest.fixture
def page(visitor):
    return visitor("rosa-lindqvist", java_script_enabled=False).page


def test_joining_writing_and_confirming(page):
    page.goto(ARTICLE)
    page.get_by_role("link", name="How it works").click()
    page.get_by_role("button", name="Yes, I take part").click()

    # From the form for joining straight to the composer. What comes before sharing:
    # without scripts in test_learning_journey.
    expect(page.locator("#advocacy-question")).to_have_text(QUESTION)
    composer = page.url
    screens.get_ready(page)
    page.goto(composer)
    text = page.locator("#advocacy-text")
    assert text.get_attribute("placeholder") == QUESTION

    # What is refused comes back as it was, with the reason beside it.
    page.get_by_role("radio", name="X", exact=True).check(force=True)
    page.get_by_role("checkbox", name="#heatpumps").check(force=True)
    too_long = f"{OWN_WORDS}\n\n{'And more. ' * 30}"
    text.fill(too_long)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Your text is kept")
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"\d+"))
    expect(text).to_have_value(too_long)
    expect(page.get_by_role("radio", name="X", exact=True)).to_be_checked()
    expect(page.get_by_role("checkbox", name="#heatpumps")).to_be_checked()

    # Another choice keeps what is written as well.
    page.get_by_role("radio", name="LinkedIn").check(force=True)
    page.get_by_role("button", name="Use this choice").click()
    expect(text).to_have_value(too_long)
    expect(page.locator("#advocacy-count")).to_contain_text("of 3000")

    text.fill(OWN_WORDS)
    page.get_by_role("button", name="Continue").click()

    # The text stands there to be copied, and the link is a link.
    whole = page.get_by_label("Your text, with the link")
    expect(whole).to_have_value(re.compile(re.escape(OWN_WORDS)))
    expect(whole).to_have_value(re.compile("#TeamAlderbrook #heatpumps"))
    expect(whole).to_have_value(re.compile(r"/go/s/\S{16}"))
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open LinkedIn").click()
    assert opened.value.url.startswith("https://www.linkedin.com/sharing/")
    opened.value.close()

    # An address elsewhere is refused, and stays to be corrected.
    address = page.get_by_label("Address of your post")
    address.fill("https://www.linkedin.example/posts/rosa")
    page.get_by_role("button", name="Yes, it is out").click()
    expect(page.get_by_role("alert")).to_contain_text("not the address of a post")
    expect(address).to_have_value("https://www.linkedin.example/posts/rosa")
    address.fill("https://www.linkedin.com/posts/rosa-lindqvist_propane-activity-7")
    page.get_by_role("button", name="Yes, it is out").click()
    expect(page.get_by_role("heading", name="Thank you, it is out")).to_be_visible()

    # And leaving is one click.
    page.goto("/advocacy/")
    page.get_by_role("link", name="Stop taking part").click()
    page.get_by_role("button", name="Stop now").click()
    expect(page.get_by_text("nobody told")).to_be_visible()


def test_text_on_the_phone(visitor, demo):
    employee = visitor("jack-merriman", java_script_enabled=False)
    page = employee.page
    page.goto(ARTICLE)
    page.get_by_role("link", name="How it works").click()
    page.get_by_role("button", name="Yes, I take part").click()
    composer = page.url
    screens.get_ready(page)
    page.goto(composer)
    page.locator("#advocacy-text").fill(ON_THE_PHONE)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send it to my mailbox").click()
    expect(page.get_by_text("A mail is on its way to jack.merriman@")).to_be_visible()
    mail = demo.wait_for_mail("To: jack.merriman@", "/go/p/")
    phone = visitor(java_script_enabled=False).page
    phone.goto(re.search(r"http\S+/go/p/\S+", mail)[0])
    expect(phone.get_by_label("Your text and the link")).to_have_value(
        re.compile(re.escape(ON_THE_PHONE))
    )
    expect(phone.get_by_role("link", name="Open LinkedIn")).to_be_visible()

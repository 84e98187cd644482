"""What somebody has typed is still there, whatever happened to page or login."""

import re

import pytest
from playwright.sync_api import expect

from . import screens


ARTICLE = "/en/news/propane-heat-pumps/"
HALF = "I never thought I would say this about a refrigerant, but"
TEXT = screens.TEXT


@pytest.fixture(scope="module")
def joined(browser, demo):
    return set()


@pytest.fixture
def writer(visitor, joined):
    """Somebody who may share, with a browser that keeps nothing yet."""
    one = visitor("daniel-fairclough", locale="en-GB")
    if not joined:
        one.page.goto("/advocacy/join/")
        one.page.get_by_role("button", name="Yes, I take part").click()
        one.page.wait_for_url("**/advocacy/")
        screens.get_ready(one.page)
        joined.add("daniel-fairclough")
    return one


def open_dialog(page):
    page.goto(ARTICLE)
    page.get_by_role("link", name="Share in your own words").click()
    return page.get_by_role("dialog")


def test_closed_dialog_reload_and_closed_tab(writer):
    page = writer.page
    dialog = open_dialog(page)
    dialog.locator(".advocacy-pill", has_text="Bluesky").click()
    dialog.locator(TEXT).fill(HALF)
    dialog.get_by_role("button", name="Close").click()
    dialog = open_dialog(page)
    expect(dialog.locator(TEXT)).to_have_value(HALF)
    expect(dialog.get_by_role("radio", name="Bluesky")).to_be_checked()
    dialog.locator(TEXT).fill(f"{HALF} it smells")
    page.reload()
    dialog = open_dialog(page)
    expect(dialog.locator(TEXT)).to_have_value(f"{HALF} it smells")
    dialog.locator(TEXT).fill(f"{HALF} it smells of nothing.")
    page.close(run_before_unload=True)

    again = writer.context.new_page()
    dialog = open_dialog(again)
    expect(dialog.get_by_text("Here is what you had written.")).to_be_visible()
    expect(dialog.locator(TEXT)).to_have_value(f"{HALF} it smells of nothing.")
    dialog.get_by_role("button", name="Start over").click()
    expect(dialog.locator(TEXT)).to_have_value("")


@pytest.mark.parametrize("in_dialog", [True, False], ids=["dialog", "page"])
def test_login_that_expired(writer, in_dialog):
    page = writer.page
    place = open_dialog(page)
    if not in_dialog:
        page.goto(page.locator(screens.OPEN).get_attribute("href"))
        place = page.locator("main")
    screens.choose(place, "linkedin")
    place.locator(TEXT).fill(HALF)
    writer.context.clear_cookies(name="sessionid")
    place.get_by_role("button", name="Continue").click()
    told = place.get_by_role("alert")
    expect(told).to_contain_text("You were logged out. Your text is still here")
    expect(place.locator(TEXT)).to_have_value(HALF)

    # Once more without having logged in: still there, still said.
    place.get_by_role("button", name="Continue").click()
    expect(told).to_have_count(1)
    expect(place.locator(TEXT)).to_have_value(HALF)

    # In the other tab, with a new session and a new token for forms.
    with page.expect_popup() as opened:
        told.get_by_role("link", name=re.compile("Log in")).click()
    login = opened.value
    login.locator("input[name=username]").fill("daniel-fairclough")
    login.locator("input[name=password]").fill("demo")
    login.locator("input[name=password]").press("Enter")
    login.wait_for_url(lambda url: "/login/" not in url)
    login.close()

    place.get_by_role("button", name="Continue").click()
    whole = page.get_by_label("Your text, with the link")
    expect(whole).to_have_value(re.compile(re.escape(HALF)))
    page.get_by_role("button", name="I changed my mind").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 500, "body": "<h1>Server Error (500)</h1>"},
        {"status": 502, "body": "Bad Gateway", "content_type": "text/plain"},
        None,
    ],
    ids=["error", "gateway", "nothing"],
)
def test_server_that_fails(writer, answer):
    page = writer.page
    dialog = open_dialog(page)
    dialog.locator(TEXT).fill(HALF)
    failing = re.compile(r"/advocacy/share/[^/]+/$")

    def fail(route):
        if answer is None:
            route.abort()
        else:
            route.fulfill(**answer)

    page.route(failing, fail)
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Your text is still here")
    expect(dialog.locator(TEXT)).to_have_value(HALF)
    page.unroute(failing)

    # Also if they give up for today.
    page.close(run_before_unload=True)
    page = writer.context.new_page()
    dialog = open_dialog(page)
    expect(dialog.locator(TEXT)).to_have_value(HALF)
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_label("Your text, with the link")).to_have_value(
        re.compile(re.escape(HALF))
    )
    dialog.get_by_role("button", name="I changed my mind").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_click_before_the_scripts_of_a_screen_are_there(writer):
    page = writer.page
    held = []
    page.route("**/leaving*.js", lambda route: held.append(route))
    dialog = open_dialog(page)
    dialog.locator(TEXT).fill(HALF)
    dialog.get_by_role("button", name="Continue").click()
    dialog.get_by_role("button", name="I changed my mind").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert held
    held[0].continue_()


def test_offer_that_ended_meanwhile(writer):
    page = writer.page
    dialog = open_dialog(page)
    dialog.locator(TEXT).fill(HALF)
    # What this one looks like to somebody whose offer is over: it is not there.
    form = dialog.locator("form.advocacy-compose")
    form.evaluate("form => { form.action = '/advocacy/share/it-is-over/' }")
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_text("This cannot be shared now")).to_be_visible()
    expect(dialog.get_by_label("Your text is kept here")).to_have_value(HALF)

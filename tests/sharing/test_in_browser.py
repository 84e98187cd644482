"""What scripts add: the dialog, drafts that survive, the clipboard."""

import re

import pytest

from tests import factories
from tests.browser import session_cookie
from wagtail_advocacy.networks import mastodon
from wagtail_advocacy.networks.mastodon_instance import InstanceLimits
from wagtail_advocacy.sharing.models import Share, SharingSettings


pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "#advocacy-text"
REFUSE_CLIPBOARD = """
    document.execCommand = () => false;
    Object.defineProperty(navigator, "clipboard", {value: undefined});
"""


@pytest.fixture
def page(browser, live_server):
    """An empty tab; nothing outside this machine answers anything but "elsewhere"."""
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    context.route(
        re.compile(rf"^(?!{re.escape(live_server.url)})"),
        lambda route: route.fulfill(content_type="text/html", body="elsewhere"),
    )
    page = context.new_page()
    broken = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    context.close()
    assert broken == []


@pytest.fixture
def article_page(article):
    page = article()
    factories.published_page_shareable(
        page,
        hashtags="#hay",
        prompts=[
            ("prompt", {"text": "Anywhere?", "network": ""}),
            ("prompt", {"text": "And why?", "network": ""}),
            ("prompt", {"text": "Only on X?", "network": "x"}),
        ],
    )
    return page


@pytest.fixture
def compose_address(article_page):
    offer = factories.Offer.objects.get(page=article_page)
    return f"/advocacy/share/{offer.public_id}/"


@pytest.fixture
def log_in(page, live_server):
    def run(user):
        page.context.add_cookies([session_cookie(user, live_server.url)])

    return run


@pytest.fixture
def ada(make_user, log_in):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    log_in(user)
    return user


def open_dialog(page, article_page):
    page.goto(article_page.url)
    page.get_by_role("link", name="Share in your own words").click()
    page.wait_for_selector(f"dialog[open] {TEXT}")


def kept_drafts(page):
    return page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('advocacy-draft:'))"
    )


def write(page, text):
    """Type, and wait until the browser has kept it."""
    page.locator(TEXT).fill(text)
    page.wait_for_function(
        "(text) => Object.values(localStorage).some((draft) => draft.includes(text))",
        arg=text,
    )


def test_whole_way_in_the_dialog_with_the_keyboard_only(page, ada, article_page):
    page.goto(article_page.url)
    button = page.get_by_role("link", name="Share in your own words")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"dialog[open] {TEXT}")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    name = page.get_by_role("dialog", name="Share in your own words")
    assert name.count() == 1
    while page.evaluate("document.activeElement.id") != TEXT[1:]:
        page.keyboard.press("Tab")
    page.keyboard.type("Typed by hand.")
    while page.evaluate("document.activeElement.type") != "submit":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-advocacy-go]")
    assert Share.objects.get().text == "Typed by hand."
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert button.evaluate("link => document.activeElement === link")


def test_joining_in_the_dialog_leads_to_the_composer(
    page, make_user, log_in, article_page
):
    log_in(make_user("grace@example.com"))
    page.goto(article_page.url)
    page.get_by_role("link", name="How it works").click()
    page.get_by_role("button", name="Yes, I take part").click()
    page.wait_for_selector(f"dialog[open] {TEXT}")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("link", name="Share in your own words").wait_for()


def test_not_for_me_takes_the_invitation_away(page, make_user, log_in, article_page):
    log_in(make_user("grace@example.com"))
    page.goto(article_page.url)
    page.get_by_role("button", name="Not for me").click()
    page.wait_for_selector(".advocacy-share", state="detached")
    page.reload()
    assert page.locator(".advocacy-share").count() == 0


def test_question_count_and_network_follow_each_other(page, ada, compose_address):
    settings = SharingSettings.load()
    settings.disclosure_hashtag = "#TeamAlder"
    settings.save()
    page.goto(compose_address)
    text = page.locator(TEXT)
    page.get_by_label("And why?").check()
    assert text.get_attribute("placeholder") == "And why?"
    assert not page.get_by_label("Only on X?").is_visible()
    page.get_by_label("X", exact=True).check()
    assert page.get_by_label("Only on X?").is_visible()
    text.fill("a" * 100)
    # The text, an empty line, the hashtag, a line end and a link, which X counts as 23.
    count = page.locator("#advocacy-count")
    assert count.inner_text().startswith(f"{100 + 2 + 10 + 24} of 280")
    page.get_by_label("#hay").check()
    assert count.inner_text().startswith(f"{100 + 2 + 10 + 5 + 24} of 280")
    text.fill("a" * 300)
    assert count.inner_text().startswith("61 too many")


def test_error_keeps_the_text_and_says_by_how_much(page, ada, compose_address):
    page.goto(compose_address)
    page.get_by_label("X", exact=True).check()
    page.locator(TEXT).fill("a" * 300)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").get_by_text("Take out").wait_for()
    assert page.locator(TEXT).input_value() == "a" * 300
    assert page.evaluate("document.activeElement.id") == TEXT[1:]


def test_reload_and_closed_tab_lose_nothing(page, ada, compose_address):
    page.goto(compose_address)
    page.get_by_label("X", exact=True).check()
    write(page, "Half a thought")
    page.reload()
    page.get_by_text("Here is what you had written.").wait_for()
    assert page.locator(TEXT).input_value() == "Half a thought"
    assert page.get_by_label("X", exact=True).is_checked()
    again = page.context.new_page()
    page.close()
    again.goto(compose_address)
    again.get_by_text("Here is what you had written.").wait_for()
    again.get_by_role("button", name="Start over").click()
    assert again.locator(TEXT).input_value() == ""
    assert kept_drafts(again) == []


def test_closing_the_dialog_loses_nothing(page, ada, article_page):
    open_dialog(page, article_page)
    page.locator(TEXT).fill("At once, then Escape")
    page.keyboard.press("Escape")
    open_dialog(page, article_page)
    assert page.locator(TEXT).input_value() == "At once, then Escape"


def test_draft_goes_when_the_share_is_open(page, ada, compose_address):
    page.goto(compose_address)
    write(page, "Ready to go")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/advocacy/shares/*/")
    assert kept_drafts(page) == []


def test_a_shared_computer_shows_nobody_elses_draft(
    page, ada, compose_address, make_user, log_in
):
    page.goto(compose_address)
    write(page, "Only mine")
    grace = make_user("grace@example.com")
    factories.ambassador(grace)
    log_in(grace)
    page.goto(compose_address)
    page.wait_for_selector("[data-advocacy-without-script]", state="hidden")
    assert page.locator(TEXT).input_value() == ""


def test_leaving_the_programme_forgets_the_drafts(page, ada, compose_address):
    page.goto(compose_address)
    write(page, "Half a thought")
    page.goto("/advocacy/leave/")
    page.get_by_role("button", name="Stop now").click()
    page.get_by_text("nobody told").wait_for()
    page.wait_for_function("localStorage.length === 0")


def test_drafts_of_long_ago_are_forgotten(page, ada, article_page):
    page.goto(article_page.url)
    page.evaluate("localStorage.setItem('advocacy-draft:a:b', '{\"at\": 1}')")
    page.evaluate("localStorage.setItem('of-the-site', 'stays')")
    page.reload()
    page.wait_for_function("!localStorage.getItem('advocacy-draft:a:b')")
    assert page.evaluate("localStorage.getItem('of-the-site')") == "stays"


@pytest.mark.parametrize("in_dialog", [True, False])
def test_expired_login_loses_nothing(
    page, ada, article_page, compose_address, log_in, in_dialog
):
    if in_dialog:
        open_dialog(page, article_page)
    else:
        page.goto(compose_address)
    page.locator(TEXT).fill("Not to be lost")
    # Logging in again changes the CSRF token too.
    page.context.clear_cookies()
    page.get_by_role("button", name="Continue").click()
    told = page.get_by_role("alert").filter(has_text="You were logged out.")
    told.wait_for()
    assert told.get_by_role("link").get_attribute("href") == "/sso/"
    assert told.get_by_role("link").get_attribute("target") == "_blank"
    assert page.locator(TEXT).input_value() == "Not to be lost"
    log_in(ada)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_selector("[data-advocacy-go]")
    assert Share.objects.get().text == "Not to be lost"


def test_server_that_does_not_answer_loses_nothing(page, ada, compose_address):
    page.goto(compose_address)
    page.locator(TEXT).fill("Not to be lost")
    page.context.set_offline(True)
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("The intranet did not answer.").wait_for()
    assert page.locator(TEXT).input_value() == "Not to be lost"
    page.context.set_offline(False)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/advocacy/shares/*/")


class TestClipboard:
    @pytest.fixture
    def share(self, page, ada, article_page):
        share = factories.open_share(
            ada, factories.Offer.objects.get(), text="My own words."
        )
        page.goto(f"/advocacy/shares/{share.pk}/")
        return share

    def test_text_is_copied_and_the_network_opens(self, page, share):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        with page.context.expect_page() as opened:
            page.get_by_role("link", name="Copy text and open LinkedIn").click()
        assert opened.value.url.startswith("https://www.linkedin.com/sharing/")
        assert opened.value.evaluate("window.opener") is None
        page.get_by_text("Text copied: paste it in LinkedIn.").wait_for()
        page.bring_to_front()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("My own words.\nhttps://go.example.com/")

    def test_where_it_is_refused_the_text_is_marked_and_nothing_opens_yet(
        self, page, share
    ):
        page.evaluate(REFUSE_CLIPBOARD)
        page.get_by_role("link", name="Copy text and open LinkedIn").click()
        page.get_by_text("Your browser did not let us copy.").wait_for()
        marked = page.evaluate("String(getSelection())")
        assert marked.startswith("My own words.")
        assert len(page.context.pages) == 1
        with page.context.expect_page() as opened:
            page.get_by_role("link", name="Open LinkedIn").click()
        assert opened.value.url.startswith("https://www.linkedin.com/")

    def test_copying_alone(self, page, ada, share):
        other = factories.open_share(ada, share.offer, "copy", text="Elsewhere.")
        page.goto(f"/advocacy/shares/{other.pk}/")
        page.get_by_role("button", name="Copy the text").click()
        page.get_by_text("Text copied.").wait_for()


def test_a_server_behind_more_counts_by_its_own_limit(
    page, ada, compose_address, monkeypatch
):
    monkeypatch.setattr(mastodon, "limits_of", lambda _name: InstanceLimits(640, 23))
    page.goto(compose_address)
    server = page.get_by_label("Your server")
    page.get_by_text("More networks").click()
    assert not server.is_visible()
    page.get_by_label("Mastodon").check()
    assert server.is_visible()
    page.locator(TEXT).fill("Hay.")
    count = page.locator("[data-advocacy-count]")
    count.get_by_text("of 500 characters").wait_for()
    server.fill("Mastodon.Social")
    server.blur()
    count.get_by_text("of 640 characters").wait_for()
    # It is kept with the draft, and seen although it stands behind "more".
    page.wait_for_function(
        "Object.values(localStorage).some((one) => one.includes('Mastodon.Social'))"
    )
    page.goto(compose_address)
    page.get_by_text("Here is what you had written").wait_for()
    assert page.get_by_label("Mastodon").is_checked()
    assert server.input_value() == "Mastodon.Social"
    count.get_by_text("of 640 characters").wait_for()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_selector("[data-advocacy-go]")
    go = page.locator("[data-advocacy-go]").get_attribute("href")
    assert go.startswith("https://mastodon.social/share?text=Hay.")


def test_a_server_is_asked_for_only_where_it_is_needed_without_scripts(
    browser, live_server, log_in, ada, compose_address, page
):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(compose_address)
    plain.get_by_text("More networks").click()
    plain.get_by_label("Facebook").check()
    assert not plain.get_by_label("Your server").is_visible()
    plain.get_by_label("Mastodon").check()
    assert plain.get_by_label("Your server").is_visible()
    context.close()

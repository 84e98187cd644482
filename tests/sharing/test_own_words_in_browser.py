"""A copy meets friction in the composer, a rewrite none; and no text is ever lost."""

import os
from pathlib import Path

import pytest

from tests import factories
from tests.axe import violations_as_shown
from tests.browser import session_cookie
from wagtail_advocacy.sharing.models import Share

from .test_own_words import COLLEAGUES, OWN, SAY, decide


pytestmark = pytest.mark.django_db(transaction=True)

# A folder to look at what was tested; nothing is written where it is not given.
PICTURES = os.environ.get("OWN_WORDS_PICTURES")
PHONE = {"width": 390, "height": 800}
TEXT = "#advocacy-text"
COACHED = "[data-advocacy-coached]"
# As a lead in a hurry might leave it.
EVERYTHING = {
    "disclosure_hashtag": "#TeamAlder",
    "confidential_words": "Falcon",
    "contact_name": "Priya Raman",
    "contact_phone": "01632 960 001",
    "jargon": "synergy",
}


@pytest.fixture
def ada(make_user):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    return user


@pytest.fixture
def offer(article):
    return factories.offer_of(
        factories.published_page_shareable(article(), may_say=SAY)
    )


@pytest.fixture
def composer(offer):
    return f"/advocacy/share/{offer.public_id}/"


def look(page, name):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    assert violations_as_shown(page) == []


def press_continue(page, name="Continue"):
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("desktop", {}),
        ("phone", {"viewport": PHONE}),
        ("dark", {"color_scheme": "dark"}),
    ],
)
def test_copy_then_rewrite(visit, ada, composer, name, options):
    decide(**EVERYTHING)
    page = visit(ada, **options)
    page.goto(composer)
    page.locator(TEXT).fill(f"{SAY}, says Falcon, in synergy")
    page.locator(COACHED).get_by_text("Very close to the suggestion.").wait_for()
    look(page, f"coached-{name}")
    press_continue(page)
    asked = page.get_by_role("region", name="Before it leaves")
    asked.wait_for()
    assert asked.evaluate("one => one === document.activeElement")
    assert asked.get_by_text("ask first: Priya Raman").is_visible()
    assert asked.locator("blockquote").inner_text() == SAY
    look(page, f"asked-{name}")
    page.locator(TEXT).fill(OWN)
    page.locator(COACHED).get_by_text("In your own words.").wait_for()
    press_continue(page)
    page.wait_for_url("**/advocacy/shares/*/")
    assert Share.objects.get().originality == 100


def test_pressing_again_leaves_without_scripts_too(visit, ada, composer):
    page = visit(ada, java_script_enabled=False)
    page.goto(composer)
    page.locator(TEXT).fill(SAY)
    press_continue(page)
    assert page.get_by_role("region", name="Before it leaves").is_visible()
    assert page.locator(TEXT).input_value() == SAY
    press_continue(page)
    page.wait_for_url("**/advocacy/shares/*/")


def test_what_is_required_stays_with_its_text(visit, ada, composer):
    decide(originality_policy="require")
    page = visit(ada)
    page.goto(composer)
    page.locator(TEXT).fill(SAY)
    press_continue(page)
    page.get_by_role("alert").get_by_text("Here a text leaves once").wait_for()
    look(page, "required")
    assert page.locator(TEXT).input_value() == SAY
    page.locator(TEXT).fill(OWN)
    press_continue(page)
    page.wait_for_url("**/advocacy/shares/*/")


def test_in_a_dialog_on_the_article(visit, ada, offer, make_user):
    factories.confirmed_share(make_user("g@example.com"), offer, text=COLLEAGUES)
    page = visit(ada)
    page.goto(offer.page.url)
    page.get_by_role("link", name="Share in your own words").click()
    page.wait_for_selector(f"dialog[open] {TEXT}")
    page.locator(TEXT).fill(COLLEAGUES)
    close = "Very close to a colleague's post."
    page.locator(COACHED).get_by_text(close).wait_for()
    press_continue(page)
    asked = page.get_by_role("region", name="Before it leaves")
    asked.get_by_text(close).wait_for()
    look(page, "asked-dialog")
    press_continue(page)
    page.wait_for_selector("[data-advocacy-go]")


def test_a_login_that_expired_after_the_question_loses_nothing(
    visit, ada, composer, live_server
):
    page = visit(ada)
    page.goto(composer)
    page.locator(TEXT).fill(SAY)
    press_continue(page)
    page.get_by_role("region", name="Before it leaves").wait_for()
    page.context.clear_cookies()
    # What is typed while logged out is not spoken about, and nothing breaks.
    page.locator(TEXT).press("Control+End")
    page.locator(TEXT).press_sequentially("!")
    page.wait_for_timeout(900)
    press_continue(page)
    page.get_by_role("alert").get_by_text("You were logged out.").wait_for()
    assert page.locator(TEXT).input_value() == f"{SAY}!"
    page.context.add_cookies([session_cookie(ada, live_server.url)])
    press_continue(page)
    page.wait_for_url("**/advocacy/shares/*/")


def test_one_pause_is_one_question_and_what_stays_is_not_spoken_again(
    visit, ada, composer
):
    page = visit(ada)
    page.goto(composer)
    sent = []
    page.on(
        "request", lambda one: sent.append(one.url) if "coaching/" in one.url else 0
    )
    page.locator(TEXT).press_sequentially(
        "It smells of summer and I was there, ", delay=5
    )
    own = page.locator(COACHED).get_by_text("In your own words.")
    own.wait_for()
    assert len(sent) == 1
    own.evaluate("one => { one.dataset.same = '1' }")
    page.locator(TEXT).press_sequentially(
        "with Joe and his dog and nobody else.", delay=5
    )
    page.locator(COACHED).get_by_text("A question at the end").wait_for()
    assert len(sent) == 2
    assert page.locator(f"{COACHED} [data-same]").count() == 1
    page.locator(TEXT).fill("")
    page.locator(COACHED).get_by_text("In your own words.").wait_for(state="detached")
    assert not page.get_by_text("Only you see this").is_visible()


def test_in_french(visit, ada, composer, settings):
    settings.LANGUAGE_CODE = "fr"
    decide(**EVERYTHING)
    page = visit(ada, viewport=PHONE)
    page.goto(composer)
    page.locator(TEXT).fill(f"{SAY}, synergy, Falcon")
    close = "Très proche de la suggestion. Et vous, qu’en retenez-vous"
    page.locator(COACHED).get_by_text(close).wait_for()
    look(page, "coached-french")
    press_continue(page, "Continuer")
    page.get_by_role("region", name="Avant de partir").wait_for()
    look(page, "asked-french")

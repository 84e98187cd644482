"""From an article to a badge that somebody outside has verified, as people go it."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests import factories
from tests.axe import violations
from wagtail_advocacy.badges.models import Award, PublicAward


pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"viewport": {"width": 390, "height": 760}}
OWN_WORDS = {
    "en": "Three farms, one wet June. Who dries hay at night where you live?",
    "fr": "Trois fermes, un mois de juin trempé. Chez vous, qui sèche la nuit ?",
}
BADGES = {
    "en": ("Own voice", "First answer"),
    "fr": ("Ma voix", "Première réponse"),
}
SHELF = "/advocacy/me/badges/"


@pytest.fixture
def offer(article):
    call_command("advocacy_starter_badges", publish=True, stdout=StringIO())
    return factories.offer_of(factories.published_page_shareable(article()))


@pytest.fixture
def outside(browser, live_server):
    """Open a tab of somebody whom the intranet does not know."""
    context = browser.new_context(base_url=live_server.url, locale="en")
    yield context.new_page()
    context.close()


def look(page, language):
    """Say what is wrong with the screen: what axe finds, and what is cut off."""
    found = violations(page)
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if width[0] > width[1]:
        found.append(f"wider than the window: {width}")
    assert not found, f"{page.url} ({language}): {found}"


@pytest.mark.parametrize(("language", "screen"), [("en", {}), ("fr", PHONE)])
def test_earned_seen_shown_and_verified(
    visit, outside, make_user, offer, settings, language, screen
):
    settings.LANGUAGE_CODE = language
    user = make_user("ada@example.com", first_name="Ada", last_name="Bell")
    factories.ambassador(user)
    page = visit(user, locale=language, **screen)
    own_voice, first_answer = BADGES[language]

    # Nothing yet, but what there is to be earned.
    page.goto(SHELF)
    expect(page.get_by_role("link", name=own_voice)).to_have_count(0)
    look(page, language)

    # Written, published, answered.
    page.goto(f"/advocacy/share/{offer.public_id}/?network=linkedin")
    page.locator("input[name=network][value=linkedin]").check(force=True)
    page.locator("#advocacy-text").fill(OWN_WORDS[language])
    page.locator(".advocacy-compose button[type=submit]:not([name])").click()
    page.locator("button[name=answer][value=yes]").first.click()
    page.locator("button[name=answer][value=drop]").wait_for(state="detached")
    page.locator("button[name=said][value=replied]").click()
    page.locator("button[name=said][value=not_replied]").wait_for()
    look(page, language)

    # What it earned is there, for nobody else.
    page.goto(SHELF)
    expect(page.get_by_role("link", name=own_voice, exact=True)).to_be_visible()
    look(page, language)
    page.get_by_role("link", name=first_answer, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=first_answer)).to_be_visible()
    look(page, language)
    award = Award.objects.get(badge__name="First answer")
    verification = f"/go/b/{award.public_id}/"
    assert outside.goto(verification).status == 404

    # Its owner shows it, and anybody may check it.
    name = page.locator("#advocacy-holder")
    expect(name).to_have_value("Ada Bell")
    name.fill("Ada B.")
    page.locator("form[action$='/show/'] button[type=submit]").click()
    address = page.locator("#advocacy-address")
    address.wait_for()
    look(page, language)
    shown = urlsplit(address.input_value())
    assert (shown.netloc, shown.path) == ("go.example.com", f"/b/{award.public_id}/")
    assert outside.goto(verification).status == 200
    expect(outside.get_by_role("heading", level=1)).to_have_text(first_answer)
    expect(outside.get_by_text("Ada B.", exact=True)).to_be_visible()
    expect(outside.locator(".advocacy-public__verdict--good")).to_be_visible()
    assert outside.evaluate("document.querySelector('main img').naturalWidth > 0")
    assert user.email not in outside.content()
    look(outside, language)

    # And hides it again.
    page.locator("form[action$='/hide/'] button").click()
    name.wait_for()
    assert outside.goto(verification).status == 404
    assert not PublicAward.objects.exists()


def test_what_is_taken_down_takes_its_badge_with_it(visit, make_user, offer):
    user = make_user("ada@example.com")
    page = visit(user, locale="en")
    share = factories.confirmed_share(user, offer, text=OWN_WORDS["en"])
    page.goto(SHELF)
    expect(page.get_by_role("link", name="Own voice", exact=True)).to_be_visible()
    page.goto(f"/advocacy/shares/{share.pk}/slip/")
    page.locator("button[name=taken_down]").click()
    page.locator("[data-advocacy-screen=share]").wait_for()
    page.goto(SHELF)
    history = page.locator("[aria-labelledby=advocacy-history]")
    expect(history.get_by_role("link", name="Own voice", exact=True)).to_be_visible()
    look(page, "en")

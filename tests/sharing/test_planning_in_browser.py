"""An article that goes round a lot: planned, reminded of by mail, posted by oneself."""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from tests import factories
from wagtail_advocacy.sharing import planning
from wagtail_advocacy.sharing.models import PlannedShare, Share
from wagtail_advocacy.sharing.tasks import remind_of_planned


pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "It took me two winters to believe it. What would convince you?"


@pytest.fixture
def article_page(article):
    page = article()
    factories.published_page_shareable(page)
    factories.published_page_shareable(article("A barn full of hay"))
    return page


@pytest.fixture
def ada(make_user, article_page):
    """Takes part; a colleague has taken the only place of the day."""
    user = make_user("ada@example.com")
    factories.ambassador(user)
    factories.caps(offer_daily_cap=1)
    offer = factories.Offer.objects.get(page=article_page)
    factories.open_share(make_user("grace@example.com"), offer)
    return user


@pytest.mark.parametrize("in_dialog", [True, False])
def test_from_the_cap_to_the_text_that_waits(visit, ada, article_page, in_dialog):
    page = visit(ada)
    page.goto(article_page.url)
    button = page.locator("a[data-advocacy-open]")
    if in_dialog:
        button.click()
    else:
        page.goto(button.get_attribute("href"))
    page.locator("#advocacy-text").fill(WORDS)
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("heading", name="Next good moment")).to_be_visible()
    expect(page.locator("#advocacy-text")).to_have_value(WORDS)
    expect(page.get_by_role("link", name="A barn full of hay")).to_be_visible()
    page.get_by_role("button", name="Remind me:").click()

    expect(page.get_by_role("heading", name="What I planned")).to_be_visible()
    expect(page.get_by_text("Planned. Your text is ready here")).to_be_visible()
    # This browser keeps no other copy of it.
    assert page.evaluate("Object.keys(localStorage).length") == 0
    plan = PlannedShare.objects.get()
    assert plan.remind_at > timezone.now()

    # The moment has come.
    PlannedShare.objects.update(remind_at=timezone.now())
    remind_of_planned()
    [sent] = mail.outbox
    address = re.search(r"https://intranet.example.com(/\S+)", sent.body)[1]
    factories.caps()
    page.goto(address)
    expect(page.locator("#advocacy-text")).to_have_value(WORDS)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-advocacy-screen=share]")).to_be_visible()
    assert Share.objects.of(ada).get().text == WORDS
    assert not PlannedShare.objects.exists()


def test_without_scripts_it_is_moved_and_dropped(visit, ada, article_page):
    page = visit(ada, java_script_enabled=False)
    offer = factories.Offer.objects.get(page=article_page)
    page.goto(f"/advocacy/share/{offer.public_id}/")
    page.locator("#advocacy-text").fill(WORDS)
    page.get_by_text("Remind me later").click()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    page.get_by_label("A moment of your own").fill(f"{tomorrow}T10:05")
    page.get_by_role("button", name="Remind me then").click()
    expect(page.get_by_text("tomorrow at 10:05")).to_be_visible()

    page.goto("/advocacy/")
    page.get_by_text("Another moment").click()
    page.get_by_role("button", name="In an hour").click()
    expect(page.get_by_text("Done. You will be reminded then.")).to_be_visible()
    assert page.url.endswith("/advocacy/?notice=moved")
    page.get_by_role("button", name="Forget this text").click()
    expect(page.get_by_text("Nothing of it was kept")).to_be_visible()
    assert not PlannedShare.objects.exists()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_enter_in_the_field_moves_the_reminder(visit, ada, article_page, has_scripts):
    offer = factories.Offer.objects.get(page=article_page)
    plan = planning.plan_share(
        ada,
        offer,
        "linkedin",
        text=WORDS,
        remind_at=timezone.now() + datetime.timedelta(hours=2),
    )
    page = visit(ada, java_script_enabled=has_scripts)
    page.goto("/advocacy/planned/")
    page.get_by_text("Another moment").click()
    field = page.get_by_label("A moment of your own")
    day = timezone.localdate() + datetime.timedelta(days=2)
    field.fill(f"{day}T10:05")
    field.press("Enter")
    expect(page.get_by_text("Done. You will be reminded then.")).to_be_visible()
    kept = PlannedShare.objects.get(pk=plan.pk)
    assert (kept.text, kept.remind_at > plan.remind_at) == (WORDS, True)


def test_what_this_browser_kept_does_not_hide_what_a_reminder_leads_to(
    visit, ada, article_page
):
    offer = factories.Offer.objects.get(page=article_page)
    page = visit(ada)
    address = f"/advocacy/share/{offer.public_id}/"
    page.goto(address)
    page.get_by_label("X", exact=True).check()
    page.locator("#advocacy-text").fill("Something for X")
    page.wait_for_function("localStorage.length > 0")
    # On another device.
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    planning.plan_share(ada, offer, "linkedin", text=WORDS, remind_at=tomorrow)

    page.goto(f"{address}?network=linkedin")
    text = page.locator("#advocacy-text")
    expect(page.get_by_text("you had written something else")).to_be_visible()
    expect(text).to_have_value(WORDS)
    page.get_by_role("button", name="Go on with that text").click()
    expect(text).to_have_value("Something for X")
    expect(page.get_by_label("X", exact=True)).to_be_checked()
    page.get_by_role("button", name="Start over").click()
    expect(text).to_have_value(WORDS)

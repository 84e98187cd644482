"""The card beside the form follows what is typed."""

import os

import pytest
from django.conf import settings
from django.urls import reverse

from tests import factories
from tests.browser import launch


playwright = pytest.importorskip("playwright.sync_api")


@pytest.fixture
def screen(live_server, client, article, lead, monkeypatch):
    """The page about an article, open in a browser."""
    # Playwright runs a loop of its own, in which Django would refuse its database.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    page = article(picture=factories.image("Barn"))
    client.force_login(lead)
    with playwright.sync_playwright() as running:
        browser = launch(running)
        context = browser.new_context(base_url=live_server.url)
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )
        tab = context.new_page()
        tab.goto(reverse("wagtail_advocacy_admin:page", args=[page.pk]))
        yield tab
        browser.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("root_page")
def test_the_card_follows_what_is_typed(screen):
    expect = playwright.expect
    card = screen.locator(".advocacy-card")
    expect(card.locator(".advocacy-card__title")).to_have_text(
        "Our heat pumps now dry hay"
    )
    expect(card.locator(".advocacy-card__button")).to_be_hidden()

    screen.locator("[name=title]").fill("Hay & heat <b>")
    expect(card.locator(".advocacy-card__title")).to_have_text("Hay & heat <b>")
    screen.locator("[name=summary]").fill("Short.")
    expect(card.locator(".advocacy-card__summary")).to_have_text("Short.")
    screen.locator("[name=call_to_action]").fill("See our jobs")
    expect(card.locator(".advocacy-card__button")).to_have_text("See our jobs")

    picture = card.locator("img")
    expect(picture).to_have_attribute("src", "/static/wagtail_advocacy/img/card.jpg")
    screen.locator("[name=image_cleared]").check()
    expect(picture).not_to_have_attribute(
        "src", "/static/wagtail_advocacy/img/card.jpg"
    )
    screen.locator("[name=image_cleared]").uncheck()
    expect(picture).to_have_attribute("src", "/static/wagtail_advocacy/img/card.jpg")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("root_page")
def test_the_enter_key_saves_no_more_than_a_draft(screen):
    screen.locator("[name=title]").fill("Entered")
    screen.locator("[name=title]").press("Enter")
    playwright.expect(screen.get_by_text("The draft is saved")).to_be_visible()

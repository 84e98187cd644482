"""The card beside the form follows what is typed."""

import pytest
from django.urls import reverse

from tests import factories


playwright = pytest.importorskip("playwright.sync_api")


@pytest.fixture
def screen(visit, article, lead):
    """The page about an article, open in a browser."""
    page = article(picture=factories.image("Barn"))
    tab = visit(lead, timeout=30_000)
    tab.goto(reverse("wagtail_advocacy_admin:page", args=[page.pk]))
    return tab


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

"""From points to a mug in somebody's hands; both sides are accessible."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests import factories
from tests.axe import violations
from tests.badges import factories as make
from wagtail_advocacy.badges.models import Redemption


pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/advocacy/me/rewards/"


@pytest.fixture
def ada(make_user, root_page):
    user = make_user("ada@example.com", first_name="Ada", last_name="Bell")
    make.give_points(factories.ambassador(user), amount=130)
    return user


@pytest.fixture
def lead(make_user):
    call_command("advocacy_setup", verbosity=0)
    return make_user("lead@example.com", first_name="Lea", groups=["Advocacy leads"])


@pytest.fixture
def mug(db):
    make.settings(rewards=True)
    make.reward("A voucher for a book", cost=120, is_cash_like=True, stock=3)
    make.reward("A tree in the yard", cost=400, stock=1)
    make.reward("A pen", cost=10, stock=0)
    mug = make.reward("A mug")
    make.translated_reward(mug)
    return mug


@pytest.mark.parametrize("scripts", [True, False])
def test_from_points_to_a_mug(visit, ada, lead, mug, scripts):
    page = visit(ada, java_script_enabled=scripts)
    page.goto("/advocacy/me/points/")
    page.get_by_role("link", name="What I can spend them on").click()
    page.get_by_role("button", name="Ask for it, for 50 points").click()
    expect(page.get_by_text("Asked for. You find here what")).to_be_visible()
    expect(page.get_by_text("You have 80 points to spend.")).to_be_visible()

    desk = visit(lead)
    desk.goto("/admin/advocacy/rewards/")
    desk.get_by_role("link", name="Ada Bell").click()
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("They are told where to go.")).to_be_visible()

    page.goto("/advocacy/")
    expect(page.get_by_role("heading", name="Yours: A mug")).to_be_visible()
    page.get_by_role("link", name="What I asked for").click()
    expect(page.get_by_text("It waits for you.")).to_be_visible()

    desk.get_by_role("button", name="I have handed it over").click()
    expect(desk.get_by_text("Handed over.", exact=True)).to_be_visible()
    page.reload()
    asked = page.locator("#asked")
    expect(asked.get_by_text("Handed over")).to_be_visible()
    assert Redemption.objects.get().state == Redemption.State.HANDED_OVER


def test_the_catalogue_is_accessible(visit, ada, mug):
    page = visit(ada)
    page.goto(ADDRESS)
    page.get_by_role("button", name="Ask for it, for 50 points").click()
    expect(page.get_by_text("Asked for. You find here what")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == 320


def test_the_leads_screens_are_accessible(visit, ada, lead, mug):
    page = visit(ada)
    page.goto(ADDRESS)
    page.get_by_role("button", name="Ask for it, for 120 points").click()
    expect(page.get_by_text("Asked for. You find here what")).to_be_visible()
    desk = visit(lead)
    desk.goto("/admin/advocacy/rewards/")
    assert violations(desk, "main") == []
    desk.get_by_role("link", name="Ada Bell").click()
    expect(desk.get_by_role("button", name="Approve")).to_be_visible()
    assert violations(desk, "main") == []
    desk.goto(f"/admin/snippets/wagtail_advocacy_badges/reward/edit/{mug.pk}/")
    assert violations(desk, "[data-field-wrapper]") == []

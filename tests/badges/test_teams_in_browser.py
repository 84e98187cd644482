"""Goals, the board and one's own best, as employees meet them."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import factories
from tests.axe import violations
from tests.badges import factories as make
from wagtail_advocacy.ambassadors import actions
from wagtail_advocacy.ambassadors.models import DirectorySync
from wagtail_advocacy.badges.teams import boards
from wagtail_advocacy.quarters import Quarter


pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def ada(make_user, site_home):
    """Takes part, is of sales, and sees two goals and a board she is named on."""
    current = Quarter.current()
    before = current.previous
    summer = before.start + datetime.timedelta(days=20)
    today = timezone.localdate()
    offer = factories.offer_of(factories.published_link_shareable())
    units = []
    for name, joined, did in (
        ("Sales", 20, 9),
        ("Design", 20, 5),
        ("Customer service and complaints", 16, 10),
        ("Legal", 12, 2),
    ):
        unit, people = make.department(name, 2 * joined, joined)
        units.append(unit)
        for one in people[:did]:
            make.share(one, offer, at=summer, replied=True)
            make.share(one, offer, at=today, replied=True)
    user = factories.directory_person(
        make_user("ada@example.com", first_name="Ada", last_name="Lovelace"),
        [units[0]],
    )
    [ambassador] = make.members([user])
    for number in range(3):
        make.share(ambassador, offer, at=summer, replied=number < 2)
    make.share(ambassador, offer, at=today, replied=True)
    actions.decide(user, "by_name", True, "test")
    make.goal(*units, name="Talk to our readers", starts_on=today, ends_on=today)
    make.goal(name="All of us", metric="own_words", starts_on=today, ends_on=today)
    make.take_figures()
    make.settings(boards=True)
    DirectorySync.objects.update(day=today)
    return user


@pytest.fixture
def _board(ada, monkeypatch):
    monkeypatch.setattr(boards, "GRACE", datetime.timedelta())
    boards.take_due()


SCREENS = ["/advocacy/goals/", "/advocacy/board/", "/advocacy/me/"]


@pytest.mark.usefixtures("_board")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_screen_passes_axe_on_every_device(visit, ada, settings, language):
    settings.LANGUAGE_CODE = language
    for options in ({}, {"viewport": PHONE}):
        page = visit(ada, **options)
        for address in SCREENS:
            page.goto(address)
            expect(page.locator("html")).to_have_attribute("lang", language)
            for details in page.locator("details").all():
                details.evaluate("one => { one.open = true; }")
            assert violations(page) == []
            wide = "document.documentElement.scrollWidth - window.innerWidth"
            assert page.evaluate(wide) <= 0


@pytest.mark.usefixtures("_board")
def test_without_scripts_a_no_in_the_profile_takes_the_name_off(visit, ada):
    page = visit(ada, java_script_enabled=False)
    page.goto("/advocacy/goals/")
    own = page.get_by_role("progressbar", name="Sales")
    expect(own).to_be_visible()
    page.get_by_role("link", name="The board").click()
    expect(page.get_by_role("row", name="Ada Lovelace 2 yes")).to_be_visible()
    page.get_by_role("link", name="Decide it in my profile").click()
    expect(page.get_by_text("This quarter: 1.").first).to_be_visible()
    switch = page.get_by_role("listitem").filter(has_text="On boards")
    switch.get_by_role("switch").click()
    page.goto("/advocacy/board/")
    expect(page.get_by_text("Ada Lovelace")).to_have_count(0)

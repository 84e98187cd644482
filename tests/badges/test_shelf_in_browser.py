"""Ada sees her badge, shows it, and a stranger verifies it: as a browser shows it."""

import pytest
from django.utils.translation import override

from tests.axe import violations, violations_as_shown
from tests.badges import factories as make
from wagtail_advocacy.badges import showing
from wagtail_advocacy.badges.models import PublicAward


pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def award(root_page, ada, ambassador):
    make.badge("Good listener", asks={"replied": 5}, family="Talks", level="silver")
    badge = make.badge(
        picture=make.SVG,
        family="Talks",
        level="bronze",
        message="You answered five readers: thank you.",
    )
    return make.award(ambassador, badge)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
def test_every_screen_is_accessible(
    visit, live_server, settings, make_user, ada, award, language, viewport
):
    settings.LANGUAGE_CODE = language
    bo = make_user("bo@example.com")
    with override(language):
        shown = showing.show(ada, award.pk, "Ada B.")
    page = visit(ada, viewport=viewport)
    bos = visit(bo, viewport=viewport)
    for tab, address in (
        (page, "/advocacy/me/"),
        (page, "/advocacy/me/badges/"),
        (page, f"/advocacy/badges/{award.public_id}/"),
        (page, "/advocacy/me/thanks/"),
        (bos, "/advocacy/badges/shown/"),
        (bos, f"/advocacy/badges/shown/{shown.public_id}/"),
        (bos, f"/go/b/{shown.public_id}/"),
    ):
        tab.goto(address)
        assert violations(tab) == [], address
        width = tab.evaluate("document.documentElement.scrollWidth")
        assert width <= tab.evaluate("window.innerWidth"), address


def test_she_shows_it_copies_its_address_and_hides_it(visit, make_user, ada, award):
    page = visit(ada)
    page.goto("/advocacy/me/")
    page.locator("#shelf").get_by_role("link", name="Conversation").click()
    page.get_by_text("Only you see this badge, unless you show it.").wait_for()
    page.get_by_label("Name that is shown").fill("Ada of the barn")
    page.get_by_role("button", name="Show it").click()
    address = page.get_by_label("Its address, to copy or to share").input_value()
    page.get_by_role("button", name="Copy the address").click()
    page.get_by_text("The address is copied.").wait_for()
    path = address.replace("https://go.example.com", "/go")
    stranger = visit(make_user("eve@example.com"))
    stranger.context.clear_cookies()
    stranger.goto(path)
    stranger.get_by_role("heading", name="Conversation").wait_for()
    assert stranger.get_by_text("Ada of the barn").is_visible()
    assert stranger.get_by_text("This badge is valid.").is_visible()
    page.get_by_role("button", name="Hide it").click()
    page.get_by_role("button", name="Show it").wait_for()
    assert stranger.goto(path).status == 404


def test_without_scripts_she_shows_and_hides_it_too(visit, ada, award):
    page = visit(ada, java_script_enabled=False)
    page.goto(f"/advocacy/badges/{award.public_id}/")
    page.get_by_role("button", name="Show it").click()
    assert page.get_by_label("Its address, to copy or to share").is_visible()
    page.get_by_role("button", name="Hide it").click()
    assert not PublicAward.objects.exists()


def test_the_celebration_is_still_where_motion_is_not_wanted(visit, ada, award):
    moving = (
        "getComputedStyle(document.querySelector("
        "'.advocacy-award--new .advocacy-award__picture')).animationName"
    )
    for wanted, name in (("no-preference", "advocacy-earned"), ("reduce", "none")):
        page = visit(ada, reduced_motion=wanted)
        page.goto("/advocacy/me/badges/")
        assert page.evaluate(moving) == name


def test_thanks_are_kept_where_the_login_has_expired(visit, make_user, ada, award):
    shown = showing.show(ada, award.pk, "Ada B.")
    page = visit(make_user("bo@example.com"))
    page.goto(f"/advocacy/badges/shown/{shown.public_id}/")
    page.get_by_label("Your thanks").fill("You saved my afternoon.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Say thanks").click()
    page.get_by_text("You were logged out.").wait_for()
    typed = page.get_by_label("Your thanks").input_value()
    assert typed == "You saved my afternoon."
    assert violations_as_shown(page) == []

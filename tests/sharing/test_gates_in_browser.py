"""The checklist where people write, and the launch screen, in a real browser."""

import os
from pathlib import Path

import pytest

from tests import factories
from tests.axe import violations_as_shown
from tests.learning.training_factory import training


pytestmark = pytest.mark.django_db(transaction=True)

# A folder to look at what was tested; nothing is written where it is not given.
PICTURES = os.environ.get("GATES_PICTURES")


@pytest.fixture
def ada(make_user):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    return user


TEXT = "It smells of summer, and nobody had told me."
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def composer(article, site_home):
    """The address of the composer, with a charter and a training to be done first."""
    offer = factories.offer_of(factories.published_page_shareable(article()))
    factories.live_charter(site_home)
    training(site_home, "In your own words", required=True, minutes=4)
    return f"/advocacy/share/{offer.public_id}/"


def look(page, name):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    assert violations_as_shown(page) == []


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("desktop", {}),
        ("phone", {"viewport": PHONE}),
        ("dark", {"color_scheme": "dark"}),
        ("without-scripts", {"java_script_enabled": False}),
    ],
)
def test_the_text_survives_the_way_to_the_charter(visit, ada, composer, name, options):
    page = visit(ada, **options)
    page.goto(composer)
    page.fill("textarea[name=text]", TEXT)
    if options.get("java_script_enabled", True):
        look(page, f"composer-{name}")
    page.get_by_role("button", name="Sign the charter").click()
    page.wait_for_url("**/advocacy/charter/**")
    page.get_by_role("button", name="I have read it and I sign").click()
    page.wait_for_url(f"**{composer}")
    assert page.locator("textarea[name=text]").input_value() == TEXT
    assert page.get_by_role("button", name="Sign the charter").count() == 0
    assert page.get_by_role("button", name="In your own words").is_visible()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("desktop", {}),
        ("phone", {"viewport": PHONE}),
        ("dark", {"color_scheme": "dark"}),
    ],
)
def test_the_launch_screen_and_the_hub(visit, ada, composer, name, options):
    factories.sharing_state(is_open=False, sentence="We pause until Monday.")
    page = visit(factories.superuser(), **options)
    page.goto("/admin/advocacy/launch/")
    look(page, f"launch-{name}")
    page = visit(ada, **options)
    page.goto(composer)
    assert page.get_by_text("We pause until Monday.").is_visible()
    look(page, f"closed-{name}")
    factories.sharing_state(is_open=True)
    page.goto("/advocacy/")
    look(page, f"hub-{name}")

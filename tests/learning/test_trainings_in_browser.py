"""The screens of trainings in a real browser: axe, keyboard, drafts, phone."""

import os
import re
from pathlib import Path

import pytest
from django.test import Client

from tests import factories
from tests.axe import violations
from wagtail_advocacy.learning.models import Completion
from wagtail_advocacy.pages.starter.trainings import make_training

from . import training_factory as make


pytestmark = pytest.mark.django_db(transaction=True)

# A folder to look at what was tested; nothing is written where it is not given.
PICTURES = os.environ.get("TRAINING_PICTURES")


@pytest.fixture
def ada(make_user):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    return user


@pytest.fixture
def trainings(site_home):
    """Our own three, published as they are, and one with a picture."""
    made = {}
    for key in ("why-and-how", "own-words", "when-it-goes-wrong"):
        page = make_training(key, "en")
        page.live = False
        site_home.add_child(instance=page)
        page.save_revision().publish()
        made[key] = page
    picture = factories.image()
    made["picture"] = make.training(
        site_home,
        "With a picture",
        lessons=make.stream(
            [
                make.lesson(
                    "The barn",
                    (
                        "image",
                        {
                            "image": picture.pk,
                            "decorative": False,
                            "alt_text": "A barn in the sun",
                        },
                    ),
                )
            ]
        ),
    )
    return made


def answer(page, training, right=True):
    for one in training.get_quiz().questions:
        wanted = one.correct if right else one.answer_keys - one.correct
        for key in sorted(wanted) if one.is_multiple else sorted(wanted)[:1]:
            page.locator(f"input[value='{key}']").check()


def screens(page, trainings):
    """Go through every screen; yields the name of each."""
    training = trainings["own-words"]
    address = f"/advocacy/learning/{training.pk}/"
    page.goto("/advocacy/learning/")
    yield "list"
    page.goto(address)
    yield "overview"
    page.get_by_role("link", name="Begin").click()
    page.locator("details summary").first.click()
    yield "parrot"
    page.get_by_role("button", name="Next lesson").click()
    yield "do and don't"
    page.get_by_role("button", name="Next lesson").click()
    page.locator("details summary").nth(1).click()
    yield "scenario"
    page.goto(f"/advocacy/learning/{trainings['picture'].pk}/lesson/1/")
    yield "picture"
    page.goto(address)
    yield "overview, begun"
    page.goto(f"{address}quiz/")
    yield "quiz"
    page.get_by_role("button", name="See how I did").click()
    page.get_by_role("alert").wait_for()
    yield "quiz, refused"
    answer(page, training, right=False)
    page.get_by_role("button", name="See how I did").click()
    page.get_by_role("heading", name="Not quite yet").wait_for()
    yield "result, not passed"
    page.get_by_role("link", name="Try again").click()
    answer(page, training)
    page.get_by_role("button", name="See how I did").click()
    page.get_by_role("heading", name="Passed. Well done!").wait_for()
    yield "result, passed"
    page.goto("/advocacy/learning/")
    yield "list, passed"
    page.goto("/advocacy/learning/0/")
    yield "not here"


def photograph(page, name):
    if PICTURES:
        name = re.sub(r"\W+", "-", name)
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_axe_finds_nothing_on_any_screen(visit, ada, trainings):
    page = visit(ada)
    wrong = {}
    for name in screens(page, trainings):
        if found := violations(page):
            wrong[name] = found
        photograph(page, f"dark {name}")
        page.emulate_media(color_scheme="light")
        photograph(page, f"light {name}")
    assert wrong == {}
    assert Completion.objects.get().title == "In your own words"


def test_nothing_is_wider_than_a_phone(visit, ada, trainings):
    page = visit(ada, viewport={"width": 320, "height": 640})
    wide = {}
    for name in screens(page, trainings):
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[name] = width
        photograph(page, f"phone {name}")
    assert wide == {}


def test_all_of_it_works_without_scripts(visit, ada, trainings):
    page = visit(ada, java_script_enabled=False)
    seen = list(screens(page, trainings))
    assert seen[-1] == "not here"
    assert Completion.objects.count() == 1


def test_a_training_is_passed_with_the_keyboard_alone(visit, ada, trainings):
    page = visit(ada)
    training = trainings["picture"]
    page.goto(f"/advocacy/learning/{training.pk}/lesson/1/")

    def tab_to(test):
        for _press in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(test):
                return
        raise AssertionError(test)

    tab_to("document.activeElement.type === 'submit'")
    page.keyboard.press("Enter")
    page.locator("[data-advocacy-screen=quiz]").wait_for()
    for one in training.get_quiz().questions:
        assert one.answers
    right = [key for one in training.get_quiz().questions for key in one.correct]
    for place in range(page.locator("fieldset").count()):
        field = page.locator("fieldset").nth(place)
        inputs = field.locator("input")
        if inputs.first.get_attribute("type") == "radio":
            values = [
                inputs.nth(n).get_attribute("value") for n in range(inputs.count())
            ]
            [index] = [n for n, value in enumerate(values) if value in right]
            tab_to("document.activeElement.type === 'radio'")
            page.keyboard.press("Space")
            for _step in range(index):
                page.keyboard.press("ArrowDown")
        else:
            for n in range(inputs.count()):
                tab_to("document.activeElement.type === 'checkbox'")
                if inputs.nth(n).get_attribute("value") in right:
                    page.keyboard.press("Space")
    tab_to("document.activeElement.type === 'submit'")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Passed. Well done!").wait_for()


def test_answers_outlive_a_reload_and_go_with_the_result(visit, ada, trainings):
    page = visit(ada)
    training = trainings["own-words"]
    page.goto(f"/advocacy/learning/{training.pk}/quiz/")
    answer(page, training, right=False)
    ticked = page.locator("input:checked").count()
    assert ticked >= 5
    page.reload()
    page.wait_for_function(
        f"document.querySelectorAll('input:checked').length === {ticked}"
    )
    page.get_by_role("button", name="See how I did").click()
    page.get_by_role("link", name="Try again").click()
    page.locator("[data-advocacy-screen=quiz]").wait_for()
    kept = "Object.keys(localStorage).filter((key) => key.includes('quiz-')).length"
    assert page.evaluate(kept) == 0
    assert page.locator("input:checked").count() == 0


def test_answers_outlive_a_login_that_expired(visit, ada, trainings, live_server):
    page = visit(ada, java_script_enabled=False)
    training = trainings["own-words"]
    address = f"/advocacy/learning/{training.pk}/quiz/"
    page.goto(address)
    answer(page, training)
    ticked = page.locator("input:checked").count()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="See how I did").click()
    page.get_by_text("Single sign-on").wait_for()
    # The wall logs them in within the session that waits for them.
    waiting = next(one for one in page.context.cookies() if one["name"] == "sessionid")
    client = Client()
    client.cookies["sessionid"] = waiting["value"]
    client.force_login(ada)
    page.context.add_cookies(
        [
            {
                "name": "sessionid",
                "value": client.cookies["sessionid"].value,
                "url": live_server.url,
            }
        ]
    )
    page.goto(address)
    page.get_by_text("Here is what you had answered").wait_for()
    assert page.locator("input:checked").count() == ticked
    page.get_by_role("button", name="See how I did").click()
    page.get_by_role("heading", name="Passed. Well done!").wait_for()

"""Join, write, sign, learn, and come back to one's own text."""

from playwright.sync_api import expect

from . import screens
from .test_keyboard import Keyboard, heading_has_focus


ARTICLE = "/en/news/measured-not-promised/"
ARTICLE_FR = "/fr/actualites/mesure-plutot-que-promis/"
# Not what a colleague has published about the same, in another test.
OWN_WORDS = "I defended the old figure for a year. Who talked you out of yours?"
# Not what a colleague has published about the same.
TYPED = "Forty-seven is a number I can defend. Which of yours could you not?"
OWN_WORDS_FR = "Nous nous étions trompés, et nous l'avons dit. Et chez vous ?"
TRAINING = "Why and how, freely"
LESSONS = 5


def learn(page):
    """Read lesson after lesson, err once in the quiz, and go back where one was."""
    page.locator(screens.MAIN_STEP).click()
    for number in range(1, LESSONS + 1):
        page.wait_for_url(f"**/lesson/{number}/")
        page.locator(screens.NEXT_LESSON).click()
    page.wait_for_url("**/quiz/")
    screens.answer(page, right=False)
    page.locator(screens.HAND_IN).click()
    page.locator(screens.RESULT).wait_for()
    page.locator(screens.MAIN_STEP).click()
    page.wait_for_url("**/quiz/")
    screens.answer(page)
    page.locator(screens.HAND_IN).click()
    page.locator(screens.RESULT).wait_for()
    page.locator(screens.MAIN_STEP).click()


def publish(page):
    """Leave for the network with the text that is there, and say that it is out."""
    page.locator(screens.CONTINUE).click()
    page.locator("[data-advocacy-screen=share]").wait_for()
    page.locator(screens.YES).first.click()
    page.locator(screens.DROP).wait_for(state="detached")


def test_in_french_with_the_addendum_of_the_entity(visitor):
    page = visitor("manon-guerin", locale="fr-FR").page
    page.goto(ARTICLE_FR)
    page.locator(screens.OPEN).click()
    page.locator("dialog[open] form[action$='/join/'] button").click()

    # Writing is open at once; leaving waits.
    dialog = page.locator("dialog[open]")
    screens.choose(dialog, "linkedin")
    dialog.locator(screens.TEXT).fill(OWN_WORDS_FR)
    expect(dialog.locator(screens.CONTINUE)).to_have_count(0)
    expect(dialog.locator(screens.TO_DO)).to_have_count(2)
    dialog.locator(screens.TO_DO).first.click()

    # The charter of the group, then what her company in France adds, in her language.
    page.wait_for_url("**/charter/**")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    parts = page.locator(".advocacy-part > h2")
    expect(parts).to_have_text(["Notre charte de partage", "Notre charte en France"])
    expect(page.get_by_text("Votre droit à la déconnexion vaut ici")).to_be_visible()
    page.locator(screens.SIGN).click()

    text = page.locator(screens.TEXT)
    expect(text).to_have_value(OWN_WORDS_FR)
    expect(page.locator(screens.TO_DO)).to_have_text(["Pourquoi et comment, librement"])
    page.locator(screens.TO_DO).click()
    expect(page.locator("h1")).to_have_text("Pourquoi et comment, librement")
    learn(page)

    expect(text).to_have_value(OWN_WORDS_FR)
    expect(page.locator("input[value=linkedin]")).to_be_checked()
    expect(page.locator(screens.TO_DO)).to_have_count(0)
    publish(page)


def test_without_javascript(visitor):
    page = visitor("derek-osei", locale="en-GB", java_script_enabled=False).page
    page.goto(ARTICLE)
    page.get_by_role("link", name="How it works").click()
    page.get_by_role("button", name="Yes, I take part").click()
    text = page.locator(screens.TEXT)
    text.fill(OWN_WORDS)
    page.get_by_role("button", name="Sign the charter").click()
    # A colleague of another entity: nothing of the French one.
    expect(page.locator(".advocacy-part > h2")).to_have_text("Our charter for sharing")
    page.get_by_role("button", name="I have read it and I sign").click()
    expect(text).to_have_value(OWN_WORDS)
    page.get_by_role("button", name=TRAINING).click()
    learn(page)
    expect(text).to_have_value(OWN_WORDS)
    publish(page)
    expect(page.get_by_role("heading", name="Thank you, it is out")).to_be_visible()


def test_by_keyboard(visitor):
    page = visitor("vikram-shah", locale="en-GB").page
    keyboard = Keyboard(page)
    page.goto(ARTICLE)
    keyboard.choose("How it works")
    heading_has_focus(page, "Share what we do, in your own words")
    keyboard.choose("Yes, I take part")
    heading_has_focus(page, "Share in your own words")
    keyboard.go_to("Your own words.*")
    page.keyboard.type(TYPED)
    keyboard.choose("Sign the charter")
    page.wait_for_url("**/charter/**")
    keyboard.choose("I have read it and I sign")
    text = page.locator(screens.TEXT)
    expect(text).to_have_value(TYPED)

    keyboard.choose(TRAINING)
    page.wait_for_url("**/learning/**")
    keyboard.choose("Begin")
    for number in range(1, LESSONS + 1):
        page.wait_for_url(f"**/lesson/{number}/")
        keyboard.choose("Next lesson" if number < LESSONS else "Next: the quiz")
    page.wait_for_url("**/quiz/")

    # Nothing chosen: the way to what is missing is a link away.
    keyboard.choose("See how I did")
    expect(page.get_by_role("alert")).to_be_visible()
    for right in (False, True):
        answer_by_keyboard(page, keyboard, right=right)
        keyboard.choose("See how I did")
        page.wait_for_url("**/result/")
        if not right:
            expect(page.get_by_role("heading", level=1)).to_have_text("Not quite yet")
            keyboard.choose("Try again")
            page.wait_for_url("**/quiz/")
    keyboard.choose("Go on where you came from")
    expect(text).to_have_value(TYPED)
    keyboard.choose("Continue")
    # Pages of their own by now, which begin at their top as any page does.
    expect(
        page.get_by_role("heading", name="Post it yourself: LinkedIn")
    ).to_be_visible()
    keyboard.choose("Yes, it is out")
    expect(page.get_by_role("heading", name="Thank you, it is out")).to_be_visible()
    assert keyboard.unseen == []
    assert keyboard.escaped == []


def answer_by_keyboard(page, keyboard, *, right):
    """Tab to each answer to be ticked; arrows choose within a group of one answer."""
    for question, label in screens.answers(page, right=right):
        wanted = label.locator("input")
        boxes = question.locator("input")
        # As the link from what is missing does.
        question.focus()
        keyboard.press("Tab")
        go_on = (
            "Tab" if boxes.first.get_attribute("type") == "checkbox" else "ArrowDown"
        )
        for _press in range(boxes.count()):
            keyboard.look()
            if wanted.evaluate("input => input === document.activeElement"):
                break
            keyboard.press(go_on)
        if not wanted.is_checked():
            keyboard.press("Space")
        expect(wanted).to_be_checked()

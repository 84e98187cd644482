"""Takes a picture of every screen for ``how-to/theme-it.md``, from the demo intranet.

    python docs/screens.py [folder]

Needs what ``screenshots.py`` needs. The screens stand in the demo's own template, in
its colours: that is what theming is about.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright


sys.path.insert(0, str(Path(__file__).resolve().parent))

from screenshots import (
    ADDRESS,
    READER,
    ROOT,
    Photographer,
    running_demo,
    show,
    start_browser,
)

from tests.e2e.screens import learning_screens, profile_screens


PICTURES = ROOT / "docs" / "_static" / "screens"
PHONE = {"width": 390, "height": 760}
# Names of our pictures, by the names of the screens that the tests go through.
LEARNING = {
    "charter": "charter",
    "what I signed": "signatures",
    "text I signed": "signature",
    "trainings": "trainings",
    "training": "training",
    "lesson 1": "lesson",
    "quiz": "quiz",
    "result, passed": "result",
}
PROFILE = {
    "profile": "profile",
    "profile with a digest": "digest",
    "one consent": "consent",
    "erasing": "erase",
}
# Names of our pictures, and addresses.
RECOGNITION = {
    "shelf": "me/badges/",
    "points": "me/points/",
    "goals": "goals/",
    "rewards": "me/rewards/",
}
OWN_WORDS = "I came for one Saturday and stayed for the soup. Who comes along?"


def write(page, offer, network):
    """Write a text for a network, and stand before leaving for it."""
    page.goto(f"{offer}?network={network}")
    # A draft brings its own network back.
    page.locator(f"input[name=network][value={network}]").check()
    page.locator("#advocacy-text").fill(OWN_WORDS)
    page.get_by_role("button", name="Continue").click()
    page.locator("[data-advocacy-screen=share]").wait_for()


def take_some(photographer, screens, names):
    """Go through all of ``screens``, and take a picture of those in ``names``."""
    for name, page in screens:
        if name == "profile":
            show(page.locator("#topics"))
        if name in names:
            photographer.take(page, names[name])


def photograph_employee(photographer):
    """Go through the screens of an employee; return what outsiders open."""
    take = photographer.take
    with photographer.person("employee3") as page:
        page.goto("/advocacy/")
        take(page, "hub")
        # Not something outside: that has neither an article nor a card of its own.
        of_ours = page.locator(".advocacy-offer", has_text="Read it first").first
        offer = of_ours.get_by_role("link", name="Write about it")
        offer = offer.get_attribute("href")
        article = of_ours.get_by_role("link", name="Read it first")
        article = article.get_attribute("href")
        page.goto(article)
        take(page, "invitation")
        page.goto(f"/advocacy/join/?next={offer}")
        take(page, "join")
        page.get_by_role("button", name="Yes, I take part").click()
        take_some(photographer, learning_screens(page, article), LEARNING)
        take_some(photographer, profile_screens(page), PROFILE)
        page.goto("/advocacy/managers/")
        take(page, "managers")
        page.goto(article)
        take(page, "button")
        page.get_by_role("link", name="Share in your own words").click()
        page.locator("dialog[open] #advocacy-text").wait_for()
        take(page, "dialog")
        page.goto(f"{offer}?network=mastodon")
        page.get_by_role("textbox", name="Your own words").fill(OWN_WORDS)
        take(page, "composer")
        write(page, offer, "instagram")
        take(page, "leaving-with-picture")
        write(page, offer, "linkedin")
        text = page.locator("#advocacy-whole-text").input_value()
        take(page, "leaving")
        page.get_by_role("button", name="Yes, it is out").click()
        page.get_by_role("heading", name="Thank you, it is out").wait_for()
        take(page, "published")
        page.goto("/advocacy/shares/")
        take(page, "my-shares")
        page.goto("/advocacy/share/not-there/")
        take(page, "not-offered")
        page.goto("/advocacy/leave/")
        take(page, "leave")
        page.get_by_role("button", name="Stop now").click()
        page.get_by_role("heading", name="Done.").wait_for()
        take(page, "left")
    return re.search(rf"{ADDRESS}/go/s/\S+", text)[0]


def photograph_recognition(photographer):
    """Go through what somebody earned, with somebody who has earned something."""
    with photographer.person("employee1") as page:
        for name, address in RECOGNITION.items():
            page.goto(f"/advocacy/{address}")
            photographer.take(page, name)
        page.goto("/advocacy/me/badges/")
        page.get_by_role("link", name="First answer", exact=True).click()
        page.get_by_role("heading", name="You show it").wait_for()
        photographer.take(page, "badge")


def photograph_outsiders(photographer, link):
    with photographer.person(user_agent=READER) as page:
        page.goto(link)
        photographer.take(page, "card")
        page.goto("/go/s/nothing")
        photographer.take(page, "not-found")
    with photographer.person(user_agent=READER) as page:
        page.set_viewport_size(PHONE)
        page.goto("/go/p/over")
        photographer.take(page, "phone-over")


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with running_demo() as port, sync_playwright() as playwright:
        browser = start_browser(playwright, port)
        photographer = Photographer(browser, folder)
        link = photograph_employee(photographer)
        photograph_recognition(photographer)
        photograph_outsiders(photographer, link)
        browser.close()
    for name, size in photographer.taken.items():
        print(f"{name}.png  {size:,} bytes")


if __name__ == "__main__":
    main()

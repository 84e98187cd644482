"""The employee's way, from the login to leaving the programme, without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from . import screens


ARTICLE = "/en/news/measured-not-promised/"
OWN_WORDS = "We were wrong, and said so. When did a number last change your mind?"

# More presses than any screen here has places to stop.
MANY = 80

# What has the focus, and whether somebody who looks at the screen can tell: the
# outline may be on the label that stands for a hidden radio button.
FOCUS = """() => {
  const active = document.activeElement ?? document.body;
  const label = active.closest("label");
  const shown = [active, label, ...(label ? label.children : [])].filter(Boolean);
  const visible = shown.some((element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && style.outlineStyle !== "none"
      && parseFloat(style.outlineWidth) >= 2;
  });
  const dialog = document.querySelector("dialog[open]");
  return {
    is: active.tagName.toLowerCase(),
    name: (active.getAttribute("aria-label") ?? label?.textContent
      ?? active.labels?.[0]?.textContent ?? active.textContent).trim(),
    ours: Boolean(active.closest(".advocacy")),
    inside: !dialog || dialog.contains(active) || active === document.body,
    visible,
  };
}"""


class Keyboard:
    """A person at a keyboard, who sees where they are."""

    def __init__(self, page):
        self.page = page
        self.unseen = []
        self.escaped = []

    def focus(self):
        return self.page.evaluate(FOCUS)

    def look(self):
        now = self.focus()
        if now["ours"] and not now["visible"]:
            self.unseen.append(now["name"])
        if not now["inside"]:
            self.escaped.append(now["name"])
        return now

    def go_to(self, name):
        """Press Tab until something with this name has the focus."""
        passed = []
        for _press in range(MANY):
            self.page.keyboard.press("Tab")
            now = self.look()
            if re.fullmatch(name, now["name"]):
                return
            passed.append(now["name"][:40])
        pytest.fail(f"Tab never reached {name!r}, but {passed}")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def choose(self, *names, key="Enter"):
        """Go to each of these and press a key on it."""
        for name in names:
            self.go_to(name)
            self.press(key)


def heading_has_focus(page, name):
    expect(page.get_by_role("heading", name=name, level=1)).to_be_focused()


def test_from_the_login_to_leaving(visitor):
    page = visitor("theo-blackwood").page
    keyboard = Keyboard(page)
    page.goto(ARTICLE)

    # The dialog opens on its heading, and gives the focus back.
    keyboard.choose("How it works")
    heading_has_focus(page, "Share what we do, in your own words")
    keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("link", name="How it works")).to_be_focused()
    keyboard.press("Enter")
    heading_has_focus(page, "Share what we do, in your own words")
    keyboard.choose("Yes, I take part")
    heading_has_focus(page, "Share in your own words")

    # What comes before sharing: by keyboard in test_learning_journey.
    screens.get_ready(page)
    page.goto(ARTICLE)
    keyboard.choose("Share in your own words")
    heading_has_focus(page, "Share in your own words")

    # Once around: nothing behind the dialog is reached, and the way back in is found.
    keyboard.go_to("Close")
    keyboard.go_to("Continue")
    keyboard.go_to("Close")

    # Network and question are groups of radio buttons, one stop each.
    keyboard.go_to("LinkedIn")
    keyboard.press("ArrowRight")
    keyboard.look()
    expect(page.get_by_role("radio", name="X", exact=True)).to_be_checked()
    keyboard.press("ArrowLeft")
    expect(page.get_by_role("radio", name="LinkedIn")).to_be_checked()
    keyboard.go_to("When did a measurement last prove you wrong.*")
    keyboard.press("ArrowDown")
    expect(page.locator("#advocacy-question")).to_contain_text("about the gap")
    keyboard.go_to("Your own words.*")
    page.keyboard.type(OWN_WORDS)
    keyboard.choose("#retrofit", key="Space")
    expect(page.get_by_role("checkbox", name="#retrofit")).to_be_checked()

    # Closed and opened again: what was typed is there.
    keyboard.press("Escape")
    # The article, too, shows by now that they take part.
    expect(page.get_by_role("link", name="Share in your own words")).to_be_visible()
    keyboard.choose("Share in your own words")
    heading_has_focus(page, "Share in your own words")
    expect(page.locator("#advocacy-text")).to_have_value(OWN_WORDS)
    keyboard.choose("Continue")

    heading_has_focus(page, "Post it yourself: LinkedIn")
    keyboard.go_to("Copy text and open LinkedIn")
    with page.expect_popup() as opened:
        keyboard.press("Enter")
    opened.value.close()
    page.bring_to_front()

    # A wrong address takes the focus to where it can be mended.
    keyboard.go_to("Address of your post.*")
    page.keyboard.type("https://example.com/")
    keyboard.choose("Yes, it is out")
    expect(page.get_by_label("Address of your post")).to_be_focused()
    keyboard.press("ControlOrMeta+a", "Delete")
    keyboard.choose("Yes, it is out")
    heading_has_focus(page, "Thank you, it is out")
    keyboard.choose("What else I may share")
    page.wait_for_url("**/advocacy/")

    keyboard.choose("Stop taking part")
    page.wait_for_url("**/leave/")
    keyboard.choose("Stop now")
    expect(page.get_by_text("nobody told")).to_be_visible()
    assert keyboard.unseen == []
    assert keyboard.escaped == []


def test_invitation_is_dismissed_and_found_again(visitor):
    page = visitor("ruth-adeyemi").page
    keyboard = Keyboard(page)
    page.goto(ARTICLE)
    keyboard.choose("Not for me")
    expect(page.locator(".advocacy-share")).to_have_count(0)
    page.reload()
    expect(page.locator(".advocacy-share")).to_have_count(0)

    # The menu always leads back.
    keyboard.choose("Share outside")
    page.wait_for_url("**/advocacy/")
    keyboard.choose("What it is, and how to take part")
    page.wait_for_url("**/join/")
    keyboard.choose("Yes, I take part")
    page.wait_for_url("**/advocacy/")
    page.goto(ARTICLE)
    expect(page.get_by_role("link", name="Share in your own words")).to_be_visible()
    assert keyboard.unseen == []

"""The main job from end to end, as the README promises it."""

import re

import requests
from playwright.sync_api import expect

from . import screens


ARTICLE = "/en/news/forty-two-heat-pumps-ashcombe-terrace/"
TITLE = "Forty-two heat pumps, and nobody moved out"
QUESTION = "What does it take to renovate a street nobody leaves?"
OWN_WORDS = (
    "I spent fourteen weeks asking people whether we were too loud. Mrs Okonjo said"
    " the heat pump was quieter than our apologies. What would you ask your neighbours?"
)
HUMAN = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36"
)
LINKEDIN_ROBOT = "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)"


def follow(address, agent):
    """Open a tracked link as ``agent`` does; return status and destination."""
    response = requests.get(
        address, headers={"User-Agent": agent}, allow_redirects=False, timeout=20
    )
    return response.status_code, response.headers.get("Location")


def page_pk(page):
    """Return the primary key of the article, from the explorer's search."""
    page.goto("/admin/pages/search/?q=Forty-two+heat+pumps")
    link = page.get_by_role("link", name=TITLE).first.get_attribute("href")
    return re.search(r"/pages/(\d+)/", link)[1]


def mark_shareable(page):
    """The editor opens the article's edit screen and asks one question."""
    page.goto(f"/admin/pages/{page_pk(page)}/edit/")
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Make shareable").click()
    expect(page.get_by_label("Title*")).to_have_value(TITLE)
    page.get_by_label("Question or angle*").fill(QUESTION)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("in moderation").first).to_be_visible()


def approve(page):
    """The moderator, whose admin is French, finds it on the dashboard."""
    page.goto("/admin/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("button", name="Plus d'actions").click()
    page.get_by_role("button", name="Approuver et Publier", exact=True).click()
    expect(page.get_by_role("status").get_by_text(TITLE)).to_be_visible()


def test_from_the_edit_screen_to_a_reader_outside(visitor, demo):
    mark_shareable(visitor("editor").page)

    # Nobody is offered what nobody has approved.
    employee = visitor("employee3", permissions=["clipboard-read", "clipboard-write"])
    page = employee.page
    page.goto(ARTICLE)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.locator(".advocacy-share")).to_have_count(0)

    approve(visitor("moderator").page)

    # Joining is the employee's own step, from the article.
    page.goto(ARTICLE)
    page.get_by_role("link", name="How it works").click()
    page.get_by_role("button", name="Yes, I take part").click()
    expect(page.get_by_role("dialog").locator(screens.TO_DO)).to_have_count(2)

    # So is what comes before sharing; test_learning_journey takes its time for it.
    screens.get_ready(page)

    # Their own words, in a dialog on the article itself.
    page.goto(ARTICLE)
    page.get_by_role("link", name="Share in your own words").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("#advocacy-question")).to_have_text(QUESTION)
    dialog.get_by_role("radio", name="LinkedIn").check(force=True)
    dialog.get_by_label("Your own words").fill(OWN_WORDS)
    dialog.get_by_role("button", name="Continue").click()

    # LinkedIn opens with the link; the text is on the clipboard.
    with page.expect_popup():
        dialog.get_by_role("link", name="Copy text and open LinkedIn").click()
    linkedin = next(url for url in employee.went_to if "linkedin.com" in url)
    assert linkedin.startswith("https://www.linkedin.com/sharing/share-offsite/?url=")
    page.bring_to_front()
    expect(dialog.get_by_text("Text copied: paste it in LinkedIn.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert OWN_WORDS in copied
    assert "#TeamAlderbrook" in copied
    link = re.search(rf"{demo.address}/go/s/\S+", copied)[0]

    dialog.get_by_role("button", name="Yes, it is out").click()
    expect(dialog.get_by_role("heading", name="Thank you, it is out")).to_be_visible()

    # LinkedIn's robot looks at the card; a person reads it, twice in a row.
    status, card = follow(link, LINKEDIN_ROBOT)
    assert status == 302
    assert card.startswith(f"{demo.address}/go/c/")
    outsider = visitor(user_agent=HUMAN)
    for _reading in range(2):
        outsider.page.goto(link)
        expect(outsider.page.get_by_role("heading", name=TITLE)).to_be_visible()
    assert "utm_source=linkedin" in outsider.page.url

    page.goto("/advocacy/")
    expect(page.get_by_text("somebody read it thanks to you")).to_be_visible()
    editor = visitor("editor").page
    editor.goto(f"/admin/pages/{page_pk(editor)}/edit/")
    editor.get_by_role("button", name="Actions", exact=True).first.click()
    expect(editor.get_by_role("link", name="Shared: 1 reader")).to_be_visible()


def test_what_the_demo_posted_days_ago_takes_no_place_of_today(visitor):
    page = visitor("employee1", locale="en-GB").page
    words = "I iced cakes before I drew ducts. Which of your trades was the sweeter?"
    screens.open_share(page, "/en/news/from-bakery-to-site/", text=words)
    page.locator(screens.DROP).click()
    page.locator("[data-advocacy-screen=hub] [role=status]").wait_for()

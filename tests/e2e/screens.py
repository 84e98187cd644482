"""Every screen this app serves, in the order in which somebody meets them.

Each generator yields the name of a screen and the page that shows it; what there is to
see on it, overflow or English words say, is the test's own. Nothing here depends on
the language of the words.
"""

import re


OPEN = "a[data-advocacy-open]"
TEXT = "#advocacy-text"
CONTINUE = ".advocacy-compose button[type=submit]:not([name])"
YES = "button[name=answer][value=yes]"
OWN_WORDS = "It took me two winters to believe it. What would convince you?"
TOO_LONG_FOR_X = "I could go on about this for hours. " * 12


def article_screens(page, article):
    """What somebody meets on an article before and after they join, in its dialog."""
    page.goto("/advocacy/")
    yield "hub, not joined", page
    page.goto(article)
    page.locator(OPEN).wait_for()
    yield "article with an invitation", page
    page.locator(OPEN).click()
    page.locator("dialog[open] form[action$='/join/']").wait_for()
    yield "joining, in a dialog", page
    page.goto("/advocacy/join/")
    yield "joining", page
    page.locator("form[action$='/join/'] button").click()
    page.locator("[data-advocacy-screen=hub]").wait_for()
    yield "hub, nothing shared", page
    page.goto("/advocacy/join/")
    yield "joined already", page
    page.goto(article)
    page.locator(OPEN).wait_for()
    yield "article with the button", page
    page.locator(OPEN).click()
    page.locator(f"dialog[open] {TEXT}").wait_for()
    yield "composer, in a dialog", page
    choose(page, "x")
    page.locator(TEXT).fill(TOO_LONG_FOR_X)
    page.locator(CONTINUE).click()
    page.locator(f"{TEXT}[aria-invalid]").wait_for()
    yield "composer with an error, in a dialog", page
    page.locator(TEXT).fill(OWN_WORDS)
    page.locator(CONTINUE).click()
    page.locator("dialog[open] [data-advocacy-screen=share]").wait_for()
    yield "leaving for the network, in a dialog", page
    page.locator(f"dialog[open] {YES}").click()
    page.locator(f"dialog[open] {YES}").get_by_text(re.compile(".")).wait_for()
    yield "published, in a dialog", page


def sharing_screens(page, article, demo, links):
    """The composer and what follows, on pages of their own.

    :param links: where the addresses for people outside are put, by name.
    """
    page.goto(article)
    compose = page.locator(OPEN).get_attribute("href")
    page.goto(compose)
    yield "composer", page
    page.locator(TEXT).fill(OWN_WORDS)
    page.reload()
    page.locator("[data-advocacy-restored]:not([hidden])").wait_for()
    yield "composer with a draft", page
    page.locator(TEXT).fill(" ")
    page.locator(CONTINUE).click()
    page.locator(f"{TEXT}[aria-invalid]").wait_for()
    yield "composer with an error", page
    choose(page, "linkedin")
    page.locator(TEXT).fill(OWN_WORDS)
    page.locator(CONTINUE).click()
    page.locator("[data-advocacy-screen=share]").wait_for()
    yield "leaving for the network", page
    share = page.url
    whole_text = page.locator("#advocacy-whole-text").input_value()
    links["tracked"] = re.search(r"http\S+/s/\S+", whole_text)[0]
    page.locator("form[action$='/phone/'] button:not([name])").click()
    page.locator(".advocacy-qr").wait_for()
    yield "leaving with a QR code", page
    page.locator("form[action$='/phone/'] button[name=by_mail]").click()
    page.wait_for_url("**phone=mail**")
    yield "leaving with a mail", page
    links["phone"] = re.search(r"http\S+/p/\S+", demo.wait_for_mail("/p/"))[0]
    page.locator("input[name=post_address]").fill("https://example.com/elsewhere")
    page.locator(YES).first.click()
    page.locator("#advocacy-refusal").wait_for()
    yield "refused address of a post", page
    page.goto("/advocacy/")
    yield "hub with a question", page
    page.goto(share)
    page.locator(YES).first.click()
    page.locator("input[name=post_address]").wait_for()
    yield "published", page
    links["share"] = share
    page.goto("/advocacy/shares/")
    yield "what I shared", page
    page.goto(compose)
    choose(page, "bluesky")
    page.locator(TEXT).fill(OWN_WORDS)
    page.locator(CONTINUE).click()
    page.locator("[data-advocacy-screen=share]").wait_for()
    given_up = page.url
    page.locator("button[name=answer][value=drop]").click()
    page.locator("[data-advocacy-screen=hub] [role=status]").wait_for()
    yield "hub with a notice", page
    page.goto(given_up)
    yield "given up", page
    page.goto("/advocacy/share/nothing-here/")
    page.locator("[data-advocacy-screen=not-offered]").wait_for()
    yield "not to be shared", page


def leaving_screens(page, links, open_share):
    """The end: what was shared is withdrawn by now, and the person leaves.

    :param open_share: address of a share that is not published yet.
    """
    page.goto("/advocacy/shares/")
    yield "what I shared, with a withdrawn one", page
    page.goto(links["share"])
    yield "published and withdrawn", page
    page.goto("/advocacy/leave/")
    yield "leave", page
    page.locator("form:not([action]) button.advocacy-button").click()
    page.wait_for_url("**/left/")
    yield "left", page
    page.goto("/advocacy/leave/")
    yield "left already", page
    page.goto(open_share)
    yield "open share of somebody who left", page


def public_screens(page, links):
    """What people outside see, before anything is withdrawn."""
    page.goto(links["tracked"])
    yield "card", page
    page.goto("/go/s/nothing-here")
    yield "no such link", page
    page.goto(links["phone"])
    page.locator("[data-handoff-copy]").wait_for()
    yield "text on a phone", page
    page.goto("/go/p/forged")
    yield "text on a phone, over", page


def withdrawn_public_screens(page, links):
    page.goto(links["tracked"])
    yield "withdrawn", page


def choose(page, network):
    """Choose a network of the composer, as a click on its pill does."""
    page.locator(f".advocacy-pill:has(input[value={network}])").click()


def withdraw(page, title, reason="A figure in it was wrong."):
    """Take back what is offered under ``title``, as who may publish it does."""
    page.goto("/admin/snippets/wagtail_advocacy_shareables/pageshareable/")
    edit = page.get_by_role("link", name=title).first.get_attribute("href")
    page.goto(edit.replace("/edit/", "/withdraw/"))
    page.locator("[name=reason]").fill(reason)
    page.locator(".advocacy-withdraw button.serious").click()
    page.wait_for_url("**/edit/**")

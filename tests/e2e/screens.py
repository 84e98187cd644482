"""Every screen this app serves, in the order in which somebody meets them.

Each generator yields the name of a screen and the page that shows it; what there is to
see on it, overflow or English words say, is the test's own. Nothing here depends on
the language of the words.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

import wagtail_advocacy


TRAININGS = Path(wagtail_advocacy.__file__).parent / "pages" / "starter" / "trainings"
OPEN = "a[data-advocacy-open]"
TEXT = "#advocacy-text"
CONTINUE = ".advocacy-compose button[type=submit]:not([name])"
# What is to be done before leaving for a network.
TO_DO = ".advocacy-checklist button[name=go]"
SIGN = "form[action$='/charter/'] button[type=submit]"
HAND_IN = ".advocacy-quiz button[type=submit]"
RESULT = "[data-advocacy-screen=quiz-result]"
NEXT_LESSON = "[data-advocacy-screen=lesson] form button[type=submit]"
MAIN_STEP = "[data-advocacy-screen] a.advocacy-button"
YES = "button[name=answer][value=yes]"
DROP = "button[name=answer][value=drop]"
REPLIED = "button[name=said][value=replied]"
NOT_REPLIED = "button[name=said][value=not_replied]"
AWARD = ".advocacy-award__name a"
ASK_FOR_REWARD = ".advocacy-reward__end button"
# The worker looks at what somebody did within seconds; on a busy machine, in more.
SETTLED_SECONDS = 60
HOLDER = "#advocacy-holder"
SHOW = "form[action$='/show/'] button"
THANKS = "#advocacy-thanks"
SAY_THANKS = "#thanks form button"
OWN_WORDS = "It took me two winters to believe it. What would convince you?"
TOO_LONG_FOR_X = "I could go on about this for hours. " * 12


@dataclass(frozen=True)
class People:
    """Who is needed to see every screen; each has a page of their own.

    :param employee: logged in, and unknown to the programme.
    :param outside: not logged in.
    :param lead: may withdraw.
    """

    employee: Page
    outside: Page
    lead: Page


def every_screen(people, demo, article, title):
    """Go through everything that employees and people outside meet.

    :param article: the address of an article that is offered; the offer is withdrawn
        in the end, so it is for one test only.
    :param title: of what is offered.
    """
    links = {}
    yield from joining_screens(people.employee, article)
    yield from learning_screens(people.employee, article)
    yield from article_screens(people.employee, article)
    yield from profile_screens(people.employee)
    yield from sharing_screens(people.employee, article, demo, links)
    show_boards(people.lead)
    yield from recognition_screens(people.employee, people.outside)
    yield from public_screens(people.outside, links)
    unpublished = open_share(people.employee, article)
    withdraw(people.lead, title)
    yield from withdrawn_public_screens(people.outside, links)
    yield from leaving_screens(people.employee, links, unpublished)


def joining_screens(page, article):
    """What somebody meets on an article until they have joined."""
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


def learning_screens(page, article):
    """What is to be done before leaving for a network: written, signed, learned."""
    page.goto(article)
    page.locator(OPEN).click()
    page.locator("dialog[open] .advocacy-checklist").wait_for()
    yield "composer with something to do, in a dialog", page
    page.goto(page.locator(OPEN).get_attribute("href"))
    page.locator(TEXT).fill(OWN_WORDS)
    page.locator("button[name=keep]").click()
    page.locator("[role=status][data-advocacy-focus]").wait_for()
    yield "composer, text kept", page
    page.locator(TO_DO).first.click()
    page.locator(SIGN).wait_for()
    yield "charter", page
    page.locator(SIGN).click()
    page.locator(TEXT).wait_for()
    yield "composer with less to do", page
    page.goto("/advocacy/charter/")
    yield "charter, signed", page
    page.goto("/advocacy/charter/signed/")
    yield "what I signed", page
    page.locator("[data-advocacy-screen] a[href*='/charter/signed/']").first.click()
    page.wait_for_url(re.compile(r"/signed/\d+/$"))
    yield "text I signed", page
    page.goto("/advocacy/learning/")
    yield "trainings", page
    training = required_training(page)
    page.goto(training)
    yield "training", page
    page.locator(MAIN_STEP).click()
    while "/lesson/" in page.url:
        open_everything(page)
        yield f"lesson {page.url.rstrip('/').rsplit('/', 1)[1]}", page
        lesson = page.url
        page.locator(NEXT_LESSON).click()
        page.wait_for_url(lambda url, lesson=lesson: url != lesson)
    yield "quiz", page
    page.locator(HAND_IN).click()
    page.locator("[data-advocacy-screen=quiz] [role=alert]").wait_for()
    yield "quiz, refused", page
    answer(page, right=False)
    page.locator(HAND_IN).click()
    page.locator(RESULT).wait_for()
    yield "result, not passed", page
    page.locator(MAIN_STEP).click()
    answer(page)
    page.locator(HAND_IN).click()
    page.locator(RESULT).wait_for()
    yield "result, passed", page
    page.goto("/advocacy/learning/")
    yield "trainings, passed", page
    page.goto("/advocacy/learning/0/")
    yield "no such training", page


def required_training(page):
    """Return the address of what is required, of the list of trainings."""
    link = page.locator("[aria-labelledby=advocacy-required] a").first
    return re.match(r".*/learning/\d+/", link.get_attribute("href"))[0]


def answers(page, *, right=True):
    """Yield what to choose in the demo's required quiz, as question and answer.

    :param right: all of them right, or all wrong.
    """
    page.locator(".advocacy-quiz").wait_for()
    language = page.evaluate("document.documentElement.lang").partition("-")[0]
    training = (TRAININGS / f"why-and-how.{language}.json").read_text(encoding="utf-8")
    for question in json.loads(training)["quiz"]:
        fitting = [one for one in question["answers"] if one["correct"] is right]
        is_multiple = question["kind"] == "multiple"
        for one in fitting if is_multiple else fitting[:1]:
            field = page.locator(".advocacy-quiz fieldset", has_text=question["text"])
            text = page.get_by_text(one["text"], exact=True)
            yield field, field.locator("label").filter(has=text)


def answer(page, *, right=True):
    for _question, label in answers(page, right=right):
        label.click()


def get_ready(page):
    """Sign and learn what is asked before sharing, with as few pages as it takes."""
    page.goto("/advocacy/charter/")
    page.locator(SIGN).click()
    page.locator(SIGN).wait_for(state="detached")
    page.goto("/advocacy/learning/")
    page.goto(f"{required_training(page)}quiz/")
    answer(page)
    page.locator(HAND_IN).click()
    page.locator(RESULT).wait_for()


def article_screens(page, article):
    """What somebody meets on an article who may share it, in its dialog."""
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
    page.locator(TEXT).fill(page.locator(".advocacy-card__title").inner_text())
    page.locator(CONTINUE).click()
    page.locator("[aria-labelledby=advocacy-asked]").wait_for()
    yield "composer with a question about a copy, in a dialog", page
    page.locator(TEXT).fill(OWN_WORDS)
    page.locator("[data-advocacy-closeness=own]").wait_for()
    yield "composer with a word about the text, in a dialog", page
    page.locator(CONTINUE).click()
    page.locator("dialog[open] [data-advocacy-screen=share]").wait_for()
    yield "leaving for the network, in a dialog", page
    page.locator(f"dialog[open] {YES}").click()
    page.locator(f"dialog[open] {DROP}").wait_for(state="detached")
    yield "published, in a dialog", page


def profile_screens(page):
    """What somebody chooses about themselves, and what is kept about them."""
    page.goto("/advocacy/me/")
    open_everything(page)
    yield "profile", page
    page.locator("#pause input[name=until]").fill("2001-01-01")
    page.locator("#pause form:has(input[name=until]) button").click()
    page.locator("#pause [aria-invalid]").wait_for()
    yield "profile with an error", page
    page.goto("/advocacy/me/")
    page.locator("#rhythm form button").click()
    page.wait_for_url("**saved=rhythm**")
    yield "profile, saved", page
    page.locator("#consents .advocacy-toggle").first.click()
    page.locator("#consents .advocacy-toggle[aria-checked=true]").wait_for()
    open_everything(page)
    yield "profile, switched on", page
    page.locator("#digest button[name=answer]").click()
    page.locator("#digest select").wait_for()
    yield "profile with a digest", page
    page.goto("/advocacy/consent/?purpose=engagement")
    yield "one consent", page
    page.locator("button[name=answer][value=no]").click()
    page.wait_for_url("**/advocacy/")
    page.goto("/advocacy/me/erase/")
    yield "erasing", page
    page.locator("form:not([action]) button.advocacy-button").click()
    page.locator("[aria-invalid]").wait_for()
    yield "erasing, not meant", page


def open_everything(page):
    """Unfold what is folded of ours, so that it is looked at, too."""
    page.evaluate(
        "document.querySelectorAll('[data-advocacy-screen] details')"
        ".forEach(one => one.open = true)"
    )


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
    page.locator(".advocacy-ask > summary").click()
    page.locator("button[name=ask]").click()
    page.locator(".advocacy-ask [role=status]").wait_for()
    open_everything(page)
    yield "composer, asked before posting", page
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
    mailbox = re.search(r"\S+@\S+\.example", page.inner_text("#phone"))[0]
    mail = demo.wait_for_mail(f"To: {mailbox}", "/go/p/")
    links["phone"] = re.search(r"http\S+/go/p/\S+", mail)[0]
    page.locator("input[name=post_address]").fill("https://example.com/elsewhere")
    page.locator(YES).first.click()
    page.locator("#advocacy-refusal").wait_for()
    yield "refused address of a post", page
    page.goto("/advocacy/")
    yield "hub with a question", page
    page.goto(share)
    page.locator(YES).first.click()
    page.locator(DROP).wait_for(state="detached")
    yield "published", page
    # It earns what is missing for the cheapest reward of the demo.
    page.locator(REPLIED).click()
    page.locator(NOT_REPLIED).wait_for()
    yield "published, readers answered", page
    links["share"] = share
    page.goto("/advocacy/shares/")
    yield "what I shared", page
    yield from planning_screens(page, compose)
    yield from help_screens(page, share)
    page.goto(compose)
    choose(page, "bluesky")
    page.locator(TEXT).fill(OWN_WORDS)
    page.locator(CONTINUE).click()
    page.locator("[data-advocacy-screen=share]").wait_for()
    given_up = page.url
    page.locator(DROP).click()
    page.locator("[data-advocacy-screen=hub] [role=status]").wait_for()
    yield "hub with a notice", page
    page.goto(given_up)
    yield "given up", page
    page.goto("/advocacy/share/nothing-here/")
    page.locator("[data-advocacy-screen=not-offered]").wait_for()
    yield "not to be shared", page


def planning_screens(page, compose):
    """Being reminded instead of posting now; it goes on with the planned text."""
    page.goto(compose)
    choose(page, "bluesky")
    page.locator(TEXT).fill(OWN_WORDS)
    page.locator("#advocacy-rhythm summary").click()
    yield "composer, remind me later", page
    page.locator("#advocacy-remind-at").fill("2001-01-01T09:00")
    page.locator("button[name=plan][value=own]").click()
    page.locator("#advocacy-remind-problem").wait_for()
    yield "composer, no moment to come", page
    page.locator("button[name=plan]:not([value=own])").click()
    page.locator("[data-advocacy-screen=planned]").wait_for()
    open_everything(page)
    yield "what I planned", page
    page.goto("/advocacy/")
    page.locator(".advocacy-planned").wait_for()
    yield "hub with something planned", page


def help_screens(page, share):
    """Help with what was published: a comment, a slip, a post taken down.

    :param share: address of a published share, which stays published.
    """
    page.goto(share)
    open_everything(page)
    yield "published, help unfolded", page
    page.locator("form[action$='/comment/'] button").click()
    page.locator("#advocacy-help-problem").wait_for()
    yield "comment without an address", page
    page.locator("#advocacy-comment-address").fill("https://example.com/comment/1")
    page.locator("form[action$='/comment/'] button").click()
    page.locator("form[action$='/forget/']").wait_for()
    open_everything(page)
    yield "comment handed over", page
    page.goto(f"{share}slip/")
    yield "slip", page
    page.locator("button[name=tell]").click()
    page.locator("#advocacy-help [role=status]").wait_for()
    yield "slip, told", page
    # What was published in a dialog before.
    page.goto("/advocacy/shares/")
    page.locator(".advocacy-shared__title a").last.click()
    page.locator("a[href$='/slip/']").click()
    page.locator("button[name=taken_down]").click()
    page.locator("[data-advocacy-screen=share]").wait_for()
    yield "taken down", page
    page.goto("/advocacy/shares/")
    yield "what I shared, with one taken down", page


def recognition_screens(page, outside):
    """What somebody earned, shows, says thanks for and spends points on.

    :param page: of somebody who takes part, and has done enough to have a badge.
    :param outside: opens what they show.
    """
    page.goto("/advocacy/goals/")
    page.locator("[data-advocacy-screen=goals]").wait_for()
    yield "goals", page
    page.goto("/advocacy/board/")
    page.locator("[data-advocacy-screen=board]").wait_for()
    yield "board", page
    open_once_settled(page, "/advocacy/me/badges/", AWARD)
    yield "badges", page
    page.locator(AWARD).first.click()
    page.locator(HOLDER).wait_for()
    yield "badge", page
    page.locator(HOLDER).fill(" ")
    page.locator(SHOW).click()
    page.locator(f"{HOLDER}[aria-invalid]").wait_for()
    yield "badge, no name to show it with", page
    page.locator(HOLDER).fill("R.")
    page.locator(SHOW).click()
    page.locator("#advocacy-address").wait_for()
    open_everything(page)
    yield "badge that is shown", page
    outside.goto(page.locator("#advocacy-address").input_value())
    outside.locator(".advocacy-public__verdict--good").wait_for()
    yield "badge, verified", outside
    yield from thanks_screens(page)
    page.goto("/advocacy/me/points/")
    yield "points", page
    open_once_settled(page, "/advocacy/me/rewards/", ASK_FOR_REWARD)
    yield "rewards", page
    page.locator(ASK_FOR_REWARD).first.click()
    page.wait_for_url("**notice=asked**")
    open_everything(page)
    yield "rewards, one asked for", page


def thanks_screens(page):
    """Thanking the colleague of the demo who shows a badge."""
    page.goto("/advocacy/badges/shown/")
    yield "badges that are shown", page
    page.locator(f"{AWARD}:has(bdi)", has_text="Tom Ashdown").click()
    page.locator(THANKS).wait_for()
    yield "badge of a colleague", page
    page.locator(SAY_THANKS).click()
    page.locator(f"{THANKS}[aria-invalid]").wait_for()
    yield "thanks without words", page
    page.locator(THANKS).fill("Your drawing is on our wall now.")
    page.locator(SAY_THANKS).click()
    page.locator("[data-advocacy-screen=thanks] [role=status]").wait_for()
    yield "thanks", page


def open_once_settled(page, address, earned):
    """Open a screen as soon as the worker has settled what was earned.

    :param earned: selector of what is on that screen then.
    """
    for _second in range(SETTLED_SECONDS):
        page.goto(address)
        if page.locator(earned).count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError(f"No {earned} on {address} in {SETTLED_SECONDS} seconds.")


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
    page.goto("/advocacy/me/")
    yield "profile of somebody who left", page
    page.goto("/advocacy/me/erase/")
    page.locator("input[name=sure]").check()
    page.locator("form:not([action]) button.advocacy-button").click()
    page.wait_for_url("**/erased/")
    yield "erased", page


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


def open_share(page, article, *, join=False, text=OWN_WORDS):
    """Write about an article for LinkedIn, and return the address of the share.

    :param text: none that a colleague has published about the same.
    :param join: the person does not take part yet; they join, sign and learn first.
    """
    if join:
        page.goto("/advocacy/join/")
        page.locator("form[action$='/join/'] button").click()
        page.wait_for_url("**/advocacy/")
        get_ready(page)
    page.goto(article)
    page.goto(page.locator(OPEN).get_attribute("href"))
    choose(page, "linkedin")
    page.locator(TEXT).fill(text)
    page.locator(CONTINUE).click()
    page.locator("[data-advocacy-screen=share]").wait_for()
    return page.url


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


def show_boards(lead):
    """Switch boards on, which nobody sees before: as a lead does, in the settings."""
    lead.goto(RECOGNITION)
    lead.locator("[name=boards]").check()
    lead.locator("footer button[type=submit]").click()
    lead.locator(".messages .success").wait_for()


SHAREABLES = "/admin/snippets/wagtail_advocacy_shareables/pageshareable/"
# What Wagtail's preview panel does as somebody types.
SEND_TO_PREVIEW = """async (address) => {
  const body = new FormData(document.querySelector("[data-edit-form]"));
  await fetch(address, {method: "POST", body});
}"""
FIELDS = "[id^=panel-][id$=-section]"
BADGES = "/admin/snippets/wagtail_advocacy_badges/"
RECOGNITION = "/admin/settings/wagtail_advocacy_badges/badgessettings/"
AUDIENCES = "/admin/snippets/wagtail_advocacy_ambassadors/audience/"
# The types of page that we bring, with slugs of the demo, and their fields; the editors
# of rich text and of streams are Wagtail's.
CHARTER_FIELDS = ["entity", "audience", "comments_until", "effective_from", "change"]
TRAINING_FIELDS = ["required", "audience", "minutes", "valid_months", "pass_mark"]
LEARNING_PAGES = [
    ("charter page", "our-charter-for-sharing", CHARTER_FIELDS),
    ("addendum page", "our-charter-in-france", CHARTER_FIELDS),
    ("training page", "why-and-how-freely", TRAINING_FIELDS),
]
STANDING = ".advocacy-standing"
PREPARE = ".advocacy-prepare"


def admin_screens(editor, lead, demo, offered="measured-not-promised"):
    """Go through our screens in the admin, with the selectors of what is ours there.

    :param editor: page of who prepares, and may not publish.
    :param lead: page of who may publish and withdraw.
    :param offered: slug of a page that is offered. Its card is in its own language.
    """
    pages = keys_of_pages(demo)
    for name, slug in (
        ("page to prepare", "heat-check"),
        ("page in moderation", "eighteen-apprentices-one-year-on"),
        ("page that is offered", offered),
    ):
        editor.goto(f"/admin/advocacy/page/{pages[slug]}/")
        yield name, editor, [STANDING, PREPARE]
    edit = editor.locator(".advocacy-links a[href*='/edit/']").get_attribute("href")
    editor.goto(f"/admin/advocacy/page/{pages['heat-check']}/")
    editor.locator("[name=title]").fill("")
    editor.locator("[name=action-submit]").click()
    editor.locator(f"{PREPARE} .error-message").first.wait_for()
    yield "page to prepare, with an error", editor, [STANDING, PREPARE]
    editor.goto(f"/admin/advocacy/page/{pages['du-fournil-au-chantier']}/")
    editor.locator(".advocacy-changes").wait_for()
    yield "page that changed", editor, [STANDING, ".advocacy-changes", PREPARE]

    lead.goto(SHAREABLES)
    yield "list", lead, ["main .listing"]
    lead.goto(edit)
    yield "form", lead, [FIELDS]
    preview = edit.replace("/edit/", "/preview/")
    lead.evaluate(SEND_TO_PREVIEW, preview)
    for mode in ("linkedin", "x", "intranet", "outside"):
        lead.goto(f"{preview}?mode={mode}")
        lead.locator("[class^=advocacy]").first.wait_for()
        yield f"preview {mode}", lead, ["body"]
    lead.goto(edit.replace("/edit/", "/inspect/"))
    yield "inspect", lead, ["main dl"]
    lead.goto(edit.replace("/edit/", "/withdraw/"))
    yield "withdraw", lead, [".advocacy-withdraw"]
    lead.locator(".advocacy-withdraw button.serious").click()
    lead.locator(".advocacy-withdraw .error-message").wait_for()
    yield "withdraw, with an error", lead, [".advocacy-withdraw"]
    lead.goto(f"{SHAREABLES}add/")
    yield "empty form", lead, [FIELDS]
    yield from programme_screens(lead)
    yield from badges_admin_screens(lead)
    for name, slug, fields in LEARNING_PAGES:
        editor.goto(f"/admin/pages/{pages[slug]}/edit/")
        yield name, editor, [f"[data-contentpath={field}]" for field in fields]
    lead.goto("/admin/advocacy/public-address/")
    lead.locator(".advocacy-trial summary").click()
    yield "public address", lead, [".advocacy-trial"]
    lead.locator("[data-action='advocacy-public-address#start']").click()
    lead.locator(".advocacy-findings").wait_for()
    yield "public address, tried", lead, [".advocacy-trial"]


def programme_screens(lead):
    """What leads see of the programme as a whole."""
    lead.goto("/admin/advocacy/launch/")
    yield "launch, open", lead, [".advocacy-launch"]
    lead.locator("[name=sentence]").fill("We pause until Monday. Nothing to do.")
    lead.locator("button[name=close]").click()
    lead.locator("button[name=open]").wait_for()
    yield "launch, closed", lead, [".advocacy-launch"]
    lead.locator("button[name=open]").click()
    lead.locator("button[name=open]").wait_for(state="detached")
    lead.goto("/admin/advocacy/participation/")
    yield "participation", lead, [".advocacy-scroll", ".advocacy-buttons"]
    lead.goto("/admin/advocacy/help/")
    yield "requests for help", lead, ["main .listing"]
    lead.locator("main .listing tbody a[href*='/advocacy/help/']").first.click()
    lead.locator("button[name=answer_it]").click()
    lead.locator(".advocacy-help .error-message").wait_for()
    yield "request for help, with an error", lead, [".advocacy-help"]
    lead.locator("[name=answer]").fill("Yes to both.")
    lead.locator("button[name=answer_it]").click()
    lead.locator("main .listing").wait_for()
    lead.goto("/admin/settings/wagtail_advocacy_sharing/sharingsettings/")
    yield "sharing", lead, [FIELDS]
    lead.goto("/admin/settings/wagtail_advocacy_ambassadors/ambassadorssettings/")
    yield "programme", lead, [FIELDS]
    lead.goto(AUDIENCES)
    yield "audiences", lead, ["main .listing"]
    lead.locator(f"main .listing a[href*='{AUDIENCES}edit/']").first.click()
    lead.locator("[name=name]").wait_for()
    yield "audience", lead, [FIELDS]


def badges_admin_screens(lead):
    """What leads decide about recognition, and what waits for them."""
    for kind in ("badge", "goal", "reward"):
        lead.goto(f"{BADGES}{kind}/")
        yield f"{kind}s", lead, ["main .listing"]
        lead.locator(f"main .listing a[href*='/{kind}/edit/']").first.click()
        lead.locator("[name=name]").wait_for()
        yield f"{kind} form", lead, [FIELDS]
        if kind == "badge":
            yield from badge_screens(lead, lead.url)
    lead.goto(f"{BADGES}recognition/")
    yield "thanks, to look at", lead, ["main .listing"]
    lead.goto("/admin/advocacy/rewards/")
    yield "rewards asked for", lead, ["main .listing"]
    lead.locator("main .listing tbody a[href*='/advocacy/rewards/']").first.click()
    lead.locator("button[name=refuse]").wait_for()
    yield "reward asked for", lead, [".advocacy-help"]
    lead.goto(RECOGNITION)
    yield "recognition", lead, [FIELDS]


def badge_screens(lead, edit):
    """What surrounds the form of a badge.

    :param edit: address of that form, which ``lead`` is at.
    """
    preview = edit.replace("/edit/", "/preview/")
    lead.evaluate(SEND_TO_PREVIEW, preview)
    lead.goto(f"{preview}?mode=")
    lead.locator("[class^=advocacy]").first.wait_for()
    yield "preview of a badge", lead, ["body"]
    lead.goto(edit.replace("/edit/", "/earners/"))
    yield "how many would earn a badge", lead, [".advocacy-standing"]


def keys_of_pages(demo):
    """Return the primary keys of the demo's pages by slug, and change one page.

    Its new title makes it differ from what is shared of it.
    """
    printed = demo.manage("shell", "--verbosity", "0", "-c", CHANGE_A_PAGE)
    return json.loads(printed.splitlines()[-1])


CHANGE_A_PAGE = """
import json
from wagtail.models import Page

page = Page.objects.get(slug="du-fournil-au-chantier").specific
page.title = "Du fournil au chantier"
page.save_revision().publish()
print(json.dumps(dict(Page.objects.values_list("slug", "pk"))))
"""

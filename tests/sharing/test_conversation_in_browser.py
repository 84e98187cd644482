"""From "yes, it is out" to "I replied", as people and their mail programs meet it."""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from tests import factories
from tests.axe import violations
from wagtail_advocacy.ambassadors import tasks as ambassador_tasks
from wagtail_advocacy.ambassadors.models import Delivery
from wagtail_advocacy.sharing import tasks
from wagtail_advocacy.sharing.models import Share


pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"viewport": {"width": 390, "height": 760}}
WORDS = {
    "en": {
        "yes, out": "Yes, it is out",
        "question": "You may ask me by mail",
        "yes": "Yes",
        "subject": "Any reactions to your post",
        "replied": "I replied",
        "thanks": "Thank you",
        "said": "You replied to your readers (you said, today).",
        "stop": "Stop these mails",
        "stopped": "Done: no more of these mails",
    },
    "fr": {
        "yes, out": "Oui, c’est publié",
        "question": "Vous pouvez me demander par e-mail",
        "yes": "Oui",
        "subject": "Des réactions à votre post",
        "replied": "J’ai répondu",
        "thanks": "Merci",
        "said": "Vous avez répondu à vos lecteurs et lectrices",
        "stop": "Arrêter ces e-mails",
        "stopped": "plus de ces e-mails",
    },
}


@pytest.fixture
def outside(browser):
    """Open a tab on a phone that nobody is logged in with."""
    contexts = []

    def run(**options):
        contexts.append(browser.new_context(locale="en", **PHONE, **options))
        return contexts[-1].new_page()

    yield run
    for context in contexts:
        context.close()


def three_hours_later(share):
    """Let three hours pass for this post, and the schedules run."""
    past = timezone.now() - datetime.timedelta(hours=3)
    Share.objects.filter(pk=share.pk).update(confirmed_at=past)
    tasks.nudge_authors()
    ambassador_tasks.sweep_notices()


def links(live_server):
    """Return what the last mail links to outside, on this server."""
    found = re.findall(r"https://go\.example\.com(/a/\S+)", mail.outbox[-1].body)
    return [f"{live_server.url}/go{path}" for path in found]


@pytest.mark.parametrize(("language", "options"), [("en", {}), ("fr", PHONE)])
def test_from_yes_to_replied(
    visit, outside, live_server, make_user, article, settings, language, options
):
    settings.LANGUAGE_CODE = language
    words = WORDS[language]
    offer = factories.offer_of(factories.published_page_shareable(article()))
    ada = make_user("ada@example.com")
    UserProfile.objects.create(user=ada, preferred_language=language)
    share = factories.open_share(ada, offer)
    page = visit(ada, locale=language, **options)

    page.goto(f"/advocacy/shares/{share.pk}/")
    page.get_by_role("button", name=words["yes, out"]).click()
    expect(page.get_by_text(words["question"])).to_be_visible()
    page.get_by_role("button", name=words["yes"], exact=True).click()
    expect(page.get_by_text(words["question"])).to_have_count(0)
    assert violations(page) == []

    three_hours_later(share)
    [sent] = mail.outbox
    assert sent.subject.startswith(words["subject"])
    replied, _nothing, _enough, stop = links(live_server)
    page.goto("/advocacy/")
    expect(page.get_by_role("heading", name=words["subject"])).to_be_visible()
    assert violations(page) == []

    # Their phone is not logged in. A scanner has been there before.
    phone = outside(java_script_enabled=False)
    for _time in range(2):
        phone.goto(replied)
    assert Share.objects.get().readings.count() == 0
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name=words["replied"]).click()
    expect(phone.get_by_role("heading", name=words["thanks"])).to_be_visible()

    page.goto("/advocacy/")
    expect(page.get_by_role("heading", name=words["subject"])).to_have_count(0)
    page.goto(f"/advocacy/shares/{share.pk}/")
    expect(page.get_by_text(words["said"])).to_be_visible()

    phone.goto(stop)
    phone.get_by_role("button", name=words["stop"]).click()
    expect(phone.get_by_role("heading", name=words["stopped"])).to_be_visible()
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_pages_of_mails_are_accessible(visit, outside, live_server, make_user, article):
    offer = factories.offer_of(factories.published_page_shareable(article()))
    ada = make_user("ada@example.com")
    share = factories.confirmed_share(ada, offer)
    page = visit(ada)
    page.goto(f"/advocacy/shares/{share.pk}/")
    page.get_by_role("button", name="Yes", exact=True).click()
    three_hours_later(share)
    wrong = {}
    phone = outside()
    for address in links(live_server):
        phone.goto(address)
        wrong |= {address: violations(phone)}
        phone.get_by_role("button").click()
        wrong |= {f"{address} done": violations(phone)}
    phone.goto(f"{live_server.url}/go/a/over")
    wrong["none"] = violations(phone)
    assert not any(wrong.values()), wrong


def test_figures_without_javascript(visit, make_user, article):
    offer = factories.offer_of(factories.published_page_shareable(article()))
    ada = make_user("ada@example.com")
    share = factories.confirmed_share(ada, offer)
    page = visit(ada, java_script_enabled=False)
    page.goto(f"/advocacy/shares/{share.pk}/")
    page.get_by_text("Note how many").click()
    page.get_by_label("Comments").fill("2")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("2 comments (you said, today)")).to_be_visible()
    page.goto("/advocacy/shares/")
    expect(page.get_by_text("You answered readers on 0 of 1 post")).to_be_visible()

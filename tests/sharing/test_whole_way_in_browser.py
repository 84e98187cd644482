"""From a copy that meets friction to "I replied": the whole way of one share."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from tests import factories
from tests.axe import violations
from tests.mail_server import mail_server
from wagtail_advocacy.ambassadors.tasks import sweep_notices
from wagtail_advocacy.sharing.models import PlannedShare, Share
from wagtail_advocacy.sharing.tasks import nudge_authors, remind_of_planned


pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "#advocacy-text"
SAY = "Our straw bales keep a whole school warm through the winter."
PHONE = {"viewport": {"width": 390, "height": 760}}
WORDS = {
    "en": {
        "own": "I slept badly until the first frost. Then Mrs Okonjo rang: she was too"
        " warm. Has your own house ever surprised you?",
        "continue": "Continue",
        "close": "Very close to the suggestion. What's your own take?",
        "fine": "In your own words.",
        "busy": "is going round a lot already",
        "remind": "Remind me:",
        "out": "Yes, it is out",
        "yes": "Yes",
        "nudge": "Any reactions to your post",
        "replied": "I replied",
        "thanks": "Thank you",
        "said": "You replied to your readers",
    },
    "fr": {
        "own": "J’ai mal dormi jusqu’aux premières gelées. Puis Mme Okonjo a appelé :"
        " elle avait trop chaud. Et vous, votre maison vous a déjà surpris ?",
        "continue": "Continuer",
        "close": "Très proche de la suggestion. Et vous, qu’en retenez-vous",
        "fine": "Ce sont vos propres mots.",
        "busy": "circule déjà beaucoup",
        "remind": "Me le rappeler :",
        "out": "Oui, c’est publié",
        "yes": "Oui",
        "nudge": "Des réactions à votre post",
        "replied": "J’ai répondu",
        "thanks": "Merci",
        "said": "Vous avez répondu à vos lecteurs et lectrices",
    },
}


@pytest.fixture
def server(settings):
    with mail_server(settings) as server:
        yield server


def mailed(server):
    """Return the text of the last mail that arrived."""
    return server.mails[-1].get_body(("plain",)).get_content()


@pytest.mark.parametrize(("language", "options"), [("en", {}), ("fr", PHONE)])
def test_from_a_copy_to_a_reply(
    visit, browser, live_server, server, make_user, article, settings, language, options
):
    settings.LANGUAGE_CODE = language
    words = WORDS[language]
    offer = factories.offer_of(
        factories.published_page_shareable(article(), may_say=SAY)
    )
    factories.caps(offer_daily_cap=1)
    factories.open_share(make_user("grace@example.com"), offer)
    ada = make_user("ada@example.com")
    UserProfile.objects.create(user=ada, preferred_language=language)
    factories.ambassador(ada)
    page = visit(ada, locale=language, **options)
    found = []

    def press(name, **how):
        page.get_by_role("button", name=name, **how).click()

    # A copy meets friction, a rewrite none.
    page.goto(f"/advocacy/share/{offer.public_id}/")
    page.locator(TEXT).fill(SAY)
    press(words["continue"], exact=True)
    expect(page.get_by_text(words["close"]).first).to_be_visible()
    found += violations(page)
    page.locator(TEXT).fill(words["own"])
    expect(page.get_by_text(words["fine"]).first).to_be_visible()
    press(words["continue"], exact=True)

    # The article goes round a lot today: the text waits, and a mail brings it back.
    expect(page.get_by_text(words["busy"]).first).to_be_visible()
    expect(page.locator(TEXT)).to_have_value(words["own"])
    found += violations(page)
    press(words["remind"])
    page.wait_for_selector("[data-advocacy-screen=planned]")
    found += violations(page)
    PlannedShare.objects.update(remind_at=timezone.now())
    remind_of_planned()
    # Another day.
    factories.caps()
    page.goto(re.search(r"https://intranet.example.com(/\S+)", mailed(server))[1])
    expect(page.locator(TEXT)).to_have_value(words["own"])
    press(words["continue"], exact=True)
    page.wait_for_selector("[data-advocacy-screen=share]")
    press(words["out"])
    press(words["yes"], exact=True)
    found += violations(page)

    # Three hours later somebody may have answered.
    share = Share.objects.of(ada).get()
    assert share.text == words["own"]
    past = timezone.now() - datetime.timedelta(hours=3)
    Share.objects.filter(pk=share.pk).update(confirmed_at=past)
    nudge_authors()
    sweep_notices()
    assert server.mails[-1]["Subject"].startswith(words["nudge"])
    replied = re.search(r"https://go\.example\.com(/a/\S+)", mailed(server))[1]
    phone = browser.new_page(locale=language, **PHONE)
    phone.goto(f"{live_server.url}/go{replied}")
    found += violations(phone)
    phone.get_by_role("button", name=words["replied"]).click()
    expect(phone.get_by_role("heading", name=words["thanks"])).to_be_visible()
    phone.close()

    page.goto(f"/advocacy/shares/{share.pk}/")
    expect(page.get_by_text(words["said"]).first).to_be_visible()
    assert found == []
    assert (
        page.evaluate("document.documentElement.scrollWidth")
        <= page.viewport_size["width"]
    )
    assert len(server.mails) == 2

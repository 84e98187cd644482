"""The way to a signature in a real browser: by keyboard, on a phone, no scripts."""

import datetime
import re

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests import factories
from tests.axe import violations
from tests.factories import clause
from wagtail_advocacy.learning.models import ConsultationComment, Signature
from wagtail_advocacy.pages.models import CharterPage


pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 760}


@pytest.fixture
def visit(visit, live_server):
    """Open an empty tab on a phone; elsewhere everything answers "elsewhere"."""

    def run(user, **options):
        page = visit(user, timeout=20_000, viewport=PHONE, **options)
        page.context.route(
            re.compile(rf"^(?!{re.escape(live_server.url)})"),
            lambda route: route.fulfill(content_type="text/html", body="elsewhere"),
        )
        return page

    return run


@pytest.fixture
def ours(site_home):
    """Our starter charter, live."""
    call_command("advocacy_starter", "--locale", "en", verbosity=0)
    return factories.publish_charter(CharterPage.objects.get())


def fits(page):
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def press_until(page, name):
    """Go on with the keyboard until the focus is on what is called ``name``."""
    for _time in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent.trim()")
        if focused == name:
            return
    pytest.fail(f"The keyboard does not reach “{name}”.")


def test_signing_by_keyboard_without_scripts(visit, make_user, ours):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    page = visit(user)
    page.route("**/*.js", lambda route: route.abort())
    page.goto(ours.url)
    press_until(page, "The charter that is in force, and my signature")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Your words are yours").wait_for()
    press_until(page, "I have read it and I sign")
    page.keyboard.press("Enter")
    page.get_by_text("You signed all of it.").wait_for()
    assert Signature.objects.get().ambassador.user == user


def test_every_screen_is_accessible_and_fits_a_phone(visit, make_user, ours, tmp_path):
    user = make_user("ada@example.com")
    factories.sign_charter(user)
    clauses = ours.clauses.get_prep_value()
    clauses[0]["value"]["text"] = "<p>Sharing is a choice and never, ever, a task.</p>"
    del clauses[3]
    later = timezone.localdate() + datetime.timedelta(days=30)
    ours = factories.publish_charter(
        ours,
        *clauses,
        clause("reviews", title="Reviews", why="They are read.", do=["Sign them."]),
        change="material",
        change_summary="Reviews are new, and taking part is said more clearly.",
    )
    page = visit(user)
    wrong = {}

    def look(name, address):
        page.goto(address)
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        if found := violations(page):
            wrong[name] = found
        page.screenshot(path=tmp_path / f"{name}-dark.png", full_page=True)
        if not fits(page):
            wrong.setdefault(name, []).append("wider than a phone")

    look("page", ours.url)
    look("changed", "/advocacy/charter/?next=/advocacy/")
    look("signatures", "/advocacy/charter/signed/")
    look("signature", f"/advocacy/charter/signed/{Signature.objects.get().pk}/")
    ours = factories.publish_charter(
        ours,
        clause("words", "Anew.", why="So that it counts."),
        change="material",
        change_summary="Shorter.",
        effective_from=later,
        comments_until=later - datetime.timedelta(days=1),
    )
    page.goto(ours.url)
    page.get_by_role("link", name="Comment on “Words”").click()
    comment = page.url
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Write something first.").wait_for()
    if found := violations(page):
        wrong["comment refused"] = found
    page.get_by_label("Your comment").fill("What about photos?")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("A trainer reads your comment").wait_for()
    ConsultationComment.objects.update(state="shown", answer="Ask whoever is in them.")
    look("comment", comment)
    look("consultation", ours.url)
    assert wrong == {}

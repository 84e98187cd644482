"""What somebody typed on their profile is still there when their login has expired."""

import pytest

from tests import factories
from tests.browser import session_cookie
from wagtail_advocacy.ambassadors.models import Profile


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(make_user):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    return user


@pytest.fixture
def page(visit, ada):
    page = visit(ada)
    page.goto("/advocacy/me/")
    return page


def save(page, section):
    page.locator(f"#{section}").get_by_role("button", name="Save").click()


def test_expired_login_loses_nothing(page, ada, live_server):
    page.locator("[name=quiet_from]").fill("19:30")
    page.locator("[name=quiet_until]").fill("07:15")
    # Logging in again changes the CSRF token too.
    page.context.clear_cookies()
    save(page, "rhythm")
    told = page.locator("#rhythm").get_by_role("alert")
    told.filter(has_text="You were logged out.").wait_for()
    assert told.get_by_role("link").get_attribute("href") == "/sso/"
    assert page.locator("[name=quiet_from]").input_value() == "19:30"
    page.context.add_cookies([session_cookie(ada, live_server.url)])
    save(page, "rhythm")
    page.locator("#rhythm").get_by_text("Saved.").wait_for()
    assert page.url.endswith("?saved=rhythm#rhythm")
    profile = Profile.objects.get(ambassador__user=ada)
    assert str(profile.quiet_from) == "19:30:00"


def test_what_is_refused_is_kept(page):
    page.locator("[name=quiet_from]").fill("19:30")
    save(page, "rhythm")
    page.get_by_text("Not saved yet. What you typed is kept.").wait_for()
    assert page.locator("[name=quiet_from]").input_value() == "19:30"

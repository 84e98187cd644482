import os

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import launch

from .demo_site import running_demo


# Playwright's synchronous API runs an event loop in this thread, in which Django
# refuses to touch a database; the few tests here that do, do it between pages.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

STEP_MILLISECONDS = 15_000
expect.set_options(timeout=STEP_MILLISECONDS)
AWAY = "**/*"
# The directory is full of people; a test that needs somebody whom the programme does
# not know takes one of them, and no other test the same one. Nobody French may do
# everything in the admin: this one is let.
EVERYBODY_LOGS_IN = """
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from example_site.people.models import Person
from wagtail.users.models import UserProfile

users = get_user_model().objects
password = users.get(username="employee1").password
for person in Person.objects.select_related("user"):
    users.filter(pk=person.user_id).update(password=password)
    UserProfile.objects.update_or_create(
        user=person.user,
        defaults={"preferred_language": person.languages.split(",")[0]},
    )
users.get(username="antoine-verhaeghe").groups.set(Group.objects.all())
"""


@pytest.fixture(scope="session")
def demo():
    """The demo intranet, started once for all browser tests."""
    with running_demo() as site:
        site.manage("shell", "-c", EVERYBODY_LOGS_IN)
        yield site


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


class Visitor:
    """Somebody with a browser of their own.

    What they open outside this machine is answered by an empty page and kept in
    ``went_to``: no test talks to a real network.
    """

    def __init__(self, browser, address, **options):
        self.address = address
        self.went_to = []
        self.broken = []
        self.context = browser.new_context(base_url=address, **options)
        self.context.set_default_timeout(STEP_MILLISECONDS)
        self.context.route(AWAY, self._answer)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.broken.append(str(error)))
        self.page.on("console", self._listen)

    def _answer(self, route):
        if route.request.url.startswith((self.address, "data:", "blob:")):
            route.continue_()
            return
        self.went_to.append(route.request.url)
        route.fulfill(content_type="text/html", body="<title>elsewhere</title>")

    def _listen(self, message):
        if "Content Security Policy" in message.text:
            self.broken.append(message.text)

    def log_in(self, username):
        self.page.goto("/login/")
        self.page.locator("input[name=username]").fill(username)
        self.page.locator("input[name=password]").fill("demo")
        self.page.locator("input[name=password]").press("Enter")
        self.page.wait_for_url(lambda url: "/login/" not in url)
        return self.page


@pytest.fixture(scope="session")
def logins():
    """The cookies of those who have logged in, by user name."""
    return {}


@pytest.fixture
def visitor(browser, demo, logins):
    """Factory of people with a browser: ``visitor("employee1")``; none: anonymous.

    Scripts that fail, and whatever a Content-Security-Policy refuses, fail the test.
    """
    visitors = []

    def make(username=None, **options):
        if username in logins:
            options["storage_state"] = logins[username]
        one = Visitor(browser, demo.address, **options)
        visitors.append(one)
        if username and username not in logins:
            one.log_in(username)
            # Cookies only: what a browser keeps besides is each test's own.
            cookies = one.context.cookies()
            logins[username] = {"cookies": cookies, "origins": []}
        return one

    yield make
    for one in visitors:
        one.context.close()
    assert [error for one in visitors for error in one.broken] == []

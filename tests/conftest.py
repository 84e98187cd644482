import os

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from wagtail.models import Collection, Locale, Page, Site

from tests.browser import find_chromium
from tests.testapp.models import ArticlePage, SectionPage


def pytest_configure(config):
    if os.environ.get("REQUIRE_BROWSER") == "1" and not find_chromium():
        raise pytest.UsageError(
            "REQUIRE_BROWSER=1, but there is no Chromium: install it (Debian: "
            "apt-get install chromium) or name it in CHROMIUM."
        )


def pytest_report_header():
    return [
        f"database: {settings.DATABASES['default']['ENGINE']}",
        f"chromium: {find_chromium() or 'not found, browser tests are skipped'}",
    ]


@pytest.fixture(autouse=True)
def _empty_cache():
    # The cache outlives the transaction a test is rolled back with.
    cache.clear()


@pytest.fixture
def root_page(db):
    """The root of the page tree, and the locales and collection that go with it.

    Made again where a test with real transactions has emptied the tables.
    """
    for language_code in ("en", "fr"):
        Locale.objects.get_or_create(language_code=language_code)
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")


@pytest.fixture
def site_home(root_page):
    """The home page of the default site, empty."""
    home = root_page.add_child(instance=SectionPage(title="Home", slug="intranet"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "testserver", "port": 80, "root_page": home},
    )
    return home


@pytest.fixture
def make_user(db):
    """Factory of colleagues: ``make_user("ada@example.com", groups=["Editors"])``.

    Groups are named and made where they are missing. Every other argument is a
    field of the user; the password is ``secret`` unless another is given.
    """

    def make(email, groups=(), password="secret", **fields):
        user = get_user_model().objects.create_user(email, password, **fields)
        user.groups.set(Group.objects.get_or_create(name=name)[0] for name in groups)
        return user

    return make


@pytest.fixture
def article(site_home):
    """Factory of articles published under the home page, or under ``parent``.

    Every argument but ``parent`` is a field of the page.
    """

    def make(title="Our heat pumps now dry hay", parent=None, **fields):
        page = ArticlePage(
            title=title,
            **{
                "intro": "Three farms lend us their barns for a summer.",
                "search_description": "A summer of drying hay with heat pumps.",
                "body": "<p>It began with a wet June.</p>",
                **fields,
            },
        )
        (parent or site_home).add_child(instance=page)
        if page.live:
            page.save_revision().publish()
            page.refresh_from_db()
        return page

    return make

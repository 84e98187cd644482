import datetime
import os

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.signals import setting_changed
from django.db import connection
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver
from django.urls import clear_url_caches
from modelsearch import signal_handlers as searching
from modelsearch.index import get_indexed_models
from wagtail.models import Collection, Locale, Page, Site
from wagtail.signal_handlers import (
    connect_reference_index_signal_handlers,
    disconnect_reference_index_signal_handlers,
)

from tests import factories
from tests.browser import find_chromium, launch, session_cookie, start_playwright
from tests.node import OLDEST, find_node
from tests.testapp.models import ArticlePage, SectionPage


ROOMS_LEFT_OUT = [app.rpartition(".")[2] for app in settings.WITHOUT]
collect_ignore = [*ROOMS_LEFT_OUT, *(f"faults/{room}" for room in ROOMS_LEFT_OUT)]


def pytest_addoption(parser):
    parser.addoption(
        "--database-tests",
        action="store_true",
        help="only what another database could change: what neither touches the "
        "database nor brings one of its own is left out, and so are browsers",
    )


def pytest_configure(config):
    config.addinivalue_line(
        "markers",
        "own_processes: takes long, in processes and a database of its own",
    )
    config.addinivalue_line(
        "markers", "searched: what is saved is found by searching, as on a site"
    )
    config.addinivalue_line(
        "markers", "nights: whoever set no quiet hours sleeps from 20:00 until 8:00"
    )
    if os.environ.get("REQUIRE_BROWSER") == "1" and not find_chromium():
        raise pytest.UsageError(
            "REQUIRE_BROWSER=1, but there is no Chromium: install it (Debian: "
            "apt-get install chromium) or name it in CHROMIUM."
        )
    if os.environ.get("REQUIRE_NODE") == "1" and not find_node():
        raise pytest.UsageError(
            f"REQUIRE_NODE=1, but there is no Node {OLDEST} or newer: install it "
            "(Debian: apt-get install nodejs npm)."
        )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-tests"):
        left_out = [item for item in items if not _depends_on_database(item)]
        items[:] = [item for item in items if _depends_on_database(item)]
        config.hook.pytest_deselected(items=left_out)
    # First, or they would keep one process busy when all others are done.
    items.sort(key=lambda item: not item.get_closest_marker("own_processes"))


def _depends_on_database(item):
    if item.get_closest_marker("own_processes"):
        return True
    if item.path.stem.endswith("in_browser"):
        return False
    return item.get_closest_marker("django_db") is not None or not {
        "db",
        "transactional_db",
    }.isdisjoint(item.fixturenames)


def pytest_report_header():
    left_out = [f"without: {', '.join(settings.WITHOUT)}"] if settings.WITHOUT else []
    return [
        *left_out,
        f"database: {settings.DATABASES['default']['ENGINE']}",
        f"chromium: {find_chromium() or 'not found, browser tests are skipped'}",
        f"node: {find_node() or 'not found, what asks it is skipped'}",
    ]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let PostgreSQL drop the tests' database at the end.

    It refuses while another session uses it, as a thread does that answered a browser
    and waits for the next request of the same connection.
    """
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture(autouse=True)
def _empty_cache():
    # The cache outlives the transaction a test is rolled back with.
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _no_reference_index():
    """Leave out what Wagtail writes about every object that is saved.

    Nothing of ours reads it. What deleting asks it is tried on whole sites: see
    ``tests/sites`` and ``tests/uninstall``.
    """
    # They are connected again whenever a database is made, or emptied after a test.
    post_migrate.disconnect(connect_reference_index_signal_handlers)
    disconnect_reference_index_signal_handlers()


def _stop_indexing():
    for model in get_indexed_models():
        post_save.disconnect(searching.post_save_signal_handler, sender=model)
        post_delete.disconnect(searching.post_delete_signal_handler, sender=model)


@pytest.fixture(autouse=True, scope="session")
def _no_search_index():
    """Leave out what searching needs, a tenth of what most tests would take."""
    _stop_indexing()


@pytest.fixture(autouse=True)
def _searched(request):
    """Index what is saved after all, where a test is marked ``searched``."""
    if not request.node.get_closest_marker("searched"):
        yield
        return
    searching.register_signal_handlers()
    yield
    _stop_indexing()


@pytest.fixture(autouse=True)
def _nobody_sleeps(request):
    """People who set no quiet hours are mailed at any hour: tests run at any hour.

    Not where a test is marked ``nights``.
    """
    if request.node.get_closest_marker("nights"):
        yield
        return
    never = (datetime.time(), datetime.time())
    # Not the test's own, which it may undo.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wagtail_advocacy.ambassadors.models.profile.NIGHT", never)
        yield


@pytest.fixture(autouse=True)
def _sharing_is_open(request):
    """Sharing is closed until a lead opens it; here a lead has, long ago."""
    uses_database = request.node.get_closest_marker("django_db") or (
        {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    )
    if uses_database:
        request.getfixturevalue("db")
        factories.sharing_state(is_open=True)


@pytest.fixture(scope="module")
def browser():
    # Playwright runs an event loop in this thread, where Django refuses to query.
    with pytest.MonkeyPatch.context() as environment, start_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, live_server):
    """Open an empty tab of somebody: ``visit(user, java_script_enabled=False)``.

    A script that fails there fails the test. ``timeout`` is in milliseconds; every
    other option is one of Playwright's ``new_context``.
    """
    contexts, broken = [], []

    def run(user, *, timeout=10_000, **options):
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        context.set_default_timeout(timeout)
        context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        return page

    yield run
    for context in contexts:
        context.close()
    assert broken == []


@receiver(setting_changed)
def _remember_no_address(*, setting, **kwargs):
    """Let no test's ``LANGUAGE_CODE`` be in the addresses of those that come after it.

    The language without a prefix is the site's own, and Django keeps the addresses.
    """
    if setting == "LANGUAGE_CODE":
        clear_url_caches()


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

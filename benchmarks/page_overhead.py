"""What the app costs the intranet it is installed in.

    python benchmarks/page_overhead.py

It prints ratios of one run and ends with 1 where one is over its limit:

- an article of the demo intranet with our tags (menu entry and share button) against
  the same article without them, for anonymous visitors and for employees: medians of
  the CPU time of requests that take turns;
- ``manage.py check`` of the demo intranet with and without our apps: CPU time and
  peak memory, medians of runs that take turns;
- the JavaScript and CSS that an employee's page loads, compressed.
"""

import contextlib
import gzip
import io
import itertools
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

MOST_ANONYMOUS = 1.01
MOST_EMPLOYEES = 1.05
MOST_CHECK = 1.10
# Bytes, gzip's default level.
MOST_ASSETS = 12_000

PAIRS = 600
CHECKS = 11

TAGS = re.compile(r"{% advocacy_\w+[^%]*%}")

# Settings of the demo intranet as it was before it installed us.
WITHOUT_APPS = """
import sys
import types

from example_site.settings import *

OURS = ("wagtail_advocacy", "django_q")
INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith(OURS)]
ROOT_URLCONF = "urls_without"
del WAGTAIL_ADVOCACY


# Stands for the blocks of ours that the demo's own pages use.
class OtherBlocks(types.ModuleType):
    def __getattr__(self, name):
        from wagtail.blocks import StructBlock

        return StructBlock


sys.modules["wagtail_advocacy.outreach.blocks"] = OtherBlocks("blocks")
"""


def main():
    with tempfile.TemporaryDirectory(prefix="advocacy-bench-") as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "example_site.settings")
        os.environ["DEMO_DIR"] = folder
        os.environ.pop("DATABASE_URL", None)
        results = itertools.chain(
            page_ratios(Path(folder)), check_ratios(Path(folder)), [assets()]
        )
        # All of them, and not as far as the first that is over.
        return 1 if sum(is_over(*result) for result in results) else 0


def is_over(name, value, limit):
    """Print one result at once, and tell whether it is too much."""
    shown = f"{value:8.3f}" if limit < 100 else f"{value:8,.0f}"
    verdict = "over" if value > limit else "ok"
    print(f"{name:<58} {shown}  limit {limit:,}  {verdict}", flush=True)
    return value > limit


# --- A page ---


def page_ratios(folder):
    import django
    from django.conf import settings
    from django.core.management import call_command

    without = folder / "templates"
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.TEMPLATES[0]["DIRS"] = [*settings.TEMPLATES[0]["DIRS"], without]
    write_templates_without(settings.BASE_DIR / "templates", without)
    django.setup()
    from wagtail.models import PageViewRestriction

    call_command("migrate", verbosity=0)
    # It says what it set up, at any verbosity.
    with contextlib.redirect_stdout(io.StringIO()):
        call_command("load_demo", verbosity=0)
    # The demo is behind a login; other intranets are behind a network only.
    PageViewRestriction.objects.all().delete()

    page = offered_article()
    for name, limit, user in (
        ("anonymous visitor", MOST_ANONYMOUS, None),
        ("employee who is invited", MOST_EMPLOYEES, colleague("employee2")),
        ("employee who takes part", MOST_EMPLOYEES, ambassador("employee1")),
    ):
        yield f"page, {name}: CPU with / without", *compared(page, user), limit


def write_templates_without(templates, folder):
    """Write the article's template and its base as they were without our tags."""
    names = {
        "intranet/article_page.html": "without/article_page.html",
        "base.html": "without/base.html",
    }
    for name, other in names.items():
        source = (templates / name).read_text()
        source = TAGS.sub("", source).replace("wagtail_advocacy_tags", "")
        source = source.replace('extends "base.html"', 'extends "without/base.html"')
        (folder / other).parent.mkdir(parents=True, exist_ok=True)
        (folder / other).write_text(source)


def offered_article():
    from wagtail_advocacy.shareables.models import Offer

    offer = Offer.objects.current().filter(page__isnull=False).first()
    if offer is None:
        sys.exit("The demo offers no article.")
    return offer.page.specific


def colleague(username):
    from django.contrib.auth import get_user_model

    from wagtail_advocacy.ambassadors.models import Ambassador, DismissedInvitation

    user = get_user_model().objects.get(username=username)
    Ambassador.objects.filter(user=user).delete()
    DismissedInvitation.objects.filter(user=user).delete()
    return user


def ambassador(username):
    from wagtail_advocacy.ambassadors import actions

    user = colleague(username)
    actions.join(user, source="benchmark")
    return user


def compared(page, user):
    """Return the ratio of the medians of CPU time, as a tuple of one."""
    ask = Requests(page, user)
    ask.check()
    spent = {True: [], False: []}
    for number in range(PAIRS):
        # Whoever goes first finds colder caches: they take turns.
        for with_tags in (True, False) if number % 2 else (False, True):
            begin = time.process_time_ns()
            ask.get(with_tags=with_tags)
            spent[with_tags].append(time.process_time_ns() - begin)
    return (statistics.median(spent[True]) / statistics.median(spent[False]),)


class Requests:
    """One person's requests of one page, through the site's middleware."""

    def __init__(self, page, user):
        from django.conf import settings
        from django.core.handlers.wsgi import WSGIHandler
        from django.test import Client, RequestFactory

        self.handler = WSGIHandler()
        self.factory = RequestFactory()
        self.page_class = type(page)
        self.address = page.url
        self.cookies = {"django_language": "en"}
        if user:
            client = Client()
            client.force_login(user)
            name = settings.SESSION_COOKIE_NAME
            self.cookies[name] = client.cookies[name].value
            # A page with a form sets it; a browser has it from then on.
            client.get(self.address)
            if token := client.cookies.get(settings.CSRF_COOKIE_NAME):
                self.cookies[settings.CSRF_COOKIE_NAME] = token.value

    def get(self, *, with_tags):
        self.page_class.template = (
            "intranet/article_page.html" if with_tags else "without/article_page.html"
        )
        request = self.factory.get(self.address)
        request.COOKIES.update(self.cookies)
        response = self.handler.get_response(request)
        if hasattr(response, "render"):
            response.render()
        content = response.content
        response.close()
        return response, content

    def check(self):
        """Make sure that it is the button, and nothing else, that is compared."""
        with_tags, without = self.get(with_tags=True), self.get(with_tags=False)
        assert with_tags[0].status_code == without[0].status_code == 200
        is_employee = len(self.cookies) > 1
        assert (b"advocacy-share" in with_tags[1]) is is_employee
        assert b"advocacy" not in without[1].replace(b"/advocacy", b"")


# --- Starting ---


def check_ratios(folder):
    urls = (ROOT / "example_site" / "urls.py").read_text()
    (folder / "urls_without.py").write_text(
        "\n".join(line for line in urls.splitlines() if "wagtail_advocacy" not in line)
    )
    (folder / "settings_without.py").write_text(WITHOUT_APPS)
    measured = {"example_site.settings": [], "settings_without": []}
    for number in range(CHECKS + 1):
        for settings, runs in measured.items():
            run = check(settings, folder)
            # The first one writes and reads what the others find ready.
            if number:
                runs.append(run)
    with_apps, without = (
        [statistics.median(values) for values in zip(*runs, strict=True)]
        for runs in measured.values()
    )
    yield "check: CPU with / without the apps", with_apps[0] / without[0], MOST_CHECK
    yield "check: memory with / without the apps", with_apps[1] / without[1], MOST_CHECK


def check(settings, folder):
    """Return CPU seconds and peak memory (kB) of one ``check``."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)]),
        # Compiled before, as everything is that has been started once.
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    # A grandchild's own peak, and not that of this process when it was forked.
    program = (
        "import resource, subprocess, sys;"
        "subprocess.run([sys.executable, '-m', 'django', 'check'], check=True,"
        " stdout=subprocess.DEVNULL);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        env=environment,
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


# --- What is loaded ---


def assets():
    """Style sheet and script of an article; the dialog's come when it is opened."""
    static = ROOT / "wagtail_advocacy" / "static" / "wagtail_advocacy"
    files = ["css/advocacy.css", "js/advocacy.js"]
    sizes = [len(gzip.compress((static / file).read_bytes(), 6)) for file in files]
    return "JavaScript and CSS of an employee's article, bytes", sum(sizes), MOST_ASSETS


if __name__ == "__main__":
    sys.exit(main())

"""Whatever somebody types into a field, it is shown and never becomes part of a page.

Every payload is sent through the doors that people use, into every field that takes
words, and every screen that shows them is opened in a browser under a policy without
``unsafe-inline``. An element of a payload carries a mark, so that it is noticed in a
page also where the policy keeps its script from running.
"""

import contextlib
import json
import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode
from pytest_django.live_server_helper import LiveServer
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests import factories
from tests.browser import launch, start_playwright
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.shareables.models import (
    LinkShareable,
    PageShareable,
    ShareablesSettings,
    Topic,
)
from wagtail_advocacy.sharing.handoffs import handoff_address
from wagtail_advocacy.sharing.models import Handoff, Share, SharingSettings


MARK = "x9x"
CANARY = "x.example"
# At most 60 characters, which is what the shortest field takes.
PAYLOADS = [
    "<script x9x>alert(1)</script>",
    "</script><script x9x>alert(1)</script>",
    "</title><script x9x>alert(1)</script>",
    "</textarea><script x9x>alert(1)</script>",
    "</style><script x9x>alert(1)</script>",
    "</template><script x9x>alert(1)</script>",
    "</noscript><script x9x>alert(1)</script>",
    "--><script x9x>alert(1)</script>",
    "]]><script x9x>alert(1)</script>",
    "<!--><script x9x>alert(1)</script>-->",
    "<ScRiPt x9x>alert(1)</sCrIpT>",
    "<script/x9x>alert(1)</script>",
    "<<script x9x>alert(1)//<</script>",
    "<script x9x src=//x.example></script>",
    "<script x9x src=data:,alert(1)></script>",
    "<script x9x type=module>__xss=1</script>",
    "<img x9x src=x onerror=alert(1)>",
    "<img x9x src=x onerror=window.__xss=1>",
    "<img/x9x/src=x/onerror=alert(1)>",
    "<img x9x src=`x` onerror=alert(1)>",
    "<img x9x src=//x.example>",
    "<image x9x src=x onerror=alert(1)>",
    "<svg x9x onload=alert(1)>",
    "<svg/x9x/onload=alert(1)>",
    "<svg><script x9x>alert(1)</script>",
    "<svg><animate x9x onbegin=alert(1) attributeName=x>",
    "<math><mtext><img x9x src=x onerror=alert(1)>",
    "<body x9x onload=alert(1)>",
    "<p x9x><iframe x9x src=javascript:alert(1)>",
    "<iframe x9x srcdoc='<script>alert(1)</script>'>",
    "<object x9x data=javascript:alert(1)>",
    "<embed x9x src=javascript:alert(1)>",
    "<video x9x><source onerror=alert(1)>",
    "<audio x9x src=x onerror=alert(1)>",
    "<details x9x open ontoggle=alert(1)>",
    "<input x9x autofocus onfocus=alert(1)>",
    "<a x9x href=javascript:alert(1) autofocus>x</a>",
    "<marquee x9x onstart=alert(1)>",
    "<style x9x>@import'//x.example';</style>",
    "<link x9x rel=stylesheet href=//x.example>",
    "<meta x9x http-equiv=refresh content=0;url=//x.example>",
    "<base x9x href=//x.example/>",
    "<form x9x action=//x.example><button autofocus>",
    "<template x9x><img src=x></template>",
    "<dialog x9x open onclose=alert(1)>",
    '" x9x autofocus onfocus=alert(1) x="',
    "' x9x autofocus onfocus=alert(1) x='",
    " x9x autofocus onfocus=alert(1) x=",
    '"><img x9x src=x onerror=alert(1)>',
    "'><img x9x src=x onerror=alert(1)>",
    '"x9x onmouseover=alert(1) style=position:fixed "',
    '</p></div></main><img x9x src="x" onerror="alert(1)">',
    "javascript:alert(1)//x9x",
    "{{constructor.constructor('alert(1)')()}}",
    "{% load static %}<b x9x>{{ request.user.password }}",
    "{{ '<b x9x>'|safe }}",
    "%(title)s<b x9x>",
    "\\u003cscript x9x\\u003ealert(1)\\u003c/script\\u003e",
    "&lt;script x9x&gt;alert(1)&lt;/script&gt;",
    "&#60;img x9x src=x onerror=alert(1)&#62;",
    "%3Cscript x9x%3Ealert(1)%3C/script%3E",
    "+ADw-script x9x+AD4-alert(1)+ADw-/script+AD4-",
]
ALL = "\n".join(PAYLOADS)
# How many of them are in one field of 255 characters.
TOGETHER = 4

OWN_POLICY = (
    "default-src 'none'; script-src 'self' 'report-sample'; style-src 'self';"
    " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
# Wagtail's own editor cannot do without inline styles.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'report-sample'; object-src 'none';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; base-uri 'none'"
)
LISTEN = """
window.__refused = [];
document.addEventListener("securitypolicyviolation", (event) => window.__refused.push(
  [event.violatedDirective, event.blockedURI, event.sample].join(" ")));
"""
# What is in the page, in what is waiting in it, and whether anything ran.
LOOK = f"""() => {{
  const found = (root) => [
    ...root.querySelectorAll("[{MARK}]"),
    ...[...root.querySelectorAll("template")].flatMap((one) => found(one.content)),
  ];
  return {{
    elements: found(document).map((one) => one.outerHTML.slice(0, 200)),
    ran: Boolean(window.__xss),
    refused: window.__refused,
  }};
}}"""
MODES = ("linkedin", "outside", "x", "intranet")
OPEN = "a[data-advocacy-open]"
SNIPPETS = "/admin/snippets/wagtail_advocacy_shareables"
SETTINGS = "/admin/settings"


class StrictPolicy:
    """Allows no inline script anywhere."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_admin = request.path.startswith("/admin/")
        policy = ADMIN_POLICY if is_admin else OWN_POLICY
        response.headers["Content-Security-Policy"] = policy
        return response


def chunk(number) -> str:
    """Return some payloads for a field of 255 characters; chunk 0, 4, 8… have all."""
    several = [PAYLOADS[(number + i) % len(PAYLOADS)] for i in range(TOGETHER)]
    return " ".join(several)[:255]


def reason(number) -> str:
    """Return twice as many, for a field of 300 characters."""
    return f"{chunk(number)} {chunk(number + TOGETHER)}"[:300]


def fields(number, **others) -> dict:
    """Return what an editor sends; in short fields one payload, in long ones all."""
    payload = PAYLOADS[number % len(PAYLOADS)]
    return nested_form_data(
        {
            "title": chunk(number),
            "summary": chunk(number + TOGETHER),
            "call_to_action": payload,
            "prompts": streamfield(
                [("prompt", {"text": one, "network": ""}) for one in PAYLOADS]
                if number == 0
                else [("prompt", {"text": payload, "network": "x"})]
            ),
            "may_say": ALL,
            "may_not_say": ALL,
            "hashtags": "#hay",
            "language": "en",
            "nature": "employer_brand",
            "staff_first_hours": "0",
            **others,
        }
    )


class Written:
    """Everything that people have typed.

    :param kept: answers to look at later, by what they are; each is an address and
        what it answered, since the same address answers something else by then.
    """

    def __init__(self, make_user, article):
        self.kept = []
        self.admin = factories.superuser()
        self.editor = Client()
        self.editor.force_login(self.admin)
        self.user = make_user(
            "ada@example.com", first_name=PAYLOADS[0], last_name=PAYLOADS[16]
        )
        ambassadors.join(self.user, source="test")
        self.employee = Client()
        self.employee.force_login(self.user)
        self.topics = [
            self.write_topic(f"{first[:49]} {second[:49]}")
            for first, second in zip(PAYLOADS[::2], PAYLOADS[1::2], strict=True)
        ]
        self.pages = [self.write_page(article, number) for number in (0, 8, 16)]
        self.links = [self.write_link(number) for number in range(len(PAYLOADS))]
        self.write_settings()
        self.be_refused_as_editor()
        self.share = self.write_share()
        self.be_refused_as_employee()
        self.withdrawn = self.withdraw()
        self.reject()

    def send(self, client, address, data, status):
        answer = client.post(address, data)
        assert answer.status_code == status, (address, answer.text[:3000])
        if status != 302:
            self.kept.append((address, answer))
        return answer

    def write_topic(self, name):
        self.send(self.editor, f"{SNIPPETS}/topic/add/?locale=en", {"name": name}, 302)
        return Topic.objects.get(name=name.strip())

    def write_page(self, article, number):
        page = article(chunk(number), search_description=ALL, slug=f"page-{number}")
        # A member of the staff may call a picture what they like.
        image = factories.image(chunk(number), size=(120, 90))
        data = fields(
            number,
            image=image.pk,
            image_cleared="on",
            topics=[topic.pk for topic in self.topics] if number == 0 else [],
        )
        self.send(
            self.editor,
            f"/admin/advocacy/page/{page.pk}/",
            {**data, "action-submit": "1"},
            302,
        )
        shareable = PageShareable.objects.get(page=page.pk)
        assert shareable.live
        return shareable

    def write_link(self, number):
        payload = urlencode({"q": PAYLOADS[number]})
        address = f"https://news.example.org/{number}?{payload}#{payload}"
        data = fields(number, url=address)
        add = f"{SNIPPETS}/linkshareable/add/"
        self.send(self.editor, add, {**data, "action-publish": "1"}, 302)
        shareable = LinkShareable.objects.get(url=address)
        assert shareable.live
        return shareable

    def write_settings(self):
        card = f"/go/c/{factories.offer_of(self.pages[0]).public_id}/"
        address = self.settings_address(ShareablesSettings)
        outsider = Client()
        for first, second in zip(PAYLOADS[::2], PAYLOADS[1::2], strict=True):
            payload = f"{first} {second}"
            url = f"https://a.example/?{urlencode({'q': payload})}"
            names = ("public_site", "legal_notice", "privacy_notice")
            data = {"organisation": payload, **dict.fromkeys(names, url)}
            self.send(self.editor, address, data, 302)
            self.kept.append((card, outsider.get(card)))
            assert ShareablesSettings.objects.get().organisation == payload.strip()

    def settings_address(self, model):
        return (
            f"{SETTINGS}/{model._meta.app_label}/{model._meta.model_name}/"
            f"{model.load().pk}/"
        )

    def be_refused_as_editor(self):
        wrong = {"hashtags": ALL.replace("\n", " "), "networks": PAYLOADS}
        data = fields(0, url=ALL, **wrong)
        long = {**data, "title": ALL, "call_to_action": ALL, "language": ALL}
        page = f"/admin/advocacy/page/{self.pages[0].page.pk}/"
        for address in (
            f"{SNIPPETS}/linkshareable/add/",
            f"{SNIPPETS}/linkshareable/edit/{self.links[0].pk}/",
            page,
        ):
            self.send(self.editor, address, {**long, "action-publish": "1"}, 200)
        self.send(
            self.editor,
            self.settings_address(SharingSettings),
            {"disclosure_hashtag": chunk(0)},
            200,
        )
        self.send(
            self.editor,
            self.settings_address(ShareablesSettings),
            {"organisation": ALL, "legal_notice": ALL, "public_site": ALL},
            200,
        )
        withdraw = f"{SNIPPETS}/linkshareable/withdraw/{self.links[0].pk}/"
        self.send(self.editor, withdraw, {"reason": ALL}, 200)

    def write_share(self):
        factories.caps()
        address = self.composer(self.pages[0])
        self.leave_after_all(address, {"text": ALL, "network": "copy"})
        share = Share.objects.get()
        assert share.text.splitlines() == PAYLOADS
        self.send(self.employee, f"/advocacy/shares/{share.pk}/phone/", {}, 302)
        self.handoff = handoff_address(Handoff.objects.get())
        # And one that is published, for what is asked on coming back.
        self.leave_after_all(address, {"text": ALL[:200], "network": "linkedin"})
        self.published = Share.objects.exclude(pk=share.pk).get()
        return share

    def leave_after_all(self, address, data):
        """Leave with what is close to the questions, which are the same payloads."""
        asked = self.send(self.employee, address, data, 200)
        answered = {"answered": asked.context["answers"]}
        self.send(self.employee, address, data | answered, 302)

    def composer(self, shareable):
        return f"/advocacy/share/{factories.offer_of(shareable).public_id}/"

    def be_refused_as_employee(self):
        address = self.composer(self.pages[0])
        everything = {
            "text": ALL,
            "network": "mastodon",
            "instance": ALL,
            "hashtags": PAYLOADS,
            "question": ALL,
        }
        self.send(self.employee, address, everything, 422)
        self.send(self.employee, address, {**everything, "network": ALL}, 422)
        self.send(self.employee, address, {**everything, "refresh": "1"}, 200)
        nothing = "/advocacy/share/nothing-here/"
        self.send(self.employee, nothing, everything, 409)
        answer = f"/advocacy/shares/{self.published.pk}/answer/"
        data = {"answer": "yes", "post_address": ALL}
        self.send(self.employee, answer, data, 422)
        post = "https://www.linkedin.com/posts/x?" + urlencode({"q": chunk(16)})
        data = {"answer": "yes", "post_address": post}
        self.send(self.employee, answer, data, 302)
        queries = [
            ("/advocacy/", ["topic", "language", "page", "notice"]),
            ("/advocacy/shares/", ["page"]),
            ("/advocacy/join/", ["next"]),
            (address, ["network", "instance", "text", "next"]),
            (f"/advocacy/shares/{self.share.pk}/", ["phone"]),
        ]
        for path, names in queries:
            for value in (ALL, '"><img x9x src=x onerror=alert(1)>'):
                query = urlencode(dict.fromkeys(names, value))
                self.kept.append((path, self.employee.get(f"{path}?{query}")))

    def withdraw(self):
        """Take some of what is shared back, for reasons with every payload."""
        shown = []
        for number in range(0, len(PAYLOADS), 2 * TOGETHER):
            link = self.links[number]
            data = {"text": "Hay.", "network": "x"}
            self.send(self.employee, self.composer(link), data, 302)
            shown.append(Share.objects.order_by("-pk")[0])
            address = f"{SNIPPETS}/linkshareable/withdraw/{link.pk}/"
            self.send(self.editor, address, {"reason": reason(number)}, 302)
        return shown

    def reject(self):
        """A moderator wants something changed, and says what."""
        shareable = self.pages[1]
        workflow = factories.workflow("Moderators")
        workflow.start(shareable, self.admin)
        state = shareable.current_workflow_task_state
        self.send(
            self.editor,
            f"{SNIPPETS}/pageshareable/workflow/action/{shareable.pk}/reject/"
            f"{state.pk}/",
            {"comment": ALL},
            302,
        )


class Reader:
    """Somebody with a browser, and what was found in what it showed.

    :param client: whose session it has; none: an outsider.
    """

    def __init__(self, browser, server, client=None):
        self.context = browser.new_context(base_url=server)
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(LISTEN)
        if client is not None:
            name = settings.SESSION_COOKIE_NAME
            cookie = {"name": name, "value": client.cookies[name].value}
            self.context.add_cookies([{**cookie, "url": server}])
        self.server = server
        self.found = []
        self.seen = 0
        self.page = self.context.new_page()
        self.page.on("dialog", self._close)
        self.context.route(re.compile(rf"^(?!{re.escape(server)})"), self._elsewhere)

    def _close(self, dialog):
        # The admin asks before something unsaved is left.
        if dialog.type == "beforeunload":
            return dialog.accept()
        self.found.append((self.page.url, "a dialog"))
        return dialog.dismiss()

    def _elsewhere(self, route):
        if CANARY in route.request.url.split("?")[0]:
            self.found.append((self.page.url, f"asked for {route.request.url}"))
        route.abort()

    def look(self, address):
        answer = self.page.goto(address)
        assert answer.ok or answer.status == 410, (address, answer.status)
        self.check()

    def show(self, address, response):
        """Show what the server has answered before, at its own address."""

        def answer(route):
            route.fulfill(
                status=response.status_code,
                headers=dict(response.headers),
                body=response.content,
            )

        self.page.route(f"{self.server}{address}", answer, times=1)
        self.page.goto(address)
        self.check()

    def check(self):
        seen = self.page.evaluate(LOOK)
        self.seen += 1
        problems = [*seen["elements"], *(["a script ran"] if seen["ran"] else [])]
        for refused in seen["refused"]:
            is_ours = not self.page.url.startswith(f"{self.server}/admin/")
            if is_ours or re.search(r"alert|__xss|x9x|x\.example", refused):
                problems.append(f"refused: {refused}")
        self.found += [(self.page.url, problem) for problem in problems]


@pytest.fixture
def server(transactional_db, settings):
    """A server of its own: the one that tests share has its middleware already."""
    settings.MIDDLEWARE = [f"{__name__}.StrictPolicy", *settings.MIDDLEWARE]
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@contextlib.contextmanager
def readers(server):
    """Yield a factory of people with a browser: ``reader(client)``."""
    with pytest.MonkeyPatch.context() as environment, start_playwright() as playwright:
        # Playwright runs a loop, in which Django would refuse its database.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = launch(playwright)
        yield lambda client=None: Reader(browser, server, client)
        browser.close()


def test_there_are_fifty_that_fit():
    assert len(set(PAYLOADS)) >= 50
    assert max(map(len, PAYLOADS)) <= 60
    everywhere = "".join(chunk(number) for number in range(0, len(PAYLOADS), TOGETHER))
    assert all(payload in everywhere for payload in PAYLOADS)


@pytest.mark.usefixtures("site_home")
def test_what_is_let_through_is_noticed(server, make_user):
    # What the test below relies on.
    client = Client()
    client.force_login(make_user("ada@example.com"))
    with readers(server) as reader:
        ada = reader(client)
        ada.look("/advocacy/")
        assert ada.found == []
        put = "(it) => document.body.insertAdjacentHTML('beforeend', it)"
        ada.page.evaluate(put, f"<img {MARK} src=//{CANARY}/ onerror=alert(1)>")
        ada.page.evaluate("setTimeout(() => alert(1))")
        ada.page.wait_for_timeout(500)
        ada.check()
    found = json.dumps(ada.found)
    for sign in ("a dialog", "<img ", "refused: script-src-attr", "refused: img-src"):
        assert sign in found, found


def test_nothing_that_somebody_typed_becomes_part_of_a_page(
    server, site_home, article, make_user
):
    written = Written(make_user, article)
    with readers(server) as reader:
        people = [
            employee_reads(reader(written.employee), written),
            outsider_reads(reader(), written),
            editor_reads(reader(written.editor), written),
        ]
        ones_own = reader(written.editor)
        for address, answer in written.kept:
            ones_own.show(address, answer)
    for one in (*people, ones_own):
        assert one.found == []


def employee_reads(ada, written):
    for number in range(1, 7):
        ada.look(f"/advocacy/?page={number}")
    for shareable in written.links[1::TOGETHER]:
        ada.look(written.composer(shareable))
    for shareable in written.pages:
        ada.look(shareable.page.url)
        ada.page.locator(OPEN).click()
        ada.page.locator("dialog[open] [name=text]").wait_for()
        ada.check()
    ada.look(written.composer(written.pages[1]))
    ada.page.locator("[name=text]").fill(ALL)
    # What a browser kept is shown again.
    ada.look(written.composer(written.pages[1]))
    ada.page.locator("[data-advocacy-restored]:not([hidden])").wait_for()
    ada.check()
    for share in (written.share, written.published, *written.withdrawn):
        ada.look(f"/advocacy/shares/{share.pk}/")
    for number in (1, 2):
        ada.look(f"/advocacy/shares/?page={number}")
    return ada


def outsider_reads(outsider, written):
    for shareable in (*written.pages, *written.links):
        outsider.look(f"/go/c/{factories.offer_of(shareable).public_id}/")
    outsider.look(f"/go{written.handoff.removeprefix('https://go.example.com')}")
    return outsider


def editor_reads(editor, written):
    for number in (1, 2, 3, 4):
        editor.look(f"{SNIPPETS}/linkshareable/?p={number}")
    editor.look(f"{SNIPPETS}/pageshareable/")
    editor.look(f"{SNIPPETS}/topic/")
    editor.look(f"{SNIPPETS}/topic/?p=2")
    editor.look("/admin/")
    editor.look("/admin/reports/site-history/")
    for shareable in written.links[:: 2 * TOGETHER]:
        editor.look(f"{SNIPPETS}/linkshareable/inspect/{shareable.pk}/")
    editor.look(f"{SNIPPETS}/pageshareable/inspect/{written.pages[0].pk}/")
    first, second = written.pages[:2]
    for shareable in (first, second):
        editor.look(f"/admin/advocacy/page/{shareable.page.pk}/")
    for end in ("edit", "history", "usage", "withdraw"):
        editor.look(f"{SNIPPETS}/pageshareable/{end}/{first.pk}/")
    names = PageShareable.snippet_viewset
    compare = names.get_url_name("revisions_compare")
    editor.look(reverse(compare, args=[first.pk, "earliest", "latest"]))
    editor.look(f"/admin/pages/{first.page.get_parent().pk}/")
    editor.look(f"/admin/pages/{first.page.pk}/edit/")
    for number in range(0, len(PAYLOADS), TOGETHER):
        preview(editor, written, number)
    # The card beside the form follows what is typed.
    editor.look(f"/admin/advocacy/page/{first.page.pk}/")
    for name in ("title", "summary", "call_to_action"):
        for payload in PAYLOADS:
            editor.page.evaluate(
                """([name, value]) => {
                  const field = document.querySelector(`[name=${name}]`);
                  field.value = value;
                  field.dispatchEvent(new Event("input", {bubbles: true}));
                }""",
                [name, payload],
            )
            if editor.page.locator(f"[{MARK}]").count():
                editor.check()
    editor.check()
    return editor


def preview(editor, written, number):
    shareable = written.links[number]
    address = f"{SNIPPETS}/linkshareable/preview/{shareable.pk}/"
    data = fields(number, url=unescape(shareable.url))
    answer = written.editor.post(address, data)
    assert answer.json()["is_valid"]
    for mode in MODES if number < 2 * TOGETHER else MODES[:2]:
        editor.show(address, written.editor.get(f"{address}?mode={mode}"))

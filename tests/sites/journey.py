"""The main job from end to end, on whatever site the settings describe.

``python -m tests.sites.journey`` with ``DJANGO_SETTINGS_MODULE`` set, on a site that
is migrated and set up. It knows only addresses that a page led it to, as a person does,
and it looks at every page it is shown. It fails with an ``AssertionError`` that names
the step, and says "The journey is over." at its end.
"""

import json
import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import django


django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import Group, Permission  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from wagtail.models import GroupPagePermission, Locale, Site  # noqa: E402
from wagtail.test.utils.form_data import nested_form_data, streamfield  # noqa: E402

from wagtail_advocacy import compat  # noqa: E402
from wagtail_advocacy.ambassadors.models import AmbassadorsSettings  # noqa: E402
from wagtail_advocacy.conf import app_settings  # noqa: E402
from wagtail_advocacy.learning import models as learning  # noqa: E402
from wagtail_advocacy.shareables.actions import record_trial  # noqa: E402
from wagtail_advocacy.shareables.models import (  # noqa: E402
    PageShareable,
    PublicAddressTrial,
)


TITLE = "Forty-two heat pumps"
QUESTION = "What would you ask your neighbours?"
OWN_WORDS = "I asked them whether we were too loud. Nobody had noticed us."
PROMISE = "Your words are your own"
LESSON = "Nobody has to"
# Answers by whether they are right.
ANSWERS = {"You, by yourself": True, "The tool": False}
# Above a thousand, where some languages put a separator.
FIRST_NUMBER = 12_345
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0"
ROBOT = "LinkedInBot/1.0 (compatible; Mozilla/5.0)"
INLINE = re.compile(
    r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)|<style\b"
    r"|<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=",
    re.I,
)


class Page(HTMLParser):
    """The forms and links of a page."""

    def __init__(self, html):
        super().__init__()
        self.html = html
        self.forms = []
        self.links = []
        self.buttons = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.forms.append((found.get("action", ""), {}))
        elif tag == "a" and found.get("href"):
            self.links.append(found["href"])
        elif tag == "input" and found.get("type") == "hidden" and self.forms:
            self.forms[-1][1][found["name"]] = found.get("value", "")
        elif tag == "button" and found.get("name"):
            self.buttons.append(found["name"])

    @property
    def text(self):
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).split())

    def links_like(self, pattern):
        return {link for link in self.links if re.search(pattern, link)}

    def choice(self, label):
        """Return name and value of the radio button with this label."""
        for one in re.findall(r"<label\b.*?</label>", self.html, re.S):
            if label in unescape(one):
                return tuple(
                    re.search(rf'{name}="([^"]+)"', one)[1]
                    for name in ("name", "value")
                )
        raise AssertionError(f"nothing to choose is called {label}\n{self.text}")

    def link(self, pattern):
        """Return the address of the only link that fits ``pattern``."""
        fitting = self.links_like(pattern)
        assert len(fitting) == 1, f"links like {pattern}: {fitting} of {self.links}"
        return fitting.pop()

    def form(self, pattern):
        """Return address and hidden fields of the first form that fits ``pattern``."""
        for action, fields in self.forms:
            if re.search(pattern, action):
                return action, dict(fields)
        raise AssertionError(f"no form like {pattern} among {self.forms}\n{self.text}")


class Person:
    """Somebody with a browser that keeps cookies and believes every policy."""

    def __init__(self, user=None, host="intranet.example.com", agent=BROWSER):
        headers = {"User-Agent": agent}
        if user is not None and (
            header := getattr(settings, "JOURNEY_STAFF_HEADER", "")
        ):
            headers[header] = user.get_username()
        self.client = Client(enforce_csrf_checks=True, headers=headers, HTTP_HOST=host)
        if user is not None and len(headers) == 1:
            self.client.force_login(user)

    def open(self, address, status=200):
        """Open an address and return the page, following every redirect."""
        return self._read(self.client.get(address, follow=True), address, status)

    def send(self, page, pattern, status=200, **answers):
        """Send the form of ``page`` whose address fits, as a person would."""
        action, fields = page.form(pattern)
        data = {**fields, **answers}
        action = action or page.address
        response = self.client.post(action, data, follow=True)
        return self._read(response, action, status)

    def _read(self, response, address, status):
        html = response.content.decode(errors="replace")
        assert response.status_code == status, (
            f"{address}: {response.status_code} instead of {status}\n{html[:3000]}"
        )
        page = Page(html)
        page.address = response.request["PATH_INFO"]
        return page


def prepare():
    """Make the intranet's people and one article, as its owners did long ago."""
    users = get_user_model()

    def user(name, *groups, **fields):
        if "username" in {field.name for field in users._meta.get_fields()}:
            fields["username"] = name
        made = users.objects.create_user(email=f"{name}@example.com", **fields)
        made.groups.set(Group.objects.get_or_create(name=group)[0] for group in groups)
        return made

    page_model = compat.get_page_model()
    root = page_model.objects.get(depth=1)
    article_model = apps.get_model(settings.JOURNEY_PAGE)
    home = page_model.objects.get(depth=2)
    intranet = home
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "intranet.example.com", "root_page": home},
    )
    for code, _name in getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", []):
        Locale.objects.get_or_create(language_code=code)
    if len(Locale.objects.all()) > 1:
        home = root.add_child(
            instance=article_model(title="Elsewhere", slug="elsewhere")
        )
        Site.objects.create(hostname="other.example.com", root_page=home)
    article = article_model(title=TITLE, slug="heat")
    home.add_child(instance=article)
    article.save_revision().publish()
    publish_what_comes_first(intranet)
    for locale in Locale.objects.exclude(pk=article.locale_id):
        article.copy_for_translation(locale, copy_parents=True)

    editors, _created = Group.objects.get_or_create(name="Page editors")
    for action in ("add", "change", "publish"):
        GroupPagePermission.objects.create(
            group=editors,
            page=root,
            permission=Permission.objects.get(
                content_type__app_label=page_model._meta.app_label,
                codename=f"{action}_{page_model._meta.model_name}",
            ),
        )
    # Somebody who left the house before we came.
    user("gone", is_active=False)
    return {
        "article": article,
        "editor": user("editor", "Page editors", "Advocacy editors"),
        "moderator": user("moderator", "Moderators"),
        "employee": user("employee"),
        "lead": user("lead", "Advocacy leads"),
    }


def publish_what_comes_first(home):
    """Publish a charter and a training, on sites that have types of page for them."""
    for model in learning.charter_models()[:1]:
        clause = {"title": PROMISE, "text": "<p>Nobody writes for you.</p>"}
        charter = model(
            title="Our charter",
            clauses=json.dumps([{"type": "clause", "value": clause}]),
        )
        home.add_child(instance=charter)
        charter.save_revision().publish()
    for model in learning.training_models()[:1]:
        answers = [
            {"text": text, "is_correct": is_correct, "explanation": ""}
            for text, is_correct in ANSWERS.items()
        ]
        question = {"text": "Who posts?", "kind": "single", "answers": answers}
        lesson = {"title": LESSON, "body": [{"type": "text", "value": "<p>Ever.</p>"}]}
        training = model(
            title="Why and how",
            required=True,
            live=False,
            lessons=json.dumps([{"type": "lesson", "value": lesson}]),
            quiz=json.dumps([{"type": "question", "value": question}]),
        )
        home.add_child(instance=training)
        training.save_revision().publish()


def open_sharing(lead):
    """Do what the launch checklist asks of a lead, and open."""
    launch = reverse("wagtail_advocacy_launch")
    assert not any("open" in name for name in lead.open(launch).buttons)
    programme = AmbassadorsSettings.load()
    programme.objective = "People outside see us through our people."
    programme.privacy_contact = "privacy@example.com"
    programme.works_council = AmbassadorsSettings.WorksCouncil.NONE
    programme.processing_register = "31"
    programme.save()
    record_trial(
        app_settings.PUBLIC_URL,
        [{"says": "ours", "is_good": True, "values": {}, "faults": []}],
        tried_from=PublicAddressTrial.TriedFrom.BROWSER,
    )
    ready = lead.open(launch)
    assert "open" in ready.buttons, ready.text
    opened = lead.send(ready, r"^$", open="1")
    assert "open" not in opened.buttons, opened.text


def get_ready(employee):
    """Sign and learn what this site asks before sharing, if it asks for anything."""
    if learning.charter_models():
        charter = inside(employee.open(reverse("wagtail_advocacy:learning:charter")))
        assert PROMISE in charter.text
        signed = inside(employee.send(charter, r"/charter/$"))
        assert not any("/charter/" in action for action, _fields in signed.forms)
    if learning.training_models():
        list_address = reverse("wagtail_advocacy:learning:trainings")
        trainings = inside(employee.open(list_address))
        lesson = inside(employee.open(trainings.link(r"/lesson/1/$")))
        assert LESSON in lesson.text
        quiz = inside(employee.send(lesson, r"^$"))
        name, value = quiz.choice(next(text for text in ANSWERS if ANSWERS[text]))
        inside(employee.send(quiz, r"^$", **{name: value}))
        assert not inside(employee.open(list_address)).links_like(r"/lesson/1/$")


def number_from(first):
    """Let every table count on from ``first``, as in an intranet of some age.

    Only then does a number with a separator differ from one without.
    """
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)",
                [table, first],
            )


def host_of(article):
    return urlsplit(article.get_full_url()).netloc


def inside(page):
    """A page of ours, in the intranet's own frame, that any policy lets through."""
    assert settings.JOURNEY_FRAME in page.html, page.html[:2000]
    assert not INLINE.findall(page.html), INLINE.findall(page.html)
    return page


def mark_shareable(editor, article):
    edit = editor.open(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    about = editor.open(edit.link(rf"/advocacy/page/{article.pk}/"))
    submitted = editor.send(
        about,
        rf"/advocacy/page/{article.pk}/",
        **nested_form_data(
            {
                "title": TITLE,
                "summary": "A street in winter.",
                "language": settings.LANGUAGE_CODE,
                "nature": "employer_brand",
                "staff_first_hours": "0",
                "prompts": streamfield([("prompt", {"text": QUESTION, "network": ""})]),
                "action-submit": "1",
            }
        ),
    )
    shareable = PageShareable.objects.get(page=article.pk)
    assert shareable.workflow_in_progress, submitted.text
    return shareable


def approve(moderator, shareable):
    assert TITLE in moderator.open(reverse("wagtailadmin_home")).text
    names = shareable.snippet_viewset
    task_state = shareable.current_workflow_task_state
    address = reverse(
        names.get_url_name("workflow_action"),
        args=[shareable.pk, "approve", task_state.pk],
    )
    editing = moderator.open(reverse(names.get_url_name("edit"), args=[shareable.pk]))
    # The button of Wagtail's menu sends this from a script.
    _action, token = editing.form(r"/logout/|/edit/")
    answer = moderator.client.post(
        address, {"csrfmiddlewaretoken": token["csrfmiddlewaretoken"]}
    )
    assert answer.status_code in (200, 302), answer
    shareable = PageShareable.objects.get(pk=shareable.pk)
    assert shareable.live


def share(employee, article):
    reading = inside(employee.open(article.get_url()))
    # The invitation, joining, and back to the article.
    composing = inside(employee.open(reading.link(r"/share/")))
    joining = composing
    if not any("/join/" in action for action, _fields in joining.forms):
        joining = inside(employee.open(composing.link(r"/join/")))
    employee.send(joining, r"/join/$")
    get_ready(employee)
    reading = inside(employee.open(article.get_url()))
    composing = inside(employee.open(reading.link(r"/share/")))
    assert QUESTION in composing.text
    refused = inside(
        employee.send(composing, r"/share/", 422, network="linkedin", text="")
    )
    leaving = inside(
        employee.send(refused, r"/share/", network="linkedin", text=OWN_WORDS)
    )
    link = re.search(
        rf"{re.escape(settings.WAGTAIL_ADVOCACY['PUBLIC_URL'])}/s/[\w-]+", leaving.html
    )
    assert link, leaving.text
    phone = inside(employee.send(leaving, r"/phone/"))
    assert "<svg" in phone.html
    mailed = inside(employee.send(phone, r"/phone/", by_mail="1"))
    inside(employee.send(mailed, r"/answer/", answer="yes"))
    hub = inside(employee.open(reading.link(r"/(advocacy|voices)/$")))
    assert TITLE in hub.text
    return link[0], hub


def follow(link):
    path = "/" + link.split("/", 3)[3]
    for agent in (ROBOT, BROWSER, BROWSER):
        outsider = Person(host=urlsplit(link).netloc, agent=agent)
        answer = outsider.client.get(path)
        assert answer.status_code == 302, answer
        target = urljoin(link, answer["Location"])
        assert target.startswith(settings.WAGTAIL_ADVOCACY["PUBLIC_URL"]), target
        parts = urlsplit(target)
        card = outsider.open(f"{parts.path}?{parts.query}")
        assert TITLE in card.text
        assert OWN_WORDS not in card.html
        assert not INLINE.findall(card.html)
        image = re.search(r'property="og:image" content="([^"]+)"', card.html)[1]
        picture = outsider.client.get(urlsplit(unescape(image)).path)
        assert picture.status_code == 200, image
        assert picture["Content-Type"].startswith("image/")
    return card


def walk():
    number_from(FIRST_NUMBER)
    with transaction.atomic():
        site = prepare()
    article = site["article"]
    assert article.pk > FIRST_NUMBER
    host = host_of(article)
    editor = Person(site["editor"], host)
    moderator = Person(site["moderator"], host)
    employee = Person(site["employee"], host)

    outsider = Person(host=host)
    assert "advocacy-share" not in employee.open(article.get_url()).html
    shareable = mark_shareable(editor, article)
    approve(moderator, shareable)
    assert "advocacy-share" not in outsider.open(article.get_url()).html

    lead = Person(site["lead"], host)
    open_sharing(lead)
    link, hub = share(employee, article)
    follow(link)

    edit = editor.open(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    about = editor.open(edit.link(rf"/advocacy/page/{article.pk}/"))
    assert re.search(r"\b1\b", about.text)
    viewset = PageShareable.snippet_viewset
    shareable.refresh_from_db()
    for name, arguments in (
        ("revisions_view", [shareable.pk, shareable.latest_revision_id]),
        ("list", []),
        ("edit", [shareable.pk]),
        ("history", [shareable.pk]),
        ("inspect", [shareable.pk]),
        ("withdraw", [shareable.pk]),
    ):
        lead.open(reverse(viewset.get_url_name(name), args=arguments))

    # What was withdrawn is gone outside, too.
    withdrawing = lead.open(
        reverse(viewset.get_url_name("withdraw"), args=[shareable.pk])
    )
    lead.send(withdrawing, r"^$", reason="A figure in it was wrong.")
    path = "/" + link.split("/", 3)[3]
    gone = Person(host=urlsplit(link).netloc).client.get(path, follow=True)
    assert OWN_WORDS not in gone.content.decode()
    assert TITLE not in gone.content.decode(), gone

    # And leaving takes one click.
    leaving = inside(employee.open(hub.link(r"/leave/$")))
    left = inside(employee.send(leaving, r"^$|/leave/"))
    assert left.address.endswith("/left/")
    print("The journey is over.")  # noqa: T201


if __name__ == "__main__":
    walk()

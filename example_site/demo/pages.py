"""Loads the front pages, sections and articles in both languages."""

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.core.files.images import ImageFile
from django.utils import timezone
from django.utils.html import escape
from wagtail.images import get_image_model
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from example_site.intranet.models import (
    DirectoryPage,
    EventIndexPage,
    EventPage,
    HomePage,
    HowToIndexPage,
    HowToPage,
    NewsIndexPage,
    NewsPage,
)


ARTICLES = Path(__file__).parent / "articles"
PICTURES = Path(__file__).parent / "pictures"

HOME = {
    "en": {
        "title": "Home",
        "slug": "home",
        "welcome": "What we are building, and who is building it",
        "intro": "News from our four offices and from the sites in between.",
        "aside": [("to_share", {"heading": "To share this week", "number": 2})],
    },
    "fr": {
        "title": "Accueil",
        "slug": "accueil",
        "welcome": "Ce que nous construisons, et celles et ceux qui le construisent",
        "intro": "Des nouvelles de nos quatre agences et de tous nos chantiers.",
        "aside": [("to_share", {"heading": "À partager cette semaine", "number": 2})],
    },
}
SECTIONS = [
    (
        NewsIndexPage,
        ("News", "news", "What happened lately, on site and off it."),
        (
            "Actualités",
            "actualites",
            "Ce qui s'est passé récemment, sur les chantiers et ailleurs.",
        ),
    ),
    (
        EventIndexPage,
        ("Events", "events", "Occasions to meet, in person or from afar."),
        (
            "Agenda",
            "agenda",
            "Des occasions de se retrouver, sur place ou à distance.",
        ),
    ),
    (
        HowToIndexPage,
        ("How to", "how-to", "Short answers to what colleagues ask most."),
        (
            "Mode d'emploi",
            "mode-d-emploi",
            "Des réponses brèves aux questions que l'on pose le plus.",
        ),
    ),
    (
        DirectoryPage,
        ("People", "people", "Find who does what, and where."),
        ("Annuaire", "annuaire", "Qui fait quoi, et où."),
    ),
]


@dataclass
class Article:
    """One article: its file in ``articles/``, its author, its age.

    Attributes:
        key: name of its files and of its picture.
        model: the page model.
        author: user name of who wrote it.
        days: when it was published, or takes place, in days from today.
        fields: values of the model's own fields, the same in both languages.
    """

    key: str
    model: type
    author: str
    days: int
    fields: dict = field(default_factory=dict)


def news(key, author, days, category):
    return Article(key, NewsPage, author, days, {"category": category})


def event(key, author, days, hour, hours):
    return Article(key, EventPage, author, days, {"hour": hour, "hours": hours})


def how_to(key, author, days, minutes):
    return Article(key, HowToPage, author, days, {"minutes": minutes})


CONTENTS = [
    how_to("book-a-training", "bethan-rowlands", -160, 4),
    news("two-minute-stop", "nadia-cherif", -74, "people"),
    how_to("first-week", "karim-haddad", -66, 6),
    news("propane-heat-pumps", "julien-morvan", -58, "industry"),
    news("heat-check", "charlotte-dean", -45, "services"),
    how_to("photograph-a-site", "editor", -40, 5),
    news("swap-days", "rosa-lindqvist", -12, "people"),
    news("from-bakery-to-site", "editor", -31, "people"),
    news("school-in-a-coat", "claire-fontenoy", -24, "projects"),
    how_to("explain-a-heat-pump", "employee1", -20, 5),
    news("measured-not-promised", "samuel-oyelaran", -16, "industry"),
    event("winter-coat-saturday", "aisha-rahman", -9, 9, 7),
    news("eighteen-apprentices", "bethan-rowlands", -7, "people"),
    news("summer-comfort", "mehdi-benali", -4, "industry"),
    news("ashcombe-terrace", "maya-bennett", -2, "projects"),
    event("open-site-day", "maya-bennett", 11, 13, 4),
    event("energy-cafe", "sophie-marchetti", 19, 12, 2),
]
FEATURED = "ashcombe-terrace"


def load(people):
    """Build both page trees.

    Args:
        people: every ``Person`` by user name.
    """
    english, _created = Locale.objects.get_or_create(language_code="en")
    french, _created = Locale.objects.get_or_create(language_code="fr")
    editor = people["editor"].user
    root = Page.get_first_root_node()
    remove_starting_page()
    root.refresh_from_db()
    ensure_approval(root)

    home = publish(HomePage(locale=english, **HOME["en"]), editor, parent=root)
    home_fr = publish_translation(home, french, HOME["fr"], editor)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "port": 80,
            "root_page": home,
            "site_name": "Atrium",
        },
    )
    for page in (home, home_fr):
        PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.LOGIN
        )

    sections = {}
    for model, *words in SECTIONS:
        in_english, in_french = (
            dict(zip(("title", "slug", "intro"), row, strict=True)) for row in words
        )
        section = model(locale=english, show_in_menus=True, **in_english)
        publish(section, editor, parent=home)
        publish_translation(section, french, in_french, editor)
        if hasattr(section, "article_model"):
            sections[section.article_model] = section

    for article in CONTENTS:
        page = load_article(article, sections[article.model], people, english, french)
        if article.key == FEATURED:
            for front, chosen in (
                (home, page),
                (home_fr, page.get_translation(french)),
            ):
                # The tree's own columns have moved on since it was made.
                front.refresh_from_db()
                front.featured = chosen
                front.save_revision(user=editor).publish(
                    user=editor, skip_permission_checks=True
                )


def remove_starting_page():
    """Remove the "Welcome" page that a new Wagtail site starts with."""
    for page in Page.objects.filter(depth=2, slug="home", title__startswith="Welcome"):
        Site.objects.filter(root_page=page).delete()
        page.delete()
    # Deleting went around the root's own count of its children.
    Page.fix_tree()


def load_article(article, section, people, english, french):
    author = people[article.author]
    moment = get_moment(article)
    words = read(article.key, "en")
    description = words.pop("picture")
    fields = {
        "author": author,
        "picture": load_picture(article.key, description, author.user),
        **get_fields(article, moment),
    }
    page = article.model(locale=english, **words, **fields)
    published = min(moment, timezone.now() - datetime.timedelta(days=5))
    if article.model is not EventPage:
        published = moment
    publish(page, author.user, parent=section, moment=published)
    publish_translation(page, french, read(article.key, "fr"), author.user, published)
    return page


def get_moment(article):
    """When the article appeared or, for an event, starts; never on a weekend.

    An event keeps its day: the one on a Saturday is meant to be.
    """
    hour = article.fields.get("hour", 9)
    day = timezone.localdate() + datetime.timedelta(days=article.days)
    if article.key.endswith("-saturday"):
        day -= datetime.timedelta(days=(day.weekday() - 5) % 7)
    elif day.weekday() > 4:
        shift = day.weekday() - 4
        # What is to come moves on to Monday, what is past back to Friday.
        shift = -shift if article.days < 0 else 7 - day.weekday()
        day += datetime.timedelta(days=shift)
    naive = datetime.datetime.combine(day, datetime.time(hour))
    return timezone.make_aware(naive)


def get_fields(article, moment):
    fields = dict(article.fields)
    if article.model is NewsPage:
        fields["date"] = timezone.localdate(moment)
    elif article.model is EventPage:
        del fields["hour"]
        hours = fields.pop("hours")
        fields["starts_at"] = moment
        fields["ends_at"] = moment + datetime.timedelta(hours=hours)
    return fields


def load_picture(key, description, user):
    path = PICTURES / f"{key}.jpg"
    with path.open("rb") as file:
        picture = get_image_model()(
            title=key.replace("-", " ").capitalize(),
            description=description,
            file=ImageFile(file, name=path.name),
            uploaded_by_user=user,
        )
        picture.save()
    return picture


def publish(page, user, parent=None, moment=None):
    """Save and publish a page the way the editor does, with its history."""
    if parent is not None:
        parent.add_child(instance=page)
        parent.refresh_from_db()
    # Authors may not publish: what the demo starts with counts as approved.
    revision = page.save_revision(user=user, log_action=True)
    revision.publish(user=user, skip_permission_checks=True)
    if moment:
        Page.objects.filter(pk=page.pk).update(
            first_published_at=moment, last_published_at=moment
        )
    page.refresh_from_db()
    return page


def publish_translation(page, locale, words, user, moment=None):
    translated = page.copy_for_translation(locale)
    for name, value in words.items():
        setattr(translated, name, value)
    translated.draft_title = translated.title
    return publish(translated, user, moment=moment)


def read(key, language):
    """Fields of an article's file: ``name: value`` lines, a blank line, the text."""
    path = ARTICLES / f"{key}.{language}.md"
    head, _blank, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    fields["search_description"] = fields.pop("description")
    fields["body"] = list(parse(body))
    return fields


def parse(text):
    """Blocks of a text written in the few marks that the articles use.

    ``## heading``, ``> quotation | who``, ``= figure | what it counts``, lists
    of ``- `` or ``1. `` lines, and paragraphs; ``**bold**`` inside.
    """
    for part in re.split(r"\n{2,}", text.strip()):
        lines = part.splitlines()
        if part.startswith("## "):
            yield "heading", part[3:].strip()
        elif part.startswith("> "):
            quotation, _bar, source = part[2:].replace("\n", " ").partition(" | ")
            yield "quote", {"text": quotation, "source": source}
        elif part.startswith("= "):
            value, _bar, counted = part[2:].replace("\n", " ").partition(" | ")
            yield "figure", {"value": value, "text": counted}
        elif part.startswith("- "):
            yield "paragraph", as_list("ul", lines)
        elif re.match(r"1\. ", part):
            yield "paragraph", as_list("ol", lines)
        else:
            yield "paragraph", f"<p>{as_html(' '.join(lines))}</p>"


def as_list(tag, lines):
    items = [re.sub(r"^(- |\d+\. )", "", line) for line in lines]
    inside = "".join(f"<li>{as_html(item)}</li>" for item in items)
    return f"<{tag}>{inside}</{tag}>"


def as_html(text):
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))


def ensure_approval(root):
    """Have the page tree approved by Wagtail's default workflow.

    Wagtail makes the workflow and the groups itself; the demo only sees to it
    that nothing is missing on a database that somebody tidied.
    """
    moderators, _created = Group.objects.get_or_create(name="Moderators")
    editors, _created = Group.objects.get_or_create(name="Editors")
    workflow = Workflow.objects.filter(active=True).order_by("pk").first()
    if workflow is None:
        workflow = Workflow.objects.create(name="Moderators approval")
        task = GroupApprovalTask.objects.create(name="Moderators approval")
        task.groups.add(moderators)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
    access = Permission.objects.get(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    for group, codenames in (
        (editors, ["add_page", "change_page"]),
        (moderators, ["add_page", "change_page", "publish_page"]),
    ):
        group.permissions.add(access)
        for codename in codenames:
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=codename
            )
            GroupPagePermission.objects.get_or_create(
                group=group, page=root, permission=permission
            )

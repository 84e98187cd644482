"""axe finds nothing on any screen this app serves, light and dark."""

from tests.axe import violations

from . import screens


ARTICLE = "/en/news/a-school-gets-its-coat/"
TITLE = "A school gets its coat in seven weeks of summer"


def test_screens_of_employees_and_outsiders(visitor, demo):
    wrong = {}
    people = screens.People(
        visitor("robert-okafor", locale="en-GB").page,
        visitor(locale="en-GB").page,
        visitor("lead").page,
    )
    for name, page in screens.every_screen(people, demo, ARTICLE, TITLE):
        if found := violations(page):
            wrong[name] = found
    assert wrong == {}


def test_our_parts_of_the_admin(visitor, demo):
    wrong = {}
    editor, lead = visitor("editor").page, visitor("lead").page
    for name, page, parts in screens.admin_screens(editor, lead, demo):
        # Wagtail's own frame around them is Wagtail's.
        if found := violations(page, {"include": [[part] for part in parts]}):
            wrong[name] = found
    assert wrong == {}

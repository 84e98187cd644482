"""axe finds nothing on any screen this app serves, light and dark."""

from axe_playwright_python.sync_playwright import Axe

from . import screens


ARTICLE = "/en/news/a-school-gets-its-coat/"
TITLE = "A school gets its coat in seven weeks of summer"
AXE = Axe()
# WCAG 2.2 AA and axe's own advice; "target-size" is in it, but off by default.
EVERYTHING = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}
# The other colour scheme changes colours only.
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": ["color-contrast", "link-in-text-block"],
}

# Colours on their way from one scheme to the other are neither.
END_OF_TRANSITIONS = """() => document.getAnimations()
  .filter((animation) => animation instanceof CSSTransition)
  .forEach((transition) => transition.finish())"""


def violations(page, context=None):
    """Return what axe finds in both colour schemes, a line each."""
    found = []
    # What the mouse happens to lie on is shown otherwise.
    page.mouse.move(0, 0)
    for scheme, options in (("light", EVERYTHING), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(END_OF_TRANSITIONS)
        results = AXE.run(page, context=context, options=options)
        found += [
            f"{scheme}: {violation['id']}: {node['target']} {node['html'][:200]}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
    return found


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

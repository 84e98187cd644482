"""What axe finds on a page: WCAG 2.2 AA, and axe's own advice."""

from axe_playwright_python.sync_playwright import Axe


AXE = Axe()
# "target-size" is in WCAG 2.2, but off by default.
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
        found += [
            f"{scheme}: {one}" for one in violations_as_shown(page, context, options)
        ]
    return found


def violations_as_shown(page, context=None, options=EVERYTHING):
    """Return what axe finds on the page as it is now, a line each."""
    results = AXE.run(page, context=context, options=options)
    return [
        f"{violation['id']}: {node['target']} {node['html'][:200]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]

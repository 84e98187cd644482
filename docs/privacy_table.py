"""Writes what the registries say about people into docs/explanation/privacy.md.

Run it from the root after registering a table or a kind of retention; a test fails
until you do::

    DJANGO_SETTINGS_MODULE=tests.settings python docs/privacy_table.py
"""

from pathlib import Path

from django.utils import translation


PAGE = Path(__file__).resolve().parent / "explanation" / "privacy.md"


def tables() -> dict[str, str]:
    """Return the generated tables of the page, by name, in Markdown and English."""
    from wagtail_advocacy.ambassadors.personal_data import personal_tables
    from wagtail_advocacy.ambassadors.retention import retention_rules

    with translation.override("en"):
        kept = [
            (table.label, table.why, table.until, table.seen_by)
            for table in personal_tables
            # The tables of the tests' own types.
            if table.model.startswith(("wagtail_advocacy_", "wagtailcore."))
        ]
        kinds = [
            (f"`{rule.key}`", rule.label, rule.days, rule.why)
            for rule in retention_rules
        ]
        return {
            "kept": _markdown(("what", "why", "until", "who sees it"), kept),
            "retention": _markdown(("kind", "what is forgotten", "days", "why"), kinds),
        }


def written(page: str) -> str:
    """Return the page with its tables as they have to be."""
    for name, table in tables().items():
        mark = f"<!-- {name}: generated -->\n"
        before, _mark, rest = page.partition(mark)
        _old, end, after = rest.partition("<!-- end -->")
        page = before + mark + table + end + after
    return page


def _markdown(heads, rows) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


if __name__ == "__main__":
    import django

    django.setup()
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

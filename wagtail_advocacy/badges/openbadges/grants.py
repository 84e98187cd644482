"""What outsiders' requests read of badges: their words, and nothing about people."""

from wagtail_advocacy.grants import Grant, grants


BADGE = Grant(
    "wagtail_advocacy_badges.Badge",
    read=(
        "translation_key",
        "locale",
        "name",
        "description",
        "how_to_earn",
        "first_published_at",
        "live",
    ),
)
LOCALE = Grant("wagtailcore.Locale", read=("language_code",))


def register():
    for grant in (BADGE, LOCALE):
        grants.register(grant)

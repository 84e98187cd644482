"""What outsiders' requests read and add here."""

from wagtail_advocacy.grants import Grant, grants


TRACKED_LINK = Grant(
    "wagtail_advocacy_sharing.TrackedLink", read=("code", "offer", "network")
)
# A text on its way to a phone, for an hour; the share and its author stay unknown.
HANDOFF = Grant(
    "wagtail_advocacy_sharing.Handoff",
    read=(
        "key",
        "network",
        "instance",
        "text",
        "link_address",
        "picture_address",
        "title",
        "expires_at",
    ),
)
VISITOR_SALT = Grant("wagtail_advocacy_sharing.VisitorSalt", read=("day", "salt"))
VISIT = Grant("wagtail_advocacy_sharing.Visit", insert=("link", "visitor", "half_hour"))


def register():
    for grant in (TRACKED_LINK, HANDOFF, VISITOR_SALT, VISIT):
        grants.register(grant)

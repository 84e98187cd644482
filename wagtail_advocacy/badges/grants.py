"""What outsiders' requests read here."""

from wagtail_advocacy.grants import Grant, grants


# Nothing of the award, of its owner's account or of what else they have.
PUBLIC_AWARD = Grant(
    "wagtail_advocacy_badges.PublicAward",
    read=(
        "public_id",
        "holder",
        "language",
        "name",
        "description",
        "how_to_earn",
        "picture",
        "awarded_at",
        "expires_at",
        "revoked_at",
    ),
)
PUBLIC_PICTURE = Grant(
    "wagtail_advocacy_badges.PublicPicture",
    read=("digest", "content", "content_type"),
)


def register() -> None:
    for grant in (PUBLIC_AWARD, PUBLIC_PICTURE):
        grants.register(grant)

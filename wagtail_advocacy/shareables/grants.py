"""What outsiders' requests read here."""

from wagtail_advocacy.grants import Grant, grants


# Nothing of who wrote it, of the intranet's page, or of why it was withdrawn.
OFFER = Grant(
    "wagtail_advocacy_shareables.Offer",
    read=(
        "public_id",
        "title",
        "summary",
        "language",
        "call_to_action",
        "destination",
        "opens_at",
        "end_reason",
    ),
)
OFFER_IMAGE = Grant(
    "wagtail_advocacy_shareables.OfferImage",
    read=("offer", "content", "content_type", "digest", "alt_text"),
)
SETTINGS = Grant(
    "wagtail_advocacy_shareables.ShareablesSettings",
    read=(
        "organisation",
        "public_site",
        "legal_notice",
        "privacy_notice",
        "default_image",
    ),
)


def register():
    for grant in (OFFER, OFFER_IMAGE, SETTINGS):
        grants.register(grant)

"""Where anybody reads that an award somebody shows is valid."""

from wagtail_advocacy.public_pages import (
    DAY,
    VERSION_LENGTH,
    PublicView,
    send_versioned,
)
from wagtail_advocacy.shareables.public_views import og_locale

from .grants import PUBLIC_AWARD, PUBLIC_PICTURE
from .models import PublicAward
from .pictures import PNG, POLICY


class ShownAwardView(PublicView):
    """An address of one award, for as long as its owner shows it."""

    # Primary key and version of the picture; its bytes have an address of their own.
    picture_fields: tuple[str, ...] = ("digest", "content_type")

    def get(self, request, public_id):
        # By the rule of the public process: what is not named cannot be read.
        rows = PublicAward.objects.select_related("picture").only(
            *PUBLIC_AWARD.read, *(f"picture__{name}" for name in self.picture_fields)
        )
        # Their usual order is by a column that is not named.
        shown = rows.filter(public_id=public_id).order_by("pk").first()
        return self.not_found() if shown is None else self.show(shown)

    def show(self, shown: PublicAward):
        raise NotImplementedError


class VerifyView(ShownAwardView):
    """Says whose award it is, what for, and whether it is valid. Nothing else.

    No cache keeps it: once its owner hides it, it is gone.
    """

    root = "../../"
    url_name = "badges:verify"

    def show(self, shown):
        return self.render(
            "award.html",
            language=shown.language,
            award=shown,
            address=self.absolute(self.url_name, str(shown.public_id)),
            og_locale=og_locale(shown.language),
            **self.picture(shown),
        )

    def picture(self, shown: PublicAward) -> dict:
        if shown.picture is None:
            return {}
        version = shown.picture.digest[:VERSION_LENGTH]
        address = self.absolute("badges:picture", str(shown.public_id))
        return {
            "picture_src": f"picture?v={version}",
            # No network shows drawings under a post.
            "picture_address": (
                f"{address}?v={version}" if shown.picture.content_type == PNG else ""
            ),
        }


class AwardPictureView(ShownAwardView):
    """The picture of a badge, from the database: no media storage is needed."""

    root = "../../"
    picture_fields = PUBLIC_PICTURE.read

    def show(self, shown):
        if shown.picture is None:
            return self.not_found()
        response = send_versioned(
            self.request,
            bytes(shown.picture.content),
            shown.picture.content_type,
            shown.picture.digest,
            max_age=DAY,
        )
        response.headers["Content-Security-Policy"] = POLICY
        return response

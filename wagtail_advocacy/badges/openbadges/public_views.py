"""What software reads that checks a badge: who awards it, with which keys, what for."""

import logging

from django.http import HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from wagtail_advocacy.addresses import NoPublicAddress
from wagtail_advocacy.badges.models import Badge
from wagtail_advocacy.public_pages import SHORT_MAX_AGE, PublicView

from . import documents, folder
from .grants import BADGE, LOCALE


logger = logging.getLogger(__name__)


class DocumentView(PublicView):
    """A document of a site that signs badges; verifiers in browsers read it, too."""

    is_readable_elsewhere = True
    root = "../../"

    def get(self, request, **kwargs):
        if folder.folder() is None:
            return self.not_found()
        try:
            found = self.find()
        except NoPublicAddress:
            return self.not_found()
        except OSError:
            # "There is no such key" would make a forgery of every badge.
            logger.exception("Open Badges: the folder of keys cannot be read")
            return HttpResponse(status=503)
        if found is None:
            return self.not_found()
        return self.answer(found)

    def find(self) -> dict | None:
        """Return the document, or ``None`` where there is none."""
        raise NotImplementedError

    def answer(self, document: dict):
        response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
        patch_cache_control(response, public=True, max_age=SHORT_MAX_AGE)
        return response


class IssuerView(DocumentView):
    def find(self):
        return {"@context": documents.CONTEXT, **documents.issuer_profile()}


class KeysView(DocumentView):
    """All keys, as a JWK Set (RFC 7517, section 5)."""

    def find(self):
        return {"keys": [documents.with_addresses(jwk) for jwk in folder.published()]}


class KeyView(DocumentView):
    """One key, at the address that credentials name it by."""

    root = "../../../"

    def find(self):
        for jwk in folder.published():
            if jwk["kid"] == self.kwargs["thumbprint"]:
                return documents.with_addresses(jwk)
        return None


class AchievementView(DocumentView):
    """A badge that was published once, in the reader's language where it has it."""

    def find(self):
        # By the rule of the public process: what is not named cannot be read.
        versions = list(
            Badge.objects.filter(translation_key=self.kwargs["key"])
            .select_related("locale")
            .only(*BADGE.read, *(f"locale__{name}" for name in LOCALE.read))
            .order_by("pk")
        )
        # The original may be retired; a new translation says as well that it was
        # published once, for it is a copy.
        if not versions or versions[0].first_published_at is None:
            return None
        wanted = translation.get_language_from_request(self.request).split("-")[0]
        own = (
            one
            for one in versions
            if one.live and one.locale.language_code.split("-")[0] == wanted
        )
        badge = next(own, versions[0])
        return {"@context": documents.CONTEXT, **documents.achievement(badge)}

    def answer(self, document):
        response = super().answer(document)
        patch_vary_headers(response, ["Accept-Language"])
        return response

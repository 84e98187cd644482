"""What there is to share, for a newsletter tool that cannot log in."""

import datetime
import hashlib
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext
from django.views import View
from wagtail.coreutils import get_content_languages

from wagtail_advocacy.addresses import intranet_url
from wagtail_advocacy.shareables.models import Offer, ShareablesSettings

from .addresses import ATOM, RSS, composer_path
from .models import OutreachSettings
from .queries import for_everybody


# A newsletter has no more, and a tool that asks every minute costs little.
MOST = 50
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
GENERATORS: dict[str, Any] = {RSS: Rss201rev2Feed, ATOM: Atom1Feed}


@method_decorator(login_not_required, name="dispatch")
class FeedView(View):
    """A feed of what is offered to everybody; its address is its key.

    Nobody who knows it learns more than people outside may: of each offer the words of
    its public card, and a link to the composer, which asks for a login. ``language``
    in the query narrows it to one language. Five queries, whatever there is.
    """

    http_method_names = ["get", "head"]

    def get(self, request, token, kind):
        if kind not in GENERATORS or not self.is_key(token):
            raise Http404
        language = self.get_language()
        found = for_everybody(language=language).prefetch_related("topics")
        offers = list(found[:MOST])
        with translation.override(language or translation.get_language()):
            body = self.get_body(kind, token, language, offers)
        # No date of the last change: what was withdrawn leaves none, and whoever asked
        # by date would keep it for good.
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        response = HttpResponse(body, GENERATORS[kind].content_type)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["ETag"] = etag
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return get_conditional_response(request, etag, response=response)

    def is_key(self, token: str) -> bool:
        own = OutreachSettings.read().feed_token
        return bool(own) and constant_time_compare(token, own)

    def get_language(self) -> str:
        wanted = self.request.GET.get("language", "")
        if wanted and wanted not in dict(get_content_languages()):
            raise Http404
        return wanted

    def get_body(
        self, kind: str, token: str, language: str, offers: list[Offer]
    ) -> bytes:
        base = intranet_url("")
        query = f"?language={language}" if language else ""
        own = reverse("wagtail_advocacy:outreach:feed", args=[token, kind])
        feed = GENERATORS[kind](
            title=_plain(_title()),
            link=base + reverse("wagtail_advocacy:home"),
            description=gettext("What colleagues may share, each in their own words."),
            language=language or translation.get_language(),
            feed_url=base + own + query,
        )
        for offer in offers:
            feed.add_item(
                title=_plain(offer.title),
                link=base + composer_path(offer.public_id),
                description=_plain(offer.summary),
                unique_id=f"urn:wagtail-advocacy:offer:{offer.public_id}",
                unique_id_is_permalink=False,
                pubdate=offer.opens_at,
                updateddate=offer.opens_at,
                categories=sorted(_plain(topic.name) for topic in offer.topics.all()),
            )
        if not offers:
            # Or it would say that it was changed just now, whenever it is asked.
            feed.latest_post_date = lambda: _EPOCH
        return feed.writeString("utf-8").encode()


def _title() -> str:
    organisation = ShareablesSettings.read().shown_organisation
    if not organisation:
        return gettext("To share in your own words")
    return gettext("%(organisation)s: to share in your own words") % {
        "organisation": organisation
    }


def _plain(text: str) -> str:
    # XML knows no control characters but these, and an editor may have pasted some.
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")

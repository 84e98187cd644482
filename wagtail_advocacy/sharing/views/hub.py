"""What there is to share, and what I shared."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages

from wagtail_advocacy.ambassadors import consents, notices, requirements
from wagtail_advocacy.ambassadors.views import EmployeeView
from wagtail_advocacy.learning.notices import BY_MAIL
from wagtail_advocacy.shareables.models.shareables import default_language

from .. import actions, readings
from ..models import Reading, Share
from ..queries import (
    languages_on_offer,
    offers_for,
    offers_to_share,
    shares_of,
    shares_to_ask_about,
    topics_on_offer,
)
from . import planning
from .presentation import address_inside, network_name, reading_lines


PAGE_SIZE = 12

RECENT_SHARES = 3

# More questions than this at once would be a demand.
MAX_QUESTIONS = 3
# What was planned next; the rest has a screen of its own.
MAX_PLANS = 3

# What the hub says after something was done elsewhere. In the address and not in
# Django's messages, which a site need not have installed, nor show.
NOTICES = {
    "not_yet": _("No hurry. It waits for you here."),
    "dropped": _("Done. Nothing of it was kept."),
    **planning.NOTICES,
}


class HubView(EmployeeView):
    """What I may share, what I shared, and what is still to be answered."""

    template_name = "wagtail_advocacy/sharing/hub.html"

    def get(self, request):
        mine = list(shares_of(request.user)[: RECENT_SHARES + 1])
        plans = planning.plans_of(self.ambassador, MAX_PLANS + 1)
        return self.render(
            notices=notices.unread(self.ambassador),
            to_do=self.to_do,
            question=self.get_question(),
            notice=NOTICES.get(request.GET.get("notice", "")),
            to_ask=self.get_to_ask(),
            plans=plans[:MAX_PLANS],
            has_more_plans=len(plans) > MAX_PLANS,
            shares=present(mine[:RECENT_SHARES]),
            has_more_shares=len(mine) > RECENT_SHARES,
            **self.get_offers(),
        )

    @cached_property
    def to_do(self) -> list[requirements.ChecklistItem]:
        # While sharing is closed there is nothing to do.
        if self.ambassador is None or actions.closed_because():
            return []
        return requirements.to_do(self.ambassador)

    def get_question(self) -> consents.Question | None:
        """Ask whether mails may remind them, once there is something to remind of."""
        if not self.to_do:
            return None
        return consents.question(
            self.ambassador,
            BY_MAIL.key,
            source="hub",
            next=reverse("wagtail_advocacy:home"),
        )

    def get_to_ask(self) -> list[Share]:
        # Whoever left is asked nothing.
        shares = shares_to_ask_about(self.request.user) if self.ambassador else []
        for share in shares[:MAX_QUESTIONS]:
            share.network_name = network_name(share)
        return shares[:MAX_QUESTIONS]

    def get_offers(self) -> dict:
        own_language = default_language()
        names = dict(get_content_languages())
        mine = offers_for(self.request.user)
        topics = topics_on_offer(mine, own_language)
        on_offer = languages_on_offer(mine)
        languages = {code: name for code, name in names.items() if code in on_offer}
        # Anything else in the address is somebody's typing, or an old bookmark.
        topic = self.request.GET.get("topic", "")
        topic = topic if topic in topics else ""
        language = self.request.GET.get("language", "")
        language = language if language in languages else ""
        offers = Paginator(
            offers_to_share(
                mine, topic=topic, language=language, own_language=own_language
            ),
            PAGE_SIZE,
        ).get_page(self.request.GET.get("page"))
        shared = self.get_shared_offers(offers)
        for offer in offers:
            offer.topic_names = [
                topics[str(one.translation_key)]
                for one in offer.topics.all()
                if str(one.translation_key) in topics
            ]
            offer.language_name = names.get(offer.language, offer.language)
            offer.is_shared = offer.pk in shared
            offer.inside_address = address_inside(offer, self.request)
        return {
            "offers": offers,
            "topics": topics,
            "topic": topic,
            "languages": languages,
            "language": language,
            "own_language": own_language,
            "filter_query": urlencode({"topic": topic, "language": language}),
        }

    def get_shared_offers(self, offers) -> set[int]:
        return set(
            Share.objects.of(self.request.user)
            .confirmed()
            .filter(offer__in=[offer.pk for offer in offers])
            .order_by()
            .values_list("offer", flat=True)
        )


class MySharesView(EmployeeView):
    """Everything I shared, and what it brought."""

    template_name = "wagtail_advocacy/sharing/shares.html"

    def get(self, request):
        page = Paginator(shares_of(request.user), PAGE_SIZE).get_page(
            request.GET.get("page")
        )
        page.object_list = present(page.object_list)
        return self.render(shares=page, reply_rate=readings.reply_rate(request.user))


class SharePresentation:
    """A share as its author sees it.

    :param share: one of ``shares_of``, with its readers.
    :param known: its latest readings, by metric.
    """

    def __init__(self, share: Share, known: dict[str, Reading]) -> None:
        self.share = share
        self.reading_lines = reading_lines(known)
        replied = known.get(Reading.Metric.REPLIED)
        self.has_replied = replied is not None and replied.value > 0
        self.offer = share.offer
        self.network_name = network_name(share)

    @property
    def readers(self) -> int | None:
        """People it brought; ``None``: unknown, since nobody said that it is out."""
        if not self.share.is_published:
            return None
        return self.share.readers


def present(shares: Iterable[Share]) -> list[SharePresentation]:
    """Return shares as their author sees them. One query for what is known of them.

    :param shares: of ``shares_of``.
    """
    shares = list(shares)
    known = readings.latest(share.pk for share in shares)
    return [SharePresentation(share, known.get(share.pk, {})) for share in shares]

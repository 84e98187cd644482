from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, OuterRef, QuerySet, Value, When

from wagtail_advocacy import networks
from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.networks.base import Network
from wagtail_advocacy.shareables.models import Offer, Topic

from .models import Share
from .visits import readers_of_share, total


@dataclass(frozen=True)
class Question:
    """A prompt as the composer shows it.

    :param value: its place in the list, as the form sends it.
    :param network: key of the only network it is for; "": every network.
    """

    value: str
    text: str
    network: str

    def suits(self, network_key: str) -> bool:
        return self.network in ("", network_key)


# Asked once on coming back and once at the next visit; after that only once a
# reader shows that the post is out.
MAX_POSTPONED = 2
# More networks than this at once are a choice nobody wants to make.
MOST_SHOWN_FIRST = 5


def shares_of(user):
    """Return one person's shares with their offers and readers, newest first."""
    return (
        Share.objects.of(user)
        .exclude(state=Share.State.DROPPED)
        .select_related("offer", "link")
        .annotate(readers=readers_of_share())
    )


def shares_to_ask_about(user):
    """Return the open shares whose author is asked "did you publish it?" now."""
    return [
        share
        for share in shares_of(user).open()
        if share.postponed < MAX_POSTPONED
        or (share.postponed == MAX_POSTPONED and share.readers)
    ]


def readers_of_offers(offer_pks: Iterable[int]) -> dict[int, int]:
    """Return the people that published shares brought to each offer that has some.

    Those that were taken down since brought them all the same.

    One query: with two, visits that are folded in between would be lost or doubled.
    """
    readers = total(link__offer=OuterRef("pk"), link__share__state__in=Share.PUBLISHED)
    return dict(
        Offer.objects.filter(pk__in=list(offer_pks))
        .annotate(_readers=readers)
        .filter(_readers__gt=0)
        .order_by()
        .values_list("pk", "_readers")
    )


def shares_of_offers(offer_pks: Iterable[int]) -> dict[int, int]:
    """Return how many published shares each offer has. One query.

    Those that were taken down since count: a figure that falls would tell of it.
    """
    return dict(
        Share.objects.published()
        .filter(offer__in=list(offer_pks))
        .order_by()
        .values("offer")
        .annotate(total=Count("pk"))
        .values_list("offer", "total")
    )


def offered_networks(offer: Offer | None = None) -> list[Network]:
    """Return the networks a site offers, those that ``offer`` allows."""
    keys = app_settings.NETWORKS
    chosen = networks.all() if keys is None else [networks.get(key) for key in keys]
    return [network for network in chosen if offer is None or offer.allows(network.key)]


def name_of_network(key: str, instance: str = "") -> str:
    """Return what a network is called; its key where the site has taken it away."""
    try:
        return str(networks.get(key).at(instance).name)
    except networks.UnknownNetwork:
        return key


def shown_first(offered: Iterable[Network]) -> list[Network]:
    """Return the networks people see without asking for more; never none of some.

    Where a site lists its networks, the order is its own, and so are the first ones.

    :param offered: as ``offered_networks`` returns them.
    """
    offered = list(offered)
    if app_settings.NETWORKS is not None:
        return offered[:MOST_SHOWN_FIRST]
    return [network for network in offered if network.shown_first] or offered


def usual_instance(user) -> str:
    """Return the server somebody went to last, or "": they went to none so far."""
    instances = Share.objects.of(user).exclude(instance="")
    return instances.values_list("instance", flat=True).first() or ""


def offers_for(user) -> QuerySet[Offer]:
    """Return what ``user`` may share now."""
    return Offer.objects.current().meant_for(user)


def offers_to_share(
    offers: QuerySet[Offer], *, topic=None, language: str = "", own_language: str = ""
):
    """Return what may be shared now, own language first, then newest first.

    :param offers: as ``offers_for`` returns them.
    :param topic: translation key of a topic, in whatever language the offer has it.
    :param language: only offers in this language.
    :param own_language: the language the person reads.
    """
    if topic:
        of_topic = Topic.objects.filter(translation_key=topic).values("pk")
        tagged = Offer.topics.through.objects.filter(topic__in=of_topic)
        offers = offers.filter(pk__in=tagged.values("offer"))
    if language:
        offers = offers.filter(language=language)
    own_first = Case(When(language=own_language, then=Value(0)), default=Value(1))
    return (
        offers.select_related("page", "image")
        .defer("image__content")
        .prefetch_related("topics")
        .order_by(own_first, "-opens_at", "-pk")
    )


def topics_on_offer(offers: QuerySet[Offer], language: str) -> dict[str, str]:
    """Return the topics of what may be shared now: translation key to name.

    Each topic once, named in ``language`` where it has a translation. One query.

    :param offers: as ``offers_for`` returns them.
    """
    used = Offer.topics.through.objects.filter(offer__in=offers.order_by().values("pk"))
    keys = Topic.objects.filter(pk__in=used.values("topic")).order_by()
    topics = Topic.objects.filter(
        translation_key__in=keys.values("translation_key")
    ).select_related("locale")
    names: dict[str, str] = {}
    for topic in topics:
        key = str(topic.translation_key)
        if key not in names or topic.locale.language_code == language:
            names[key] = topic.name
    return dict(sorted(names.items(), key=lambda item: item[1].casefold()))


def languages_on_offer(offers: QuerySet[Offer]) -> set[str]:
    """Return the languages of what may be shared now. One query.

    :param offers: as ``offers_for`` returns them.
    """
    return set(offers.order_by().values_list("language", flat=True).distinct())


def live_shareable(offer: Offer) -> Any:
    """Return what the editors prepared, as it is live, or ``None`` where it is gone."""
    # The class of a site's own type may be gone, and its rows with it.
    return offer.content_type.model_class() and offer.shareable


def questions_of(offer: Offer) -> list[Question]:
    """Return the prompts that the editors wrote for an offer, in their order.

    They are read from the live shareable; none where it is gone.
    """
    shareable = live_shareable(offer)
    if not shareable:
        return []
    return [
        Question(str(index), prompt.value["text"], prompt.value["network"] or "")
        for index, prompt in enumerate(shareable.prompts)
    ]


def lines_of(offer: Offer, field: str) -> list[str]:
    """Return the lines of a text that the editors wrote beside an offer.

    :param field: name of it on the shareable, such as "may_say".
    """
    text = getattr(live_shareable(offer), field, "")
    return [line.strip() for line in text.splitlines() if line.strip()]


def suggestions_of(offer: Offer) -> list[str]:
    """Return what the editors wrote that somebody could copy, each text once.

    The prompts of every network, what may be said, the card's title and summary; and
    all of it as one text, in which a patchwork of several is found.
    """
    texts = [
        *(question.text for question in questions_of(offer)),
        *lines_of(offer, "may_say"),
        offer.title,
        offer.summary,
    ]
    return [*dict.fromkeys(filter(None, texts)), "\n".join(texts)]

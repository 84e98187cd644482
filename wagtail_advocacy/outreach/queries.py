from django.db.models import QuerySet

from wagtail_advocacy.ambassadors import launch
from wagtail_advocacy.shareables.models import Offer, Topic


def for_everybody(*, topic=None, language: str = "") -> QuerySet[Offer]:
    """Return what anybody may share now, newest first; nothing while sharing is closed.

    For what many people read alike, such as a newsletter that is made once: nothing
    here is meant for an audience. Two queries with the result.

    :param topic: translation key of a topic, in whatever language the offer has it.
    :param language: only offers in this language, such as "fr".
    """
    if not launch.is_open():
        return Offer.objects.none()
    offers = Offer.objects.current().filter(audience=None)
    if topic:
        of_topic = Topic.objects.filter(translation_key=topic).values("pk")
        tagged = Offer.topics.through.objects.filter(topic__in=of_topic)
        offers = offers.filter(pk__in=tagged.values("offer"))
    if language:
        offers = offers.filter(language=language)
    return offers.order_by("-opens_at", "-pk")

"""Makes recognition and what it is for, through the doors people use."""

import datetime
import uuid

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale

from tests import factories
from wagtail_advocacy.badges.models import (
    Badge,
    BadgeCondition,
    BadgesSettings,
    PointEntry,
    Recognition,
)
from wagtail_advocacy.learning.models import Completion
from wagtail_advocacy.shareables.models import LinkShareable, Offer
from wagtail_advocacy.sharing import conversation
from wagtail_advocacy.sharing.models import Reading, Share, TrackedLink


OWN = "Three farms, one wet June, and a heat pump nobody had asked for."


def settings(**fields) -> BadgesSettings:
    """Decide about recognition as a lead does."""
    made = BadgesSettings.objects.first() or BadgesSettings()
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


def worth(rule, *, amount=0, cap=None) -> BadgesSettings:
    """Let a rule give so many points for one, and at most so many a week."""
    rules = {**BadgesSettings.read().rules, rule: {"amount": amount, "cap": cap}}
    return settings(rules=rules)


def shares(user, offer, count=1, *, at=None, originality=None, **fields):
    """Let ``user`` publish the same offer ``count`` times.

    :param at: when they said so; now.
    :param originality: how far each text is their own; ``None``: it was not judged.
    """
    made = [factories.confirmed_share(user, offer, **fields) for _ in range(count)]
    rows = Share.objects.filter(pk__in=[share.pk for share in made])
    rows.update(originality=originality)
    if at is not None:
        rows.update(confirmed_at=at)
    return made


def reads(share, at=None, source=Reading.Source.MEASURED, **figures) -> None:
    """Let a network, or somebody else, tell how a post goes: ``comments=3``."""
    for metric, value in figures.items():
        Reading.objects.create(
            share=share,
            metric=metric,
            value=value,
            source=source,
            at=at or timezone.now(),
        )


def reply(user, share, value=1) -> None:
    """Let the author say that they answered, or did not after all."""
    conversation.report(user, share.pk, {Reading.Metric.REPLIED: value})


def thanks(giver, receiver, *, key="", live=True, **fields) -> Recognition:
    """Let somebody's thanks have arrived.

    :param key: what it counts under; "": it does not count.
    """
    return Recognition.objects.create(
        giver=giver,
        receiver=receiver,
        text="You helped me out of it.",
        live=live,
        given_at=fields.pop("given_at", timezone.now()),
        counted_key=key or None,
        **fields,
    )


def entries(ambassador, rule=None) -> list[tuple[str, str, int, str]]:
    """Return the ledger of somebody: source, kind, amount, reason."""
    rows = PointEntry.objects.filter(ambassador=ambassador)
    if rule:
        rows = rows.filter(rule=rule)
    return list(rows.order_by("pk").values_list("source", "kind", "amount", "reason"))


def monday(weeks=0) -> datetime.datetime:
    """Return noon of the Monday some weeks after a fixed one, in the site's zone."""
    first = datetime.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
    return first + datetime.timedelta(weeks=weeks)


def badge(name="First answers", *, asks=None, **fields) -> Badge:
    """Make a badge that can be earned.

    :param asks: how many at least, by key of a condition; two things shared.
    """
    made = Badge.objects.create(
        **{
            "name": name,
            "description": "Answered those who commented.",
            "how_to_earn": "Answer your readers.",
            "live": True,
            "locale": fields.pop("locale", None)
            or Locale.objects.get_or_create(language_code="en")[0],
            **fields,
        }
    )
    ask(made, **({"shares": 2} if asks is None else asks))
    return made


def ask(badge, **asks):
    """Let a badge ask for this, and for nothing else."""
    BadgeCondition.objects.filter(badge=badge).delete()
    BadgeCondition.objects.bulk_create(
        BadgeCondition(badge=badge, condition=key, at_least=number, sort_order=place)
        for place, (key, number) in enumerate(asks.items())
    )


def offer(title="The grid of tomorrow", topics=()) -> Offer:
    """Make an offer, without the publishing that takes most of the time."""
    now = timezone.now()
    made = Offer.objects.create(
        content_type=ContentType.objects.get_for_model(LinkShareable),
        object_id=str(uuid.uuid4()),
        title=title,
        summary="What a newspaper writes.",
        language="en",
        nature="industry",
        destination="https://news.example.org/grid",
        offered_at=now,
        opens_at=now,
    )
    made.topics.set(topics)
    return made


def share(ambassador, of=None, *, at=None, network="linkedin", **fields) -> Share:
    """Make a post that its author said to be out, now or at another moment."""
    of = of or offer()
    return Share.objects.create(
        **{
            "ambassador": ambassador,
            "offer": of,
            "network": network,
            "link": TrackedLink.objects.create(offer=of, network=network),
            "text": "I have seen the barn myself.",
            "state": Share.State.CONFIRMED,
            "confirmed_at": at or timezone.now(),
            **fields,
        }
    )


def take_down(share):
    """Let the author say that a post is not out any more."""
    Share.objects.filter(pk=share.pk).update(
        state=Share.State.WITHDRAWN,
        withdrawn_at=timezone.now(),
        text="",
        originality=None,
    )


def reading(share, metric, value, *, at=None, source="self-reported") -> Reading:
    return Reading.objects.create(
        share=share, metric=metric, value=value, source=source, at=at or timezone.now()
    )


def completion(ambassador, *, training=None, period=1, at=None) -> Completion:
    return Completion.objects.create(
        ambassador=ambassador,
        training=training or uuid.uuid4(),
        title="Speak for yourself",
        language="en",
        period=period,
        completed_at=at or timezone.now(),
    )

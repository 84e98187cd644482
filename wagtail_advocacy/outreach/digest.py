"""What is new to share, for each person, as often as they like; or nothing.

It is made from what they may share anyway and stands in their hub all the time, so the
intranet shows no notice of it. How it is mailed, and that it comes once, is for
``ambassadors.notices``.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.db import connections, router, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors import (
    audiences,
    consents,
    launch,
    notices,
    requirements,
)
from wagtail_advocacy.ambassadors.consents import COMMERCIAL, Purpose
from wagtail_advocacy.ambassadors.models import (
    Ambassador,
    Consent,
    Delivery,
    Profile,
)
from wagtail_advocacy.ambassadors.notice_kinds import NoticeKind, notice_kinds
from wagtail_advocacy.ambassadors.queries import language_of
from wagtail_advocacy.rows import in_batches
from wagtail_advocacy.shareables.models import FollowedTopic, Nature, Offer
from wagtail_advocacy.sharing.models import Share

from .addresses import composer_path
from .models import DigestChoice, OutreachSettings
from .periods import Due, begins_at, is_daytime, latest


# What is older is no news, however new somebody is to it.
NEW_FOR = datetime.timedelta(days=60)
# Two digests of one person are further apart than this, so whoever was looked at
# lately is not even read.
APART = datetime.timedelta(hours=12)
# People who are looked at at once.
BATCH = 500

BY_MAIL = Purpose(
    "mail:digest",
    wording="2026-11",
    sentence=_(
        "You may tell me by mail what is new to share, as often as I choose; nothing"
        " when there is nothing."
    ),
    group="mail",
)


def offers_of(user, context: dict[str, Any]) -> list[Offer]:
    """Return what a digest told somebody of and they may still share, in its order."""
    told = context.get("offers", [])
    shared = Share.objects.of(user).exclude(state=Share.State.DROPPED)
    current = (
        Offer.objects.current()
        .filter(pk__in=told)
        .exclude(pk__in=shared.values("offer"))
        .meant_for(user)
    )
    return sorted(current, key=lambda offer: told.index(offer.pk))


def _still_holds(ambassador: Ambassador, context: dict[str, Any]) -> bool:
    return bool(offers_of(ambassador.user, context))


def _details(user, context: dict[str, Any]) -> dict[str, Any]:
    offers = offers_of(user, context)
    return {
        "first": offers[0].title if offers else "",
        "others": len(offers) - 1,
        "entries": [
            {
                "title": offer.title,
                "text": offer.summary,
                "address": composer_path(offer.public_id),
            }
            for offer in offers
        ],
    }


DIGEST = NoticeKind(
    "digest",
    label=_("Digests of what is new to share"),
    template="wagtail_advocacy/outreach/notices/digest.txt",
    purpose=BY_MAIL,
    encourages=True,
    still_holds=_still_holds,
    # What they were told of once is not told again.
    kept=("offers",),
    details=_details,
    is_mail_only=True,
)


def send_due() -> None:
    """Tell everybody whose digest is due what is new to them.

    Run it often; it does nothing for whoever was looked at since. Whatever was missed,
    however long, is one digest. The number of queries grows with the batches of people,
    and not with the people in them.
    """
    if not launch.is_open():
        return
    now = timezone.now()
    settings = OutreachSettings.read()
    fresh: Fresh | None = None
    for people in _batches(now):
        due = {}
        for ambassador in people:
            found = _due(ambassador, settings, now)
            if found is not None:
                due[ambassador] = found
        if not due:
            continue
        # Not before somebody needs it: most runs find nobody.
        fresh = fresh or Fresh.read(now)
        # In a break people are told nothing, and afterwards not all of it at once.
        periods = {
            one: found.period
            for one, found in due.items()
            if not _profile(one).is_paused(now)
        }
        with transaction.atomic():
            tell(periods, fresh, settings.digest_size)
            _remember(due, now)


def _batches(now: datetime.datetime) -> Iterator[list[Any]]:
    agreed = Consent.objects.filter(
        ambassador=OuterRef("pk"), purpose=BY_MAIL.key
    ).order_by("-pk")
    people = (
        consents.who_granted(Ambassador.objects.active(), BY_MAIL.key)
        .exclude(digest_choice__looked_at__gt=now - APART)
        .annotate(agreed_at=Subquery(agreed.values("created_at")[:1]))
        .select_related("user__wagtail_userprofile", "profile", "digest_choice")
    )
    yield from in_batches(people, BATCH)


def _due(
    ambassador: Ambassador, settings: OutreachSettings, now: datetime.datetime
) -> Due | None:
    """Return the digest that is due to somebody and may begin now."""
    zone = _profile(ambassador).zone
    choice = getattr(ambassador, "digest_choice", None) or DigestChoice()
    clock = begins_at(settings.digest_hour, ambassador.pk)
    due = latest(
        choice.frequency, now, zone, weekday=settings.digest_weekday, clock=clock
    )
    # Not of this morning, for whoever said yes at noon.
    since = max(ambassador.agreed_at, choice.looked_at or ambassador.agreed_at)  # type: ignore[attr-defined]
    return due if due.at > since and is_daytime(now, zone, clock) else None


def _profile(ambassador: Ambassador) -> Profile:
    return getattr(ambassador, "profile", None) or Profile(ambassador=ambassador)


@dataclass(frozen=True)
class Fresh:
    """What is news just now, for whomever, newest first."""

    offers: list[Offer]
    # Translation keys of each one's topics, by its primary key.
    topics: dict[int, set[Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, now: datetime.datetime) -> "Fresh":
        """Two queries."""
        current = Offer.objects.current().filter(opens_at__gt=now - NEW_FOR)
        offers = list(
            current.select_related("page")
            .prefetch_related("topics")
            .order_by("-opens_at", "-pk")
        )
        topics = {
            offer.pk: {topic.translation_key for topic in offer.topics.all()}
            for offer in offers
        }
        return cls(offers, topics)


def story_of(offer: Offer) -> Any:
    """Return what two offers have in common that tell the same in two languages."""
    return offer.page.translation_key if offer.page else offer.pk


def tell(periods: dict[Ambassador, str], fresh: Fresh, size: int) -> None:
    """Send each person what is new to them. Queries as many as for one.

    :param periods: what each one's digest is for; they get one for each.
    :param size: at most so many offers.
    """
    if not fresh.offers or not periods:
        return
    known = Known.read(list(periods), fresh)
    told = []
    for ambassador, period in periods.items():
        offers = known.choose(ambassador, size)
        if offers:
            context = {"offers": [offer.pk for offer in offers]}
            told.append((ambassador.user, period, context))
    notices.send_to_all(
        DIGEST.key, told, address=reverse("wagtail_advocacy:ambassadors:me") + "#digest"
    )


class Known:
    """What is known of a batch of people, as far as it decides what is new to them."""

    def __init__(self, fresh: Fresh) -> None:
        self.fresh = fresh
        self.ranks = {offer.pk: rank for rank, offer in enumerate(fresh.offers)}
        # By primary key of the ambassador.
        self.told: dict[int, set[int]] = defaultdict(set)
        self.waits: set[int] = set()
        self.lacks: set[int] = set()
        self.follows: dict[int, set[Any]] = defaultdict(set)
        self.wants_commercial: set[int] = set()
        # By primary key of the account.
        self.audiences: dict[Any, set[int]] = {}

    @classmethod
    def read(cls, people: list[Ambassador], fresh: Fresh) -> "Known":
        known = cls(fresh)
        rows = Ambassador.objects.filter(pk__in=[one.pk for one in people])
        # Whoever has still something to do first may not share yet.
        known.lacks = set(requirements.unmet_by_person(rows))
        agreeing = consents.who_granted(rows, COMMERCIAL.key)
        known.wants_commercial = set(agreeing.values_list("pk", flat=True))
        known.read_told(people, rows)
        followed = FollowedTopic.objects.filter(ambassador__in=rows)
        for pk, topic in followed.values_list("ambassador", "topic__translation_key"):
            known.follows[pk].add(topic)
        named = (one.audience_id for one in fresh.offers)
        if asking := {pk for pk in named if pk is not None}:
            users = [one.user_id for one in people]
            known.audiences = audiences.of_people(users, asking)
        return known

    def read_told(self, people: list[Ambassador], rows: "QuerySet[Ambassador]") -> None:
        shared = Share.objects.filter(
            ambassador__in=rows, offer__in=[one.pk for one in self.fresh.offers]
        ).exclude(state=Share.State.DROPPED)
        for pk, offer in shared.values_list("ambassador", "offer"):
            self.told[pk].add(offer)
        by_user = {one.user_id: one.pk for one in people}
        # No digest before names what was not offered yet.
        oldest = min(one.opens_at for one in self.fresh.offers)
        earlier = Delivery.objects.filter(
            kind=DIGEST.key, user__in=list(by_user), created_at__gte=oldest
        ).exclude(state__in=[Delivery.State.DROPPED, Delivery.State.FAILED])
        for user, context, state in earlier.values_list("user", "context", "state"):
            self.told[by_user[user]] |= set(context.get("offers", []))
            if state == Delivery.State.WAITING:
                self.waits.add(by_user[user])

    def choose(self, ambassador: Ambassador, size: int) -> list[Offer]:
        """Return what somebody is told of: their topics first, and of each the newest.

        Natures take turns, so that it is not all about products. Each story once, in
        the person's own language where there is a choice.
        """
        if ambassador.pk in self.lacks | self.waits:
            # A second one would only wait behind the first.
            return []
        own = _base(language_of(ambassador.user))
        suiting = sorted(
            self._suiting(ambassador), key=lambda offer: _base(offer.language) != own
        )
        told = self.told[ambassador.pk]
        stories = {story_of(one) for one in self.fresh.offers if one.pk in told}
        new = []
        for offer in suiting:
            if story_of(offer) not in stories:
                stories.add(story_of(offer))
                new.append(offer)
        new.sort(key=lambda offer: self.ranks[offer.pk])
        follows = self.follows[ambassador.pk]
        first = [one for one in new if self.fresh.topics[one.pk] & follows]
        rest = [one for one in new if not self.fresh.topics[one.pk] & follows]
        return [*taking_turns(first), *taking_turns(rest)][:size]

    def _suiting(self, ambassador: Ambassador) -> Iterator[Offer]:
        languages = _profile(ambassador).languages
        belongs_to = self.audiences.get(ambassador.user_id, set())
        for offer in self.fresh.offers:
            is_commercial = offer.nature == Nature.COMMERCIAL
            if (
                (offer.audience_id is None or offer.audience_id in belongs_to)
                and (not languages or offer.language in languages)
                # Nobody is sent what is about products unless they said so.
                and (not is_commercial or ambassador.pk in self.wants_commercial)
            ):
                yield offer


def _base(language: str) -> str:
    return language.split("-")[0].lower()


def taking_turns(offers: Iterable[Offer]) -> list[Offer]:
    """Return the first of each nature, then the second of each, and so on."""
    by_nature: dict[str, list[Offer]] = {}
    for offer in offers:
        by_nature.setdefault(offer.nature, []).append(offer)
    rounds = zip_longest(*by_nature.values())
    return [offer for turn in rounds for offer in turn if offer is not None]


def _remember(people: Iterable[Ambassador], now: datetime.datetime) -> None:
    """Note that these people were looked at. One query."""
    alias = router.db_for_write(DigestChoice)
    # MySQL looks at every unique index and cannot be told at which.
    can_name = connections[alias].features.supports_update_conflicts_with_target
    DigestChoice.objects.using(alias).bulk_create(
        [DigestChoice(ambassador=one, looked_at=now) for one in people],
        update_conflicts=True,
        update_fields=["looked_at"],
        unique_fields=["ambassador"] if can_name else None,
    )


def register() -> None:
    notice_kinds.register(DIGEST)

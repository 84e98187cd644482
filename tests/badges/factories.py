"""Makes recognition and what it is for, beside what ``tests.factories`` makes."""

import datetime
import hashlib
import uuid
import zoneinfo

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Locale

from tests import factories
from wagtail_advocacy.ambassadors import group_figures
from wagtail_advocacy.ambassadors.models import (
    Ambassador,
    DirectoryPerson,
    DirectorySync,
    Headcount,
    Unit,
)
from wagtail_advocacy.ambassadors.queries import active_ambassador
from wagtail_advocacy.badges import points, showing
from wagtail_advocacy.badges.models import (
    Award,
    Badge,
    BadgeCondition,
    BadgesSettings,
    Board,
    BoardPlace,
    Criteria,
    Goal,
    PointEntry,
    Recognition,
    Redemption,
    Revocation,
    Reward,
)
from wagtail_advocacy.badges.rewards import actions as rewarding
from wagtail_advocacy.learning.models import Completion
from wagtail_advocacy.shareables.models import LinkShareable, Offer
from wagtail_advocacy.sharing import conversation
from wagtail_advocacy.sharing.models import Reading, Share, TrackedLink


PARIS = zoneinfo.ZoneInfo("Europe/Paris")
# The day of which there are figures: the Wednesday in the middle of a quarter.
TODAY = datetime.date(2026, 11, 18)
OWN = "Three farms, one wet June, and a heat pump nobody had asked for."
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'
    b'<circle cx="48" cy="48" r="44" fill="#155e75"/></svg>'
)


def settings(**fields) -> BadgesSettings:
    """Decide about recognition as a lead does."""
    made = BadgesSettings.objects.first() or BadgesSettings()
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


def moment(at=None) -> datetime.datetime:
    """Return a moment as it is, noon of a day by the clocks of the site, or now."""
    if at is None:
        return timezone.now()
    if isinstance(at, datetime.datetime):
        return at
    return datetime.datetime.combine(at, datetime.time(12), PARIS)


def monday(weeks=0) -> datetime.datetime:
    """Return noon of the Monday some weeks after a fixed one."""
    return moment(datetime.date(2026, 6, 1)) + datetime.timedelta(weeks=weeks)


def _locale(language) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


# What people do. Whatever says ``at`` takes a moment or a day; it is now without.


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


def share(
    ambassador, of=None, *, at=None, network="linkedin", replied=None, **fields
) -> Share:
    """Make a post that its author said to be out, in their own words.

    :param of: the offer it is about; one of its own.
    :param replied: whether they answered its readers; ``None``: they did not say.
    """
    of = of or offer()
    made = Share.objects.create(
        **{
            "ambassador": ambassador,
            "offer": of,
            "network": network,
            "link": TrackedLink.objects.create(offer=of, network=network),
            "text": "My own words.",
            "state": Share.State.CONFIRMED,
            "confirmed_at": moment(at),
            "originality": 80,
            **fields,
        }
    )
    if replied is not None:
        reads(made, at=at, replied=int(replied))
    return made


def confirmed_shares(user, offer, count=1, *, at=None, originality=None, **fields):
    """Let ``user`` publish the same offer ``count`` times, through the doors they use.

    :param originality: how far each text is their own; ``None``: it was not judged.
    """
    made = [factories.confirmed_share(user, offer, **fields) for _ in range(count)]
    rows = Share.objects.filter(pk__in=[share.pk for share in made])
    rows.update(originality=originality)
    if at is not None:
        rows.update(confirmed_at=at)
    return made


def take_down(share):
    """Let the author say that a post is not out any more."""
    Share.objects.filter(pk=share.pk).update(
        state=Share.State.WITHDRAWN,
        withdrawn_at=timezone.now(),
        text="",
        originality=None,
    )


def reads(share, *, at=None, source="", **figures) -> None:
    """Let somebody tell how a post goes: ``comments=3``.

    :param source: who does; its network, or of replies its author.
    """
    sources = Reading.Source
    for metric, value in figures.items():
        is_own = metric == Reading.Metric.REPLIED
        usual = sources.SELF_REPORTED if is_own else sources.MEASURED
        Reading.objects.create(
            share=share,
            metric=metric,
            value=value,
            source=source or usual,
            at=moment(at),
        )


def reply(user, share, value=1) -> None:
    """Let the author say that they answered, or did not after all."""
    conversation.report(user, share.pk, {Reading.Metric.REPLIED: value})


def completion(ambassador, *, training=None, period=1, at=None) -> Completion:
    return Completion.objects.create(
        ambassador=ambassador,
        training=training or uuid.uuid4(),
        title="Speak for yourself",
        language="en",
        period=period,
        completed_at=moment(at),
    )


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


# Badges and awards.


def badge(
    name="Conversation", *, language="en", asks=None, picture=b"", live=True, **fields
) -> Badge:
    """Put a badge into the library, published once where it is live.

    :param asks: how many at least, by key of a condition; nothing.
    :param picture: what is in its file; b"": it has none.
    """
    made = Badge(
        **{
            "name": name,
            "description": "Answered five readers.",
            "how_to_earn": "Answer five readers.",
            "locale": _locale(language),
            "live": live,
            "first_published_at": timezone.now() if live else None,
            **fields,
        }
    )
    if picture:
        made.image.save("badge.svg", ContentFile(picture), save=False)
    made.save()
    ask(made, **(asks or {}))
    return made


def ask(badge, **asks):
    """Let a badge ask for this, and for nothing else."""
    BadgeCondition.objects.filter(badge=badge).delete()
    BadgeCondition.objects.bulk_create(
        BadgeCondition(badge=badge, condition=key, at_least=number, sort_order=place)
        for place, (key, number) in enumerate(asks.items())
    )


def translated_badge(original, language="fr", **fields) -> Badge:
    """Put the words of a badge in another language into the library."""
    return badge(language=language, translation_key=original.translation_key, **fields)


def award(ambassador, of, **fields) -> Award:
    """Award a badge, whatever it asks for."""
    criteria, _created = Criteria.objects.get_or_create(
        badge=of,
        digest=hashlib.sha256(b"[]").hexdigest(),
        defaults={"match": Badge.Match.ALL, "conditions": []},
    )
    return Award.objects.create(
        ambassador=ambassador,
        badge=of,
        criteria=criteria,
        **{"awarded_at": timezone.now(), **fields},
    )


# Points and rewards.


def worth(rule, *, amount=0, cap=None) -> BadgesSettings:
    """Let a rule give so many points for one, and at most so many a week."""
    rules = {**BadgesSettings.read().rules, rule: {"amount": amount, "cap": cap}}
    return settings(rules=rules)


def entries(ambassador, rule=None) -> list[tuple[str, str, int, str]]:
    """Return the ledger of somebody: source, kind, amount, reason."""
    rows = PointEntry.objects.filter(ambassador=ambassador)
    if rule:
        rows = rows.filter(rule=rule)
    return list(rows.order_by("pk").values_list("source", "kind", "amount", "reason"))


def give_points(*ambassadors, amount=100) -> None:
    """Let each of them have so many points more."""
    PointEntry.objects.bulk_create(
        PointEntry(
            ambassador=ambassador,
            rule="test",
            source=f"{ambassador.pk}:{PointEntry.objects.count()}",
            amount=amount,
            day=timezone.localdate(),
        )
        for ambassador in ambassadors
    )
    list(points.rebuild())


def balance(ambassador) -> int:
    return points.total_of(ambassador).balance


def reward(name="A mug", *, language="en", **fields) -> Reward:
    return Reward.objects.create(
        name=name,
        locale=_locale(language),
        **{
            "description": "White, with the logo.",
            "cost": 50,
            "stock": 10,
            "handed_over_by": "Reception, ground floor",
            **fields,
        },
    )


def translated_reward(original, name="Une tasse", language="fr", **fields) -> Reward:
    """Put a reward into another language, as Wagtail does: all of it is copied."""
    translation = original.copy_for_translation(_locale(language))
    for field, value in {"name": name, **fields}.items():
        setattr(translation, field, value)
    translation.save()
    return translation


# Departments, who of them takes part, and what they reach together.


def colleagues(number) -> list:
    """Make so many accounts, all at once."""
    model = get_user_model()
    known = model.objects.count()
    return model.objects.bulk_create(
        model(email=f"colleague{known + place}@example.com") for place in range(number)
    )


def members(users) -> list[Ambassador]:
    """Let all of them take part, without the ceremony of joining."""
    Ambassador.objects.bulk_create(
        Ambassador(user=user, joined_at=timezone.now()) for user in users
    )
    return list(Ambassador.objects.filter(user__in=users).order_by("pk"))


def department(name, people, joined) -> tuple[Unit, list[Ambassador]]:
    """Make a department of so many people; the first of them take part.

    :returns: the unit, and those who take part.
    """
    unit = factories.unit(name)
    users = colleagues(people)
    DirectoryPerson.objects.bulk_create(
        DirectoryPerson(user=user, department=unit) for user in users
    )
    Headcount.objects.create(unit=unit, day=TODAY, people=people)
    return unit, members(users[:joined])


def take_figures():
    """Take the figures of the day."""
    DirectorySync.objects.update_or_create(
        pk=1,
        defaults={"read_at": timezone.now(), "day": TODAY, "lists_everybody": True},
    )
    assert group_figures.take_snapshot()


def goal(*units, **fields) -> Goal:
    made = Goal.objects.create(
        **{
            "name": "Answer our readers",
            "metric": "replied",
            "target": 40,
            "starts_on": datetime.date(2026, 10, 1),
            "ends_on": datetime.date(2026, 12, 31),
            **fields,
        }
    )
    made.units.set(units)
    return made


# Somebody who is recognised in every way there is, for tests about every table.


def recognise(user, colleague, *, word="Hay") -> Award:
    """Give ``user`` something in every table of the room that is about people.

    :param colleague: thanks and is thanked; takes part or not.
    :param word: stands wherever somebody can write something.
    :returns: the award that is shown to anybody.
    """
    ambassador = active_ambassador(user)
    points.settle(ambassador.pk)
    held = award(ambassador, badge("Voice", picture=SVG))
    shown = showing.show(user, held.pk, f"Ada {word}")
    lost = award(ambassador, badge("Lost"))
    Revocation.objects.create(
        award=lost, reason=Revocation.Reason.BY_HAND, note=f"Given by mistake. {word}"
    )
    Badge.objects.filter(pk=lost.badge_id).update(locked_by=user, locked=True)
    thanks(colleague, user, award=shown)
    thanks(user, colleague)
    board = Board.objects.create(
        quarter="2026-Q1",
        kind=Unit.Kind.DEPARTMENT,
        minimum=5,
        taken_at=timezone.now() - datetime.timedelta(days=1),
    )
    BoardPlace.objects.create(
        board=board, ambassador=ambassador, conversations=2, own_words=True
    )
    settings(rewards=True)
    give_points(ambassador)
    mug = reward()
    asked = rewarding.redeem(user, mug.pk, cost=mug.cost)
    # They have looked at it as a lead, too.
    Redemption.objects.filter(pk=asked.pk).update(
        decided_by=user, decided_at=timezone.now()
    )
    return held

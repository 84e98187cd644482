"""Who belongs to an audience. What has no audience is for everybody."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet

from .models import (
    Ambassador,
    Audience,
    AudiencePerson,
    DirectoryPerson,
    Membership,
    Profile,
)


UNIT_FIELDS = ("departments", "locations", "entities")


class Criteria:
    """What an audience asks for.

    :param units: for each kind that is asked for, the primary keys of the units of
        which a person needs one.
    :param languages: codes of which a person's language needs to be one, or a variant.
    :param expertise: translation keys of what a person needs to speak of, one of them.
    :param people: primary keys of the accounts that belong to it in any case.
    """

    def __init__(self, units=(), languages=(), expertise=(), people=()) -> None:
        self.units: list[set[int]] = [set(of_kind) for of_kind in units if of_kind]
        self.languages: list[str] = [language.lower() for language in languages]
        self.expertise: set[uuid.UUID] = set(expertise)
        self.people: set[Any] = set(people)

    @property
    def is_asking(self) -> bool:
        """Whether anything but names is asked for."""
        return bool(self.units or self.languages or self.expertise)

    @classmethod
    def of(cls, audience: Audience, people=()) -> "Criteria":
        """Return those of an audience; what is prefetched costs no query."""
        return cls(
            units=[
                [unit.pk for unit in getattr(audience, field).all()]
                for field in UNIT_FIELDS
            ],
            languages=audience.languages,
            expertise=[one.translation_key for one in audience.expertise.all()],
            people=people,
        )

    def without_expertise(self) -> "Criteria":
        """Return the same, but for what only those who take part have said."""
        return Criteria(self.units, self.languages, people=self.people)

    def fits(self, unit_pks: set[int], language: str, expertise: set) -> bool:
        """Whether somebody of whom this is known has all that is asked for."""
        if not self.is_asking:
            return False
        reads = any(
            language == wanted or language.startswith(f"{wanted}-")
            for wanted in self.languages
        )
        return (
            all(of_kind & unit_pks for of_kind in self.units)
            and (not self.languages or reads)
            and (not self.expertise or bool(self.expertise & expertise))
        )

    def reach(self) -> QuerySet:
        """Return the accounts that belong to it; active ones only. One query."""
        reached = Q(pk__in=self.people)
        if self.is_asking:
            reached |= self._asked_for()
        return get_user_model()._default_manager.filter(reached, is_active=True)

    def _asked_for(self) -> Q:
        person = DirectoryPerson.objects.filter(user=OuterRef("pk"))
        if self.languages:
            reads = Q()
            for language in self.languages:
                reads |= Q(language=language) | Q(language__startswith=f"{language}-")
            person = person.filter(reads)
        asked = Q(Exists(person))
        for of_kind in self.units:
            members = Membership.objects.filter(user=OuterRef("pk"), unit__in=of_kind)
            asked &= Q(Exists(members))
        if self.expertise:
            experts = _profiles().filter(
                ambassador__user=OuterRef("pk"),
                expertise__translation_key__in=self.expertise,
            )
            asked &= Q(Exists(experts))
        return asked


def includes(audience: Audience, user) -> bool:
    """Whether ``user`` belongs to ``audience``. At most ten queries."""
    return for_user(user).filter(pk=audience.pk).exists()


def for_user(user) -> QuerySet[Audience]:
    """Return the audiences ``user`` belongs to.

    At most nine queries, however many audiences, units and people there are; the
    result is one more.
    """
    if not user.is_active:
        return Audience.objects.none()
    person = DirectoryPerson.objects.filter(user=user).first()
    found = set(
        AudiencePerson.objects.filter(user=user).values_list("audience", flat=True)
    )
    if person is not None:
        units = set(Membership.objects.filter(user=user).values_list("unit", flat=True))
        own = _profiles().filter(ambassador__user=user)
        expertise = set(own.values_list("expertise__translation_key", flat=True))
        found |= {
            audience.pk
            for audience in Audience.objects.prefetch_related(*UNIT_FIELDS, "expertise")
            if Criteria.of(audience).fits(units, person.language, expertise)
        }
    return Audience.objects.filter(pk__in=found)


def of_people(user_pks: Iterable, audience_pks: Iterable[int]) -> dict[Any, set[int]]:
    """Return to which of some audiences each of these people belongs.

    Whoever belongs to none is left out. Nine queries, however many there are of both.

    :param user_pks: of active accounts; that they are is for the caller to ask.
    """
    users, found = list(user_pks), defaultdict(set)
    picked = AudiencePerson.objects.filter(audience__in=audience_pks, user__in=users)
    for user, audience_pk in picked.values_list("user", "audience"):
        found[user].add(audience_pk)
    wanted = Audience.objects.filter(pk__in=audience_pks)
    asked = {
        audience.pk: Criteria.of(audience)
        for audience in wanted.prefetch_related(*UNIT_FIELDS, "expertise")
    }
    members = Membership.objects.filter(user__in=users)
    units = _grouped(members.values_list("user", "unit"))
    experts = _profiles().filter(ambassador__user__in=users)
    expertise = _grouped(
        experts.values_list("ambassador__user", "expertise__translation_key")
    )
    listed = DirectoryPerson.objects.filter(user__in=users)
    for user, language in listed.values_list("user", "language"):
        found[user] |= {
            pk
            for pk, criteria in asked.items()
            if criteria.fits(units[user], language, expertise[user])
        }
    return {user: theirs for user, theirs in found.items() if theirs}


def _grouped(pairs) -> "defaultdict[Any, set]":
    found = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found


def people(audience: Audience) -> QuerySet:
    """Return the accounts that belong to ``audience``; active ones only.

    Where it asks for expertise these are ambassadors: no screen may list or count
    them, see ``reach``. Five queries to read what it asks for; the result is one more.
    """
    return _criteria(audience).reach()


def reaches(audience: Audience, user) -> Q:
    """Return the condition that somebody belongs to ``audience``, for a larger query.

    Nothing is read: ``audience`` says its languages, the database the rest. Whether the
    account is active is for the caller to ask.

    :param user: an account's primary key, or an ``OuterRef`` to it.
    """
    people = DirectoryPerson.objects.filter(user=user)
    if audience.languages:
        speaks = Q()
        for language in map(str.lower, audience.languages):
            speaks |= Q(language=language) | Q(language__startswith=f"{language}-")
        people = people.filter(speaks)
    asks, fits = Q(), Q(Exists(people))
    for field in UNIT_FIELDS:
        through = getattr(Audience, field).through
        chosen = through.objects.filter(audience=audience.pk)
        member = Membership.objects.filter(user=user, unit__in=chosen.values("unit"))
        asks |= Q(Exists(chosen))
        fits &= Q(~Exists(chosen)) | Q(Exists(member))
    chosen = Audience.expertise.through.objects.filter(audience=audience.pk)
    experts = _profiles().filter(
        ambassador__user=user,
        expertise__translation_key__in=chosen.values("expertise__translation_key"),
    )
    asks |= Q(Exists(chosen))
    fits &= ~Q(Exists(chosen)) | Q(Exists(experts))
    picked = Q(Exists(AudiencePerson.objects.filter(audience=audience.pk, user=user)))
    return picked | (fits if audience.languages else asks & fits)


@dataclass(frozen=True)
class Reach:
    """How many people an audience reaches, as far as that may be known.

    :param people: how many fit; where expertise is asked for, without looking at it,
        and ``None`` where nothing else is.
    :param asks_for_expertise: then how many of them have it is protected: only those
        who take part say so, and a number that changes while one tries criteria would
        tell who does.
    """

    people: int | None
    asks_for_expertise: bool


def reach(audience: Audience) -> Reach:
    """Return how many people ``audience`` reaches. Six queries."""
    criteria = _criteria(audience)
    others = criteria.without_expertise()
    if criteria.expertise and not others.is_asking:
        return Reach(people=None, asks_for_expertise=True)
    return Reach(others.reach().count(), asks_for_expertise=bool(criteria.expertise))


def _criteria(audience: Audience) -> Criteria:
    picked = AudiencePerson.objects.filter(audience=audience)
    return Criteria.of(audience, picked.values_list("user", flat=True))


def _profiles() -> QuerySet[Profile]:
    return Profile.objects.filter(ambassador__in=Ambassador.objects.active())

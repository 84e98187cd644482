"""Which charters are in force, for whom, and who has signed them."""

import datetime
from dataclasses import dataclass, field

from django.db import router
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from wagtail_advocacy.ambassadors import audiences
from wagtail_advocacy.ambassadors.models import Ambassador, Audience, DirectoryPerson

from .charter_texts import (
    ClauseChange,
    choose_text,
    differences,
    is_in_language,
    latest_texts,
)
from .models import CharterText, CharterVersion, Signature


@dataclass
class Standing:
    """A charter that asks something today.

    :param current: primary key of the version in force.
    :param accepted: primary keys of the versions whose signature is enough today:
        the one in force, and those before it while their grace lasts.
    """

    charter_id: int
    entity_id: int | None
    audience_id: int | None
    current: int
    accepted: list[int] = field(default_factory=list)


def standings(day: datetime.date | None = None) -> list[Standing]:
    """Return the charters that ask something on ``day``, today. One query.

    Without a live charter of the group there are none: an addendum adds to it.
    """
    day = day or timezone.localdate()
    found: dict[int, Standing] = {}
    closed: set[int] = set()
    versions = CharterVersion.objects.begun(day).filter(charter__page__live=True)
    for version in versions.select_related("charter").order_by("-number"):
        charter = version.charter
        standing = found.setdefault(
            charter.pk,
            Standing(charter.pk, charter.entity_id, charter.audience_id, version.pk),
        )
        if charter.pk not in closed:
            standing.accepted.append(version.pk)
        # Whatever is older is no longer enough.
        if version.required_from <= day:
            closed.add(charter.pk)
    if all(standing.entity_id is not None for standing in found.values()):
        return []
    return list(found.values())


def lacking(
    ambassadors: "QuerySet[Ambassador]", found: list[Standing], *, grace: bool = True
) -> "QuerySet[Ambassador]":
    """Return those of ``ambassadors`` who have to sign one of ``found``.

    :param grace: whether an earlier version is enough while its grace lasts.
    """
    unsigned = Q(pk__in=[])
    for standing in found:
        pks = standing.accepted if grace else [standing.current]
        mine = Signature.objects.filter(ambassador=OuterRef("pk"), version__in=pks)
        if standing.entity_id is None or standing.audience_id is not None:
            unsigned |= _concerned(standing) & ~Q(Exists(mine))
    return ambassadors.filter(unsigned | _without_addendum(found, grace))


def _concerned(standing: Standing) -> Q:
    concerned = Q()
    if standing.audience_id is not None:
        audience = Audience.objects.get(pk=standing.audience_id)
        concerned &= Q(user__in=audiences.people(audience))
    if standing.entity_id is not None:
        concerned &= Q(
            Exists(
                DirectoryPerson.objects.filter(
                    user=OuterRef("user"), entity=standing.entity_id
                )
            )
        )
    return concerned


def _without_addendum(found: list[Standing], grace: bool) -> Q:
    # All entities at once: there may be as many addenda as subsidiaries.
    addenda = [
        standing
        for standing in found
        if standing.entity_id is not None and standing.audience_id is None
    ]
    if not addenda:
        return Q(pk__in=[])
    pks = [
        pk
        for standing in addenda
        for pk in (standing.accepted if grace else [standing.current])
    ]
    signed = Signature.objects.filter(
        ambassador=OuterRef(OuterRef("pk")),
        version__in=pks,
        version__charter__entity=OuterRef("entity"),
    )
    people = DirectoryPerson.objects.filter(
        user=OuterRef("user"),
        entity__in=[standing.entity_id for standing in addenda],
    )
    return Q(Exists(people.filter(~Exists(signed))))


def who_signed(ambassadors: "QuerySet[Ambassador]") -> "QuerySet[Ambassador]":
    """Return those who signed what is in force for them today, grace or not.

    Nobody, where nothing is in force: there was nothing to sign.
    """
    found = standings()
    if not found:
        return ambassadors.none()
    return ambassadors.exclude(pk__in=lacking(ambassadors, found, grace=False))


@dataclass(frozen=True)
class CharterPart:
    """The group's charter, or an addendum, as one person meets it.

    :param text: of the version in force, in the reader's language where there is one.
    :param signature: theirs, of the version in force.
    :param earlier: theirs, the latest of an earlier version.
    :param changes: since the text they signed earlier; ``None`` where they have signed
        nothing, or what is in force.
    :param may_wait: the grace after a change lasts; nothing is refused yet.
    """

    version: CharterVersion
    text: CharterText
    is_untranslated: bool
    signature: Signature | None
    earlier: Signature | None
    changes: list[ClauseChange] | None
    may_wait: bool


def concerning(user) -> list[Standing]:
    """Return what stands for one person, the group's charter first.

    Two queries; those of an audience cost some more.
    """
    found = standings()
    entity = (
        DirectoryPerson.objects.filter(user=user)
        .values_list("entity", flat=True)
        .first()
    )
    theirs = [standing for standing in found if standing.entity_id in {None, entity}]
    wanted = {standing.audience_id for standing in theirs} - {None}
    if wanted:
        wanted &= set(audiences.for_user(user).values_list("pk", flat=True))
        theirs = [
            standing
            for standing in theirs
            if standing.audience_id is None or standing.audience_id in wanted
        ]
    return sorted(theirs, key=lambda standing: standing.entity_id is not None)


def parts_for(
    user, ambassador: Ambassador | None, language: str | None = None
) -> list[CharterPart]:
    """Return what one person has to sign or has signed, the group's charter first.

    :param language: in which to read it; ``None``: the active one.
    """
    # From where it is written: whoever has just signed has to see it.
    database = router.db_for_write(Signature)
    found = concerning(user)
    signatures = list(
        Signature.objects.using(database)
        .filter(
            ambassador=ambassador,
            version__charter__in=[standing.charter_id for standing in found],
        )
        .select_related("text", "version")
        .order_by("version__number")
    )
    versions = CharterVersion.objects.select_related("charter__entity").in_bulk(
        [standing.current for standing in found]
    )
    wanted = [*versions, *(signature.version_id for signature in signatures)]
    texts = latest_texts(wanted, using=database)
    return [
        _part(standing, versions[standing.current], signatures, texts, language)
        for standing in found
    ]


def _part(standing, version, signatures, texts, language) -> CharterPart:
    own = [
        signature
        for signature in signatures
        if signature.version.charter_id == standing.charter_id
    ]
    signature = next((one for one in own if one.version_id == version.pk), None)
    # Of what came before; one of a version that is not in force does not count here.
    older = [one for one in own if one.version.number < version.number]
    earlier = older[-1] if older else None
    text = choose_text(version, texts[version.pk], language)
    changes = None
    if signature is None and earlier is not None:
        changes = _changes_since(earlier, text, texts)
    return CharterPart(
        version=version,
        text=text,
        is_untranslated=not is_in_language(text, language),
        signature=signature,
        earlier=earlier,
        changes=changes,
        may_wait=signature is None
        and any(one.version_id in standing.accepted for one in own),
    )


def _changes_since(earlier, text, texts) -> list[ClauseChange]:
    # Two texts in one language, or everything would seem to have changed.
    before, now = texts[earlier.version_id], texts[text.version_id]
    if earlier.text.language == text.language:
        return differences(earlier.text, text)
    if text.language in before:
        return differences(before[text.language], text)
    if earlier.text.language in now:
        return differences(earlier.text, now[earlier.text.language])
    return differences(before[earlier.version.language], now[text.version.language])

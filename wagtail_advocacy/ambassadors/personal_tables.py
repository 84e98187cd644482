"""What this room keeps about people, and how it forgets it."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, PageLogEntry

from .models import (
    Ambassador,
    AttemptCount,
    AudiencePerson,
    Consent,
    Delivery,
    DirectoryPerson,
    DismissedInvitation,
    MailAnswer,
    Membership,
    NetworkHandle,
    Profile,
)
from .personal_data import (
    Person,
    PersonalTable,
    erased_with_ambassador,
    personal_tables,
)
from .rate_limits import attempts_of


# What our own actions are called in Wagtail's logs.
LOG_PREFIX = "wagtail_advocacy."

WITH_AMBASSADOR = _(
    "you erase it, or a year after you left; 30 days after your account was deleted"
    " (“left”, “deleted_accounts”)"
)
WITH_PROFILE = _(
    "you erase it, 90 days after you left (“profiles”), or your account is deleted"
)


IN_DIRECTORY = _(
    "you are no longer in the directory; erased before, it is copied again the next day"
)


def _of_user(model):
    def rows(person: Person):
        if person.user is None:
            return model.objects.none()
        return model.objects.filter(user=person.user.pk)

    return rows


def _user_table(model, *, fields, why, until, seen_by) -> PersonalTable:
    rows = _of_user(model)
    return PersonalTable(
        model._meta.label,
        rows=rows,
        fields=fields,
        erase=lambda person: rows(person).delete(),
        why=why,
        until=until,
        seen_by=seen_by,
    )


def _ambassadors(person: Person) -> "QuerySet[Ambassador]":
    if person.ambassador is None:
        return Ambassador.objects.none()
    return Ambassador.objects.filter(pk=person.ambassador.pk)


def _dismissed(person: Person) -> "QuerySet[DismissedInvitation]":
    if person.user is None:
        return DismissedInvitation.objects.none()
    return DismissedInvitation.objects.filter(user=person.user.pk)


def _attempts(person: Person) -> "QuerySet[AttemptCount]":
    if person.user is None:
        return AttemptCount.objects.none()
    return attempts_of(person.user)


def _deliveries(person: Person) -> "QuerySet[Delivery]":
    # Whoever left long ago is erased without what they do as an employee; their
    # notices are part of taking part.
    accounts = {
        person.user.pk if person.user else None,
        person.ambassador.user_id if person.ambassador else None,
    }
    return Delivery.objects.filter(user__in=accounts - {None})


def _mail_answers(person: Person) -> "QuerySet[MailAnswer]":
    return MailAnswer.objects.filter(delivery__in=_deliveries(person))


def _own_log(model):
    def rows(person: Person):
        if person.user is None:
            return model.objects.none()
        return model.objects.filter(action__startswith=LOG_PREFIX, user=person.user.pk)

    return rows


def _log_table(model) -> PersonalTable:
    rows = _own_log(model)
    return PersonalTable(
        model._meta.label,
        rows=rows,
        fields=("timestamp", "action", "label", "data"),
        # What was done to the content stays in its history, by nobody.
        erase=lambda person: rows(person).update(user=None),
        why=_("the history of what was done to content, as everywhere in Wagtail"),
        until=_("you erase it; the entry stays, and names nobody"),
        seen_by=_("whoever may see the history of this content"),
    )


TABLES = (
    PersonalTable(
        Ambassador._meta.label,
        rows=_ambassadors,
        fields=("id", "joined_at", "left_at"),
        erase=lambda person: _ambassadors(person).delete(),
        why=_("that you take part, and since when: without it you could not share"),
        until=WITH_AMBASSADOR,
    ),
    PersonalTable(
        Consent._meta.label,
        rows=lambda person: Consent.objects.filter(ambassador__in=_ambassadors(person)),
        fields=("created_at", "purpose", "granted", "wording", "source"),
        erase=erased_with_ambassador,
        why=_("the proof that each of it was your choice, and when it ended"),
        until=WITH_AMBASSADOR,
    ),
    PersonalTable(
        DismissedInvitation._meta.label,
        rows=_dismissed,
        fields=("id",),
        erase=lambda person: _dismissed(person).delete(),
        why=_("that you do not want to be invited, so that you are not"),
        until=_("you join, you erase it, or your account is deleted"),
    ),
    PersonalTable(
        AttemptCount._meta.label,
        rows=_attempts,
        fields=("action", "window", "attempts"),
        erase=lambda person: _attempts(person).delete(),
        why=_("so that no script joins or writes a thousand times; under a code"),
        until=_("an hour; a week where so many a week are allowed"),
        seen_by=_("nobody"),
    ),
    PersonalTable(
        Profile._meta.label,
        rows=lambda person: Profile.objects.filter(ambassador__in=_ambassadors(person)),
        fields=(
            "languages",
            "time_zone",
            "quiet_from",
            "quiet_until",
            "weekly_rhythm",
            "paused_until",
        ),
        erase=lambda person: forget_profile(_ambassadors(person)),
        why=_("so that what we send comes in your language, and when it suits you"),
        until=WITH_PROFILE,
    ),
    PersonalTable(
        Profile.expertise.through._meta.label,
        rows=lambda person: Profile.expertise.through.objects.filter(
            profile__ambassador__in=_ambassadors(person)
        ),
        fields=("expertise__name",),
        # With the profile.
        erase=erased_with_ambassador,
        why=_("so that you are shown what you can speak of"),
        until=WITH_PROFILE,
    ),
    PersonalTable(
        NetworkHandle._meta.label,
        rows=lambda person: NetworkHandle.objects.filter(
            ambassador__in=_ambassadors(person)
        ),
        fields=("network", "handle"),
        # With the profile.
        erase=erased_with_ambassador,
        why=_("what you are called on your networks, so that you need not type it"),
        until=WITH_PROFILE,
    ),
    PersonalTable(
        Delivery._meta.label,
        rows=_deliveries,
        fields=(
            "created_at",
            "kind",
            "occasion",
            "context",
            "address",
            "state",
            "put_away_at",
        ),
        erase=lambda person: _deliveries(person).delete(),
        why=_("what you were told, so that you find it, and are told once"),
        until=_(
            "what it said: 90 days (“notices”); that it was said: until you erase it,"
            " or a year after you left (“left”); of an invitation, as long as your"
            " account"
        ),
    ),
    PersonalTable(
        MailAnswer._meta.label,
        rows=_mail_answers,
        fields=("delivery__kind", "choice", "said_at", "applied_at"),
        erase=lambda person: _mail_answers(person).delete(),
        why=_("what you answered from a mail, so that its link answers once"),
        until=_("90 days (“answers”), or you erase it"),
        seen_by=_("nobody"),
    ),
    _user_table(
        DirectoryPerson,
        fields=(
            "department__name",
            "location__name",
            "entity__name",
            "manager",
            "language",
            "is_executive",
        ),
        why=_("so that what is for a department reaches its people; of all employees"),
        until=IN_DIRECTORY,
        seen_by=_("nobody; numbers of people come from it"),
    ),
    _user_table(
        Membership,
        fields=("unit__kind", "unit__name"),
        why=_("so that what is for a department reaches its people; of all employees"),
        until=IN_DIRECTORY,
        seen_by=_("nobody; numbers of people come from it"),
    ),
    _user_table(
        AudiencePerson,
        fields=("audience__name",),
        why=_("somebody picked you for an audience, so that its content reaches you"),
        until=_("you are taken out of it, you erase it, or your account is deleted"),
        seen_by=_("whoever prepares audiences"),
    ),
    _log_table(ModelLogEntry),
    _log_table(PageLogEntry),
)


def forget_profile(ambassadors: "QuerySet[Ambassador]") -> None:
    """Delete what these people told about themselves."""
    NetworkHandle.objects.filter(ambassador__in=ambassadors).delete()
    Profile.objects.filter(ambassador__in=ambassadors).delete()


def register() -> None:
    for table in TABLES:
        personal_tables.register(table)

"""How long each kind of data about people is kept; rooms register their kinds."""

import datetime
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.registry import Registry

from . import actions, answers, notices
from .models import Ambassador, DismissedInvitation, NetworkHandle, Profile
from .personal_data import Person
from .personal_tables import forget_profile


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


logger = logging.getLogger(__name__)

# People whose rows are held at once.
BATCH = 200


@dataclass(frozen=True)
class RetentionRule:
    """One kind of data, and how long it is kept.

    :param key: its name in ``WAGTAIL_ADVOCACY["RETENTION"]``.
    :param label: what is forgotten, and from when on the days count.
    :param days: how many days it is kept where the site does not say.
    :param why: why so many.
    :param apply: forgets what is older than a moment; idempotent, in transactions of
        its own.
    """

    key: str
    label: "StrOrPromise"
    days: int
    why: "StrOrPromise"
    apply: Callable[[datetime.datetime], object]

    @property
    def current_days(self) -> int | None:
        """Days in force on this site; ``None``: it is kept for good."""
        return app_settings.RETENTION.get(self.key, self.days)


retention_rules: Registry[RetentionRule] = Registry("kind of retention")


def apply_all() -> None:
    """Forget whatever is kept long enough. Run it daily; twice is once.

    One kind that fails does not keep the others.

    :raises Exception: what the last one that failed raised.
    """
    failure: Exception | None = None
    for rule in retention_rules:
        days = rule.current_days
        if days is None:
            continue
        try:
            rule.apply(timezone.now() - datetime.timedelta(days=days))
        except Exception as error:
            logger.exception("Retention of %s failed", rule.key)
            failure = error
    if failure is not None:
        raise failure


def faults(configured: Any) -> Iterator[str]:
    """Yield what is wrong with a value of the ``RETENTION`` setting."""
    if not isinstance(configured, dict):
        yield f"It must be a dict of kinds to days, not {configured!r}."
        return
    for key, days in configured.items():
        if key not in retention_rules:
            known = ", ".join(retention_rules.keys())
            yield f"It names an unknown kind {key!r}; known kinds: {known}."
        elif days is not None and (type(days) is not int or days < 0):
            yield (
                f"The days of {key!r} are a whole number from 0, or None for good;"
                f" {days!r} is not."
            )


def leave_deactivated() -> None:
    """Let those leave whose account is switched off.

    They are treated as having left from the first moment, and this makes it last: it
    runs daily, so that an account that is back within the day lost nothing.
    """
    inactive = Ambassador.objects.filter(left_at=None, user__is_active=False)
    for ambassador in inactive.select_related("user"):
        actions.leave(ambassador.user, source="account-deactivated")


def for_each_locked(
    people: "QuerySet[Ambassador]", forget: Callable[[Ambassador], object]
) -> None:
    """Call ``forget`` with each of these people, their rows locked.

    Batches have transactions of their own. Whoever does not match any more once their
    row is locked, because they came back in this very moment, is left alone.

    :param people: without joins, whose rows could not be locked everywhere.
    """
    pks = list(people.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        with transaction.atomic():
            batch = people.filter(pk__in=pks[start : start + BATCH]).order_by("pk")
            for ambassador in batch.select_for_update():
                forget(ambassador)


def _erase_left(before: datetime.datetime) -> None:
    def erase(ambassador: Ambassador) -> None:
        # What they do as an editor, or as somebody who never joined, is not over.
        actions.erase_person(Person(None, ambassador))
        # They answered once: they are not invited again.
        DismissedInvitation.objects.get_or_create(user_id=ambassador.user_id)

    for_each_locked(
        Ambassador.objects.filter(left_at__lt=before, user__isnull=False), erase
    )


def _erase_deleted(before: datetime.datetime) -> None:
    for_each_locked(
        Ambassador.objects.filter(left_at__lt=before, user=None),
        lambda ambassador: actions.erase_person(Person(None, ambassador)),
    )


def _forget_profiles(before: datetime.datetime) -> None:
    def forget(ambassador: Ambassador) -> None:
        forget_profile(Ambassador.objects.filter(pk=ambassador.pk))

    left = Ambassador.objects.filter(left_at__lt=before)
    for_each_locked(left.filter(pk__in=Profile.objects.values("ambassador")), forget)
    for_each_locked(
        left.filter(pk__in=NetworkHandle.objects.values("ambassador")), forget
    )


RULES = (
    RetentionRule(
        "notices",
        label=_("what a mail or notice said, once it was sent"),
        days=90,
        why=_("Long enough to find it again; that it was said stays known."),
        apply=notices.forget_content,
    ),
    RetentionRule(
        "answers",
        label=_("what somebody answered to a mail or notice from the mail"),
        days=90,
        why=_("Longer than its link works, so that no link answers twice."),
        apply=answers.forget,
    ),
    RetentionRule(
        "profiles",
        label=_("profiles and names on networks, once somebody has left"),
        days=90,
        why=_("Somebody who comes back within a season finds it as it was."),
        apply=_forget_profiles,
    ),
    RetentionRule(
        "left",
        label=_("everything about somebody, once they have left"),
        days=365,
        why=_(
            "Long enough to come back, or to prove what was agreed to; whoever wants"
            " it gone earlier erases it in one click."
        ),
        apply=_erase_left,
    ),
    RetentionRule(
        "deleted_accounts",
        label=_("everything about somebody, once their account is deleted"),
        days=30,
        why=_("Nobody can ask for it any more; a month is for accidents."),
        apply=_erase_deleted,
    ),
)


def register() -> None:
    for rule in RULES:
        retention_rules.register(rule)

"""What this room tells people: what is still to be done, and what is due again.

At most two reminders of each thing, a week apart, then silence.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors import launch, notices, requirements
from wagtail_advocacy.ambassadors.consents import Purpose
from wagtail_advocacy.ambassadors.models import Ambassador, Delivery
from wagtail_advocacy.ambassadors.notice_kinds import NoticeKind, notice_kinds
from wagtail_advocacy.ambassadors.queries import language_of
from wagtail_advocacy.ambassadors.requirements import ChecklistItem

from .models import Completion
from .models.trainings import RENEWAL_PERIOD
from .training_queries import TrainingState, trainings_for


# Between two reminders, and before the first: a week is left to people themselves.
APART = datetime.timedelta(days=7)
AT_MOST = 2
# People whose reminders are looked at at once.
BATCH = 500

BY_MAIL = Purpose(
    "mail:learning-reminder",
    wording="2026-11",
    sentence=_(
        "You may remind me by mail of a charter or training that is still to be done:"
        " twice at most."
    ),
    group="mail",
)


def _is_still_missing(ambassador: Ambassador, context: dict[str, Any]) -> bool:
    return bool(_lacking(ambassador).keys() & set(context.get("items", [])))


def _is_still_due(ambassador: Ambassador, context: dict[str, Any]) -> bool:
    return any(
        state.completion is not None
        and state.completion.pk == context.get("completion")
        for state in _due_states(ambassador)
    )


REMINDER = NoticeKind(
    "learning-reminder",
    label=_("What is still to be done before sharing"),
    template="wagtail_advocacy/learning/notices/reminder.txt",
    purpose=BY_MAIL,
    encourages=True,
    still_holds=_is_still_missing,
    # What was named twice is not named again.
    kept=("items",),
)
RENEWAL = NoticeKind(
    "training-renewal",
    label=_("Trainings that are due again"),
    template="wagtail_advocacy/learning/notices/renewal.txt",
    purpose=BY_MAIL,
    encourages=True,
    still_holds=_is_still_due,
)


def remind() -> None:
    """Remind those who take part of what they lack, and of what is due again.

    Run it daily; twice is once. Nobody is reminded while sharing is closed.
    """
    if not launch.is_open():
        return
    active = Ambassador.objects.active()
    for people in _batches(requirements.unmet_by_person(active)):
        told = _told(REMINDER, people)
        for ambassador in people:
            _remind_of_missing(ambassador, told.get(ambassador.user_id, []))
    due = _due_completions().order_by().values_list("ambassador", flat=True)
    for people in _batches(due.distinct()):
        told = _told(RENEWAL, people)
        for ambassador in people:
            _remind_of_due(ambassador, told.get(ambassador.user_id, []))


def _batches(pks: Iterable[int]) -> Iterator[list[Ambassador]]:
    ordered = sorted(pks)
    for start in range(0, len(ordered), BATCH):
        batch = Ambassador.objects.active().filter(
            pk__in=ordered[start : start + BATCH]
        )
        yield list(batch.select_related("user").order_by("pk"))


def _told(kind: NoticeKind, people: list[Ambassador]) -> dict[Any, list[Delivery]]:
    found: dict[Any, list[Delivery]] = {}
    rows = Delivery.objects.filter(
        kind=kind.key, user__in=[one.user_id for one in people]
    )
    for row in rows.order_by("created_at", "pk"):
        found.setdefault(row.user_id, []).append(row)
    return found


def _may_be_told(told: list[Delivery], since: datetime.datetime) -> bool:
    """Whether the last one was sent, and a week is over since.

    :param since: from when on a first one waits for a week.
    """
    if any(row.state == Delivery.State.WAITING for row in told):
        return False
    last = max([since, *[row.created_at for row in told]])
    return last <= timezone.now() - APART


def _remind_of_missing(ambassador: Ambassador, told: list[Delivery]) -> None:
    if not _may_be_told(told, ambassador.joined_at):
        return
    # Whoever left and came back begins anew.
    named = Counter(
        key
        for row in told
        if row.created_at >= ambassador.joined_at
        for key in row.context.get("items", [])
    )
    with translation.override(language_of(ambassador.user)):
        items = {
            key: item
            for key, item in _lacking(ambassador).items()
            if named[key] < AT_MOST
        }
        if not items:
            return
        sent = notices.send(
            ambassador.user,
            REMINDER.key,
            occasion=f"reminder:{len(told) + 1}",
            context={
                "items": list(items),
                "lines": [
                    {"label": str(item.label), "minutes": item.minutes}
                    for item in items.values()
                ],
            },
            address=reverse("wagtail_advocacy:home"),
        )
    if sent is not None:
        _put_away(told)


def _lacking(ambassador: Ambassador) -> dict[str, ChecklistItem]:
    """Return what somebody has not done yet; what has to be renewed is told apart."""
    passed = {
        f"training:{key}"
        for key in Completion.objects.filter(ambassador=ambassador).values_list(
            "training", flat=True
        )
    }
    return {
        item.stable_key: item
        for item in requirements.checklist(ambassador)
        if not item.is_met and item.stable_key not in passed
    }


def _due_completions():
    later = Completion.objects.filter(
        ambassador=OuterRef("ambassador"),
        training=OuterRef("training"),
        period__gt=OuterRef("period"),
    )
    return Completion.objects.filter(
        ~Exists(later), valid_until__lte=timezone.now() + RENEWAL_PERIOD
    )


def _due_states(ambassador: Ambassador) -> list[TrainingState]:
    return [
        state
        for state in trainings_for(ambassador.user, ambassador)
        # What is up to them is not asked of them twice.
        if state.is_required and state.is_due
    ]


def _remind_of_due(ambassador: Ambassador, told: list[Delivery]) -> None:
    with translation.override(language_of(ambassador.user)):
        for state in _due_states(ambassador):
            completion = state.completion
            if completion is None or completion.valid_until is None:
                # What is due was passed, and ends.
                continue
            of_this = [
                row
                for row in told
                if row.occasion.startswith(f"completion:{completion.pk}:")
            ]
            since = completion.valid_until - RENEWAL_PERIOD - APART
            if len(of_this) >= AT_MOST or not _may_be_told(of_this, since):
                continue
            sent = notices.send(
                ambassador.user,
                RENEWAL.key,
                occasion=f"completion:{completion.pk}:{len(of_this) + 1}",
                context={
                    "completion": completion.pk,
                    "title": state.training.title,
                    "minutes": state.training.minutes,
                    "until": timezone.localdate(completion.valid_until).isoformat(),
                },
                address=state.training.training_address,
            )
            if sent is not None:
                _put_away(of_this)


def _put_away(told: list[Delivery]) -> None:
    # One panel on the intranet, however often it was said.
    Delivery.objects.filter(pk__in=[row.pk for row in told], put_away_at=None).update(
        put_away_at=timezone.now()
    )


def register() -> None:
    notice_kinds.register(REMINDER)
    notice_kinds.register(RENEWAL)

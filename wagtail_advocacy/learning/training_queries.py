"""Which trainings there are for somebody, and how far they are."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import router
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import PageViewRestriction

from wagtail_advocacy.ambassadors import audiences
from wagtail_advocacy.ambassadors.models import Ambassador, Audience
from wagtail_advocacy.compat import get_page_model

from .models import (
    Completion,
    LessonRead,
    QuizAttempt,
    training_models,
)


# A login is what everybody here has.
CLOSED_BY = [PageViewRestriction.GROUPS, PageViewRestriction.PASSWORD]


def live_trainings(model: type[Any]) -> QuerySet:
    """Return the published trainings of one type that every employee can open.

    What is below a page for some groups only is asked of nobody: whoever cannot open
    it could never pass it. Whom a training is for, its audience says.
    """
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    closed = PageViewRestriction.objects.annotate(of=path).filter(
        restriction_type__in=CLOSED_BY, of__startswith=F("page__path")
    )
    return model.objects.filter(~Exists(closed), live=True)


def written(model: type[Any]) -> QuerySet:
    """Return the rows from where they are written: the screen after a form shows them.

    A replica may not have them yet.
    """
    return model.objects.using(router.db_for_write(model))


def valid_completions() -> "QuerySet[Completion]":
    return Completion.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=timezone.now())
    )


def find_training(pk: str) -> Any:
    """Return a published training, or ``None``. Two queries.

    :param pk: as it stands in an address.
    """
    models = training_models()
    try:
        page = get_page_model().objects.filter(live=True, pk=pk).first()
    except (TypeError, ValueError, OverflowError):
        return None
    if page is None or page.specific_class not in models:
        return None
    return page.specific


@dataclass(frozen=True)
class TrainingState:
    """A training as one person sees it.

    :param training: in the language they read, where it is written in it.
    :param read: keys of the lessons they went on from.
    :param attempt: the last quiz they handed in.
    :param completion: their last completion, whether it still holds or not.
    """

    training: Any
    is_required: bool
    read: frozenset[str]
    attempt: QuizAttempt | None
    completion: Completion | None

    @cached_property
    def lessons(self):
        return self.training.get_lessons()

    @property
    def lessons_read(self) -> int:
        return sum(lesson.key in self.read for lesson in self.lessons)

    @property
    def is_passed(self) -> bool:
        return self.completion is not None and self.completion.is_valid

    @property
    def is_due(self) -> bool:
        """Whether it was passed, and is to be passed again soon or by now."""
        return self.completion is not None and self.completion.can_be_renewed

    @property
    def is_begun(self) -> bool:
        return bool(self.lessons_read)

    @cached_property
    def next_lesson(self):
        """The first lesson still to be read; ``None``: the quiz is next."""
        for lesson in self.lessons:
            if lesson.key not in self.read:
                return lesson
        return None

    @property
    def continue_address(self) -> str:
        """Where somebody goes on."""
        if self.is_passed and not self.is_due and not self.is_begun:
            return self.training.training_address
        return self.next_address

    @property
    def next_address(self) -> str:
        if self.next_lesson is None:
            return quiz_address(self.training)
        return lesson_address(self.training, self.next_lesson.number)


def lesson_address(training, number: int) -> str:
    return reverse("wagtail_advocacy:learning:lesson", args=[training.pk, number])


def quiz_address(training) -> str:
    return reverse("wagtail_advocacy:learning:quiz", args=[training.pk])


def result_address(training) -> str:
    return reverse("wagtail_advocacy:learning:result", args=[training.pk])


def trainings_for(user, ambassador: Ambassador | None) -> list[TrainingState]:
    """Return the trainings for somebody, what is required and still to do first.

    One query for each type of training and four more, however many there are.
    """
    pages = [
        training
        for model in training_models()
        for training in live_trainings(model).select_related("locale", "audience")
    ]
    versions: dict[uuid.UUID, list[Any]] = {}
    for training in for_audience(pages, user.pk):
        versions.setdefault(training.translation_key, []).append(training)
    states = _states(versions, ambassador)
    return sorted(
        states,
        key=lambda state: (
            not state.is_required,
            state.is_passed and not state.is_due,
            state.training.title.casefold(),
        ),
    )


def state_of(training, ambassador: Ambassador | None) -> TrainingState:
    """Return how far somebody is with one training. Three queries."""
    [state] = _states({training.translation_key: [training]}, ambassador)
    return state


def required_trainings(ambassador: Ambassador) -> list[tuple[Any, bool]]:
    """Return what is asked of somebody, and whether they passed it.

    One query for each type of training, and one where some have an audience.
    """
    passed = valid_completions().filter(
        ambassador=ambassador, training=OuterRef("translation_key")
    )
    pages = [
        page
        for model in training_models()
        for page in live_trainings(model)
        .using(router.db_for_write(Completion))
        .annotate(is_passed=Exists(passed))
        .select_related("locale", "audience")
        .defer("lessons", "quiz", "introduction")
    ]
    pages = for_audience(pages, ambassador.user_id)
    asked = {page.translation_key for page in pages if page.required}
    versions: dict[uuid.UUID, list[Any]] = {}
    for page in pages:
        if page.translation_key in asked:
            versions.setdefault(page.translation_key, []).append(page)
    return [(page, page.is_passed) for page in map(_in_own_language, versions.values())]


def for_audience(pages: list[Any], user_pk) -> list[Any]:
    """Return those pages that are for somebody. One query, or none.

    :param pages: with their audiences.
    """
    wanted = {page.audience_id: page.audience for page in pages if page.audience_id}
    if not wanted:
        return pages
    mine = set(
        Audience.objects.filter(
            reduce(
                or_,
                [
                    Q(pk=audience.pk) & audiences.reaches(audience, user_pk)
                    for audience in wanted.values()
                ],
            )
        ).values_list("pk", flat=True)
    )
    return [
        page for page in pages if page.audience_id is None or page.audience_id in mine
    ]


def lacking(ambassadors: "QuerySet[Ambassador]") -> "QuerySet[Ambassador]":
    """Return those who have not passed everything that is asked of them.

    One query reads what is asked of whom, and one more the audiences, where there are
    any; the result is one more. What is asked is read first because it would be looked
    up for each person otherwise.
    """
    required = _required_keys()
    wanted = {audience for _key, audience in required if audience is not None}
    reached = {
        audience.pk: audiences.reaches(audience, OuterRef("user"))
        for audience in (Audience.objects.filter(pk__in=wanted) if wanted else ())
    }
    lacks = Q(pk__in=[])
    for key, audience in required:
        passed = valid_completions().filter(training=key, ambassador=OuterRef("pk"))
        is_asked = Q() if audience is None else Q(reached[audience])
        lacks |= is_asked & ~Q(Exists(passed))
    # Whoever has just passed something shares next.
    return ambassadors.using(router.db_for_write(Completion)).filter(lacks)


def _required_keys() -> list[tuple[uuid.UUID, int | None]]:
    """Return what is required: which training, and of which audience. One query."""
    found = [
        live_trainings(model)
        .filter(required=True)
        .order_by()
        .values_list("translation_key", "audience")
        for model in training_models()
    ]
    if not found:
        return []
    return list(found[0].union(*found[1:]))


def completions_of(ambassador: Ambassador) -> list[Completion]:
    """Return everything somebody passed, newest first."""
    return list(written(Completion).filter(ambassador=ambassador).order_by("-pk"))


def _states(versions, ambassador) -> list[TrainingState]:
    read: dict[uuid.UUID, set[str]] = {}
    attempts: dict[uuid.UUID, QuizAttempt] = {}
    completions: dict[uuid.UUID, Completion] = {}
    if ambassador is not None and versions:
        mine = {"ambassador": ambassador, "training__in": list(versions)}
        for key, lesson in (
            written(LessonRead).filter(**mine).values_list("training", "lesson")
        ):
            read.setdefault(key, set()).add(lesson)
        attempts = {one.training: one for one in written(QuizAttempt).filter(**mine)}
        completions = _last_completions(ambassador, versions)
    return [
        TrainingState(
            training=_in_own_language(pages),
            is_required=any(page.required for page in pages),
            read=frozenset(read.get(key, ())),
            attempt=attempts.get(key),
            completion=completions.get(key),
        )
        for key, pages in versions.items()
    ]


def _last_completions(
    ambassador: Ambassador, keys: Iterable[uuid.UUID]
) -> dict[uuid.UUID, Completion]:
    # Later ones replace earlier ones.
    return {
        completion.training: completion
        for completion in written(Completion)
        .filter(ambassador=ambassador, training__in=list(keys))
        .order_by("period")
    }


def _in_own_language(pages: list[Any]):
    """Return the version in the language of the request, or the first written."""
    try:
        wanted = get_supported_content_language_variant(get_language() or "")
    except LookupError:
        wanted = ""
    for page in pages:
        if page.locale.language_code == wanted:
            return page
    return min(pages, key=lambda page: str(page.pk).zfill(20))


def other_languages(training) -> list[Any]:
    """Return the published translations of a training. One query."""
    return list(
        live_trainings(type(training))
        .filter(translation_key=training.translation_key)
        .exclude(pk=training.pk)
        .select_related("locale")
        .defer("lessons", "quiz", "introduction")
        .order_by("locale__language_code")
    )


def add_months(moment: datetime.datetime, months: int) -> datetime.datetime:
    """Return the same day and time so many months later, or the month's last day."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    first_of_next = datetime.date(year + month // 12, month % 12 + 1, 1)
    last_day = (first_of_next - datetime.timedelta(days=1)).day
    return moment.replace(year=year, month=month, day=min(moment.day, last_day))

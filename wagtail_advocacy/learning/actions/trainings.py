"""What people do with a training: go on from a lesson, hand in a quiz."""

import uuid
from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.models import Ambassador

from .. import signals
from ..models import Completion, LessonRead, QuestionCount, QuizAttempt
from ..quizzes import Judgement, judge
from ..training_queries import add_months, written


class NotJoined(Exception):
    """Somebody who does not take part wants something written down about them."""

    code = "not_joined"
    sentence = _(
        "You do not take part, so nothing about you is kept here, and this does not"
        " count yet."
    )


def go_on(user, training, lesson_key: str) -> None:
    """Note that ``user`` went on from a lesson; once, however often they do.

    :param training: the page, in any language.
    :raises NotJoined: they do not take part; nothing is kept about them.
    """
    with transaction.atomic():
        LessonRead.objects.get_or_create(
            ambassador=_locked_ambassador(user),
            training=training.translation_key,
            lesson=lesson_key,
        )


def hand_in(
    user, training, number: int, answers: Mapping[str, Collection[str]]
) -> QuizAttempt:
    """Judge the answers of ``user`` and write down what they passed.

    The same answers sent twice, by a double click say, are one attempt: the second
    time returns what the first one wrote.

    :param number: which attempt of theirs it is, as the form says; from 1.
    :param answers: keys of the chosen answers by key of the question.
    :raises NotJoined: they do not take part; nothing is kept about them.
    :raises RefusedAnswers: the answers cannot be judged.
    """
    judgement = judge(training.get_quiz(), answers)
    chosen = {key: sorted(set(of_question)) for key, of_question in answers.items()}
    _prepare_counts(training.translation_key, judgement)
    with transaction.atomic():
        ambassador = _locked_ambassador(user)
        attempt = (
            written(QuizAttempt)
            .filter(ambassador=ambassador, training=training.translation_key)
            .first()
        )
        if attempt is None:
            attempt = QuizAttempt(
                ambassador=ambassador, training=training.translation_key, number=0
            )
        elif number <= attempt.number and attempt.answers == chosen:
            return attempt
        attempt.number += 1
        attempt.answers = chosen
        attempt.right = judgement.right
        attempt.total = judgement.total
        attempt.passed = judgement.passed
        attempt.handed_in_at = timezone.now()
        attempt.save()
        _count(training.translation_key, judgement, is_first=attempt.number == 1)
        if judgement.passed:
            _complete(ambassador, training)
    return attempt


def _complete(ambassador: Ambassador, training) -> None:
    """Write the completion, unless the last one holds for a while yet."""
    key = training.translation_key
    last = (
        written(Completion)
        .filter(ambassador=ambassador, training=key)
        .order_by("period")
        .last()
    )
    # Their progress has led to what it was kept for.
    LessonRead.objects.filter(ambassador=ambassador, training=key).delete()
    if last is not None and last.is_valid and not last.can_be_renewed:
        return
    now = timezone.now()
    # Whoever renews early loses none of the days they have.
    begins = last.valid_until if last is not None and last.is_valid else None
    months = training.valid_months
    completion = Completion.objects.create(
        ambassador=ambassador,
        training=key,
        page_id=training.pk,
        title=training.title,
        language=training.locale.language_code,
        period=last.period + 1 if last else 1,
        completed_at=now,
        valid_until=add_months(begins or now, months) if months else None,
    )
    signals.training_completed.send(sender=Completion, completion=completion)


def _prepare_counts(training: uuid.UUID, judgement: Judgement) -> None:
    # Before the transaction, so that it inserts nothing that others insert too:
    # MariaDB would take the waiting for a deadlock.
    there = set(
        written(QuestionCount)
        .filter(training=training)
        .values_list("question", flat=True)
    )
    QuestionCount.objects.bulk_create(
        [
            QuestionCount(training=training, question=key)
            for key in _in_order(judgement)
            if key not in there
        ],
        ignore_conflicts=True,
    )


def _count(training: uuid.UUID, judgement: Judgement, *, is_first: bool) -> None:
    wrong = {one.question.key for one in judgement.judged if not one.is_right}
    for key in _in_order(judgement):
        QuestionCount.objects.filter(training=training, question=key).update(
            answered=F("answered") + 1,
            first_answered=F("first_answered") + int(is_first),
            first_wrong=F("first_wrong") + int(is_first and key in wrong),
        )


def _in_order(judgement: Judgement) -> list[str]:
    # The same for everybody, so that no two wait for each other.
    return sorted(one.question.key for one in judgement.judged)


def _locked_ambassador(user) -> Ambassador:
    # Leaving takes the same lock, and so does the other tab.
    ambassador = (
        Ambassador.objects.select_for_update().filter(user=user, left_at=None).first()
    )
    if ambassador is None or not user.is_active:
        raise NotJoined
    return ambassador

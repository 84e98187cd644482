from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.personal_data import (
    Person,
    PersonalTable,
    erased_with_ambassador,
)

from .models import Completion, LessonRead, QuizAttempt


def _table(model, fields, why, until) -> PersonalTable:
    def rows(person: Person):
        if person.ambassador is None:
            return QuerySet(model).none()
        return QuerySet(model).filter(ambassador=person.ambassador)

    return PersonalTable(
        model=model._meta.label,
        rows=rows,
        fields=fields,
        erase=erased_with_ambassador,
        why=why,
        until=until,
    )


TRAINING_TABLES = [
    _table(
        LessonRead,
        ("training", "lesson", "read_at"),
        why=_("So that the person goes on where they stopped, on any device."),
        until=_("Until they pass the training, or with their profile."),
    ),
    _table(
        QuizAttempt,
        ("training", "number", "answers", "right", "total", "passed", "handed_in_at"),
        why=_("So that the person can look at the explanations again."),
        until=_("Until their next attempt, or with their profile."),
    ),
    _table(
        Completion,
        ("training", "title", "language", "period", "completed_at", "valid_until"),
        why=_("It shows that the person may share."),
        until=_("With their profile."),
    ),
]

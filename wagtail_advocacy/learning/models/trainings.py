import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from wagtail_advocacy import layout
from wagtail_advocacy.ambassadors.ledger import LedgerModel
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.compat import PAGE_MODEL

from ..fields import PlainStreamField
from ..quizzes import Quiz, problem_of
from ..training_blocks import LessonsBlock, QuizBlock, question_of


if TYPE_CHECKING:
    from wagtail.models import Locale


# Block ids are UUIDs; those of an import may be somebody's own.
KEY_LENGTH = 64
# So long before a completion ends it can be renewed, without a day being lost.
RENEWAL_PERIOD = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Lesson:
    """One lesson of a training.

    :param key: stable id of its block, the same in every language.
    :param number: its place, from 1.
    """

    key: str
    number: int
    title: str
    body: Any


class AbstractTrainingPage(models.Model):
    """Lessons and a quiz. A page type of a site's own mixes it in::

        class OurTrainingPage(AbstractTrainingPage, Page):
            content_panels = [
                *Page.content_panels, *AbstractTrainingPage.training_panels
            ]
            search_fields = [
                *Page.search_fields, *AbstractTrainingPage.training_search_fields
            ]

    Whoever opens the page is led to its screens among ours, where progress is kept.
    """

    introduction = models.TextField(
        verbose_name=gettext_lazy("introduction"),
        max_length=500,
        blank=True,
        help_text=gettext_lazy("What it is good for, in a sentence or two."),
    )
    minutes = models.PositiveSmallIntegerField(
        verbose_name=gettext_lazy("minutes"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(480)],
        help_text=gettext_lazy("How long the lessons and the quiz take together."),
    )
    required = models.BooleanField(
        verbose_name=gettext_lazy("required before sharing"),
        default=False,
        help_text=gettext_lazy(
            "Ambassadors pass it before they leave for a network. Keep what is required"
            " short: with the charter, ten minutes in all."
        ),
    )
    audience = models.ForeignKey(
        "wagtail_advocacy_ambassadors.Audience",
        verbose_name=gettext_lazy("audience"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=gettext_lazy("Whom it is for. Empty: everybody."),
    )
    valid_months = models.PositiveSmallIntegerField(
        verbose_name=gettext_lazy("valid for (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=gettext_lazy("After that it is to be passed again. Empty: for good."),
    )
    lessons = PlainStreamField(LessonsBlock(), verbose_name=gettext_lazy("lessons"))
    quiz = PlainStreamField(QuizBlock(), verbose_name=gettext_lazy("quiz"))
    pass_mark = models.PositiveSmallIntegerField(
        verbose_name=gettext_lazy("pass mark (percent)"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=gettext_lazy(
            "How many questions are to be right, of a hundred. Anybody may try again as"
            " often as they like."
        ),
    )

    if TYPE_CHECKING:
        # Of the page it is mixed into.
        live: bool
        locale: Locale

    training_panels = [
        FieldPanel("introduction"),
        FieldPanel("lessons"),
        MultiFieldPanel(
            [FieldPanel("quiz"), FieldPanel("pass_mark")],
            heading=gettext_lazy("Quiz"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("required"),
                FieldPanel("audience"),
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("valid_months")]),
            ],
            heading=gettext_lazy("Who takes it, and when"),
        ),
    ]
    training_search_fields = [
        index.SearchField("introduction"),
        index.SearchField("lessons"),
        index.FilterField("required"),
    ]

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        # Forms say it at the field. This is for what publishes without a form: bulk
        # actions, approvals of a draft that was changed since, code.
        if self.live and kwargs.get("clean", True):
            self.check_complete()
        return super().save(*args, **kwargs)

    def check_complete(self) -> None:
        """See whether people could take this training.

        :raises ValidationError: no lesson, no question, or a question that nobody
            could answer, with the sentence that says so at the field.
        """
        errors = {}
        if not self.get_lessons():
            errors["lessons"] = _("A training has at least one lesson. Add it.")
        questions = self.get_quiz().questions
        if not questions:
            errors["quiz"] = _(
                "The quiz has at least one question with a correct answer. Add it."
            )
        for question in questions:
            if problem := problem_of(question):
                errors["quiz"] = f"{question.text}: {problem}"
                break
        if errors:
            raise ValidationError(errors)

    def get_lessons(self) -> list[Lesson]:
        return [
            Lesson(block.id, number, block.value["title"], block.value["body"])
            for number, block in enumerate(self.lessons, start=1)
        ]

    def get_quiz(self) -> Quiz:
        """Return the quiz in the editors' order."""
        return Quiz(
            tuple(question_of(block.value, key=block.id) for block in self.quiz),
            self.pass_mark,
        )

    @cached_property
    def training_address(self) -> str:
        """Where people take it."""
        return reverse("wagtail_advocacy:learning:training", args=[self.pk])

    def serve(self, request, *args, **kwargs):
        return redirect(self.training_address)

    @property
    def preview_modes(self):
        return [
            ("", gettext_lazy("Lessons")),
            ("quiz", gettext_lazy("Quiz, with what is said about each answer")),
        ]

    def serve_preview(self, request, mode_name):
        return layout.render(
            request,
            "wagtail_advocacy/learning/training_preview.html",
            {
                "training": self,
                "lessons": self.get_lessons(),
                "quiz": self.get_quiz(),
                "mode": mode_name,
                "language": self.locale.language_code,
            },
        )


class LessonRead(models.Model):
    """Somebody went on from a lesson.

    Personal data: kept so that they go on where they stopped, on any device; gone
    once they pass the training.
    """

    ambassador = models.ForeignKey(
        Ambassador, on_delete=models.CASCADE, related_name="+"
    )
    # Of all languages together; see ``Completion``.
    training = models.UUIDField()
    lesson = models.CharField(max_length=KEY_LENGTH)
    read_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = gettext_lazy("lesson read")
        verbose_name_plural = gettext_lazy("lessons read")
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "training", "lesson"],
                name="wagtail_advocacy_lesson_read_once",
            )
        ]

    def __str__(self):
        return f"{self.training}: {self.lesson}"


class QuizAttempt(models.Model):
    """The last time somebody handed in the quiz of a training.

    Personal data: kept so that they can look at the explanations again. Only the last
    attempt: how many it took is for nobody, and the number only tells two clicks from
    two attempts.
    """

    ambassador = models.ForeignKey(
        Ambassador, on_delete=models.CASCADE, related_name="+"
    )
    training = models.UUIDField()
    number = models.PositiveIntegerField()
    # Keys of the chosen answers by key of the question.
    answers = models.JSONField(default=dict)
    right = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    handed_in_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = gettext_lazy("quiz attempt")
        verbose_name_plural = gettext_lazy("quiz attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "training"],
                name="wagtail_advocacy_last_attempt",
            )
        ]

    def __str__(self):
        return f"{self.training}: {self.right} / {self.total}"


class Completion(LedgerModel):
    """Somebody passed a training, for one period of validity.

    Personal data: what lets them share; kept as long as the ambassador is. Passing
    again in time is a new entry, of the next period.
    """

    ambassador = models.ForeignKey(
        Ambassador, on_delete=models.CASCADE, related_name="+"
    )
    # The translation key: passing it in one language is passing it.
    training = models.UUIDField(db_index=True)
    page = models.ForeignKey(
        PAGE_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # As it was called then; pages are renamed and deleted.
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=100)
    period = models.PositiveSmallIntegerField()
    completed_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = gettext_lazy("completion")
        verbose_name_plural = gettext_lazy("completions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "training", "period"],
                name="wagtail_advocacy_completed_once",
            )
        ]

    def __str__(self):
        return f"{self.title} ({self.period})"

    @property
    def is_valid(self) -> bool:
        return self.valid_until is None or self.valid_until > timezone.now()

    @property
    def can_be_renewed(self) -> bool:
        if self.valid_until is None:
            return False
        return self.valid_until - RENEWAL_PERIOD <= timezone.now()


class QuestionCount(models.Model):
    """How often a question was answered, and how often wrongly at first.

    Nothing here belongs to a person.
    """

    training = models.UUIDField()
    question = models.CharField(max_length=KEY_LENGTH)
    answered = models.PositiveIntegerField(default=0)
    # By people who had never handed in this quiz before.
    first_answered = models.PositiveIntegerField(default=0)
    first_wrong = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = gettext_lazy("count of a question")
        verbose_name_plural = gettext_lazy("counts of questions")
        constraints = [
            models.UniqueConstraint(
                fields=["training", "question"],
                name="wagtail_advocacy_question_counted_once",
            )
        ]

    def __str__(self):
        return f"{self.question}: {self.first_wrong} / {self.first_answered}"


def training_models() -> list[type[Any]]:
    """Return every concrete training type, the site's own included."""
    from django.apps import apps

    return [
        model
        for model in apps.get_models()
        if issubclass(model, AbstractTrainingPage) and not model._meta.abstract
    ]
